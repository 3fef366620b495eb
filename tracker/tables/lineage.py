"""How requirements come from one another, and what people did to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference


class LineageKind(StrEnum):
    """How one requirement came from another."""

    SPLIT = "split"
    MERGED = "merged"
    TAKEN_OVER = "taken_over"


class EditKind(StrEnum):
    """What a person did to requirements; `edition`: applied a new edition of their guideline."""

    SPLIT = "split"
    MERGE = "merge"
    REWORD = "reword"
    RETYPE = "retype"
    WITHDRAW = "withdraw"
    PROMOTE = "promote"
    EDITION = "edition"


class Edit(Table):
    """One edit of requirements by a person; `before` and `after` hold the columns of the rows it changed.

    It can be undone as long as those rows are as it left them. `edition_id` is the edition it applied, if it did.
    """

    __tablename__ = "edit"

    id: Mapped[int] = identity()
    guideline_id: Mapped[int] = reference("guideline.id")
    kind: Mapped[EditKind] = mapped_column(enum(EditKind, "kind"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    edition_id: Mapped[int | None] = reference("edition.id", default=None)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    undone_by_id: Mapped[int | None] = reference("person.id", index=False, default=None)


class Lineage(Table):
    """Requirement `from_id` lives on in `to_id`."""

    __tablename__ = "lineage"
    __table_args__ = (UniqueConstraint("from_id", "to_id"),)

    id: Mapped[int] = identity()
    from_id: Mapped[int] = reference("requirement.id")
    to_id: Mapped[int] = reference("requirement.id")
    kind: Mapped[LineageKind] = mapped_column(enum(LineageKind, "kind"))
    recorded_at: Mapped[Moment]
