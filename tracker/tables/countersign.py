"""Decisions that wait for a second person, where a workspace demands four eyes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, UtcDateTime, identity, reference

_OPEN = text("ended_at IS NULL")


class FirstDecision(Table):
    """What the first of two people decided of an entity ("link:12"), until a second one has; nothing counts before.

    `decision` holds the codes, numbers and dates decided, `seen_version` the entity's version they had before them.
    """

    __tablename__ = "first_decision"
    __table_args__ = (
        Index(
            "uq_first_decision_open",
            "workspace_id",
            "entity",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    entity: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    decision: Mapped[dict[str, Any]]
    seen_version: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
