"""What views share for a state of the data, and when they do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tracker import clock
from tracker.database import Database, in_memory
from tracker.views.shared import Store, shared, sharing

asked: list[int] = []


@shared
def counted(session: Session, workspace_id: int, *, more: int = 0) -> int:
    del session
    asked.append(workspace_id)
    return workspace_id + more


@pytest.fixture(autouse=True)
def _nothing_asked() -> Iterator[None]:
    asked.clear()
    yield
    asked.clear()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database.read_engine, clock.today())


def test_two_readers_of_a_store_ask_once(database: Database, store: Store) -> None:
    for _ in range(2):
        with database.reading() as session, sharing(store):
            assert counted(session, 7) == 7
    assert asked == [7]


def test_other_arguments_are_asked_for_by_themselves(database: Database, store: Store) -> None:
    with database.reading() as session, sharing(store):
        assert (counted(session, 7), counted(session, 8), counted(session, 7, more=1)) == (7, 8, 8)
    assert asked == [7, 8, 7]


def test_without_a_store_everybody_asks(database: Database) -> None:
    with database.reading() as session:
        counted(session, 7)
        counted(session, 7)
    assert asked == [7, 7]


def test_a_copy_of_the_data_is_another_state(store: Store) -> None:
    engine = in_memory()
    with Session(engine) as session, sharing(store):
        counted(session, 7)
        counted(session, 7)
    engine.dispose()
    assert asked == [7, 7]


def test_another_day_is_another_state(database: Database, store: Store) -> None:
    with database.reading() as session, sharing(store), clock.fixed(datetime(2020, 1, 1, tzinfo=UTC)):
        counted(session, 7)
        counted(session, 7)
    assert asked == [7, 7]
