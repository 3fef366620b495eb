"""Which requirements a workspace counts: one rule, used by every figure."""

from __future__ import annotations

from sqlalchemy import Select, and_, or_, select

from tracker.tables.guideline import Applies, Edition, Requirement, RequirementState, Wording


def counted_requirements() -> Select[int]:
    """Ids of the requirements that count.

    Tracked, active, and able to bind a municipality; of a guideline whose official text is imported only those with
    a wording, so that a library summary never counts beside the official wording.
    """
    official = select(Edition.id).where(Edition.guideline_id == Requirement.guideline_id).exists()
    worded = select(Wording.id).where(Wording.requirement_id == Requirement.id).exists()
    return select(Requirement.id).where(
        and_(
            Requirement.tracked,
            Requirement.state == RequirementState.ACTIVE,
            Requirement.applies != Applies.NO,
            or_(worded, ~official),
        )
    )
