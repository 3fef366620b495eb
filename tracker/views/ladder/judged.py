"""What people have said of the requirements: judgements, and searches that found nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, subjects
from tracker.subjects import Subject
from tracker.tables.assessment import Assessment, Compliance, SideState
from tracker.tables.guideline import Requirement
from tracker.tables.link import SearchedEdition, SearchRecord

SAID = ("id", "level", "side_state", "compliance", "note", "on", "evidence_digest", "same_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person judged; `same_text` is false once the requirement reads otherwise than it did then."""

    id: int
    level: int | None
    side_state: SideState | None
    compliance: Compliance
    note: str
    on: date
    evidence_digest: str
    same_text: bool

    @property
    def is_empty(self) -> bool:
        """Whether it takes back what was judged before and says nothing in its place."""
        return self.level is None and self.side_state is None and self.compliance is Compliance.NOT_ASSESSED


def newest_judgements(
    session: Session, workspace_id: int, requirement_id: int | None
) -> Mapping[int, Mapping[Subject, Said]]:
    """The newest judgement of each cell, by requirement and subject."""
    wanted = (
        select(
            Assessment.requirement_id,
            Assessment.actor_id,
            Assessment.service_id,
            Assessment.id,
            Assessment.level,
            Assessment.side_state,
            Assessment.compliance,
            Assessment.note,
            Assessment.on,
            Assessment.evidence_digest,
            (Assessment.requirement_fingerprint == Requirement.fingerprint).label("same_text"),
        )
        .join(Requirement, Requirement.id == Assessment.requirement_id)
        .where(Assessment.workspace_id == workspace_id, Assessment.on <= clock.today())
        .order_by(Assessment.on, Assessment.recorded_at, Assessment.id)
    )
    if requirement_id is not None:
        wanted = wanted.where(Assessment.requirement_id == requirement_id)
    newest: dict[int, dict[Subject, Said]] = defaultdict(dict)
    for requirement, actor, service, *said in session.execute(wanted):
        newest[requirement][subjects.of(actor, service)] = Said(**dict(zip(SAID, said, strict=True)))
    return {
        requirement: {subject: said for subject, said in cells.items() if not said.is_empty}
        for requirement, cells in newest.items()
    }


def searched(session: Session, workspace_id: int, requirement_id: int | None) -> frozenset[int]:
    """Requirements with a search record that stands and went through at least one edition."""
    wanted = (
        select(SearchRecord.requirement_id)
        .join(SearchedEdition, SearchedEdition.search_record_id == SearchRecord.id)
        .where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.on <= clock.today(),
            SearchRecord.withdrawn_at.is_(None),
        )
    )
    if requirement_id is not None:
        wanted = wanted.where(SearchRecord.requirement_id == requirement_id)
    return frozenset(session.scalars(wanted.distinct()))
