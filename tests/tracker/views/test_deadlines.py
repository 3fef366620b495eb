"""One rule says by which day a requirement must be met, and what names the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from tracker import ingest
from tracker.database import Database
from tracker.tables.guideline import Guideline, GuidelineStatus, Requirement, Wording
from tracker.views.deadlines import Deadline, DeadlineSource, last_day, own_deadlines

GENERAL, OWN, NAMED = date(2026, 8, 2), date(2027, 12, 2), date(2028, 6, 30)


@pytest.fixture
def deadline(database: Database, guideline: ingest.ImportedGuideline) -> Callable[..., Deadline | None]:
    """The deadline of the first requirement, with these days said of it and its guideline."""

    def run(*, own: date | None = None, named: str = "", **facts: object) -> Deadline | None:
        with database.writing() as session:
            number = session.scalars(select(Requirement.id).order_by(Requirement.id)).first()
            assert number is not None
            session.execute(update(Guideline).values(status=GuidelineStatus.IN_FORCE, **facts))
            session.execute(update(Requirement).where(Requirement.id == number).values(applies_on=own))
            session.execute(update(Wording).values(deadline_normal=named, deadline="senast" if named else ""))
        with database.reading() as session:
            return own_deadlines(session, [number]).get(number)

    return run


def test_no_day_is_no_deadline(deadline: Callable[..., Deadline | None]) -> None:
    assert deadline() is None


@pytest.mark.parametrize("facts", [{"applies_on": GENERAL}, {"in_force_on": GENERAL}])
def test_the_guidelines_day_is_that_of_its_requirements(
    deadline: Callable[..., Deadline | None], facts: dict[str, date]
) -> None:
    assert deadline(**facts) == Deadline(on=GENERAL, source=DeadlineSource.GUIDELINE)


def test_a_day_of_its_own_comes_before_the_guidelines(deadline: Callable[..., Deadline | None]) -> None:
    assert deadline(own=OWN, applies_on=GENERAL) == Deadline(on=OWN, source=DeadlineSource.REQUIREMENT)


def test_a_day_named_in_words_comes_before_both(deadline: Callable[..., Deadline | None]) -> None:
    found = deadline(own=OWN, named="date:2028-06", applies_on=GENERAL)
    assert found == Deadline(on=NAMED, source=DeadlineSource.WORDING, words="senast")


def test_nothing_is_late_before_it_applies(deadline: Callable[..., Deadline | None]) -> None:
    assert deadline(own=OWN, named="date:2027-01-01") == Deadline(on=OWN, source=DeadlineSource.REQUIREMENT)


@pytest.mark.parametrize("named", ["recurrence:P1Y", "duration:P4W", "date:--07-01"])
def test_recurrences_and_durations_are_no_days(deadline: Callable[..., Deadline | None], named: str) -> None:
    assert deadline(named=named) is None


def test_what_is_proposed_or_has_ended_has_no_deadline(
    deadline: Callable[..., Deadline | None], database: Database
) -> None:
    assert deadline(applies_on=GENERAL, repealed_on=date(2026, 1, 1)) is None
    assert deadline(applies_on=GENERAL, repealed_on=None) is not None
    with database.writing() as session:
        session.execute(update(Guideline).values(status=GuidelineStatus.PROPOSED))
    with database.reading() as session:
        assert own_deadlines(session) == {}


@pytest.mark.parametrize("normal", ["", "nonsense", "date:--06-30", "duration:P4W", "date:2025 after:beslutet"])
def test_other_time_limits_have_no_last_day(normal: str) -> None:
    assert last_day(normal) is None
