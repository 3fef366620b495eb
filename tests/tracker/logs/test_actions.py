"""What was changed is told once it is committed, by its code alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tracker import stock
from tracker import events
from tracker.database import Database
from tracker.logs import actions


@pytest.fixture
def told() -> Iterator[list[tuple[str, int]]]:
    told: list[tuple[str, int]] = []
    actions.watch(lambda action, chain: told.append((action, chain)))
    yield told
    actions.watch(lambda action, chain: None)


def test_a_committed_change_is_told(sqlite_database: Database, told: list[tuple[str, int]]) -> None:
    person = stock.person(sqlite_database)
    told.clear()
    with sqlite_database.writing() as session:
        events.record(session, 0, "guideline.describe", "guideline:1", by=person, note="Anna")
        session.flush()
        assert told == []
    assert told == [("guideline.describe", 0)]


def test_one_that_was_taken_back_is_not(sqlite_database: Database, told: list[tuple[str, int]]) -> None:
    person = stock.person(sqlite_database)
    told.clear()
    with pytest.raises(ZeroDivisionError), sqlite_database.writing() as session:
        events.record(session, 0, "guideline.describe", "guideline:1", by=person)
        1 / 0  # noqa: B018
    assert told == []
