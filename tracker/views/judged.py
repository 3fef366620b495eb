"""What people had said of the requirements at the end of a day: judgements, and searches that found nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.subjects import Subject
from tracker.tables.assessment import Assessment
from tracker.tables.guideline import Requirement
from tracker.tables.link import SearchedEdition, SearchRecord
from tracker.views.evidence import end_of


def newest_judgements(
    session: Session, workspace_id: int, requirement_id: int | None, day: date
) -> Mapping[int, Mapping[Subject, tuple[Assessment, str]]]:
    """The newest judgement of each cell known at the end of a day, with the requirement's present fingerprint."""
    wanted = (
        select(Assessment, Requirement.fingerprint)
        .join(Requirement, Requirement.id == Assessment.requirement_id)
        .where(Assessment.workspace_id == workspace_id, Assessment.on <= day, Assessment.recorded_at < end_of(day))
        .order_by(Assessment.on, Assessment.recorded_at, Assessment.id)
    )
    if requirement_id is not None:
        wanted = wanted.where(Assessment.requirement_id == requirement_id)
    newest: dict[int, dict[Subject, tuple[Assessment, str]]] = defaultdict(dict)
    for row, fingerprint in session.execute(wanted):
        newest[row.requirement_id][subjects.of(row.actor_id, row.service_id)] = row, fingerprint
    return newest


def searched_by(session: Session, workspace_id: int, requirement_id: int | None, day: date) -> frozenset[int]:
    """Requirements with a search record, standing at the end of a day, that went through at least one edition."""
    known_by = end_of(day)
    wanted = (
        select(SearchRecord.requirement_id)
        .join(SearchedEdition, SearchedEdition.search_record_id == SearchRecord.id)
        .where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.on <= day,
            SearchRecord.recorded_at < known_by,
            or_(SearchRecord.withdrawn_at.is_(None), SearchRecord.withdrawn_at >= known_by),
        )
    )
    if requirement_id is not None:
        wanted = wanted.where(SearchRecord.requirement_id == requirement_id)
    return frozenset(session.scalars(wanted.distinct()))
