"""The citizen's journey and the administration's own process, step by step."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Named, Table, enum, identity, reference


class JourneyKind(StrEnum):
    """Whose steps are mapped: the citizen's, or the administration's as they are or are to be."""

    CITIZEN = "citizen"
    PROCESS_AS_IS = "process_as_is"
    PROCESS_TO_BE = "process_to_be"


class Channel(StrEnum):
    """Where citizen and municipality meet; an e-service is one of several."""

    E_SERVICE = "e_service"
    WEB = "web"
    APP = "app"
    FORM = "form"
    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    HOME_VISIT = "home_visit"


class Side(StrEnum):
    """Who has the trouble."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Journey(Named, Table):
    """A map with the day it was made and who took part; `service` is None for one that spans several services."""

    __tablename__ = "journey"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    kind: Mapped[JourneyKind] = mapped_column(enum(JourneyKind, "kind"))
    service_id: Mapped[int | None] = reference("service.id", default=None)
    life_event: Mapped[str] = mapped_column(String(200), default="")
    mapped_on: Mapped[date | None] = mapped_column(default=None)
    participants: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = reference("local_document.id", default=None)
    version: Mapped[int] = mapped_column(default=1)


class JourneyStep(Table):
    """A stage of the journey or a step of the process, in order of `position`.

    `actor` takes the step in `system`; `days` is how long it takes. `opportunity` says where technology could help.
    """

    __tablename__ = "journey_step"
    __table_args__ = (UniqueConstraint("workspace_id", "journey_id", "position"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    journey_id: Mapped[int] = reference("journey.id")
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    system_id: Mapped[int | None] = reference("system.id", default=None)
    days: Mapped[float | None] = mapped_column(default=None)
    opportunity: Mapped[str] = mapped_column(Text, default="")


class Touchpoint(Table):
    """A channel in which a step is taken; `service` where it is one of the municipality's services."""

    __tablename__ = "touchpoint"
    __table_args__ = (UniqueConstraint("workspace_id", "step_id", "channel"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    step_id: Mapped[int] = reference("journey_step.id")
    channel: Mapped[Channel] = mapped_column(enum(Channel, "channel"))
    service_id: Mapped[int | None] = reference("service.id", default=None)
    note: Mapped[str] = mapped_column(Text, default="")


class PainPoint(Table):
    """What goes wrong at a step, for whom and how often."""

    __tablename__ = "pain_point"

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    step_id: Mapped[int] = reference("journey_step.id")
    side: Mapped[Side] = mapped_column(enum(Side, "side"))
    text: Mapped[str] = mapped_column(Text)
    frequency: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(Text, default="")
