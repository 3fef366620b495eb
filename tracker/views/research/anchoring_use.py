"""Does anchoring inside go with use outside? Services with both figures, by type and size, and what holds between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.relation import Case, Relation, relation
from tracker.tables.service import Acquisition, Service
from tracker.views import settings
from tracker.views.anchoring.fields import LAUNCHED
from tracker.views.anchoring.index import index_of
from tracker.views.recorded.figures import Figure, figures
from tracker.views.services.use import last_year, periods, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A launched service: `anchoring` 0 to 100, `completion` as a share of `starts` in twelve months; None unknown."""

    service_id: int
    name: str
    type: Acquisition
    anchoring: float | None
    completion: float | None
    starts: int | None

    @property
    def is_whole(self) -> bool:
        """Whether both figures are known."""
        return self.anchoring is not None and self.completion is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoringUse:
    """All launched services by name, and the relation over those with both figures; too few say so (`fewest`)."""

    points: Sequence[Point]
    relation: Relation
    fewest: int


def anchoring_use(session: Session, workspace_id: int) -> AnchoringUse:
    """The type of a service is how it was acquired, its size how often its forms were started in a year.

    Figures of one form count for its service; a service whose starts are fewer than a survey's smallest n has none.
    """
    thresholds = settings.thresholds(session, workspace_id)
    inside = index_of(session, workspace_id)
    used: dict[int, list[Figure]] = defaultdict(list)
    for row in figures(session, workspace_id, ("starts", "completions")):
        if row.service_id is not None:
            used[row.service_id].append(row)
    points = []
    for service in session.scalars(
        select(Service)
        .where(Service.workspace_id == workspace_id, Service.status.in_(LAUNCHED))
        .order_by(Service.name_sort, Service.id)
    ):
        year = together(last_year(periods(used[service.id])))
        counted = year if year is not None and year.n >= thresholds.smallest_n else None
        points.append(
            Point(
                service_id=service.id,
                name=service.name,
                type=service.acquisition,
                anchoring=inside["service", service.id].index.value,
                completion=counted.value if counted else None,
                starts=counted.n if counted else None,
            )
        )
    cases = [
        Case(first=point.anchoring, second=point.completion, group=point.type.value, size=float(point.starts or 0))
        for point in points
        if point.anchoring is not None and point.completion is not None
    ]
    return AnchoringUse(
        points=points, relation=relation(cases, fewest=thresholds.smallest_model), fewest=thresholds.smallest_model
    )
