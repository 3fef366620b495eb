"""Figures and notes about units and services; indicators and record kinds are data, not columns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.assessment import ONE_SUBJECT
from tracker.tables.schema import Moment, Table, UtcDateTime, identity, reference


class Indicator(Table):
    """What a measurement measures; `unit` is the unit of its value ("days", "share", "FTE").

    `higher_is_better` is None where neither is.
    """

    __tablename__ = "indicator"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    name_sv: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40))
    higher_is_better: Mapped[bool | None] = mapped_column(default=None)


class Measurement(Table):
    """A value of an indicator for a subject and period, with its n (None when unknown) and source.

    `topic` and `form` narrow it to a contact topic or a form; `group` names who or what else was counted (citizens,
    staff, a channel, a competence, a budget line).
    """

    __tablename__ = "measurement"
    __table_args__ = (
        Index(None, "workspace_id", "indicator"),
        CheckConstraint(ONE_SUBJECT, "one_subject"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    indicator: Mapped[str] = reference("indicator.code")
    topic_id: Mapped[int | None] = reference("contact_topic.id", default=None)
    form_id: Mapped[int | None] = reference("form.id", default=None)
    group: Mapped[str] = mapped_column(String(120), default="")
    period_from: Mapped[date]
    period_to: Mapped[date]
    value: Mapped[float]
    n: Mapped[int | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class RecordKind(Table):
    """Kinds of records: user test, training, consultation, launch check, decision, barrier ...

    `facts` describes the kind's own fields, each {code, type, name_sv, name_en, required}.
    """

    __tablename__ = "record_kind"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    name_sv: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    facts: Mapped[list[Any]] = mapped_column(default_factory=list)


class Record(Table):
    """Something that happened or was noted about a subject on a day; `facts` are the kind's own fields.

    A wrong one is withdrawn, not deleted.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index(None, "workspace_id", "kind"),
        CheckConstraint(ONE_SUBJECT, "one_subject"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    form_id: Mapped[int | None] = reference("form.id", default=None)
    requirement_id: Mapped[int | None] = reference("requirement.id", default=None)
    kind: Mapped[str] = reference("record_kind.code")
    on: Mapped[date]
    body: Mapped[str] = mapped_column(String(400), default="")
    document_id: Mapped[int | None] = reference("local_document.id", default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
