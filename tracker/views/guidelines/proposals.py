"""Proposals that an official requirement takes a library summary over, both texts side by side."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.tables.guideline import Decided, Requirement, RequirementState, Summary, Takeover
from tracker.views.texts import RequirementText, SummaryText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A library summary and the official requirement that may be the one it sums up."""

    id: int
    version: int
    state: Decided
    locator: str
    summary: SummaryText
    requirement: RequirementText


def proposals(
    session: Session, workspace_id: int, *, guideline_id: int, state: Decided = Decided.SUGGESTED
) -> list[Proposal]:
    """The proposals of a guideline in this state, summary by summary; only requirements in force can take over."""
    subjects.known_guideline(session, workspace_id, guideline_id)
    rows = session.execute(
        select(Takeover, Summary)
        .join(Summary, Summary.id == Takeover.summary_id)
        .join(Requirement, Requirement.id == Takeover.requirement_id)
        .where(
            Requirement.guideline_id == guideline_id,
            Requirement.state == RequirementState.ACTIVE,
            Takeover.state == state,
        )
        .order_by(Summary.id, Takeover.id)
    ).all()
    texts = requirement_texts(session, [takeover.requirement_id for takeover, _ in rows])
    return [
        Proposal(
            id=takeover.id,
            version=takeover.version,
            state=takeover.state,
            locator=summary.locator,
            summary=SummaryText(
                sv=summary.text_sv, en=summary.text_en, verified=summary.verified, unsure=summary.unsure
            ),
            requirement=texts[takeover.requirement_id],
        )
        for takeover, summary in rows
    ]
