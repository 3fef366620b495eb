"""What people judged of requirements in units and services, as programs read it; without names and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.subjects import of
from tracker.tables.assessment import Assessment, Compliance, SideState
from tracker.tables.guideline import Force, Requirement
from tracker.views.ladder.judged import newest_judgements
from tracker.views.rows.paging import page


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentItem:
    """A judgement of a requirement in a unit or a service: exactly one of the two is there.

    `newest` marks the one that counts today for its requirement and subject. `same_words` is false once the
    requirement reads otherwise than `requirement_fingerprint`, on which it was judged.
    """

    id: int
    requirement_id: int
    unit_id: int | None
    service_id: int | None
    level: int | None
    side_state: SideState | None
    compliance: Compliance
    on: date
    recorded_at: datetime
    newest: bool
    same_words: bool
    requirement_fingerprint: str


def assessments(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    guideline_id: int | None = None,
    requirement_id: int | None = None,
    force: Force | None = None,
    unit_id: int | None = None,
    since: datetime | None = None,
) -> list[AssessmentItem]:
    """The judgements of the workspace by number; `since` leaves those recorded from that moment on."""
    wanted = (
        select(Assessment, Requirement.fingerprint)
        .join(Requirement, Requirement.id == Assessment.requirement_id)
        .where(Assessment.workspace_id == workspace_id)
    )
    for column, value in (
        (Requirement.guideline_id, guideline_id),
        (Assessment.requirement_id, requirement_id),
        (Requirement.force, force),
        (Assessment.actor_id, unit_id),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if since is not None:
        wanted = wanted.where(Assessment.recorded_at >= since)
    found = session.execute(page(wanted, Assessment.id, after, size, ids)).all()
    standing = newest_judgements(session, workspace_id, requirement_id)
    return [
        AssessmentItem(
            id=row.id,
            requirement_id=row.requirement_id,
            unit_id=row.actor_id,
            service_id=row.service_id,
            level=row.level,
            side_state=row.side_state,
            compliance=row.compliance,
            on=row.on,
            recorded_at=row.recorded_at,
            newest=(said := standing.get(row.requirement_id, {}).get(of(row.actor_id, row.service_id))) is not None
            and said.id == row.id
            and row.on <= clock.today(),
            same_words=row.requirement_fingerprint == fingerprint,
            requirement_fingerprint=row.requirement_fingerprint,
        )
        for row, fingerprint in found
    ]
