"""The one clock: UTC, and settable, so that tests and the demonstration have fixed dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment set by `fixed`."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in Swedish local time, the calendar people sign decisions by."""
    return now().astimezone(STOCKHOLM).date()


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
