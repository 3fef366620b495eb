"""What a person could attach as evidence to requirement x subject, and for which other requirements at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import ladder, subjects
from tracker.ladder import Standing
from tracker.subjects import Subject
from tracker.tables.assessment import Evidence
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.measurement import Measurement, Record
from tracker.views.counted import counted_requirements
from tracker.views.ladder.sources import Source, names_of, of_measurement, of_record, ordered

RUNNING = (LinkType.IMPLEMENTS, LinkType.PARTLY)
"""A link of one of these types says that the service carries the requirement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachable:
    """A source and a kind of evidence it could be; `next` is true where the next step lacks just that."""

    source: Source
    kind: str
    step: int
    next: bool


def attachable(
    session: Session, workspace_id: int, requirement_id: int, subject: Subject, standing: Standing
) -> list[Attachable]:
    """What could be attached to requirement x subject and is not yet: what the next step lacks first, then by step.

    Of a series of measurements only the newest is offered: the others are under it on the page of the service.
    """
    heard = subjects.heard(session, workspace_id, subject)
    names = names_of(session, workspace_id)
    actors = [number for kind, number in heard if kind == "actor"]
    services = [number for kind, number in heard if kind == "service"]
    of_records = [code for kind in ladder.kinds().values() for code in kind.records]
    of_measurements = [code for kind in ladder.kinds().values() for code in kind.indicators]
    records = session.scalars(
        select(Record).where(
            Record.workspace_id == workspace_id,
            Record.withdrawn_at.is_(None),
            Record.kind.in_(of_records),
            or_(Record.actor_id.in_(actors), Record.service_id.in_(services)),
        )
    )
    measurements = session.scalars(
        select(Measurement)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.withdrawn_at.is_(None),
            Measurement.indicator.in_(of_measurements),
            or_(Measurement.actor_id.in_(actors), Measurement.service_id.in_(services)),
        )
        .order_by(Measurement.period_to, Measurement.id)
    )
    newest = {
        (row.indicator, row.actor_id, row.service_id, row.topic_id, row.form_id, row.group): row for row in measurements
    }
    there = _there(session, workspace_id, requirement_id, subject)
    lacking = {code for missing in standing.missing for code in ladder.alternatives(missing)}
    found = [
        Attachable(source=source, kind=kind.code, step=kind.step, next=kind.code in lacking)
        for source in ordered(
            [*(of_record(row, names) for row in records), *(of_measurement(row, names) for row in newest.values())]
        )
        for kind in _supported(source)
        if (kind.code, source.what, source.id) not in there
    ]
    return sorted(found, key=lambda row: (not row.next, row.step, row.kind))  # stable: the newest first within each


def carried(session: Session, workspace_id: int, subject: Subject) -> tuple[int, ...]:
    """The counted requirements that a service carries by a confirmed link; for a unit those of all its services."""
    services = [number for kind, number in subjects.heard(session, workspace_id, subject) if kind == "service"]
    return tuple(
        session.scalars(
            select(Link.requirement_id)
            .where(
                Link.workspace_id == workspace_id,
                Link.state == Decided.CONFIRMED,
                Link.type.in_(RUNNING),
                Link.service_id.in_(services),
                Link.requirement_id.in_(counted_requirements(workspace_id)),
            )
            .distinct()
            .order_by(Link.requirement_id)
        )
    )


def without(
    session: Session, workspace_id: int, requirement_ids: Sequence[int], subject: Subject, offered: Attachable
) -> tuple[int, ...]:
    """Those of the requirements that do not have this evidence yet: what attaching it to all of them would change."""
    column = Evidence.record_id if offered.source.what == "record" else Evidence.measurement_id
    owner = Evidence.actor_id if subject[0] == "actor" else Evidence.service_id
    there = set(
        session.scalars(
            select(Evidence.requirement_id).where(
                Evidence.workspace_id == workspace_id,
                Evidence.withdrawn_at.is_(None),
                Evidence.kind == offered.kind,
                column == offered.source.id,
                owner == subject[1],
            )
        )
    )
    return tuple(number for number in requirement_ids if number not in there)


def _supported(source: Source) -> tuple[ladder.Kind, ...]:
    return ladder.supported(**{"record_kind" if source.what == "record" else "indicator": source.code})


def _there(session: Session, workspace_id: int, requirement_id: int, subject: Subject) -> set[tuple[str, str, int]]:
    """Kind and source of what the cell has already."""
    owner = Evidence.actor_id if subject[0] == "actor" else Evidence.service_id
    rows = session.scalars(
        select(Evidence).where(
            Evidence.workspace_id == workspace_id,
            Evidence.requirement_id == requirement_id,
            Evidence.withdrawn_at.is_(None),
            Evidence.link_id.is_(None),
            owner == subject[1],
        )
    )
    return {
        (row.kind, "record", row.record_id)
        if row.record_id is not None
        else (row.kind, "measurement", row.measurement_id or 0)
        for row in rows
    }
