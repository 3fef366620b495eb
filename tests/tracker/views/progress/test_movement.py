"""Moves, shares and the extract: figures over the ladder, with what does not apply left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tracker import assessing, clock, planning
from tracker.database import Database
from tracker.tables.assessment import Evidence, SideState
from tracker.tables.guideline import Bindingness, Guideline, Wording
from tracker.tables.link import Link
from tracker.tables.people import Person
from tracker.tables.service import Service, ServiceStatus
from tracker.views.ladder.decoupling import decoupled
from tracker.views.ladder.shares import Share, shares
from tracker.views.ladder.standings import standings
from tracker.views.matrix.grid import sign
from tracker.views.measures.extract import extract
from tracker.views.progress.movement import Course, Why, movement

JANUARY = datetime(2026, 1, 2, 9, tzinfo=UTC)
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """Today; the guideline has been there since January."""
    with clock.fixed(JANUARY):
        request.getfixturevalue("guideline")
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def mentioned(database: Database, person: Person, town: Any) -> Any:
    """The first requirement mentioned since July for the service's unit."""
    with database.writing() as session:
        link = session.scalars(select(Link.id)).first()
        session.add(
            Evidence(
                workspace_id=town.workspace, requirement_id=town.requirements[0], actor_id=town.unit, kind="mention",
                link_id=link, on=date(2026, 7, 1), by_id=person.id, recorded_at=JULY,
            )
        )  # fmt: skip
    return town


def judge(database: Database, town: Any, by: Person, requirement: int, **said: Any) -> None:
    with database.writing() as session:
        assessing.assess(
            session, town.workspace, requirement, by=by, actor_id=town.unit, evidence_digest="0" * 64, **said
        )


def of_unit(database: Database, town: Any) -> Share:
    with database.reading() as session:
        return next(row for row in shares(session, town.workspace, by="unit") if row.id == town.unit)


def test_what_stood_there_at_the_end_of_the_quarter_has_not_moved(database: Database, mentioned: Any) -> None:
    with database.reading() as session:
        found = movement(session, mentioned.workspace)
    assert (found.since, found.moves, found.same) == (date(2026, 9, 30), [], len(mentioned.requirements))


def test_what_nobody_had_examined_is_new_and_not_up(database: Database, mentioned: Any) -> None:
    with database.reading() as session:
        found = movement(session, mentioned.workspace, since=date(2026, 6, 30))
    (move,) = found.moves
    assert (move.before, move.now, move.course, move.why) == (None, 1, Course.NEW, Why.EVIDENCE)
    assert [piece.kind for piece in move.came] == ["in_service", "mention"]
    assert (found.count(Course.UP), found.count(Course.NEW)) == (0, 1)


def test_a_judgement_is_told_apart_from_evidence(database: Database, person: Person, mentioned: Any) -> None:
    judge(database, mentioned, person, mentioned.requirements[0], level=3)
    with database.reading() as session:
        (move,) = movement(session, mentioned.workspace).moves
    assert (move.before, move.now, move.course, move.why) == (1, 3, Course.UP, Why.JUDGEMENT)
    assert move.subject == ("actor", mentioned.unit)


def test_withdrawn_evidence_makes_it_fall(database: Database, mentioned: Any) -> None:
    with database.writing() as session:
        session.scalars(select(Evidence).where(Evidence.kind == "mention")).one().withdrawn_at = clock.now()
    with database.reading() as session:
        (move,) = movement(session, mentioned.workspace).moves
    assert (move.before, move.now, move.course, move.why) == (1, None, Course.DOWN, Why.EVIDENCE)
    assert [piece.kind for piece in move.went] == ["mention"]


def test_not_applicable_leaves_numerator_and_denominator(database: Database, person: Person, mentioned: Any) -> None:
    before = of_unit(database, mentioned)
    judge(
        database, mentioned, person, mentioned.requirements[1], side_state=SideState.NOT_APPLICABLE, note="Rör inte oss"
    )
    after = of_unit(database, mentioned)
    assert (after.concerned, after.not_applicable) == (before.concerned - 1, 1)
    assert after.reached == before.reached
    assert after.reached[1] == 1


def test_the_minimum_of_the_binding_is_given_once_all_are_examined(
    database: Database, person: Person, mentioned: Any
) -> None:
    with database.writing() as session:
        for guideline in session.scalars(select(Guideline)):
            guideline.bindingness = Bindingness.BINDING
    row = of_unit(database, mentioned)
    assert row.binding_unexamined == row.binding - 1
    assert row.lowest is None
    for number in mentioned.requirements:
        judge(database, mentioned, person, number, level=2)
    assert (of_unit(database, mentioned).lowest, of_unit(database, mentioned).binding_unexamined) == (2, 0)


def test_a_service_is_asked_only_about_what_it_carries(database: Database, mentioned: Any) -> None:
    with database.reading() as session:
        (row,) = shares(session, mentioned.workspace, by="service")
        by_guideline = shares(session, mentioned.workspace)
    assert row.concerned == 1
    assert row.above_gap == 1
    assert sum(share.concerned for share in by_guideline) == len(mentioned.requirements)


def test_the_sign_names_the_step_above_the_gap_and_what_fell_back(database: Database, mentioned: Any) -> None:
    with database.reading() as session:
        cell = standings(session, mentioned.workspace).cell(mentioned.requirements[0], ("actor", mentioned.unit))
    assert sign(cell) == "1 (4)"


def test_a_day_passed_with_text_and_no_service_is_a_gap_between_talk_and_action(
    database: Database, person: Person, mentioned: Any
) -> None:
    judge(database, mentioned, person, mentioned.requirements[0], level=2)
    with database.writing() as session:
        wording = session.scalars(select(Wording).where(Wording.requirement_id == mentioned.requirements[0])).first()
        assert wording is not None
        wording.deadline_normal = "date:2026-01-01"
    with database.reading() as session:
        assert decoupled(session, mentioned.workspace) == frozenset()  # the service runs
    with database.writing() as session:
        session.get_one(Service, mentioned.service).status = ServiceStatus.PLANNED
    with database.reading() as session:
        assert decoupled(session, mentioned.workspace) == {mentioned.requirements[0]}


def test_the_extract_holds_level_trend_measures_and_evidence(
    database: Database, person: Person, mentioned: Any
) -> None:
    with database.writing() as session:
        planning.plan(session, mentioned.workspace, mentioned.requirements[1], "Ta fram rutin", by=person, cause="gap")
    with database.reading() as session:
        found = extract(session, mentioned.workspace, subject=("actor", mentioned.unit), since=date(2026, 6, 30))
    first, second = found.rows
    assert (first.trend, first.cell.shown, len(first.evidence)) == (Course.NEW, 1, 2)
    assert [row.title for row in second.measures] == ["Ta fram rutin"]
    assert found.left_out == len(mentioned.requirements) - 2
    assert found.thresholds.shelf_life == 24
