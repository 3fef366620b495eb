"""Records that still count: what happened or was noted about services and actors, with source and who entered it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import facts
from tracker.tables.local import LocalDocument
from tracker.tables.measurement import Record
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.service import Form, Service
from tracker.views.clearance import secret_document
from tracker.vocabulary import RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A record as lists and details show it; `subject` names the service or actor it is about.

    `document` is "" and `withheld` true when it is under secrecy for the reader.
    """

    id: int
    kind: str
    service_id: int | None
    actor_id: int | None
    subject: str
    form_id: int | None
    form: str
    on: date
    body: str
    document_id: int | None
    document: str
    withheld: bool
    note: str
    facts: Mapping[str, Any]
    by: str
    recorded_at: datetime


def kinds(session: Session, workspace_id: int) -> dict[str, RecordKind]:
    """All kinds of records by code, with their fields; they are the same in every workspace."""
    del workspace_id
    return facts.kinds(session)


def records(
    session: Session,
    workspace_id: int,
    *,
    kinds: Collection[str] = (),
    service_id: int | None = None,
    actor_id: int | None = None,
    ids: Collection[int] | None = None,
    sees_secrecy: bool = False,
) -> list[RecordRow]:
    """The records that nobody withdrew, newest first, of some kinds (all without any), of one subject or of all.

    With `ids` only those of them.
    """
    wanted = (
        select(
            Record,
            func.coalesce(Service.name, Actor.name),
            Form.name,
            LocalDocument.name,
            secret_document(),
            Person.name,
        )
        .join(Person, Person.id == Record.by_id)
        .outerjoin(Service, Service.id == Record.service_id)
        .outerjoin(Actor, Actor.id == Record.actor_id)
        .outerjoin(Form, Form.id == Record.form_id)
        .outerjoin(LocalDocument, LocalDocument.id == Record.document_id)
        .where(Record.workspace_id == workspace_id, Record.withdrawn_at.is_(None))
        .order_by(Record.on.desc(), Record.id.desc())
    )
    if kinds:
        wanted = wanted.where(Record.kind.in_(kinds))
    if service_id is not None:
        wanted = wanted.where(Record.service_id == service_id)
    if actor_id is not None:
        wanted = wanted.where(Record.actor_id == actor_id)
    if ids is not None:
        wanted = wanted.where(Record.id.in_(ids))
    found = []
    for row, subject, form, title, secret, by in session.execute(wanted):
        withheld = secret and not sees_secrecy
        found.append(
            RecordRow(
                id=row.id,
                kind=row.kind,
                service_id=row.service_id,
                actor_id=row.actor_id,
                subject=subject,
                form_id=row.form_id,
                form=form or "",
                on=row.on,
                body=row.body,
                document_id=None if withheld else row.document_id,
                document="" if withheld else title or "",
                withheld=withheld,
                note=row.note,
                facts=row.facts,
                by=by,
                recorded_at=row.recorded_at,
            )
        )
    return found
