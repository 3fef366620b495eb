"""Who carries a requirement: actors, their relations, their parts in documents and the roles they play."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.guideline import Decided
from tracker.tables.schema import Key, Moment, Named, Table, UtcDateTime, enum, identity, reference


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
    WORKS_WITH = "works_with"
    MEMBER_OF = "member_of"


class Part(StrEnum):
    """What an actor had to do with a document."""

    DRAFTED = "drafted"
    DECIDED = "decided"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    OBJECTED = "objected"


class NetworkRole(StrEnum):
    """What an actor does for the translation of guidelines; proposed with its evidence, decided by a person."""

    ISSUE_ENTREPRENEUR = "issue_entrepreneur"
    POLITICAL_ENTREPRENEUR = "political_entrepreneur"
    BROKER = "broker"
    TRANSLATOR = "translator"
    SPONSOR = "sponsor"
    VETO_POINT = "veto_point"


class Actor(Named, Table):
    """A role or body rather than a private person; `part_of_id` is the actor it belongs to.

    `identifier` is its key in the register it came from (an IRI, an organisation number), "" without one.
    `individual` is whoever holds the role, None where no name is kept.
    """

    __tablename__ = "actor"
    __table_args__ = (UniqueConstraint("workspace_id", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    kind: Mapped[ActorKind] = mapped_column(enum(ActorKind, "kind"))
    part_of_id: Mapped[int | None] = reference("actor.id", default=None)
    role: Mapped[str] = mapped_column(String(400), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    identifier: Mapped[str] = mapped_column(Key, default="")
    individual_id: Mapped[int | None] = reference("individual.id", default=None)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def words(self) -> str:
        """What the actor says of itself: the text that matching reads and links are fingerprinted against."""
        return ". ".join(part for part in (self.name, self.role, self.note) if part)


class Relation(Table):
    """A dated, sourced tie from one actor to another; `recorded_at` is when it was learned.

    A suggested one was read in `document`; `reasons` say where. What a person entered or imported they confirmed.
    """

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
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED)
    document_id: Mapped[int | None] = reference("local_document.id", default=None)
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    recorded_at: Mapped[Moment]


class Participation(Table):
    """An actor's part in a local document, read at `start:end` of an edition (-1 where a person entered it)."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("workspace_id", "document_id", "actor_id", "part"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    document_id: Mapped[int] = reference("local_document.id")
    actor_id: Mapped[int] = reference("actor.id")
    part: Mapped[Part] = mapped_column(enum(Part, "part"))
    on: Mapped[date | None] = mapped_column(default=None)
    edition_id: Mapped[int | None] = reference("local_edition.id", default=None)
    start: Mapped[int] = mapped_column(default=-1)
    end: Mapped[int] = mapped_column(default=-1)
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED)
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    recorded_at: Mapped[Moment]


class ActorRole(Table):
    """A role that an actor was proposed for or has, with the evidence as `reasons`."""

    __tablename__ = "actor_role"
    __table_args__ = (UniqueConstraint("workspace_id", "actor_id", "role"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    actor_id: Mapped[int] = reference("actor.id")
    role: Mapped[NetworkRole] = mapped_column(enum(NetworkRole, "role"))
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED)
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)
    note: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    recorded_at: Mapped[Moment]
