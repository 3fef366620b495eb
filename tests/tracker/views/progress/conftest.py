"""A town over half a year: linked in May, tested in July, judged in September; today is in November."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tracker import assessing, clock
from tracker.database import Database
from tracker.tables.people import Person

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(year: int, month: int, day: int) -> Any:
    return clock.fixed(datetime(year, month, day, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def months(request: pytest.FixtureRequest) -> Iterator[None]:
    """The guideline has been there since January; today is in November."""
    with at(2026, 1, 2):
        request.getfixturevalue("guideline")
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def judge(database: Database, person: Person, town: Any) -> Callable[..., None]:
    """A person judges the second requirement for the town's unit on a day."""

    def say(on: date, **said: Any) -> None:
        with at(on.year, on.month, on.day), database.writing() as session:
            assessing.assess(
                session, town.workspace, town.requirements[1], by=person, actor_id=town.unit, evidence_digest="",
                **said,
            )  # fmt: skip

    return say
