"""The four fields: every service by how well it works outward and how well it is anchored inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.anchoring import LACKS_BELOW, Field, field_of
from tracker.subjects import Subject
from tracker.tables.service import Service, ServiceStatus
from tracker.views import settings
from tracker.views.anchoring.index import Anchoring, index_of
from tracker.views.anchoring.outward import Outward, outward
from tracker.views.ladder.standings import Standings, standings

LAUNCHED = (ServiceStatus.PILOT, ServiceStatus.IN_SERVICE)
NEEDS = {
    "staff": ("core_roles", "backfill", "vacancy"),
    "training": ("trained_share", "onboarding", "skills_match"),
    "owner": ("owner_named",),
}
"""What a launched service needs inside, and the items that say whether it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceField:
    """A service in its field; `field` is None while outward or inward is not known, and then it has no place.

    `lacking` are items known to score less than half. `needs` says of staff, training and owner whether the mean of
    their known items is at least half, None where nothing is known.
    """

    service_id: int
    name: str
    unit: str
    status: ServiceStatus
    started_on: date | None
    outward: Outward
    anchoring: Anchoring
    field: Field | None
    lacking: tuple[str, ...]
    needs: dict[str, bool | None]

    @property
    def subject(self) -> Subject:
        return ("service", self.service_id)


def service_fields(session: Session, workspace_id: int, *, where: Standings | None = None) -> Sequence[ServiceField]:
    """All services that were not closed, by name; `where` requirements stand can be given by who has it already."""
    thresholds = settings.thresholds(session, workspace_id)
    inside = index_of(session, workspace_id)
    outside = outward(session, workspace_id, where or standings(session, workspace_id), thresholds)
    services = session.scalars(
        select(Service).where(Service.workspace_id == workspace_id).order_by(Service.name_sort, Service.id)
    )
    found = []
    for row in services:
        if row.id not in outside:
            continue
        anchoring = inside["service", row.id]
        found.append(
            ServiceField(
                service_id=row.id,
                name=row.name,
                unit=anchoring.unit,
                status=row.status,
                started_on=row.started_on,
                outward=outside[row.id],
                anchoring=anchoring,
                field=field_of(outside[row.id].value, anchoring.index.value, thresholds),
                lacking=lacking(anchoring),
                needs={need: has(anchoring, items) for need, items in NEEDS.items()},
            )
        )
    return found


def hollow_fronts(session: Session, workspace_id: int, *, where: Standings | None = None) -> Sequence[ServiceField]:
    """The services that work outward and are weak inside."""
    return [row for row in service_fields(session, workspace_id, where=where) if row.field is Field.HOLLOW_FRONT]


def lacking(found: Anchoring) -> tuple[str, ...]:
    """The items known to score less than half, in order; what is not known is not said to be lacking."""
    return tuple(code for code, row in found.items.items() if row.counts is not None and row.counts.score < LACKS_BELOW)


def has(found: Anchoring, items: Sequence[str]) -> bool | None:
    """Whether the known ones of these items have at least half on average; None when none is known."""
    scores = [row.score for code in items if (row := found.items[code].counts) is not None]
    return sum(scores) / len(scores) >= LACKS_BELOW if scores else None
