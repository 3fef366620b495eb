"""What the matrix filters and groups requirements by, read once for a state of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Bindingness, Force, Guideline, Level, Requirement
from tracker.views.counted import counted_requirements
from tracker.views.ladder.shares import MUST
from tracker.views.shared import shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A counted requirement; `binding` is a binding demand of a binding guideline."""

    id: int
    guideline_id: int
    level: Level
    topic: str
    force: Force
    binding: bool
    cross_border: bool


@shared
def facts(session: Session, workspace_id: int) -> Sequence[Facts]:
    """All counted requirements, by guideline and document order."""
    rows = session.execute(
        select(
            Requirement.id,
            Requirement.guideline_id,
            Guideline.level,
            Guideline.bindingness,
            Requirement.topic,
            Requirement.force,
            Requirement.cross_border,
        )
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.id.in_(counted_requirements(workspace_id)))
        .order_by(Guideline.level, Guideline.name_sort, Requirement.position, Requirement.id)
    )
    return tuple(
        Facts(
            id=row.id,
            guideline_id=row.guideline_id,
            level=row.level,
            topic=row.topic,
            force=row.force,
            binding=row.force in MUST and row.bindingness is Bindingness.BINDING,
            cross_border=row.cross_border,
        )
        for row in rows
    )
