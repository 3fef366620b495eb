"""Records and measurements that people enter by hand: checked, signed, and withdrawn rather than deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events, evidencing, facts, subjects
from tracker.errors import NotFound, Refused
from tracker.tables.assessment import Evidence
from tracker.tables.local import LocalDocument
from tracker.tables.measurement import Indicator, Measurement, Record
from tracker.tables.people import Person
from tracker.tables.service import ContactTopic, Form
from tracker.vocabulary import RecordKind

SOURCE = 4000
"""Characters kept of a note or a source; what is longer is cut."""


def add_record(
    session: Session,
    workspace_id: int,
    kind: str,
    *,
    by: Person,
    on: date,
    facts_given: Mapping[str, object],
    service_id: int | None = None,
    actor_id: int | None = None,
    form_id: int | None = None,
    requirement_id: int | None = None,
    document_id: int | None = None,
    body: str = "",
    note: str = "",
) -> Record:
    """Something that happened or was noted about a service or an actor on a day.

    `facts_given` holds the kind's own fields by code, typed as the kind asks (see tracker.facts); what is missing or
    "" was not said. Raises Refused for a fact that cannot stand and for a day that has not come.
    """
    access.allow(session, by, "record.add", workspace_id)
    described = facts.kind_of(session, kind)
    stored = facts.checked(described, facts_given, facts.known_codes(session))
    facts.refuse_unlikely(on)
    if on > clock.today():
        raise Refused("error.day_ahead", day=on.isoformat())
    _subject(session, workspace_id, service_id, actor_id)
    _form_of(session, form_id, service_id)
    subjects.of_workspace(session, LocalDocument, document_id, workspace_id)
    if requirement_id is not None:
        subjects.known_requirement(session, workspace_id, requirement_id)
    record = Record(
        workspace_id=workspace_id,
        actor_id=actor_id,
        service_id=service_id,
        form_id=form_id,
        requirement_id=requirement_id,
        kind=kind,
        on=on,
        body=body.strip()[:400],
        document_id=document_id,
        note=note.strip()[:SOURCE],
        facts=stored,
        by_id=by.id,
        recorded_at=clock.now(),
    )
    session.add(record)
    session.flush()
    after, words = _record_state(record, described)
    events.record(session, workspace_id, "record.add", f"record:{record.id}", by=by, after=after, note=words)
    return record


def withdraw_record(session: Session, record_id: int, *, by: Person, note: str = "") -> Record:
    """A record that was wrong no longer counts, nor does the evidence it gave; Conflict when somebody was faster."""
    record = evidencing.withdrawn(session, Record, record_id, "error.record_unknown", "record.add", by=by)
    given = evidencing.end_evidence(session, Evidence.record_id == record_id)
    events.record(
        session,
        record.workspace_id,
        "record.withdraw",
        f"record:{record_id}",
        by=by,
        before={"kind": record.kind, "on": record.on},
        after={"evidence": given},
        note=note,
    )
    return record


def add_measurement(
    session: Session,
    workspace_id: int,
    indicator: str,
    value: float,
    *,
    by: Person,
    period_from: date,
    period_to: date,
    service_id: int | None = None,
    actor_id: int | None = None,
    topic_id: int | None = None,
    form_id: int | None = None,
    group: str = "",
    n: int | None = None,
    source: str = "",
) -> Measurement:
    """A value of an indicator for a service or an actor and a period, with its n (None when nobody knows).

    Raises Refused for a value that its unit cannot have, a period that ends before it begins, and a value that stands
    there already: that one is withdrawn first.
    """
    access.allow(session, by, "measurement.add", workspace_id)
    access.one_at_a_time(session, workspace_id)
    facts.refuse_unlikely(period_from, period_to)
    row = session.get(Indicator, indicator)
    if row is None:
        raise NotFound("error.indicator_unknown", indicator=indicator)
    problem = facts.value_problem(row.unit, value, n, period_from, period_to)
    if problem is not None:
        raise Refused(problem.code, **problem.values)
    _subject(session, workspace_id, service_id, actor_id)
    _form_of(session, form_id, service_id)
    subjects.of_workspace(session, ContactTopic, topic_id, workspace_id)
    place: dict[str, Any] = {
        "service_id": service_id,
        "actor_id": actor_id,
        "indicator": indicator,
        "topic_id": topic_id,
        "form_id": form_id,
        "group": group.strip()[:120],
        "period_from": period_from,
        "period_to": period_to,
    }
    _refuse_second(session, workspace_id, place)
    measurement = Measurement(
        workspace_id=workspace_id, value=value, n=n, source=source.strip()[:SOURCE], recorded_at=clock.now(), **place
    )
    session.add(measurement)
    session.flush()
    hashed = {name: entry for name, entry in place.items() if name != "group"} | {"value": value, "n": n}
    note = "\n".join(filter(None, (measurement.group, measurement.source)))
    events.record(
        session, workspace_id, "measurement.add", f"measurement:{measurement.id}", by=by, after=hashed, note=note
    )
    return measurement


def withdraw_measurement(session: Session, measurement_id: int, *, by: Person, note: str = "") -> Measurement:
    """A value that was wrong no longer counts, nor does the evidence it gave; Conflict when somebody was faster."""
    row = evidencing.withdrawn(
        session, Measurement, measurement_id, "error.measurement_unknown", "measurement.add", by=by
    )
    given = evidencing.end_evidence(session, Evidence.measurement_id == measurement_id)
    events.record(
        session,
        row.workspace_id,
        "measurement.withdraw",
        f"measurement:{measurement_id}",
        by=by,
        before={"indicator": row.indicator, "value": row.value, "n": row.n},
        after={"evidence": given},
        note=note,
    )
    return row


def _record_state(record: Record, kind: RecordKind) -> tuple[dict[str, Any], str]:
    """What the history keeps of a record: numbers, codes and days in the chain, free text beside it."""
    free = {fact.code for fact in kind.facts if fact.type == "text"}
    body = {
        "kind": record.kind,
        "on": record.on,
        "service": record.service_id,
        "actor": record.actor_id,
        "form": record.form_id,
        "requirement": record.requirement_id,
        "document": record.document_id,
        "facts": {code: value for code, value in record.facts.items() if code not in free},
    }
    texts = [str(value) for code, value in record.facts.items() if code in free]
    return body, "\n".join(filter(None, (record.body, *texts, record.note)))


def _subject(session: Session, workspace_id: int, service_id: int | None, actor_id: int | None) -> None:
    """Refuse anything but one service or one actor of the workspace."""
    if (service_id is None) == (actor_id is None):
        raise Refused("error.one_subject")
    subjects.check(session, workspace_id, actor_id, service_id)


def _form_of(session: Session, form_id: int | None, service_id: int | None) -> None:
    form = session.get(Form, form_id) if form_id is not None else None
    if form_id is not None and (form is None or form.service_id != service_id):
        raise NotFound("error.form_unknown", id=form_id)


def _refuse_second(session: Session, workspace_id: int, place: Mapping[str, object]) -> None:
    wanted = select(Measurement).where(Measurement.workspace_id == workspace_id, Measurement.withdrawn_at.is_(None))
    same = session.scalars(wanted.where(*(getattr(Measurement, name) == held for name, held in place.items()))).first()
    if same is not None:
        raise Refused("error.measurement_there", value=same.value, start=same.period_from.isoformat())
