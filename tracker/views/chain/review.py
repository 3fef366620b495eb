"""Crosswalks as a list to work through: both texts, why one was suggested, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Requirement, RequirementState
from tracker.tables.people import Person
from tracker.views.counted import of_others
from tracker.views.named import name_here
from tracker.views.review.reasons import ShownReason, shown_reasons
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkRow:
    """A crosswalk and both its sides; `reasons` as those of links, `by` who decided: "" for somebody elsewhere."""

    id: int
    version: int
    upper: RequirementText
    lower: RequirementText
    state: Decided
    type: CrosswalkType | None
    score: float | None
    reasons: Sequence[ShownReason]
    suspect: bool
    note: str
    source: str
    on: date | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What crosswalks are asked for; None leaves a side open. A guideline or requirement may stand on either side."""

    guideline: int | None = None
    requirement: int | None = None
    state: Decided = Decided.SUGGESTED
    suspect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of crosswalks, the likeliest first; `counts` says how many there are in every state."""

    rows: Sequence[CrosswalkRow]
    total: int
    counts: Mapping[Decided, int] = field(default_factory=dict)
    suspect: int = 0


def crosswalks(session: Session, workspace_id: int, *, wanted: Wanted, offset: int = 0, limit: int = 10) -> Listed:
    """The crosswalks that fit, some at a time."""
    upper, lower = aliased(Requirement), aliased(Requirement)
    suspect = or_(Crosswalk.upper_fingerprint != upper.fingerprint, Crosswalk.lower_fingerprint != lower.fingerprint)
    others = of_others(workspace_id)

    sides = [
        upper.state == RequirementState.ACTIVE,
        lower.state == RequirementState.ACTIVE,
        upper.guideline_id.not_in(others),
        lower.guideline_id.not_in(others),
    ]
    if wanted.guideline is not None:
        sides.append(or_(upper.guideline_id == wanted.guideline, lower.guideline_id == wanted.guideline))
    if wanted.requirement is not None:
        sides.append(or_(upper.id == wanted.requirement, lower.id == wanted.requirement))
    counted = (
        select(Crosswalk.state, func.count(), func.sum(case((suspect, 1), else_=0)))
        .join(upper, upper.id == Crosswalk.upper_id)
        .join(lower, lower.id == Crosswalk.lower_id)
        .where(*sides)
        .group_by(Crosswalk.state)
    )
    by_state = {state: (number, doubtful) for state, number, doubtful in session.execute(counted)}
    found = (
        select(Crosswalk, suspect, name_here(workspace_id))
        .join(upper, upper.id == Crosswalk.upper_id)
        .join(lower, lower.id == Crosswalk.lower_id)
        .outerjoin(Person, Person.id == Crosswalk.decided_by_id)
        .where(*sides, Crosswalk.state == wanted.state)
    )
    if wanted.suspect:
        found = found.where(suspect)
    rows = session.execute(
        found.order_by(func.coalesce(Crosswalk.score, 2).desc(), Crosswalk.id).offset(offset).limit(limit)
    ).all()
    texts = requirement_texts(session, [number for row, *_ in rows for number in (row.upper_id, row.lower_id)])
    return Listed(
        rows=[
            CrosswalkRow(
                id=row.id,
                version=row.version,
                upper=texts[row.upper_id],
                lower=texts[row.lower_id],
                state=row.state,
                type=row.type,
                score=row.score,
                reasons=shown_reasons(session, workspace_id, row.reasons),
                suspect=bool(changed) and row.state is Decided.CONFIRMED,
                note=row.note,
                source=row.source,
                on=row.on,
                by=name or "",
            )
            for row, changed, name in rows
        ],
        total=by_state.get(wanted.state, (0, 0))[wanted.suspect],
        counts={state: number for state, (number, _) in by_state.items()},
        suspect=by_state.get(Decided.CONFIRMED, (0, 0))[1],
    )
