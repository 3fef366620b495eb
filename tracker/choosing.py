"""Which guidelines count in a workspace: people choose, and say why one is left out."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.errors import NotFound, Refused
from tracker.tables.choice import GuidelineChoice
from tracker.tables.guideline import Guideline
from tracker.tables.people import Person

LONGEST_REASON = 2000


def choose(session: Session, workspace_id: int, counts: Mapping[int, bool], reason: str = "", *, by: Person) -> int:
    """Let guidelines count in the workspace or leave them out; gives how many of the choices are new or other ones.

    What is linked and judged stays whatever is chosen, and counts again with its guideline. Raises Refused where one
    is left out without a reason, NotFound for a guideline that is not there for the workspace.
    """
    access.allow(session, by, "guideline.choose", workspace_id)
    access.one_at_a_time(session, workspace_id)
    reason = reason.strip()[:LONGEST_REASON]
    rows = {
        row.guideline_id: row
        for row in session.scalars(select(GuidelineChoice).where(GuidelineChoice.workspace_id == workspace_id))
    }
    changed = {number: wanted for number, wanted in counts.items() if _is_new(rows.get(number), wanted)}
    if not changed:
        return 0
    _refuse_strangers(session, workspace_id, changed)
    if not reason and not all(changed.values()):
        raise Refused("error.left_out_without_reason")
    for number, wanted in changed.items():
        row = rows.get(number)
        if row is None:
            session.add(
                GuidelineChoice(
                    workspace_id=workspace_id, guideline_id=number, counts=wanted, reason=_why(wanted, reason),
                    by_id=by.id, recorded_at=clock.now(),
                )
            )  # fmt: skip
        else:  # `recorded_at` stays the moment the row was made: the history tells when it changed
            row.counts, row.reason, row.by_id = wanted, _why(wanted, reason), by.id
    session.flush()
    events.record(
        session,
        workspace_id,
        "guideline.choose",
        f"workspace:{workspace_id}",
        by=by,
        after={"counted": _numbers(changed, True), "left_out": _numbers(changed, False)},
        note=reason,
    )
    return len(changed)


def _is_new(row: GuidelineChoice | None, wanted: bool) -> bool:
    return row is None or row.counts is not wanted


def _why(counts: bool, reason: str) -> str:
    """A reason is that of what is left out; one chosen back in has none."""
    return "" if counts else reason


def _numbers(changed: Mapping[int, bool], counts: bool) -> list[int]:
    return sorted(number for number, wanted in changed.items() if wanted is counts)


def _refuse_strangers(session: Session, workspace_id: int, numbers: Mapping[int, bool]) -> None:
    """NotFound for the first number that is no guideline, or one of another workspace's own."""
    there = set(
        session.scalars(
            select(Guideline.id).where(or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id))
        )
    )
    for number in numbers:
        if number not in there:
            raise NotFound("error.guideline_unknown", id=number)
