"""The state of any date where something made later has taken the only place there is for what stood before."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracker.evening import EVENING
from tracker import clock, countersigning, events, linking, people, workspaces
from tracker.database import Database
from tracker.tables.countersign import FirstDecision
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person, Role
from tracker.tables.staffing import Position
from tracker.views.earlier import earlier

AFTER, LATER = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (24, 29))
DAY = EVENING.date()
TITLE = "Handläggare av e-tjänster"


@pytest.fixture
def state(evening: Any) -> Any:
    return evening


@pytest.fixture(autouse=True)
def far_off() -> Any:
    with clock.fixed(LATER):
        yield


def _link(session: Session, state: Decided) -> Link:
    return session.scalars(select(Link).where(Link.state == state).order_by(Link.id).limit(1)).one()


def _post(state: Any, unit: int) -> Position:
    return Position(
        workspace_id=state.workspace,
        unit_id=unit,
        title=TITLE,
        fte=1.0,
        valid_from=EVENING.date(),
        recorded_at=clock.now(),
    )


def test_a_post_comes_back_to_its_unit_though_another_stands_there_now(
    database: Database, person: Person, state: Any
) -> None:
    tell = partial(events.record, chain=state.workspace, action="list.import", entity=f"workspace:{state.workspace}")
    with clock.fixed(EVENING), database.writing() as session:
        session.add(post := _post(state, state.unit))
        session.flush()
        tell(session, by=person)
    with clock.fixed(AFTER), database.writing() as session:
        session.get_one(Position, post.id).unit_id = state.other_unit
        session.flush()
        session.add(_post(state, state.unit))
        session.flush()
        tell(session, by=person)
    with database.reading() as session, earlier(session, state.workspace, DAY) as then:
        wanted = select(Position.id, Position.unit_id).where(Position.title == TITLE)
        assert then.execute(wanted).all() == [(post.id, state.unit)]


def test_a_decision_may_have_waited_twice(database: Database, person: Person, state: Any) -> None:
    with clock.fixed(AFTER), database.writing() as session:
        people.admit(session, state.workspace, "kim@kommun.example", "Kim", Role.REVIEWER, by=person)
        workspaces.set_four_eyes(session, state.workspace, True, seen=False, by=person)
        link = _link(session, Decided.CONFIRMED)
        for _ in range(2):
            linking.confirm(session, link.id, LinkType.MENTIONS, by=person, seen_version=link.version)
            waiting = session.scalars(select(FirstDecision).where(FirstDecision.ended_at.is_(None))).one()
            countersigning.withdraw(session, waiting.id, by=person)
    with database.reading() as session, earlier(session, state.workspace, DAY) as then:
        assert then.scalars(select(FirstDecision)).all() == []
