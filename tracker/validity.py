"""In which stage of its life a guideline is on a day: told by its dates, and by what was said where they are silent."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from tracker.tables.guideline import Guideline, GuidelineStatus

ENDED = frozenset({GuidelineStatus.SUPERSEDED, GuidelineStatus.REPEALED})
"""A guideline that has ended keeps its history, and its requirements count no more."""
PENDING = frozenset({GuidelineStatus.PROPOSED, GuidelineStatus.NOT_YET_IN_FORCE})
"""Nothing of it holds yet; a proposal stays one until a person says that it was adopted, whatever day was planned."""
_DATED = frozenset({GuidelineStatus.IN_FORCE, GuidelineStatus.NOT_YET_IN_FORCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineFacts:
    """What is known of a guideline's life: `status` as it was said, `status_note` with its source, and its days.

    `applies_on` is the general day of application, `repealed_on` the first day it no longer holds.
    """

    status: GuidelineStatus
    status_note: str = ""
    adopted_on: date | None = None
    in_force_on: date | None = None
    applies_on: date | None = None
    repealed_on: date | None = None
    superseded_by_id: int | None = None


def facts_of(row: Guideline) -> GuidelineFacts:
    """The facts as the row holds them."""
    return GuidelineFacts(**{field.name: getattr(row, field.name) for field in fields(GuidelineFacts)})


def status_on(facts: Guideline | GuidelineFacts, day: date) -> GuidelineStatus:
    """The stage on a day.

    >>> act = GuidelineFacts(status=GuidelineStatus.IN_FORCE, repealed_on=date(2026, 1, 15))
    >>> status_on(act, date(2026, 1, 14)).value, status_on(act, date(2026, 1, 15)).value
    ('in_force', 'repealed')
    """
    said = facts.status
    if facts.repealed_on is not None:
        if facts.repealed_on <= day:
            return GuidelineStatus.REPEALED if facts.superseded_by_id is None else GuidelineStatus.SUPERSEDED
        if said in ENDED:
            said = GuidelineStatus.IN_FORCE
    if said in _DATED and facts.in_force_on is not None:
        return GuidelineStatus.IN_FORCE if facts.in_force_on <= day else GuidelineStatus.NOT_YET_IN_FORCE
    return said


def has_ended(day: date) -> ColumnElement[bool]:
    """The same as a condition on guidelines: which are superseded or repealed on a day."""
    undated = and_(Guideline.repealed_on.is_(None), Guideline.status.in_(sorted(ENDED)))
    return or_(undated, Guideline.repealed_on <= day)
