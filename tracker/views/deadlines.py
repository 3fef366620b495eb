"""By which day a requirement must be met: one rule, used wherever something is called late.

The day its newest wordings name, but never before it applies; else its own day of application; else its guideline's. A
recurrence or a length of time is no day. What is only proposed, and what has ended, has no day.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.time_limits import Relation, TimeKind, parse_limit
from tracker import clock
from tracker.succession import newest_wordings
from tracker.tables.guideline import Guideline, GuidelineStatus, Requirement, Wording
from tracker.validity import ENDED, status_on


class DeadlineSource(StrEnum):
    """Which of them names the day."""

    WORDING = "wording"
    REQUIREMENT = "requirement"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day by which a requirement must be met, what names it, and its words where a wording does."""

    on: date
    source: DeadlineSource
    words: str = ""

    @property
    def passed(self) -> bool:
        """Whether the day lies behind today."""
        return self.on < clock.today()


def own_deadlines(session: Session, requirement_ids: Iterable[int] | None = None) -> Mapping[int, Deadline]:
    """The deadlines of these requirements, or of all, by requirement; those without a day are left out."""
    wanted = None if requirement_ids is None else set(requirement_ids)
    named = _named(session)
    applied = application_days(session)
    return {
        number: deadline
        for number, day in applied.items()
        if (wanted is None or number in wanted) and (deadline := _later(day, named.get(number))) is not None
    }


def application_days(session: Session) -> Mapping[int, Deadline | None]:
    """From which day each requirement applies, None where no day is known; without what is proposed or has ended."""
    rows = session.execute(
        select(Requirement.id, Requirement.applies_on, Guideline).join(
            Guideline, Guideline.id == Requirement.guideline_id
        )
    )
    today = clock.today()
    found: dict[int, Deadline | None] = {}
    for number, own, guideline in rows:
        status = status_on(guideline, today)
        if status in ENDED or status is GuidelineStatus.PROPOSED:
            continue
        general = guideline.applies_on or guideline.in_force_on
        source = DeadlineSource.REQUIREMENT if own else DeadlineSource.GUIDELINE
        day = own or general
        found[number] = None if day is None else Deadline(on=day, source=source)
    return found


def last_day(normal: str) -> date | None:
    """The last day of a deadline that is a date with a year; None for any other time limit.

    >>> last_day("date:2025-06"), last_day("date:--07-01"), last_day("duration:P4W")
    (datetime.date(2025, 6, 30), None, None)
    """
    try:
        limit = parse_limit(normal)
    except ValueError:
        return None
    if limit.kind is not TimeKind.DATE or limit.value.startswith("--") or limit.relation is Relation.AFTER:
        return None
    year, *rest = map(int, limit.value.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


def _later(applied: Deadline | None, named: tuple[date, str] | None) -> Deadline | None:
    """Nothing is late before it applies, whatever day its words name."""
    if named is None or (applied is not None and named[0] < applied.on):
        return applied
    return Deadline(on=named[0], source=DeadlineSource.WORDING, words=named[1])


def _named(session: Session) -> Mapping[int, tuple[date, str]]:
    """The days that newest wordings name, with their words; of two languages that differ the later day."""
    days: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for number, normal, words in session.execute(
        select(Wording.requirement_id, Wording.deadline_normal, Wording.deadline).where(
            Wording.deadline_normal.startswith("date:"), Wording.id.in_(newest_wordings())
        )
    ):
        day = last_day(normal)
        if day is not None:
            days[number].append((day, words))
    return {number: max(found) for number, found in days.items()}
