"""What people in workspaces have made on requirements: counted, so that a new text says what it would concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.tables.assessment import Assessment, Evidence, Measure, MeasureState
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, SearchRecord
from tracker.tables.portions import portions


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """How many confirmed links, assessments, pieces of evidence, open measures and searches stand on requirements."""

    links: int = 0
    assessments: int = 0
    evidence: int = 0
    measures: int = 0
    searches: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.links or self.assessments or self.evidence or self.measures or self.searches)


_Column = InstrumentedAttribute[Any]
_COUNTED: Mapping[str, tuple[_Column, _Column, Sequence[_Column], ColumnElement[bool]]] = {
    "links": (Link.workspace_id, Link.requirement_id, (Link.id,), Link.state == Decided.CONFIRMED),
    "assessments": (
        Assessment.workspace_id,
        Assessment.requirement_id,
        (Assessment.actor_id, Assessment.service_id),
        true(),
    ),
    "evidence": (Evidence.workspace_id, Evidence.requirement_id, (Evidence.id,), Evidence.withdrawn_at.is_(None)),
    "measures": (
        Measure.workspace_id,
        Measure.requirement_id,
        (Measure.id,),
        Measure.state.in_([MeasureState.PLANNED, MeasureState.ONGOING]),
    ),
    "searches": (
        SearchRecord.workspace_id,
        SearchRecord.requirement_id,
        (SearchRecord.id,),
        SearchRecord.withdrawn_at.is_(None),
    ),
}
"""Workspace, requirement, what tells one from another (of judgements the cell: only its newest stands), condition."""


def affected(session: Session, requirements: Sequence[int]) -> Mapping[int, Affected]:
    """By workspace what stands on these requirements; workspaces with nothing are left out."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for name, (workspace, requirement, apart, condition) in _COUNTED.items():
        for some in portions(sorted(set(requirements))):
            each = select(workspace, requirement, *apart).where(requirement.in_(some), condition).distinct().subquery()
            for number, count in session.execute(select(each.c[0], func.count()).group_by(each.c[0])):
                found[number][name] = found[number].get(name, 0) + count
    return {number: Affected(**counts) for number, counts in sorted(found.items())}
