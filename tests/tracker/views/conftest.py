"""Rows for the views to read, stored without the verbs that would make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tracker import clock
from tracker.database import Database
from tracker.tables.assessment import Measure
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service
from tracker.tables.staffing import Position, StaffingMove


@pytest.fixture
def add(database: Database, workspace: Workspace, person: Person) -> Callable[..., int]:
    """Stores a row of a table with what every row of it needs; gives its number."""
    moment, today = clock.now(), clock.today()
    given: dict[type, dict[str, Any]] = {
        Actor: {"kind": ActorKind.UNIT},
        Service: {},
        Position: {"title": "Utvecklare", "fte": 1.0, "recorded_at": moment},
        StaffingMove: {"fte": 2.0, "on": today - timedelta(days=400), "recorded_at": moment},
        Measurement: {"period_from": today, "period_to": today, "recorded_at": moment},
        Measure: {"recorded_at": moment},
        Record: {"on": today, "by_id": person.id, "recorded_at": moment},
    }

    def store(table: type, **values: Any) -> int:
        with database.writing() as session:
            row = table(**{"workspace_id": workspace.id} | given.get(table, {}) | values)
            session.add(row)
            session.flush()
            number: int = row.id
            return number

    return store
