"""Requirements translated in text that nothing in operation follows, once their deadline has passed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.views.deadlines import DeadlineSource, own_deadlines
from tracker.views.ladder.standings import standings

TRANSLATED, IN_SERVICE = 2, 4
"""Steps of the ladder: the text says it, something in operation does it."""


def decoupled(session: Session, workspace_id: int) -> frozenset[int]:
    """Requirements with a day of their own that has passed, at step 2 at least, with no evidence that step 4 holds.

    The general day of the guideline alone does not make it: then whatever is old and not in service would be said
    twice.
    """
    overdue = {
        number
        for number, deadline in own_deadlines(session).items()
        if deadline.passed and deadline.source is not DeadlineSource.GUIDELINE
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
