"""The staffing ledger: moves, posts of today and the core roles against the norm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tracker import clock
from tracker.database import Database
from tracker.staffing_norm import core_roles
from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Workspace
from tracker.tables.staffing import Position, StaffingMove
from tracker.views.anchoring.staffing import Ledger, ledger

Add = Callable[..., int]
Read = Callable[[], Ledger]


@pytest.fixture
def read(database: Database, workspace: Workspace) -> Read:
    def found() -> Ledger:
        with database.reading() as session:
            return ledger(session, workspace.id)

    return found


@pytest.fixture
def unit(add: Add) -> int:
    return add(Actor, name="Bygglovsenheten")


@pytest.fixture
def centre(add: Add) -> int:
    return add(Actor, name="Kontaktcenter")


def test_an_empty_ledger_says_nothing_of_backfill(read: Read, workspace: Workspace) -> None:
    found = read()
    assert (found.total.moved, found.total.backfilled, found.inhabitants) == (0, None, None)
    assert [(role.needed, role.filled) for role in found.roles] == [(None, None)] * len(core_roles())


def test_moves_are_added_up_over_all_and_by_unit(add: Add, unit: int, centre: int, read: Read) -> None:
    add(StaffingMove, from_id=unit, to_id=centre, fte=4.0, backfilled=1.5)
    add(StaffingMove, from_id=unit, to_id=centre, fte=2.5, backfilled=0.5)
    found = read()
    assert (found.total.moved, found.total.backfilled, found.total.unsaid) == (6.5, 2.0, 0)
    assert [(name, moved.moves) for _, name, moved in found.by_unit] == [("Bygglovsenheten", 2)]


def test_what_nobody_has_said_is_counted_apart(add: Add, unit: int, centre: int, read: Read) -> None:
    add(StaffingMove, from_id=unit, to_id=centre, fte=4.0, backfilled=1.0)
    add(StaffingMove, from_id=unit, to_id=centre, fte=1.5, backfilled=None)
    assert (read().total.backfilled, read().total.unsaid) == (1.0, 1.5)


def test_moves_and_backfill_that_lie_ahead_do_not_count(add: Add, unit: int, centre: int, read: Read) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    add(StaffingMove, from_id=unit, to_id=centre, fte=4.0, on=tomorrow)
    add(StaffingMove, from_id=unit, to_id=centre, fte=2.0, backfilled=2.0, backfilled_on=tomorrow)
    assert (read().total.moved, read().total.backfilled) == (2.0, 0)


def test_a_vacancy_has_the_day_it_began(add: Add, unit: int, read: Read) -> None:
    began = clock.today() - timedelta(days=90)
    add(Position, unit_id=unit, title="Handläggare", fte=2.0, filled=1.5, valid_from=began)
    add(Position, unit_id=unit, title="Chef", fte=1.0, filled=1.0, valid_from=began)
    add(Position, unit_id=unit, title="Sekreterare", fte=1.0, filled=None, valid_from=began)
    assert [(post.title, post.vacant, post.since) for post in read().posts] == [
        ("Chef", 0, None),
        ("Handläggare", 0.5, began),
        ("Sekreterare", None, None),
    ]


def test_core_roles_stand_beside_what_the_norm_asks_for(add: Add, unit: int, read: Read) -> None:
    municipality = add(Actor, name="Provby", kind=ActorKind.MUNICIPALITY)
    add(Measurement, actor_id=municipality, indicator="population", value=50_000, source="SCB")
    add(Position, unit_id=unit, title="Chef", core_role="head_of_digital_service", filled=1.0)
    add(Position, unit_id=unit, title="Utvecklare", core_role="business_developer", filled=None)
    assert [(role.role, role.needed, role.filled) for role in read().roles] == [
        ("head_of_digital_service", 1.0, 1.0),
        ("ux_designer", 1.0, 0),
        ("business_developer", 2.0, None),
    ]
