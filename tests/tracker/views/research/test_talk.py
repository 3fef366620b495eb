"""Said, decided, done: each requirement in its place, and what nobody examined apart from what nobody did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from tests.tracker.evening import Town, found_town
from tracker import assessing, clock, searching
from tracker.database import Database
from tracker.tables.guideline import Guideline
from tracker.tables.people import Person
from tracker.views.counted import FEWEST
from tracker.views.ladder.standings import digest_of
from tracker.views.research.talk import Talk, TalkAction, talk_action


@pytest.fixture
def town(database: Database, workspace: Any, guideline: Any, local_document: Any, person: Person) -> Town:
    del guideline, local_document  # whose requirements are the town's, and where one of them was searched
    return found_town(database, workspace.id, person)


def applies(database: Database, day: date | None) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(in_force_on=day, applies_on=None))


def judge(database: Database, person: Person, town: Town, requirement: int, level: int) -> None:
    with database.writing() as session:
        assessing.assess(
            session, town.workspace, requirement, by=person, actor_id=town.unit, level=level,
            evidence_digest=digest_of([]),
        )  # fmt: skip


def found(database: Database, town: Town) -> TalkAction:
    with database.reading() as session:
        return talk_action(session, town.workspace)


def test_said_and_not_done_is_told_from_not_examined(database: Database, person: Person, town: Town) -> None:
    applies(database, clock.today() - timedelta(days=10))
    served, said, *_ = town.requirements
    unknown = (row.requirement_id for row in found(database, town).rows if row.talk is Talk.UNKNOWN)
    searched, *untouched = (number for number in unknown if number != said)
    judge(database, person, town, said, 2)
    with database.writing() as session:
        searching.record(session, town.workspace, searched, by=person)
    rows = {row.requirement_id: row for row in found(database, town).rows}
    assert (rows[said].talk, rows[said].waited) == (Talk.SAID_ONLY, 10)
    assert (rows[searched].talk, rows[served].talk) == (Talk.NEITHER, Talk.DONE_ONLY)
    assert {rows[number].talk for number in untouched} == {Talk.UNKNOWN}


def test_what_is_in_service_is_said_and_done(database: Database, person: Person, town: Town) -> None:
    applies(database, clock.today())
    judge(database, person, town, town.requirements[0], 4)
    counts = found(database, town).whole.counts
    assert (counts[Talk.BOTH], counts[Talk.SAID_ONLY]) == (1, 0)


def test_what_has_no_day_or_applies_later_stands_outside(database: Database, person: Person, town: Town) -> None:
    judge(database, person, town, town.requirements[0], 2)
    applies(database, None)
    undated = found(database, town)
    applies(database, clock.today() + timedelta(days=1))
    ahead = found(database, town)
    assert (undated.rows, ahead.rows) == ([], [])
    assert undated.undated == ahead.ahead > 0


def test_too_few_examined_give_no_share(database: Database, person: Person, town: Town) -> None:
    applies(database, clock.today())
    judge(database, person, town, town.requirements[0], 2)
    whole = found(database, town).whole
    assert whole.examined < FEWEST
    assert whole.share is None
