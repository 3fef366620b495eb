"""Which requirements a workspace counts: one rule, used by every figure."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnExpressionArgument, Select, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.succession import has_its_words
from tracker.tables.choice import GuidelineChoice
from tracker.tables.guideline import Applies, Guideline, Requirement, RequirementState
from tracker.validity import has_ended

FEWEST = 5
"""Over fewer requirements no share is given, and no median."""


def counted_requirements(workspace_id: int) -> Select[int]:
    """Ids of the requirements that count in a workspace.

    Tracked, active, and able to bind a municipality; not of another workspace's own guideline, nor of one the workspace
    has chosen to leave out; of a guideline whose official text is imported only those with a wording, so that a library
    summary never counts beside it.
    From the day a guideline is repealed or superseded none of its requirements counts.
    """
    return select(Requirement.id).where(
        *_can_count(workspace_id),
        Requirement.guideline_id.not_in(left_out(workspace_id)),
        Requirement.guideline_id.not_in(select(Guideline.id).where(has_ended(clock.today()))),
    )


def able_to_count(workspace_id: int) -> Select[int, Applies]:
    """Guideline and reach of every requirement that counts, or would were its guideline chosen and still in force."""
    return select(Requirement.guideline_id, Requirement.applies).where(*_can_count(workspace_id))


def _can_count(workspace_id: int) -> tuple[ColumnExpressionArgument[bool], ...]:
    """What a requirement must be itself, whatever is chosen or has ended."""
    return (
        Requirement.tracked,
        Requirement.state == RequirementState.ACTIVE,
        Requirement.applies != Applies.NO,
        has_its_words(),
        Requirement.guideline_id.not_in(of_others(workspace_id)),
    )


def of_others(workspace_id: int) -> Select[int]:
    """Ids of the guidelines that count in another workspace only."""
    return select(Guideline.id).where(Guideline.workspace_id.is_not(None), Guideline.workspace_id != workspace_id)


def left_out(workspace_id: int) -> Select[int]:
    """Ids of the guidelines that the workspace has chosen not to count."""
    return select(GuidelineChoice.guideline_id).where(
        GuidelineChoice.workspace_id == workspace_id, GuidelineChoice.counts.is_(False)
    )


def left_out_reasons(session: Session, workspace_id: int) -> Mapping[int, str]:
    """By guideline that the workspace has left out, why."""
    return dict(
        session.execute(
            select(GuidelineChoice.guideline_id, GuidelineChoice.reason).where(
                GuidelineChoice.workspace_id == workspace_id, GuidelineChoice.counts.is_(False)
            )
        ).all()
    )
