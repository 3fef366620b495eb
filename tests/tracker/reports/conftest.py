"""A workspace with something of everything a report tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tracker import clock, linking, planning, searching
from tracker.database import Database
from tracker.reports.building import Wanted, build
from tracker.reports.content import Report
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person
from tracker.views.counted import counted_requirements

Build = Callable[..., Report]
TITLE = '*Fet* #panic("x") $1 + 1$ `kod` = <a> @b'
"""A title that would be an instruction to a typesetter."""
FORMULA = "=1+1"


@pytest.fixture
def told(database: Database, person: Person, suggested: int) -> int:
    """A workspace with a confirmed passage, a gap, and a measure that waits for a decision; its number."""
    with database.writing() as session:
        passage = session.scalars(
            select(Link).where(Link.state == Decided.SUGGESTED, Link.passage_id.is_not(None)).order_by(Link.id)
        ).first()
        assert passage is not None
        linking.confirm(session, passage.id, LinkType.IMPLEMENTS, by=person, seen_version=passage.version)
        others = sorted(set(session.scalars(counted_requirements(suggested))) - {passage.requirement_id})
        searching.record(session, suggested, others[0], by=person)
        today = clock.today()
        planning.plan(
            session, suggested, others[0], TITLE, by=person, actor_id=1, owner_id=1, due_on=today - timedelta(days=3),
            barrier="staffing", decision=FORMULA, decision_wanted_from_id=1, meeting_on=today,
        )  # fmt: skip
    return suggested


@pytest.fixture
def make(database: Database, person: Person) -> Build:
    """Makes a report."""

    def made(workspace: int, kind: str = "board", *, language: str = "sv", **asked: Any) -> Report:
        with database.reading() as session:
            return build(session, workspace, Wanted(kind=kind, language=language, **asked), by=person)

    return made
