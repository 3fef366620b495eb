"""Who carries a requirement and through what: actors, their relations, and services."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Named, Table, UtcDateTime, enum, identity, reference


class ActorKind(StrEnum):
    """A role, unit, board, company, authority, network, vendor or group."""

    MUNICIPALITY = "municipality"
    POLITICAL_BODY = "political_body"
    UNIT = "unit"
    BOARD = "board"
    COMPANY = "company"
    ROLE = "role"
    AUTHORITY = "authority"
    EU_BODY = "eu_body"
    NETWORK = "network"
    INTEREST_ORGANISATION = "interest_organisation"
    VENDOR = "vendor"
    CITIZEN_GROUP = "citizen_group"


UNIT_KINDS = (ActorKind.UNIT, ActorKind.BOARD, ActorKind.COMPANY)
"""The kinds that are columns of the matrix."""


class RelationKind(StrEnum):
    """What one actor does to or with another."""

    STEERS = "steers"
    DECIDES = "decides"
    REFERS_CASE = "refers_case"
    REPORTS_TO = "reports_to"
    ADVISES = "advises"
    SUPPLIES = "supplies"
    FUNDS = "funds"
    COOPERATES = "cooperates"
    INFORMS = "informs"
    TRAINS = "trains"
    TESTS_WITH = "tests_with"
    SUPERVISES = "supervises"


class ServiceStatus(StrEnum):
    """Where a service is in its life."""

    UNKNOWN = "unknown"
    PLANNED = "planned"
    PILOT = "pilot"
    IN_SERVICE = "in_service"
    CLOSED = "closed"


class Actor(Named, Table):
    """A role or body rather than a private person; `part_of_id` is the actor it belongs to."""

    __tablename__ = "actor"
    __table_args__ = (UniqueConstraint("workspace_id", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    kind: Mapped[ActorKind] = mapped_column(enum(ActorKind, "kind"))
    part_of_id: Mapped[int | None] = reference("actor.id", default=None)
    role: Mapped[str] = mapped_column(String(400), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def words(self) -> str:
        """What the actor says of itself: the text that matching reads and links are fingerprinted against."""
        return ". ".join(part for part in (self.name, self.role, self.note) if part)


class Relation(Table):
    """A dated, sourced tie from one actor to another. `on` is when it holds, `recorded_at` when it was learned."""

    __tablename__ = "relation"
    __table_args__ = (
        UniqueConstraint("workspace_id", "from_id", "to_id", "kind", "valid_from"),
        CheckConstraint("from_id <> to_id", "two_actors"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    from_id: Mapped[int] = reference("actor.id")
    to_id: Mapped[int] = reference("actor.id")
    kind: Mapped[RelationKind] = mapped_column(enum(RelationKind, "kind"))
    formal: Mapped[bool]
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[Moment]


class Service(Named, Table):
    """An e-service or other public service of the municipality."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("workspace_id", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    unit_id: Mapped[int | None] = reference("actor.id", default=None)
    status: Mapped[ServiceStatus] = mapped_column(enum(ServiceStatus, "status"), default=ServiceStatus.UNKNOWN)
    channel: Mapped[str] = mapped_column(String(120), default="")
    life_event: Mapped[str] = mapped_column(String(200), default="")
    platform: Mapped[str] = mapped_column(String(200), default="")
    back_office_system: Mapped[str] = mapped_column(String(200), default="")
    vendor: Mapped[str] = mapped_column(String(200), default="")
    contract_end: Mapped[date | None] = mapped_column(default=None)
    cross_border: Mapped[bool | None] = mapped_column(default=None)
    started_on: Mapped[date | None] = mapped_column(default=None)
    url: Mapped[str] = mapped_column(String(1000), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def words(self) -> str:
        """What the service says of itself: the text that matching reads and links are fingerprinted against."""
        return ". ".join(part for part in (self.name, self.life_event, self.description) if part)
