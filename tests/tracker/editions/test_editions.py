"""What each kind of amendment does to requirements, and how it is shown before and taken back after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tracker import assessing, editing, editions, events, snapshots
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.change import ChangeKind, ProvisionChange, RequirementChange
from tracker.tables.event import Event
from tracker.tables.guideline import Edition, Force, Guideline, Requirement, RequirementState
from tracker.tables.lineage import Edit, Lineage, LineageKind
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.views.editions.changes import changes
from tracker.views.guidelines.listing import guideline_detail
from tracker.views.texts import requirement_texts

PLAN = "Kommunen ska varje år ta fram en plan för digital delaktighet i samråd med invånarna."
ANSWER = "Nämnden ska svara den som skriver till kommunen senast inom fem arbetsdagar."
LATER = "Nämnden ska svara den som skriver till kommunen senast inom två arbetsdagar."
FEE = "Kommunen får inte ta ut någon avgift för hjälp med e-legitimation på biblioteket."
SUPPORT = "Biblioteket ska ha personal som hjälper besökare att använda kommunens tjänster."
REPORT = "Styrelsen ska redovisa arbetet med tillgänglighet till fullmäktige i april."
FIRST = (("1", (PLAN,)), ("2", (ANSWER, FEE)), ("3", (SUPPORT,)))


def kinds(database: Database, edition: int) -> dict[str, list[tuple[int | None, int | None]]]:
    found: dict[str, list[tuple[int | None, int | None]]] = {}
    with database.reading() as session:
        rows = select(RequirementChange).where(RequirementChange.edition_id == edition).order_by(RequirementChange.id)
        for row in session.scalars(rows):
            found.setdefault(row.kind.value, []).append((row.from_id, row.to_id))
    return found


def test_what_stays_changes_moves_comes_and_goes(shelf: Any, database: Database) -> None:
    one = shelf.put(FIRST)
    was = shelf.worded(one.edition_id)
    two = shelf.put((("1", (PLAN,)), ("2", (LATER,)), ("4", (SUPPORT,)), ("5", (REPORT,))))
    now = shelf.worded(two.edition_id)
    assert two.changes == {"unchanged": 1, "changed": 1, "moved": 1, "added": 1, "removed": 1}
    assert (now[PLAN], now[LATER], now[SUPPORT]) == (was[PLAN], was[ANSWER], was[SUPPORT])
    assert shelf.requirement(was[FEE]).state is RequirementState.WITHDRAWN
    assert shelf.active() == set(now.values())
    assert shelf.requirement(was[SUPPORT]).locator == "4 § 1 st"
    assert kinds(database, two.edition_id)["removed"] == [(was[FEE], None)]


def test_only_changed_words_have_another_fingerprint(shelf: Any) -> None:
    was = shelf.worded(shelf.put(FIRST).edition_id)
    before = {number: shelf.requirement(number).fingerprint for number in was.values()}
    shelf.put((("1", (PLAN,)), ("2", (LATER, FEE)), ("7", (SUPPORT,))))
    changed = {number for number in before if shelf.requirement(number).fingerprint != before[number]}
    assert changed == {was[ANSWER]}


def test_other_dashes_and_quotation_marks_are_the_same_words(shelf: Any, database: Database) -> None:
    words, set_otherwise = 'Nämnden ska föra en "logg" – varje dag.', "Nämnden ska föra en ”logg” - varje dag."
    number = shelf.worded(shelf.put((("1", (words,)),)).edition_id)[words]
    before = shelf.requirement(number).fingerprint
    two = shelf.put((("1", (set_otherwise,)),))
    assert two.changes == {"unchanged": 1}
    assert shelf.requirement(number).fingerprint != before


def test_the_mark_a_sentence_ends_with_is_none_of_its_words(shelf: Any) -> None:
    shelf.put((("1", ("Nämnden ska ange vem som ansvarar;", "Nämnden ska ange hur det följs upp.")),))
    last = ("Nämnden ska ange vem som ansvarar,", "Nämnden ska ange hur det följs upp;", "Nämnden ska ange kostnaden.")
    assert shelf.put((("1", last),)).changes == {"unchanged": 2, "added": 1}


def test_a_split_replaces_and_leaves_a_line(shelf: Any, database: Database) -> None:
    whole = f"{ANSWER[:-1]} och samma nämnd ska spara varje svar i minst tre år."
    was = shelf.worded(shelf.put((("1", (PLAN,)), ("2", (whole,)))).edition_id)
    two = shelf.put((("1", (PLAN,)), ("2", (ANSWER, "Samma nämnd ska spara varje svar i minst tre år."))))
    now = shelf.worded(two.edition_id)
    assert two.changes == {"unchanged": 1, "split": 1}
    assert shelf.requirement(was[whole]).state is RequirementState.REPLACED
    with database.reading() as session:
        lines = session.execute(select(Lineage.from_id, Lineage.to_id, Lineage.kind).order_by(Lineage.to_id)).all()
    parts = [now[ANSWER], now["Samma nämnd ska spara varje svar i minst tre år."]]
    assert lines == [(was[whole], part, LineageKind.SPLIT) for part in sorted(parts)]


def test_a_merge_replaces_all_of_them(shelf: Any) -> None:
    was = shelf.worded(shelf.put(FIRST).edition_id)
    both = f"{ANSWER[:-1]} och {FEE[0].lower()}{FEE[1:]}"
    two = shelf.put((("1", (PLAN,)), ("2", (both,)), ("3", (SUPPORT,))))
    assert two.changes == {"unchanged": 2, "merged": 1}
    states = {shelf.requirement(was[words]).state for words in (ANSWER, FEE)}
    assert states == {RequirementState.REPLACED}
    assert shelf.worded(two.edition_id)[both] in shelf.active()


def test_a_requirement_goes_on_where_its_words_stand_but_are_read_otherwise(shelf: Any) -> None:
    was = shelf.worded(shelf.put(FIRST).edition_id)
    two = shelf.put((("1", (f"={PLAN}",)), ("2", (ANSWER, FEE)), ("3", (SUPPORT,))), salt="x")
    assert two.changes == {"unchanged": 4}
    assert shelf.requirement(was[PLAN]).force is Force.OBLIGATION
    assert was[PLAN] in shelf.active()


def test_changed_words_bring_their_force(shelf: Any) -> None:
    was = shelf.worded(shelf.put(FIRST).edition_id)
    two = shelf.put((("1", (PLAN.replace("ska", "bör"),)), ("2", (ANSWER, FEE)), ("3", (SUPPORT,))))
    assert shelf.requirement(was[PLAN]).force is Force.RECOMMENDATION
    with shelf.database.writing() as session:
        editions.undo(session, two.edition_id, by=shelf.person)
    assert shelf.requirement(was[PLAN]).force is Force.OBLIGATION


def test_an_older_text_changes_nothing_that_counts(shelf: Any, database: Database) -> None:
    newest = shelf.put((("1", (PLAN,)), ("2", (LATER,))), on=date(2026, 1, 1))
    now = shelf.worded(newest.edition_id)
    before = {number: snapshots.columns(shelf.requirement(number)) for number in now.values()}
    older = shelf.put(FIRST, on=date(2020, 1, 1))
    then = shelf.worded(older.edition_id)
    assert {number: snapshots.columns(shelf.requirement(number)) for number in now.values()} == before
    assert shelf.active() == set(now.values())
    assert (then[PLAN], then[ANSWER]) == (now[PLAN], now[LATER])
    assert shelf.requirement(then[FEE]).state is RequirementState.WITHDRAWN
    with database.reading() as session:
        assert requirement_texts(session, [now[LATER]])[now[LATER]].words("sv") == LATER


def test_a_text_between_two_is_compared_with_the_later_one(shelf: Any, database: Database) -> None:
    one = shelf.put(FIRST, on=date(2020, 1, 1))
    three = shelf.put((("1", (PLAN,)), ("2", (LATER,))), on=date(2026, 1, 1))
    two = shelf.put((("1", (PLAN,)), ("2", (LATER, FEE))), on=date(2023, 1, 1))
    assert two.against == editions.Neighbour(id=three.edition_id, later=True)
    assert shelf.worded(two.edition_id)[FEE] == shelf.worded(one.edition_id)[FEE]


def test_an_undone_edition_leaves_everything_as_before(shelf: Any, database: Database) -> None:
    one = shelf.put(FIRST)
    was = shelf.worded(one.edition_id)
    before = {number: snapshots.columns(shelf.requirement(number)) for number in was.values()}
    two = shelf.put((("1", (REPORT,)), ("2", (LATER,)), ("4", (SUPPORT, PLAN))))
    with database.writing() as session:
        editions.undo(session, two.edition_id, by=shelf.person)
    assert {number: snapshots.columns(shelf.requirement(number)) for number in was.values()} == before
    assert shelf.active() == set(was.values())
    with database.reading() as session:
        assert requirement_texts(session, [was[ANSWER]])[was[ANSWER]].words("sv") == ANSWER
        event = session.scalars(select(Event).where(Event.action == "edition.undo")).one()
        assert events.digest(event) == event.hash


def test_what_was_taken_back_comes_in_again_with_the_same_requirements(shelf: Any, database: Database) -> None:
    shelf.put(FIRST)
    again = (("1", (PLAN,)), ("2", (LATER,)), ("3", (SUPPORT,)), ("5", (REPORT,)))
    two = shelf.put(again)
    made = shelf.worded(two.edition_id)[REPORT]
    with database.writing() as session:
        editions.undo(session, two.edition_id, by=shelf.person)
    assert shelf.requirement(made).state is RequirementState.WITHDRAWN
    three = shelf.put(again)
    assert three.new
    assert three.edition_id != two.edition_id
    assert shelf.worded(three.edition_id)[REPORT] == made
    assert made in shelf.active()


def test_a_removed_demand_that_returns_is_the_same_requirement(shelf: Any) -> None:
    was = shelf.worded(shelf.put(FIRST).edition_id)
    shelf.put((("1", (PLAN,)), ("2", (ANSWER,)), ("3", (SUPPORT,))))
    shelf.put((*FIRST[:2], ("3", (SUPPORT,)), ("9", (REPORT,))))
    assert was[FEE] in shelf.active()


def test_the_first_edition_cannot_be_taken_back(shelf: Any, database: Database) -> None:
    one = shelf.put(FIRST)
    with pytest.raises(Refused) as refused, database.writing() as session:
        editions.undo(session, one.edition_id, by=shelf.person)
    assert refused.value.code == "error.edition_first"


def test_editions_are_taken_back_from_the_last_one(shelf: Any, database: Database) -> None:
    shelf.put(FIRST)
    two, _ = shelf.put(FIRST[:2]), shelf.put(FIRST[:1])
    with pytest.raises(Conflict) as conflict, database.writing() as session:
        editions.undo(session, two.edition_id, by=shelf.person)
    assert conflict.value.code == "error.edition_has_later"


def test_edits_of_its_words_are_undone_before_the_edition(shelf: Any, database: Database) -> None:
    shelf.put(FIRST)
    two = shelf.put((*FIRST[:2], ("3", (SUPPORT, REPORT))))
    number = shelf.worded(two.edition_id)[REPORT]
    with database.writing() as session:
        version = snapshots.version(session, number)
        edit = editing.retype(session, number, Force.RIGHT, by=shelf.person, version=version)
    with pytest.raises(Conflict) as conflict, database.writing() as session:
        editions.undo(session, two.edition_id, by=shelf.person)
    assert conflict.value.code == "error.edition_edited"
    with database.writing() as session:
        editing.undo(session, edit.id, by=shelf.person)
        editions.undo(session, two.edition_id, by=shelf.person)
    assert shelf.requirement(number).state is RequirementState.WITHDRAWN


def test_the_edit_of_an_edition_is_not_undone_as_an_edit(shelf: Any, database: Database) -> None:
    shelf.put(FIRST)
    shelf.put(FIRST[:2])
    with database.reading() as session:
        edit = session.scalars(select(Edit.id)).one()
    with pytest.raises(Refused) as refused, database.writing() as session:
        editing.undo(session, edit, by=shelf.person)
    assert refused.value.code == "error.edit_of_edition"


def test_a_stranger_may_not_take_an_edition_back(shelf: Any, database: Database) -> None:
    two = [shelf.put(FIRST), shelf.put(FIRST[:2])][1]
    with pytest.raises(NotAllowed), database.writing() as session:
        stranger = Person(name="Okänd")
        session.add(stranger)
        session.flush()
        editions.undo(session, two.edition_id, by=stranger)


def test_a_preview_writes_nothing_and_says_what_applying_does(shelf: Any, database: Database, make_act: Any) -> None:
    shelf.put(FIRST)
    prepared = make_act((("1", (PLAN,)), ("2", (LATER, FEE)), ("5", (SUPPORT,))))
    with database.reading() as session:
        rows = [session.scalar(select(func.count()).select_from(table)) for table in (Edition, Requirement, Event)]
        seen = editions.preview(session, prepared)
        after = [session.scalar(select(func.count()).select_from(table)) for table in (Edition, Requirement, Event)]
    assert rows == after
    assert seen.requirements == {"unchanged": 2, "changed": 1, "moved": 1}
    changed = next(change for change in seen.changes if change.kind is ChangeKind.CHANGED)
    pieces = [changed.after[0][1][piece.new_start : piece.new_end] for piece in changed.words()]
    assert "två " in pieces
    two = shelf.put((("1", (PLAN,)), ("2", (LATER, FEE)), ("5", (SUPPORT,))), digest=seen.digest)
    assert two.changes == seen.requirements


def test_a_preview_counts_what_stands_and_not_what_was_judged_before(
    shelf: Any, database: Database, make_act: Any, person: Person, workspace: Workspace
) -> None:
    number = shelf.worded(shelf.put(FIRST).edition_id)[ANSWER]
    with database.writing() as session:
        unit = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Bygg")
        session.add(unit)
        session.flush()
        for level in (1, 2):
            assessing.assess(
                session, workspace.id, number, by=person, actor_id=unit.id, level=level, evidence_digest=""
            )
        seen = editions.preview(session, make_act((("1", (PLAN,)), ("2", (LATER, FEE)), ("3", (SUPPORT,)))))
    assert seen.affected[workspace.id].assessments == 1


def test_an_identifier_copied_with_other_spaces_is_the_same(make_act: Any) -> None:
    assert editions.identifier_of(make_act(FIRST), " SFS\u00a02031:9 ") == "SFS 2031:9"


def test_what_was_seen_must_still_hold(shelf: Any, database: Database, make_act: Any) -> None:
    shelf.put(FIRST)
    with database.reading() as session:
        seen = editions.preview(session, make_act(FIRST[:2]))
    shelf.put((*FIRST, ("9", (REPORT,))))
    with pytest.raises(Conflict) as conflict:
        shelf.put(FIRST[:2], digest=seen.digest)
    assert conflict.value.code == "error.edition_preview_stale"


def test_another_language_is_the_same_requirements_where_they_stand_now(shelf: Any) -> None:
    shelf.put(FIRST)
    two = shelf.put((("1", (PLAN,)), ("2", (FEE,)), ("4", (ANSWER,))))
    english = shelf.put(
        (("1", ("The municipality shall plan.",)), ("4", ("The board shall answer within five days.",))), language="en"
    )
    now, there = shelf.worded(two.edition_id), shelf.worded(english.edition_id)
    assert english.changes == {}
    assert there["The board shall answer within five days."] == now[ANSWER]


def test_what_was_added_in_one_language_is_not_added_again_in_another(shelf: Any) -> None:
    english = (("1", ("The municipality shall plan every year.",)),)
    shelf.put(FIRST[:1])
    shelf.put(english, language="en")
    two = shelf.put((*FIRST[:1], ("2", (REPORT,))))
    more = shelf.put((*english, ("2", ("The committee shall report to the council in April.",))), language="en")
    assert (
        shelf.worded(more.edition_id)["The committee shall report to the council in April."]
        == (shelf.worded(two.edition_id)[REPORT])
    )


def test_provisions_are_compared_too(shelf: Any, database: Database) -> None:
    shelf.put(FIRST)
    two = shelf.put((("1", (PLAN,)), ("2", (LATER, FEE))))
    with database.reading() as session:
        counts = dict(
            session.execute(
                select(ProvisionChange.kind, func.count())
                .where(ProvisionChange.edition_id == two.edition_id)
                .group_by(ProvisionChange.kind)
            ).all()
        )
    assert counts == {ChangeKind.UNCHANGED: 4, ChangeKind.CHANGED: 1, ChangeKind.REMOVED: 2}


def test_a_guideline_of_one_workspace_is_nothing_to_those_of_another(
    shelf: Any, database: Database, workspace: Workspace
) -> None:
    first = shelf.put(FIRST)
    second = shelf.put(FIRST[:2])
    with database.writing() as session:
        session.get_one(Guideline, first.guideline_id).workspace_id = workspace.id
        elsewhere = Workspace(name="Grannby", slug="grannby", created_at=workspace.created_at)
        neighbour = Person(name="Granne")
        session.add_all([elsewhere, neighbour])
        session.flush()
        session.add(Membership(workspace_id=elsewhere.id, person_id=neighbour.id, role=Role.ADMIN))
    with pytest.raises(NotAllowed), database.writing() as session:
        editions.undo(session, second.edition_id, by=neighbour)
    with database.reading() as session:
        assert changes(session, workspace.id, edition_id=second.edition_id)
        assert not changes(session, elsewhere.id, edition_id=second.edition_id)
        with pytest.raises(NotFound):
            guideline_detail(session, elsewhere.id, guideline_id=first.guideline_id)
