"""Whether the suggestions of a workspace are what the program would suggest today."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.scorers import CURRENT
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """`older` counts undecided suggestions scored by an earlier model, `decisions` what people decided since then."""

    older: int
    decisions: int


def freshness(session: Session, workspace_id: int) -> Freshness:
    """How far the suggestions lag behind the program and the people."""
    older = session.scalar(
        select(func.count()).where(
            Link.workspace_id == workspace_id,
            Link.state == Decided.SUGGESTED,
            Link.score.is_not(None),
            Link.scorer.not_in(CURRENT),
        )
    )
    last = session.scalar(
        select(func.max(Event.recorded_at)).where(Event.chain == workspace_id, Event.action == "link.suggest")
    )
    decided = Link.state.in_((Decided.CONFIRMED, Decided.REJECTED)), Link.decided_at.is_not(None)
    decisions = select(func.count()).where(Link.workspace_id == workspace_id, *decided)
    if last is not None:
        decisions = decisions.where(Link.decided_at > last)
    return Freshness(older=older or 0, decisions=(session.scalar(decisions) or 0) if last is not None else 0)
