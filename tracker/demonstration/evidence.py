"""Evidence for the later steps of the ladder: which records and figures people of the demonstration relied on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker import assessing
from tracker.demonstration import reviewing
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import folded
from tracker.tables.service import ContactTopic, Service


def attach(session: Session, workspace_id: int, *, by: Person) -> int:
    """Add what decisions.json names as evidence; how many pieces there are then."""
    rows = reviewing.decisions()["evidence"]
    for row in rows:
        requirement_id = reviewing.requirement(session, row["requirement"])
        if requirement_id is None:
            continue
        assessing.add_evidence(
            session,
            workspace_id,
            [requirement_id],
            row["kind"],
            by=by,
            service_id=_service(session, workspace_id, row["service"]),
            record_id=_record(session, workspace_id, row) if "record" in row else None,
            measurement_id=_measurement(session, workspace_id, row) if "measurement" in row else None,
        )
    return len(rows)


def _record(session: Session, workspace_id: int, row: Mapping[str, Any]) -> int:
    """The record of a kind about a service or actor on a day."""
    return session.scalars(
        select(Record.id).where(
            Record.workspace_id == workspace_id,
            Record.kind == row["record"],
            Record.on == date.fromisoformat(row["on"]),
            _about(session, workspace_id, Record, row["about"]),
        )
    ).one()


def _measurement(session: Session, workspace_id: int, row: Mapping[str, Any]) -> int:
    """The value of an indicator of a service or actor for the period that begins on a day."""
    topics = select(ContactTopic.id).where(
        ContactTopic.workspace_id == workspace_id, ContactTopic.name_folded == folded(row.get("topic", ""))
    )
    wanted = select(Measurement.id).where(
        Measurement.workspace_id == workspace_id,
        Measurement.indicator == row["measurement"],
        Measurement.period_from == date.fromisoformat(row["from"]),
        _about(session, workspace_id, Measurement, row["about"]),
    )
    if "topic" in row:
        wanted = wanted.where(Measurement.topic_id.in_(topics), Measurement.group == row["group"])
    return session.scalars(wanted).one()


def _about(
    session: Session, workspace_id: int, table: type[Record] | type[Measurement], name: str
) -> ColumnElement[bool]:
    """The rows of a table about the service of this name, else about the actor of this name."""
    service = _service(session, workspace_id, name)
    if service is not None:
        return table.service_id == service
    return table.actor_id.in_(
        select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.name_folded == folded(name))
    )


def _service(session: Session, workspace_id: int, name: str) -> int | None:
    return session.scalars(
        select(Service.id).where(Service.workspace_id == workspace_id, Service.name_folded == folded(name))
    ).first()
