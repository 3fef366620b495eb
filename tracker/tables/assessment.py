"""How far a requirement has come in a unit or service: evidence for the steps, judgements, and measures."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference

ONE_SUBJECT = "(actor_id IS NULL) <> (service_id IS NULL)"
"""A subject is a unit (or the municipality) or a service, never both, never neither."""


class SideState(StrEnum):
    """Places beside the ladder."""

    NOT_APPLICABLE = "not_applicable"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    REGRESSED = "regressed"


class Compliance(StrEnum):
    """A human judgement, kept apart from the ladder."""

    NOT_ASSESSED = "not_assessed"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class MeasureState(StrEnum):
    """Where a planned step is."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    DONE = "done"
    CANCELLED = "cancelled"


class EvidenceKind(Table):
    """What can support a step of the ladder; a new kind is a row.

    A step holds when each of its parts has at least one piece of evidence: step 3 has the parts responsible,
    deadline and resource, the others one unnamed part. `needs_adopted` asks for a document that was adopted.
    """

    __tablename__ = "evidence_kind"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    step: Mapped[int]
    part: Mapped[str] = mapped_column(String(40), default="")
    needs_adopted: Mapped[bool] = mapped_column(default=False)
    name_sv: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))


class Evidence(Table):
    """A confirmed link, measurement or record that supports one step for one subject."""

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "workspace_id", "requirement_id"),
        CheckConstraint(ONE_SUBJECT, "one_subject"),
        CheckConstraint(
            "(CASE WHEN link_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN measurement_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN record_id IS NULL THEN 0 ELSE 1 END) = 1",
            "one_source",
        ),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    kind: Mapped[str] = reference("evidence_kind.code")
    link_id: Mapped[int | None] = reference("link.id", default=None)
    measurement_id: Mapped[int | None] = reference("measurement.id", default=None)
    record_id: Mapped[int | None] = reference("record.id", default=None)
    on: Mapped[date]
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Assessment(Table):
    """A person's judgement of requirement x subject x date; the newest by `on` and `recorded_at` counts.

    `evidence_digest` is a checksum of the evidence the level was confirmed on; when evidence or the requirement's
    fingerprint changes, the assessment is suspect.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index(None, "workspace_id", "requirement_id"),
        CheckConstraint(ONE_SUBJECT, "one_subject"),
        CheckConstraint("level IS NULL OR (0 <= level AND level <= 7)", "level"),
        CheckConstraint("side_state IS NULL OR note <> ''", "reason"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    level: Mapped[int | None] = mapped_column(default=None)
    side_state: Mapped[SideState | None] = mapped_column(enum(SideState, "side_state"), default=None)
    compliance: Mapped[Compliance] = mapped_column(enum(Compliance, "compliance"), default=Compliance.NOT_ASSESSED)
    note: Mapped[str] = mapped_column(Text, default="")
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    evidence_digest: Mapped[str] = mapped_column(String(64))
    on: Mapped[date]
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]


class Measure(Table):
    """A planned step (åtgärd) that closes a gap, for a requirement, a unit, a service, or one of each.

    `cause` is what it answers to (gap, hollow front, overdue requirement ...); `barrier` a code of what stands in the
    way. `decision` is what is wanted from `decision_wanted_from` at its meeting on `meeting_on`.
    """

    __tablename__ = "measure"
    __table_args__ = (
        Index(None, "workspace_id", "requirement_id"),
        UniqueConstraint("workspace_id", "id"),
        CheckConstraint("NOT (actor_id IS NOT NULL AND service_id IS NOT NULL)", "subject"),
        CheckConstraint("requirement_id IS NOT NULL OR actor_id IS NOT NULL OR service_id IS NOT NULL", "about"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int | None] = reference("requirement.id", default=None)
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    title: Mapped[str] = mapped_column(String(400))
    owner_id: Mapped[int | None] = reference("actor.id", default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[MeasureState] = mapped_column(enum(MeasureState, "state"), default=MeasureState.PLANNED)
    barrier: Mapped[str] = mapped_column(String(40), default="")
    cause: Mapped[str] = mapped_column(String(40), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    meeting_on: Mapped[date | None] = mapped_column(default=None)
    decision_wanted_from_id: Mapped[int | None] = reference("actor.id", default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
