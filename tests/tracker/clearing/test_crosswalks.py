"""Suspect crosswalks are kept, changed or withdrawn; their clearings are shared as they are."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.tracker.conftest import Town
from tracker import clock
from tracker.clearing import crosswalks
from tracker.database import Database
from tracker.errors import Conflict, Refused
from tracker.tables.change import Clearance, Outcome
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.people import Person


@pytest.fixture
def suspect(database: Database, person: Person, town: Town) -> int:
    """A crosswalk made before the requirement below it changed."""
    with database.writing() as session:
        upper, lower = (session.get_one(Requirement, number) for number in town.requirements[:2])
        row = Crosswalk(
            upper_id=upper.id, lower_id=lower.id, type=CrosswalkType.IMPLEMENTS, state=Decided.CONFIRMED,
            scorer="person", upper_fingerprint=upper.fingerprint, lower_fingerprint=lower.fingerprint,
            on=clock.today(), decided_by_id=person.id, decided_at=clock.now(), recorded_at=clock.now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        lower.fingerprint = "e" * 64
        return row.id


def clear(session: Session, number: int, outcome: Outcome, *, by: Person, **said: object) -> Clearance:
    row = session.get_one(Crosswalk, number)
    options = {"seen_version": row.version, "seen": (row.upper_fingerprint, "e" * 64)}
    return crosswalks.clear_crosswalk(session, number, outcome, "Läst.", by=by, **{**options, **said})


@pytest.mark.parametrize(
    ("outcome", "said", "left"),
    [
        (Outcome.KEPT, {}, (Decided.CONFIRMED, CrosswalkType.IMPLEMENTS)),
        (Outcome.CHANGED, {"type": CrosswalkType.PARTLY}, (Decided.CONFIRMED, CrosswalkType.PARTLY)),
        (Outcome.WITHDRAWN, {}, (Decided.REJECTED, None)),
    ],
)
def test_cleared_it_is_as_the_person_says_and_undone_as_before(
    database: Database, person: Person, suspect: int, outcome: Outcome, said: dict[str, object], left: tuple[object]
) -> None:
    with database.writing() as session:
        cleared = clear(session, suspect, outcome, by=person, **said)
        row = session.get_one(Crosswalk, suspect)
        assert (row.state, row.type) == left
        assert cleared.workspace_id is None
        number = cleared.id
    with database.writing() as session:
        row = crosswalks.undo(session, number, by=person)
        assert (row.state, row.type) == (Decided.CONFIRMED, CrosswalkType.IMPLEMENTS)
        assert row.lower_fingerprint != "e" * 64


def test_it_is_cleared_once_and_on_the_texts_that_were_seen(database: Database, person: Person, suspect: int) -> None:
    with pytest.raises(Conflict, match=r"error\.suspect_text_changed"), database.writing() as session:
        clear(session, suspect, Outcome.KEPT, by=person, seen=("x", "y"))
    with database.writing() as session:
        clear(session, suspect, Outcome.KEPT, by=person)
    with pytest.raises(Refused, match=r"error\.not_suspect"), database.writing() as session:
        clear(session, suspect, Outcome.KEPT, by=person)
    with pytest.raises(Conflict, match=r"error\.crosswalk_changed"), database.writing() as session:
        clear(session, suspect, Outcome.WITHDRAWN, by=person, seen_version=1)
