"""Services, the systems they run on, and their forms."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import FileText, Key, Named, Table, UtcDateTime, enum, identity, reference


class ServiceStatus(StrEnum):
    """Where a service is in its life."""

    UNKNOWN = "unknown"
    PLANNED = "planned"
    PILOT = "pilot"
    IN_SERVICE = "in_service"
    CLOSED = "closed"


class Acquisition(StrEnum):
    """How the municipality came by a service: an add-on to a back-office system, built on the platform, own, shared."""

    UNKNOWN = "unknown"
    ADD_ON = "add_on"
    PLATFORM = "platform"
    OWN = "own"
    SHARED = "shared"


class DesignDriver(StrEnum):
    """What a service was designed around."""

    UNKNOWN = "unknown"
    SYSTEM = "system"
    USER = "user"
    BOTH = "both"


class SystemKind(StrEnum):
    """What a system is for: the platform of many services, or a unit's own case handling."""

    PLATFORM = "platform"
    BACK_OFFICE = "back_office"


class System(Named, Table):
    """A platform or back-office system; `owner` bought it and answers for it."""

    __tablename__ = "system"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    kind: Mapped[SystemKind] = mapped_column(enum(SystemKind, "kind"))
    vendor_id: Mapped[int | None] = reference("actor.id", default=None)
    owner_id: Mapped[int | None] = reference("actor.id", default=None)
    acquired_on: Mapped[date | None] = mapped_column(default=None)
    contract_end: Mapped[date | None] = mapped_column(default=None)
    integrations: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Service(Named, Table):
    """An e-service or other public service of the municipality.

    `identifier` is its key in the catalogue it came from (an IRI, a number), "" without one. `built_by` is the role
    that made it. `statements` is what a CPSV-AP file says of it that has no column here, as N-Triples.
    """

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("workspace_id", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    identifier: Mapped[str] = mapped_column(Key, default="")
    unit_id: Mapped[int | None] = reference("actor.id", default=None)
    status: Mapped[ServiceStatus] = mapped_column(enum(ServiceStatus, "status"), default=ServiceStatus.UNKNOWN)
    channel: Mapped[str] = mapped_column(String(120), default="")
    life_event: Mapped[str] = mapped_column(String(200), default="")
    platform_id: Mapped[int | None] = reference("system.id", default=None)
    back_office_id: Mapped[int | None] = reference("system.id", default=None)
    vendor_id: Mapped[int | None] = reference("actor.id", default=None)
    contract_end: Mapped[date | None] = mapped_column(default=None)
    acquisition: Mapped[Acquisition] = mapped_column(enum(Acquisition, "acquisition"), default=Acquisition.UNKNOWN)
    design_driver: Mapped[DesignDriver] = mapped_column(
        enum(DesignDriver, "design_driver"), default=DesignDriver.UNKNOWN
    )
    built_by_id: Mapped[int | None] = reference("actor.id", default=None)
    personal_data: Mapped[bool | None] = mapped_column(default=None)
    cross_border: Mapped[bool | None] = mapped_column(default=None)
    started_on: Mapped[date | None] = mapped_column(default=None)
    url: Mapped[str] = mapped_column(String(1000), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    statements: Mapped[str] = mapped_column(FileText, default="", deferred=True)
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def words(self) -> str:
        """What the service says of itself: the text that matching reads and links are fingerprinted against."""
        return ". ".join(part for part in (self.name, self.life_event, self.description) if part)


class Form(Named, Table):
    """A form of a service; tests of it are records, its use is measurements. `fields` counts what is asked."""

    __tablename__ = "form"
    __table_args__ = (
        UniqueConstraint("workspace_id", "service_id", "name_folded"),
        CheckConstraint("required_fields IS NULL OR fields IS NULL OR required_fields <= fields", "fields"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    service_id: Mapped[int] = reference("service.id")
    url: Mapped[str] = mapped_column(String(1000), default="")
    fields: Mapped[int | None] = mapped_column(default=None)
    required_fields: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class ContactTopic(Named, Table):
    """What people contact the municipality about; monthly volumes are measurements.

    `service` is the e-service that answers the same need, None without one. `unit` handled the topic before the contact
    centre took it over.
    """

    __tablename__ = "contact_topic"
    __table_args__ = (UniqueConstraint("workspace_id", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    unit_id: Mapped[int | None] = reference("actor.id", default=None)
    taken_over_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
