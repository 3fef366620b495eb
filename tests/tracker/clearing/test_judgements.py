"""Suspect judgements are judged again, changed or taken back; the earlier ones stay as history."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.tracker.conftest import Town
from tracker import assessing
from tracker.clearing import judgements
from tracker.database import Database
from tracker.errors import Conflict, Refused
from tracker.tables.assessment import Assessment, Compliance, SideState
from tracker.tables.change import Clearance, Outcome
from tracker.tables.guideline import Requirement
from tracker.tables.people import Person
from tracker.views.ladder.standings import Cell, standings


@pytest.fixture
def judged(database: Database, person: Person, town: Town) -> int:
    """A judgement of the service whose requirement has changed since."""
    with database.writing() as session:
        cell = cell_of(session, town)
        row = assessing.assess(
            session, town.workspace, town.requirements[0], by=person, service_id=town.service, level=3,
            compliance=Compliance.PARTLY, evidence_digest=cell.digest,
        )  # fmt: skip
        session.get_one(Requirement, town.requirements[0]).fingerprint = "c" * 64
        return row.id


def cell_of(session: Session, town: Town) -> Cell:
    return standings(session, town.workspace).cell(town.requirements[0], ("service", town.service))


def clear(session: Session, town: Town, number: int, outcome: Outcome, *, by: Person, **said: object) -> Clearance:
    options = {"seen_requirement": "c" * 64, "evidence_digest": cell_of(session, town).digest}
    return judgements.clear_assessment(session, number, outcome, "Läst igen.", by=by, **{**options, **said})


def test_kept_the_same_is_judged_of_what_there_is_now(
    database: Database, person: Person, town: Town, judged: int
) -> None:
    with database.reading() as session:
        assert cell_of(session, town).judged.suspect
    with database.writing() as session:
        clear(session, town, judged, Outcome.KEPT, by=person)
    with database.reading() as session:
        now = cell_of(session, town).judged
        assert (now.level, now.compliance, now.suspect) == (3, Compliance.PARTLY, False)
        assert session.scalar(select(func.count()).select_from(Assessment)) == 2


def test_changed_another_level_is_judged(database: Database, person: Person, town: Town, judged: int) -> None:
    with pytest.raises(Refused, match=r"error\.clear_changes_nothing"), database.writing() as session:
        clear(session, town, judged, Outcome.CHANGED, by=person, level=3, compliance=Compliance.PARTLY)
    with database.writing() as session:
        clear(session, town, judged, Outcome.CHANGED, by=person, side_state=SideState.SUSPENDED)
    with database.reading() as session:
        now = cell_of(session, town).judged
        assert (now.side_state, now.note, now.suspect) == (SideState.SUSPENDED, "Läst igen.", False)


def test_withdrawn_nothing_is_judged_any_more(database: Database, person: Person, town: Town, judged: int) -> None:
    with database.writing() as session:
        row = clear(session, town, judged, Outcome.WITHDRAWN, by=person)
        empty = row.after["assessment"]
    with database.reading() as session:
        assert cell_of(session, town).judged is None
    with pytest.raises(Refused, match=r"error\.not_suspect"), database.writing() as session:
        clear(session, town, empty, Outcome.KEPT, by=person, evidence_digest="other")


@pytest.mark.parametrize("outcome", [Outcome.KEPT, Outcome.WITHDRAWN])
def test_undone_the_earlier_judgement_is_suspect_again(
    database: Database, person: Person, town: Town, judged: int, outcome: Outcome
) -> None:
    with database.writing() as session:
        cleared = clear(session, town, judged, outcome, by=person).id
    with database.writing() as session:
        judgements.undo(session, cleared, by=person)
    with database.reading() as session:
        now = cell_of(session, town).judged
        assert (now.level, now.suspect) == (3, True)
    with pytest.raises(Conflict, match=r"error\.clearance_undone"), database.writing() as session:
        judgements.undo(session, cleared, by=person)


def test_a_judgement_made_meanwhile_is_not_overwritten(
    database: Database, person: Person, town: Town, judged: int
) -> None:
    with database.writing() as session:
        clear(session, town, judged, Outcome.KEPT, by=person)
    with pytest.raises(Conflict, match=r"error\.assessment_changed"), database.writing() as session:
        clear(session, town, judged, Outcome.WITHDRAWN, by=person)


def test_a_judgement_that_stands_is_not_cleared(database: Database, person: Person, town: Town, judged: int) -> None:
    with database.writing() as session:
        row = clear(session, town, judged, Outcome.KEPT, by=person)
        now = row.after["assessment"]
    with pytest.raises(Refused, match=r"error\.not_suspect"), database.writing() as session:
        clear(session, town, now, Outcome.KEPT, by=person)
    with pytest.raises(Conflict, match=r"error\.suspect_text_changed"), database.writing() as session:
        clear(session, town, now, Outcome.KEPT, by=person, seen_requirement="d" * 64)
