"""The one clock: UTC, and settable, so that tests and the demonstration have fixed dates."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment set by `fixed`."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in Swedish local time, the calendar people sign decisions by."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day a moment falls on, in Swedish local time."""
    return moment.astimezone(STOCKHOLM).date()


def end_of(day: date) -> datetime:
    """The first moment after a day, by the calendar people sign by.

    >>> end_of(date(2026, 7, 1)).isoformat()
    '2026-07-01T22:00:00+00:00'
    >>> end_of(date.max).isoformat()  # the last day there is has no moment after it
    '9999-12-31T23:59:59.999999+00:00'
    """
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM).astimezone(UTC)


def day_after(day: date) -> date:
    """The next day; the last day there is has none and stays: so "for ever" is written.

    >>> day_after(date(2026, 2, 28)), day_after(date.max)
    (datetime.date(2026, 3, 1), datetime.date(9999, 12, 31))
    """
    return day if day == date.max else day + timedelta(days=1)


def day_before(day: date) -> date:
    """The day before; the first day there is has none and stays.

    >>> day_before(date(2026, 3, 1)), day_before(date.min)
    (datetime.date(2026, 2, 28), datetime.date(1, 1, 1))
    """
    return day if day == date.min else day - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day where it is shorter.

    >>> months_before(date(2026, 3, 31), 13)
    datetime.date(2025, 2, 28)
    """
    month = day.year * 12 + day.month - 1 - months
    year, number = max(month // 12, 1), month % 12 + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Let every call inside see `moment` (timezone-aware)."""
    if moment.tzinfo is None:
        raise ValueError("moment must carry a time zone")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
