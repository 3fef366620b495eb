"""Evidence for the later steps of the ladder: which records and figures people of the demonstration relied on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker import evidencing
from tracker.demonstration import chronicle, story
from tracker.demonstration.guidelines import named
from tracker.demonstration.people import service_ids
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import folded
from tracker.tables.service import ContactTopic, Service


def attach(session: Session, workspace_id: int, day: date, *, by: Person) -> int:
    """Add what decisions.json names as evidence and what came in by a day of work; how many pieces there are then."""
    services = service_ids(session, workspace_id)
    attached = 0
    for row in story.decisions()["evidence"]:
        requirement_id = named(session, row["requirement"])
        source = _source(session, workspace_id, row)
        if requirement_id is None or source is None or _of_day(row) > day:
            continue
        attached += len(
            evidencing.add_evidence(
                session,
                workspace_id,
                [requirement_id],
                row["kind"],
                by=by,
                service_id=services[row["service"]],
                **source,
            )
        )
    return attached


def _of_day(row: Mapping[str, Any]) -> date:
    """The day of work on which a piece of evidence was seen: `seen` where people were slow."""
    return chronicle.worked_on(date.fromisoformat(row.get("seen") or row.get("on") or row["from"]))


def _source(session: Session, workspace_id: int, row: Mapping[str, Any]) -> dict[str, int] | None:
    """The record or measurement, by the name the verb knows it by; None where it has not come in yet."""
    if "record" in row:
        found, name = _record(session, workspace_id, row), "record_id"
    else:
        found, name = _measurement(session, workspace_id, row), "measurement_id"
    return None if found is None else {name: found}


def _record(session: Session, workspace_id: int, row: Mapping[str, Any]) -> int | None:
    """The record of a kind about a service or actor on a day."""
    return session.scalars(
        select(Record.id).where(
            Record.workspace_id == workspace_id,
            Record.kind == row["record"],
            Record.on == date.fromisoformat(row["on"]),
            _about(session, workspace_id, Record, row["about"]),
        )
    ).first()


def _measurement(session: Session, workspace_id: int, row: Mapping[str, Any]) -> int | None:
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
    return session.scalars(wanted).first()


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
