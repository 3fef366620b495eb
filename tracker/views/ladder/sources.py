"""Records and measurements in the words and figures that evidence is shown with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.subjects import Subject
from tracker.tables.measurement import Indicator, Measurement, Record, RecordKind
from tracker.tables.service import ContactTopic, Form
from tracker.views.subject_names import subject_names
from tracker.vocabulary import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Named):
    """A record or measurement, named by its kind or indicator; `facts` are its own fields with both names, in order.

    `about` names a form, topic or group it is narrowed to. `note` and facts are as people wrote them.
    """

    what: str
    id: int
    subject: Subject
    subject_name: str
    on: date
    since: date | None
    n: int | None
    about: str
    facts: Sequence[tuple[str, str, Any]]
    note: str


def sources(
    session: Session, workspace_id: int, *, records: Iterable[int], measurements: Iterable[int]
) -> list[Source]:
    """The records and measurements with these ids, the newest first."""
    names = names_of(session, workspace_id)
    wanted_records = select(Record).where(Record.workspace_id == workspace_id, Record.id.in_(list(records)))
    wanted = select(Measurement).where(Measurement.workspace_id == workspace_id, Measurement.id.in_(list(measurements)))
    return ordered(
        [
            *(of_record(row, names) for row in session.scalars(wanted_records)),
            *(of_measurement(row, names) for row in session.scalars(wanted)),
        ]
    )


def ordered(found: list[Source]) -> list[Source]:
    """The newest first."""
    return sorted(found, key=lambda source: (source.on, source.id), reverse=True)


Names = Mapping[str, Mapping[Any, Any]]
"""By what is named: subjects, forms and topics to their names, codes of indicators and kinds to their rows."""


def names_of(session: Session, workspace_id: int) -> Names:
    """What subjects, forms, topics, indicators and kinds of records are called."""
    named: Mapping[str, Any] = {"form": Form, "topic": ContactTopic}
    return {
        "subject": subject_names(session, workspace_id),
        **{
            key: dict(session.execute(select(table.id, table.name).where(table.workspace_id == workspace_id)).all())
            for key, table in named.items()
        },
        "indicator": {row.code: row for row in session.scalars(select(Indicator))},
        "kind": {row.code: row for row in session.scalars(select(RecordKind))},
    }


def of_record(row: Record, names: Names) -> Source:
    """The record as evidence is shown with it; facts nobody stated are left out."""
    kind: RecordKind = names["kind"][row.kind]
    subject = subjects.of(row.actor_id, row.service_id)
    return Source(
        what="record",
        id=row.id,
        code=row.kind,
        subject=subject,
        subject_name=names["subject"].get(subject, ""),
        name_sv=kind.name_sv,
        name_en=kind.name_en,
        on=row.on,
        since=None,
        n=None,
        about=names["form"].get(row.form_id, ""),
        facts=[
            (fact["name_sv"], fact["name_en"], row.facts[fact["code"]])
            for fact in kind.facts
            if row.facts.get(fact["code"]) not in (None, "")
        ],
        note=row.note,
    )


def of_measurement(row: Measurement, names: Names) -> Source:
    """The measurement, its value as its only fact, named by the unit it is in."""
    indicator: Indicator = names["indicator"][row.indicator]
    subject = subjects.of(row.actor_id, row.service_id)
    about = (names["form"].get(row.form_id, ""), names["topic"].get(row.topic_id, ""), row.group)
    return Source(
        what="measurement",
        id=row.id,
        code=row.indicator,
        subject=subject,
        subject_name=names["subject"].get(subject, ""),
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        on=row.period_to,
        since=row.period_from,
        n=row.n,
        about=" · ".join(part for part in about if part),
        facts=[(indicator.unit, indicator.unit, row.value)],
        note=row.source,
    )
