"""Each edit does what it says, keeps what was there, and can be taken back exactly."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.requirements import Force, RoleKind
from tracker import editing, events, snapshots
from tracker.database import Database
from tracker.editing import Part
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.tables.event import Event
from tracker.tables.guideline import Requirement, RequirementState, Statement, Wording, lead_in_text
from tracker.tables.lineage import Edit, Lineage, LineageKind
from tracker.tables.people import Person
from tracker.views.counted import counted_requirements

FIRST = "Nämnden ska svara inom fem dagar och spara svaret."


def halves(act: Any) -> dict[int, list[Part]]:
    """The first duty as two: "Nämnden ska svara ..." and "[Nämnden ska] spara svaret."."""
    one, two = act.span("Nämnden ska svara inom fem dagar"), act.span("spara svaret.")
    return {
        act.edition_id: [Part(start=one[0], end=one[1]), Part(start=two[0], end=two[1], stem=act.span("Nämnden ska"))]
    }


def split_first(act: Any, session: Session, person: Person) -> Edit:
    number = act.id_of(FIRST)
    return editing.split(session, number, halves(act), by=person, version=act.version(number))


def made_by(edit: Edit) -> list[int]:
    """The requirements an edit brought about."""
    return [int(name.partition(":")[2]) for name in edit.after if name not in edit.before and name[:3] == "req"]


def test_a_split_makes_a_requirement_of_each_part_with_its_lead_in(
    act: Any, database: Database, person: Person
) -> None:
    with database.writing() as session:
        parts = made_by(split_first(act, session, person))
    assert [act.words(part) for part in parts] == ["Nämnden ska svara inom fem dagar", "spara svaret."]
    with database.reading() as session:
        first, second = (act.wording(session, part) for part in parts)
        keys = [session.get_one(Requirement, part).key for part in parts]
    assert lead_in_text(act.text(), second.lead_ins) == "Nämnden ska"
    assert (second.duty_bearer, second.duty_bearer_inferred, second.deadline) == ("Nämnden", True, "")
    assert (first.duty_bearer, first.duty_bearer_inferred, first.deadline) == ("Nämnden", False, "inom fem dagar")
    assert keys == ["2 § 1 st #1/a", "2 § 1 st #1/b"]


def test_a_split_requirement_is_replaced_and_no_longer_counted(act: Any, database: Database, person: Person) -> None:
    with database.writing() as session:
        parts = made_by(split_first(act, session, person))
    whole = act.id_of(FIRST)
    with database.reading() as session:
        counted = set(session.scalars(counted_requirements(1)))
        lineage = session.execute(select(Lineage.from_id, Lineage.to_id, Lineage.kind)).all()
    assert act.requirement(whole).state is RequirementState.REPLACED
    assert whole not in counted
    assert counted.issuperset(parts)
    assert lineage == [(whole, part, LineageKind.SPLIT) for part in parts]


@pytest.mark.parametrize(("parts", "code"), [
    ([(0, 5)], "error.parts_too_few"),
    ([(0, 20), (10, 30)], "error.parts_overlap"),
    ([(10, 30), (0, 5)], "error.parts_overlap"),
    ([(0, 10), (11, 4000)], "error.span_outside"),
    ([(-9, 10), (11, 20)], "error.span_outside"),
    ([(0, 7), (7, 8)], "error.span_empty"),
])  # fmt: skip
def test_impossible_parts_are_refused(
    act: Any, database: Database, person: Person, parts: list[tuple[int, int]], code: str
) -> None:
    number = act.id_of(FIRST)
    start = act.span(FIRST)[0]
    wanted = [Part(start=start + one, end=start + two) for one, two in parts]
    with pytest.raises(Refused) as problem, database.writing() as session:
        editing.split(session, number, {act.edition_id: wanted}, by=person, version=act.version(number))
    assert problem.value.code == code
    assert act.requirement(number).state is RequirementState.ACTIVE


def test_a_split_taken_back_leaves_the_whole_exactly_as_it_was(act: Any, database: Database, person: Person) -> None:
    before = act.version(act.id_of(FIRST))
    with database.writing() as session:
        edit = split_first(act, session, person)
    with database.writing() as session:
        editing.undo(session, edit.id, by=person)
    assert act.version(act.id_of(FIRST)) == before
    assert {act.requirement(part).state for part in made_by(edit)} == {RequirementState.WITHDRAWN}


def test_a_later_edit_stands_in_the_way_of_undoing(act: Any, database: Database, person: Person) -> None:
    with database.writing() as session:
        edit = split_first(act, session, person)
    part = made_by(edit)[0]
    with database.writing() as session:
        later = editing.retype(session, part, Force.RECOMMENDATION, by=person, version=act.version(part))
    with pytest.raises(Conflict) as problem, database.writing() as session:
        editing.undo(session, edit.id, by=person)
    assert (problem.value.code, problem.value.values["later"]) == ("error.edit_has_later", later.id)
    for number in (later.id, edit.id):
        with database.writing() as session:
            editing.undo(session, number, by=person)
    with pytest.raises(Conflict) as problem, database.writing() as session:
        editing.undo(session, edit.id, by=person)
    assert problem.value.code == "error.edit_undone"


def test_what_another_verb_changed_stands_in_the_way_of_undoing(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        edit = editing.retype(session, number, Force.RIGHT, by=person, version=act.version(number))
    with database.writing() as session:
        session.get_one(Requirement, number).tracked = False
        session.get_one(Requirement, number).force = Force.PERMISSION
    with pytest.raises(Conflict) as problem, database.writing() as session:
        editing.undo(session, edit.id, by=person)
    assert problem.value.code == "error.edit_rows_changed"


def test_items_of_one_section_merge_under_their_lead_in(act: Any, database: Database, person: Person) -> None:
    items = [act.id_of("vem som"), act.id_of("när svaret")]
    with database.writing() as session:
        edit = editing.merge(session, {n: act.version(n) for n in items}, act.edition_id, by=person)
    joined = made_by(edit)[0]
    with database.reading() as session:
        wording = act.wording(session, joined)
    assert act.words(joined) == "vem som svarar, och\n2. när svaret kommer."
    assert lead_in_text(act.text(), wording.lead_ins) == "Nämnden ska ange"
    assert wording.locator == act.requirement(joined).locator == "3 § 1 st"
    assert {act.requirement(n).state for n in items} == {RequirementState.REPLACED}


@pytest.mark.parametrize(("sources", "code"), [
    (("Nämnden får inte", "vem som"), "error.merge_across_provisions"),
    (("Nämnden ska svara", "Nämnden får inte"), "error.merge_force_needed"),
    (("vem som",), "error.merge_too_few"),
])  # fmt: skip
def test_merges_that_make_no_sense_are_refused(
    act: Any, database: Database, person: Person, sources: tuple[str, ...], code: str
) -> None:
    numbers = [act.id_of(words) for words in sources]
    force = Force.OBLIGATION if code.endswith("provisions") else None
    with pytest.raises(Refused) as problem, database.writing() as session:
        editing.merge(session, {n: act.version(n) for n in numbers}, act.edition_id, by=person, force=force)
    assert problem.value.code == code


def test_a_merge_does_not_swallow_what_stands_between(act: Any, database: Database, person: Person) -> None:
    outer = [act.id_of(FIRST), act.id_of("Nämnden får inte")]
    with pytest.raises(Refused) as problem, database.writing() as session:
        versions = {n: act.version(n) for n in outer}
        editing.merge(session, versions, act.edition_id, by=person, force=Force.OBLIGATION)
    assert problem.value.values["id"] == act.id_of("Svaret ska")


def test_moving_the_bounds_changes_the_fingerprint_and_what_is_read(
    act: Any, database: Database, person: Person
) -> None:
    number = act.id_of(FIRST)
    old = act.requirement(number).fingerprint
    with database.writing() as session:
        span = act.span("Nämnden ska svara")
        editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    with database.reading() as session:
        wording = act.wording(session, number)
    assert act.words(number) == "Nämnden ska svara"
    assert wording.deadline == ""
    assert (
        act.requirement(number).fingerprint == wording.fingerprint == events.fingerprint("", "Nämnden ska svara") != old
    )
    assert wording.edited_by_id == person.id


def test_bounds_moved_out_again_give_the_deadline_back(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    for words in ("Nämnden ska svara", FIRST):
        with database.writing() as session:
            span = act.span(words)
            editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    with database.reading() as session:
        assert act.wording(session, number).deadline == "inom fem dagar"


def test_bounds_stay_within_the_neighbours(act: Any, database: Database, person: Person) -> None:
    number = act.id_of("vem som")
    with pytest.raises(Refused) as problem, database.writing() as session:
        span = act.span(FIRST)
        editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    assert problem.value.code == "error.span_outside"


def test_the_words_of_another_requirement_cannot_be_taken(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    with pytest.raises(Conflict) as problem, database.writing() as session:
        span = act.span("Svaret ska vara begripligt för alla.")
        editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    assert problem.value.values["id"] == act.id_of("Svaret ska")


def test_a_corrected_role_leaves_the_judgements_alone(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    old = act.requirement(number).fingerprint
    roles = {RoleKind.ACTION: act.span("svara inom"), RoleKind.DEADLINE: None}
    with database.writing() as session:
        editing.reword(
            session, number, act.edition_id, roles=roles, topic=" Svar ", by=person, version=act.version(number)
        )
    with database.reading() as session:
        wording = act.wording(session, number)
    assert (wording.action, wording.deadline, wording.duty_bearer) == ("svara inom", "", "Nämnden")
    assert act.requirement(number).topic == "Svar"
    assert act.requirement(number).fingerprint == old


def test_an_edit_that_changes_nothing_is_refused(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    with pytest.raises(Refused) as problem, database.writing() as session:
        span = act.span(FIRST)
        editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    assert problem.value.code == "error.edit_changes_nothing"


def test_what_is_no_requirement_is_withdrawn_with_its_force(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        editing.retype(session, number, Force.DEFINITION, by=person, version=act.version(number))
    row = act.requirement(number)
    assert (row.force, row.tracked, row.state) == (Force.DEFINITION, False, RequirementState.WITHDRAWN)


def test_a_permission_is_tracked_only_when_a_person_says_so(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        editing.retype(session, number, Force.PERMISSION, by=person, version=act.version(number))
    assert not act.requirement(number).tracked
    with database.writing() as session:
        editing.retype(session, number, Force.PERMISSION, tracked=True, by=person, version=act.version(number))
    assert act.requirement(number).tracked


def test_withdrawing_needs_a_reason_that_stays_out_of_the_hashed_body(
    act: Any, database: Database, person: Person
) -> None:
    number = act.id_of(FIRST)
    with pytest.raises(Refused), database.writing() as session:
        editing.withdraw(session, number, by=person, version=act.version(number), reason=" ")
    with database.writing() as session:
        editing.withdraw(session, number, by=person, version=act.version(number), reason="Gäller inte oss")
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "requirement.edit")).one()
    assert event.before[f"requirement:{number}"] == {"state": "active"}
    assert "Gäller" not in str(event.after)
    assert events.digest(event) == event.hash


def test_a_sentence_becomes_a_requirement_and_is_let_go_again(act: Any, database: Database, person: Person) -> None:
    statement = act.statement("Med besked")
    with database.writing() as session:
        edit = editing.promote(session, statement.id, Force.OBLIGATION, by=person)
    made = made_by(edit)[0]
    assert act.words(made) == "Med besked avses ett svar i skrift."
    assert act.requirement(made).tracked
    with pytest.raises(Conflict), database.writing() as session:
        editing.promote(session, statement.id, Force.OBLIGATION, by=person)
    with database.writing() as session:
        editing.undo(session, edit.id, by=person)
    with database.writing() as session:
        assert session.get_one(Statement, statement.id).requirement_id is None
        again = editing.promote(session, statement.id, Force.RIGHT, by=person)
    assert act.requirement(made_by(again)[0]).key == "1 § 1 st/b"


def test_somebody_elses_edit_is_a_conflict_with_both(act: Any, database: Database, person: Person) -> None:
    number = act.id_of(FIRST)
    seen = act.version(number)
    with database.writing() as session:
        editing.retype(session, number, Force.RECOMMENDATION, by=person, version=seen)
    with pytest.raises(Conflict) as problem, database.writing() as session:
        editing.retype(session, number, Force.RIGHT, by=person, version=seen)
    assert problem.value.values["force"] == "recommendation"
    assert problem.value.values["seen"] == seen[:8] != problem.value.values["now"]


def test_someone_without_a_role_may_not_edit(act: Any, database: Database) -> None:
    number = act.id_of(FIRST)
    with pytest.raises(NotAllowed), database.writing() as session:
        stranger = Person(name="Okänd")
        session.add(stranger)
        session.flush()
        editing.retype(session, number, Force.RIGHT, by=stranger, version=act.version(number))


def test_undoing_a_withdrawal_does_not_double_words_used_since(act: Any, database: Database, person: Person) -> None:
    gone, other = act.id_of("Svaret ska"), act.id_of(FIRST)
    with database.writing() as session:
        edit = editing.withdraw(session, gone, by=person, version=act.version(gone), reason="x")
    with database.writing() as session:
        span = act.span("Svaret ska vara begripligt för alla.")
        editing.reword(session, other, act.edition_id, span=span, by=person, version=act.version(other))
    with pytest.raises(Conflict) as problem, database.writing() as session:
        editing.undo(session, edit.id, by=person)
    assert problem.value.values["id"] == other


def test_versions_differ_with_every_column(act: Any, database: Database) -> None:
    number = act.id_of(FIRST)
    before = act.version(number)
    with database.writing() as session:
        session.scalars(select(Wording).where(Wording.requirement_id == number)).one().condition = "när"
    assert snapshots.digest(before) != snapshots.digest(act.version(number))
