"""Levels over time: how many requirements of each guideline, unit and service stood where at the ends of quarters."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.event import Event
from tracker.views.earlier import begins, walk
from tracker.views.ladder.shares import Share, shares_by

BY = ("guideline", "unit", "service")
YEARS = 3
MONTHS = {"month": 1, "quarter": 3}
"""Months between two points, by what they are the ends of."""


@dataclass(slots=True, kw_only=True)
class Known:
    """Days worked out before, each with its shares by guideline, unit and service; what has passed stays the same.

    `history` names the history they belong to, so that days of a workspace that was built anew are not taken for its.
    """

    history: str
    lock: Any = field(default_factory=Lock, repr=False)
    """Held by who adds to it, so that others wait for the days instead of working them out as well."""
    days: dict[date, Mapping[str, Sequence[Share]]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One guideline, unit or service over the days, None where it did not exist or had no requirements yet."""

    id: int
    name: str
    points: Sequence[Share | None]

    @property
    def now(self) -> Share | None:
        """Where it stands on the last day."""
        return self.points[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The lines over the same days, and their sum.

    `begins` is the first day anything was known of: there is no history before it. `total` counts by guideline each
    requirement once; by unit and service every pair of the two.
    """

    days: Sequence[date]
    begins: date | None
    lines: Sequence[Line]
    total: Sequence[Sequence[int]]
    """By day: how many are concerned, and how many at level n or higher, n from 0 to 7."""

    @property
    def enough(self) -> bool:
        """Whether there are two days at least to compare."""
        return len(self.days) > 1


def levels(
    session: Session, workspace_id: int, *, by: str = "guideline", every: str = "quarter", known: Known | None = None
) -> Levels:
    """Three years of levels, the end of each quarter or month and today; `known` is read and added to."""
    begun = begins(session, workspace_id)
    days = point_days(clock.today(), every, begun)
    past = known or Known(history="")
    for _ in work_out(session, workspace_id, every=every, known=past):
        pass
    found = past.days
    reached = [*(found[day] for day in days[:-1]), _shares(session, workspace_id)]
    rows = [{share.id: share for share in at[by] if share.concerned} for at in reached]
    names = {share.id: share.name for at in reached for share in at[by]} | {
        share.id: share.name for share in reached[-1][by]
    }
    shown = [number for number in names if any(number in row for row in rows)]
    return Levels(
        days=days,
        begins=begun,
        lines=[Line(id=number, name=names[number], points=[row.get(number) for row in rows]) for number in shown],
        total=[_total(row.values()) for row in rows],
    )


def work_out(
    session: Session, workspace_id: int, *, every: str, known: Known, day: date | None = None
) -> Generator[tuple[int, int], None, None]:
    """Add to `known` the days that `levels` of a day (today) needs and are not there, the newest first.

    Gives how many are done of how many, before each: who shows it may stop, and what is done stays.
    """
    days = point_days(day or clock.today(), every, begins(session, workspace_id))
    missing = sorted({one for one in days[:-1] if one not in known.days}, reverse=True)
    for done, then in enumerate(walk(session, workspace_id, missing, suggestions=False)):
        yield done, len(missing)
        known.days[missing[done]] = _shares(then, workspace_id)


def history_of(session: Session, workspace_id: int) -> str:
    """What no two histories share: the checksum of a workspace's first event; "" before there is any."""
    first = select(Event.hash).where(Event.chain == workspace_id).order_by(Event.seq).limit(1)
    return session.scalar(first) or ""


def point_days(today: date, every: str, begun: date | None) -> list[date]:
    """The last days of the quarters or months of three years, those on which something was known, and today.

    >>> point_days(date(2026, 11, 22), "quarter", date(2026, 5, 3))
    [datetime.date(2026, 6, 30), datetime.date(2026, 9, 30), datetime.date(2026, 11, 22)]
    """
    step = MONTHS[every]
    last = today.replace(day=1)
    last = clock.day_before(last.replace(month=(last.month - 1) // step * step + 1))
    days = []
    while begun is not None and last >= begun and last > clock.months_before(today, 12 * YEARS + step):
        days.append(last)
        first = clock.months_before(last.replace(day=1), step - 1)
        last = clock.day_before(first)
    return [*reversed(days), today]


def _shares(session: Session, workspace_id: int) -> Mapping[str, Sequence[Share]]:
    return shares_by(session, workspace_id, BY)


def _total(found: Iterable[Share]) -> list[int]:
    rows = list(found)
    return [sum(row.concerned for row in rows), *map(sum, zip(*(row.reached for row in rows), strict=True))]
