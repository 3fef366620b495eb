"""Checking readings: nothing is lost, requirements follow, and everything can be taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tracker import checking, ingest, snapshots, tasks, workspaces
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.checking import Correction, Refinement
from tracker.tables.event import Event
from tracker.tables.guideline import Edition, Force, Requirement, RequirementState, Statement, Wording
from tracker.tables.people import Person, Workspace
from tracker.views.reading.checking import checking_queue, lessons, refinement_in_use, refinements
from tracker.views.reading.sentences import sentences
from tracker.views.reading.why import explanation, why

pytestmark = pytest.mark.usefixtures("guideline")


def wording(database: Database, force: Force = Force.PROHIBITION) -> Wording:
    with database.reading() as session:
        return session.scalars(select(Wording).where(Wording.force == force).order_by(Wording.id)).first()


def requirement(database: Database, row: Wording) -> Requirement:
    with database.reading() as session:
        return session.get_one(Requirement, row.requirement_id)


def correct(database: Database, workspace: Workspace, person: Person, row: Wording, force: Force) -> Correction:
    with database.writing() as session:
        version = snapshots.version(session, row.requirement_id)
        return checking.correct(session, workspace.id, f"w{row.id}", force, by=person, seen_version=version)


def test_confirming_keeps_the_words_and_changes_nothing(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database)
    with database.writing() as session:
        said = checking.confirm(session, workspace.id, f"w{row.id}", by=person)
    assert (said.read_as, said.force, said.text) == (
        row.force,
        row.force,
        "En kommun får inte ta ut avgift för planen.",
    )
    assert requirement(database, row).force is row.force


def test_a_correction_retypes_the_requirement_and_undo_brings_it_back(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database)
    said = correct(database, workspace, person, row, Force.RECOMMENDATION)
    assert (said.read_as, said.force, said.confidence) == (Force.PROHIBITION, Force.RECOMMENDATION, row.confidence)
    assert requirement(database, row).force is Force.RECOMMENDATION
    with database.writing() as session:
        checking.withdraw(session, said.id, by=person)
    assert requirement(database, row).force is Force.PROHIBITION
    with pytest.raises(Conflict), database.writing() as session:
        checking.withdraw(session, said.id, by=person)


def test_what_is_no_requirement_is_withdrawn_and_still_shown(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database)
    correct(database, workspace, person, row, Force.STATEMENT)
    assert requirement(database, row).state is RequirementState.WITHDRAWN
    with database.reading() as session:
        (shown,) = [s for s in sentences(session, workspace.id, edition_id=row.edition_id) if s.start == row.start]
    assert (shown.force, shown.checked, shown.edited) == (Force.STATEMENT, True, True)


def test_a_statement_becomes_a_requirement_and_undo_makes_it_a_statement_again(
    database: Database, workspace: Workspace, person: Person
) -> None:
    with database.reading() as session:
        row = session.scalars(select(Statement)).first()
    with database.writing() as session:
        said = checking.correct(session, workspace.id, f"s{row.id}", Force.OBLIGATION, by=person)
    with database.reading() as session:
        keys = {s.start: s.key[0] for s in sentences(session, workspace.id, edition_id=row.edition_id)}
    assert keys[row.start] == "w"
    with database.writing() as session:
        checking.withdraw(session, said.id, by=person)
    with database.reading() as session:
        keys = {s.start: s.key[0] for s in sentences(session, workspace.id, edition_id=row.edition_id)}
    assert keys[row.start] == "s"


def test_another_kind_of_statement_is_kept_as_said(database: Database, workspace: Workspace, person: Person) -> None:
    with database.reading() as session:
        row = session.scalars(select(Statement)).first()
    with database.writing() as session:
        checking.correct(session, workspace.id, f"s{row.id}", Force.DEFINITION, by=person)
    with database.reading() as session:
        (shown,) = [s for s in sentences(session, workspace.id, edition_id=row.edition_id) if s.start == row.start]
    assert (shown.force, shown.edited) == (Force.DEFINITION, True)


def test_a_later_word_takes_the_place_of_an_earlier_one(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database)
    for _ in range(2):
        with database.writing() as session:
            checking.confirm(session, workspace.id, f"w{row.id}", by=person)
    with database.reading() as session:
        assert [c.withdrawn_at is None for c in session.scalars(select(Correction).order_by(Correction.id))] == [
            False,
            True,
        ]


def test_a_correction_of_what_somebody_changed_meanwhile_is_refused(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database)
    with pytest.raises(Conflict), database.writing() as session:
        checking.correct(session, workspace.id, f"w{row.id}", Force.RIGHT, by=person, seen_version="old")
    with database.reading() as session:
        assert session.scalars(select(Correction)).all() == []


def test_strangers_may_neither_check_nor_learn(database: Database, workspace: Workspace) -> None:
    row = wording(database)
    with database.writing() as session:
        stranger = Person(name="Främling", login="stranger")
        session.add(stranger)
        session.flush()
        for verb in (checking.confirm, lambda *a, by: checking.correct(*a, Force.RIGHT, by=by)):
            with pytest.raises(NotAllowed):
                verb(session, workspace.id, f"w{row.id}", by=stranger)


def test_every_word_is_in_the_history(database: Database, workspace: Workspace, person: Person) -> None:
    said = correct(database, workspace, person, wording(database), Force.RIGHT)
    with database.writing() as session:
        checking.withdraw(session, said.id, by=person)
    with database.reading() as session:
        actions = session.scalars(select(Event.action).where(Event.entity == f"correction:{said.id}")).all()
    assert actions == ["reading.check", "reading.withdraw"]


def test_an_unknown_sentence_cannot_be_checked(database: Database, workspace: Workspace, person: Person) -> None:
    with pytest.raises(NotFound), database.writing() as session:
        checking.confirm(session, workspace.id, "w999", by=person)


def test_the_queue_begins_with_the_least_certain_and_leaves_out_what_was_checked(
    database: Database, workspace: Workspace, person: Person
) -> None:
    with database.reading() as session:
        before = checking_queue(session, workspace.id, below=1.01)
    confidences = [row.confidence for row in before.rows]
    assert confidences == sorted(confidences)
    assert (before.left, before.checked) == (len(before.rows), 0)
    with database.writing() as session:
        checking.confirm(session, workspace.id, before.rows[0].key, by=person)
    with database.reading() as session:
        after = checking_queue(session, workspace.id, below=1.01)
    assert (after.left, after.checked) == (before.left - 1, 1)
    assert [row.key for row in after.rows] == [row.key for row in before.rows[1:]]


def test_each_workspace_checks_for_itself(database: Database, workspace: Workspace, person: Person) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Annanby kommun", by=person)
        checking.confirm(session, other.id, f"w{wording(database).id}", by=person)
    with database.reading() as session:
        assert checking_queue(session, workspace.id, below=1.01).checked == 0


def test_learning_needs_something_to_learn_from(database: Database, workspace: Workspace, person: Person) -> None:
    with pytest.raises(Refused):
        tasks.learn(database, workspace.id, "sv", by=person)


def test_what_was_learnt_is_kept_counted_and_can_be_taken_back(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database)
    correct(database, workspace, person, row, Force.RECOMMENDATION)
    with database.reading() as session:
        (there,) = lessons(session, workspace.id)
    assert (there.language, there.corrections, there.corrected, there.fresh) == ("sv", 1, 1, 1)
    made = tasks.learn(database, workspace.id, "sv", by=person)
    assert (made.scores["before"], made.scores["after"], made.number) == (0, 1, 1)
    with database.reading() as session:
        name, weights = refinement_in_use(session, workspace.id, "sv")
        assert lessons(session, workspace.id)[0].fresh == 0
    assert name == f"refined-{workspace.id}-1"
    assert len(weights) > 0
    assert requirement(database, wording(database, Force.OBLIGATION)).force is Force.OBLIGATION
    with database.writing() as session:
        checking.withdraw_refinement(session, made.id, by=person)
    with database.reading() as session:
        assert refinement_in_use(session, workspace.id, "sv") is None
        assert [(r.withdrawn, r.in_use) for r in refinements(session, workspace.id)] == [(True, False)]
    with pytest.raises(Conflict), database.writing() as session:
        checking.withdraw_refinement(session, made.id, by=person)


def test_undoing_the_newest_brings_the_one_before_back(
    database: Database, workspace: Workspace, person: Person
) -> None:
    correct(database, workspace, person, wording(database), Force.RECOMMENDATION)
    first, second = (tasks.learn(database, workspace.id, "sv", by=person) for _ in range(2))
    with database.writing() as session:
        checking.withdraw_refinement(session, second.id, by=person)
    with database.reading() as session:
        assert [r.id for r in refinements(session, workspace.id) if r.in_use] == [first.id]


def test_what_would_be_read_otherwise_comes_first_and_stays_as_it_is(
    database: Database, workspace: Workspace, person: Person
) -> None:
    row = wording(database, Force.OBLIGATION)
    proposal = {
        "edition": row.edition_id, "start": row.start, "end": row.end, "force": "right", "confidence": 0.9,
    }  # fmt: skip
    with database.writing() as session:
        made = Refinement(
            workspace_id=workspace.id, language="sv", number=1, weights=b"", corrections=1, by_id=person.id,
            scores={"before": 0, "after": 1, "changes": 1, "proposals": [proposal]},
            made_at=session.get_one(Edition, row.edition_id).imported_at,
        )  # fmt: skip
        session.add(made)
    with database.reading() as session:
        queue = checking_queue(session, workspace.id, below=1.01)
    assert (queue.rows[0].key, queue.rows[0].proposed, queue.proposals) == (f"w{row.id}", Force.RIGHT, 1)
    assert len({r.key for r in queue.rows}) == queue.left == len(queue.rows)
    assert requirement(database, row).force is Force.OBLIGATION


def test_a_new_guideline_is_read_with_what_was_learnt_and_says_so(
    database: Database, workspace: Workspace, person: Person, statute: ingest.Prepared
) -> None:
    correct(database, workspace, person, wording(database), Force.RECOMMENDATION)
    tasks.learn(database, workspace.id, "sv", by=person)
    data = statute.data.replace(b"2030:12", b"2031:7")
    imported = tasks.import_guideline(database, data, "ny.md", by=person, workspace_id=workspace.id)
    plain = tasks.import_guideline(database, data.replace(b"2031:7", b"2032:7"), "ny2.md", by=person)
    with database.reading() as session:
        key = next(
            f"w{row.id}"
            for row in session.scalars(select(Wording).where(Wording.edition_id == imported.edition_id))
            if row.force is Force.RECOMMENDATION
        )
        assert explanation(why(session, workspace.id, key=key)).force is Force.RECOMMENDATION
        forces = {
            pipeline.rpartition("+")[2]: force
            for pipeline, force in session.execute(
                select(Edition.pipeline, Wording.force)
                .join(Wording, Wording.edition_id == Edition.id)
                .where(Edition.id.in_([imported.edition_id, plain.edition_id]), Wording.duty_bearer == "En kommun")
                .where(Wording.force != Force.OBLIGATION)
            )
        }
    assert forces.pop(f"refined-{workspace.id}-1") is Force.RECOMMENDATION
    assert list(forces.values()) == [Force.PROHIBITION]


def test_a_refinement_of_older_weights_is_left_out_aloud(
    database: Database, workspace: Workspace, person: Person, statute: ingest.Prepared
) -> None:
    correct(database, workspace, person, wording(database), Force.RECOMMENDATION)
    made = tasks.learn(database, workspace.id, "sv", by=person)
    with database.writing() as session:
        session.get_one(Refinement, made.id).weights = b"broken"
    data = statute.data.replace(b"2030:12", b"2031:7")
    imported = tasks.import_guideline(database, data, "ny.md", by=person, workspace_id=workspace.id)
    assert [warning.code for warning in imported.warnings] == ["warning.refinement_stale"]
