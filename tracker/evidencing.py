"""Evidence: what a confirmed link gives by itself and what people attach, withdrawn rather than deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker import access, clock, events, ladder, subjects
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Evidence
from tracker.tables.link import Link, LinkType
from tracker.tables.measurement import Measurement, Record
from tracker.tables.people import Person

Withdrawable = TypeVar("Withdrawable", Evidence, Record, Measurement)

GIVEN_BY = {
    ("passage", LinkType.MENTIONS): ("mention",),
    ("passage", LinkType.PARTLY): ("mention", "rule"),
    ("passage", LinkType.IMPLEMENTS): ("mention", "rule"),
    ("service", LinkType.PARTLY): ("in_service",),
    ("service", LinkType.IMPLEMENTS): ("in_service",),
    ("actor", LinkType.RESPONSIBLE): ("responsible",),
}
"""The kinds of evidence a confirmed link gives by itself; whether each still holds is checked when it is read."""


def evidence_from_link(session: Session, link: Link, supports: Iterable[str], *, by: Person) -> list[Evidence]:
    """Replace the evidence a link gave by what it gives now; `supports` adds kinds a person ticked."""
    end_evidence(session, Evidence.link_id == link.id)
    codes = dict.fromkeys((*given_by(link), *supports))
    for code in codes:
        _kind(code)
    rows = [
        Evidence(
            workspace_id=link.workspace_id,
            requirement_id=link.requirement_id,
            actor_id=link.subject_id,
            kind=code,
            link_id=link.id,
            on=link.on or clock.today(),
            by_id=by.id,
            recorded_at=clock.now(),
        )
        for code in codes
    ]
    session.add_all(rows)
    session.flush()
    return rows


def given_by(link: Link) -> tuple[str, ...]:
    """The kinds of evidence a link gives by its type; Refused for one without a type."""
    if link.type is None:
        raise Refused("error.link_without_type", link=link.id)
    target = "passage" if link.passage_id is not None else "service" if link.service_id is not None else "actor"
    return GIVEN_BY.get((target, link.type), ())


def end_evidence(session: Session, given_by: ColumnElement[bool]) -> int:
    """What a link, record or measurement gave no longer counts (`Evidence.link_id == 7`); gives how many rows did.

    The rows stay with the time they were withdrawn.
    """
    rows = session.scalars(select(Evidence).where(given_by, Evidence.withdrawn_at.is_(None))).all()
    for row in rows:
        row.withdrawn_at = clock.now()
    return len(rows)


def add_evidence(
    session: Session,
    workspace_id: int,
    requirement_ids: Iterable[int],
    kind: str,
    *,
    by: Person,
    actor_id: int | None = None,
    service_id: int | None = None,
    record_id: int | None = None,
    measurement_id: int | None = None,
) -> list[Evidence]:
    """A person says that a record or measurement is evidence of a kind, for one requirement or several at once.

    It must be about the subject, about the unit that runs the service, or about a service that the unit runs.
    Requirements that have this evidence already are passed over. Raises Refused when the source cannot be evidence of
    the kind, and NotFound for what the workspace does not have.
    """
    access.allow(session, by, "evidence.add", workspace_id)
    access.one_at_a_time(session, workspace_id)
    subjects.check(session, workspace_id, actor_id, service_id)
    source = _source(session, workspace_id, record_id, measurement_id)
    _check_fit(session, workspace_id, source, kind, subjects.of(actor_id, service_id))
    wanted = list(dict.fromkeys(requirement_ids))
    for number in wanted:
        subjects.known_requirement(session, workspace_id, number)
    said: dict[str, Any] = {
        "workspace_id": workspace_id, "actor_id": actor_id, "service_id": service_id, "kind": kind,
        "record_id": record_id, "measurement_id": measurement_id,
    }  # fmt: skip
    standing = select(Evidence.requirement_id).filter_by(**said).where(Evidence.withdrawn_at.is_(None))
    known = set(session.scalars(standing))
    on = source.on if isinstance(source, Record) else source.period_to
    rows = [
        Evidence(requirement_id=number, on=on, by_id=by.id, recorded_at=clock.now(), **said)
        for number in wanted
        if number not in known
    ]
    session.add_all(rows)
    session.flush()
    if rows:
        events.record(
            session,
            workspace_id,
            "evidence.add",
            f"record:{record_id}" if isinstance(source, Record) else f"measurement:{measurement_id}",
            by=by,
            after={
                "kind": kind,
                "actor": actor_id,
                "service": service_id,
                "on": on,
                "evidence": {str(row.id): row.requirement_id for row in rows},
            },
        )
    return rows


def withdrawn(
    session: Session, table: type[Withdrawable], row_id: int, unknown: str, action: str, *, by: Person
) -> Withdrawable:
    """The row, marked as withdrawn now: for verbs that take something back, keep the row and write the event.

    Raises NotFound with the code `unknown`, NotAllowed without the right to `action`, and Conflict when somebody was
    faster.
    """
    row = session.get(table, row_id, with_for_update=True)
    if row is None:
        raise NotFound(unknown, id=row_id)
    access.allow(session, by, action, row.workspace_id)
    if row.withdrawn_at is not None:
        raise Conflict("error.already_withdrawn", id=row_id)
    row.withdrawn_at = clock.now()
    return row


def withdraw_evidence(session: Session, evidence_id: int, *, by: Person, note: str = "") -> Evidence:
    """Evidence that was wrong no longer counts; the row stays. What a link gave ends with the link, not here."""
    row = withdrawn(session, Evidence, evidence_id, "error.evidence_unknown", "evidence.add", by=by)
    if row.link_id is not None:
        raise Refused("error.evidence_of_link", link=row.link_id)
    events.record(
        session,
        row.workspace_id,
        "evidence.withdraw",
        f"evidence:{evidence_id}",
        by=by,
        before={"kind": row.kind, "requirement": row.requirement_id, "on": row.on},
        note=note,
    )
    return row


def _kind(code: str) -> ladder.Kind:
    """A kind of evidence that can be given; NotFound for an unknown one and for what is computed only."""
    kind = ladder.kinds().get(code)
    if kind is None or kind.computed:
        known = [kind.code for kind in ladder.kinds().values() if not kind.computed]
        raise NotFound("error.evidence_kind_unknown", kind=code, known=", ".join(known))
    return kind


def _check_fit(
    session: Session, workspace_id: int, source: Record | Measurement, kind: str, subject: subjects.Subject
) -> None:
    """Raise Refused where the source cannot be evidence of the kind, or is about nobody who speaks for the subject."""
    what = {"record_kind": source.kind} if isinstance(source, Record) else {"indicator": source.indicator}
    if not _kind(kind).takes(**what):
        raise Refused("error.evidence_does_not_fit", kind=kind)
    about = subjects.of(source.actor_id, source.service_id)
    if about not in subjects.heard(session, workspace_id, subject):
        raise Refused("error.evidence_of_another", id=source.id)


def _source(
    session: Session, workspace_id: int, record_id: int | None, measurement_id: int | None
) -> Record | Measurement:
    """The record or measurement, if it is one of the workspace's and was not withdrawn."""
    source: Record | Measurement | None = None
    if record_id is not None and measurement_id is None:
        source = session.get(Record, record_id)
    elif measurement_id is not None and record_id is None:
        source = session.get(Measurement, measurement_id)
    if source is None or source.workspace_id != workspace_id or source.withdrawn_at is not None:
        raise NotFound("error.evidence_source_unknown", id=record_id or measurement_id or 0)
    return source
