"""Requirements translated in text that nothing in operation follows, once their deadline has passed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.time_limits import Relation, TimeKind, parse_limit
from tracker import clock
from tracker.succession import newest_wordings
from tracker.tables.guideline import Wording
from tracker.views.ladder.standings import standings

TRANSLATED, IN_SERVICE = 2, 4
"""Steps of the ladder: the text says it, something in operation does it."""


def decoupled(session: Session, workspace_id: int) -> frozenset[int]:
    """Requirements whose deadline is a day that has passed, at step 2 at least, with no evidence that step 4 holds."""
    overdue = {
        requirement
        for requirement, normal in session.execute(
            select(Wording.requirement_id, Wording.deadline_normal).where(
                Wording.deadline_normal.startswith("date:"), Wording.id.in_(newest_wordings())
            )
        )
        if (last := last_day(normal)) is not None and last < clock.today()
    }
    if not overdue:
        return frozenset()
    found = standings(session, workspace_id)
    served = {requirement for (requirement, _), cell in found.cells.items() if IN_SERVICE in cell.standing.steps}
    return frozenset(
        requirement
        for requirement in overdue - served
        if found.whole(requirement).concerns and TRANSLATED <= (found.whole(requirement).shown or 0) < IN_SERVICE
    )


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
