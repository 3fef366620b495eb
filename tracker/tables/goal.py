"""What the municipality wants to reach: goals, each with what it answers to and how it is measured."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Named, Table, identity, reference


class Goal(Named, Table):
    """A goal in a tree; `kind` is a code of tracker/goals.toml (digital service, efficiency, trust ...).

    `target` is in the unit of `indicator`.
    """

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("workspace_id", "name_folded"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    kind: Mapped[str] = mapped_column(String(80), default="")
    part_of_id: Mapped[int | None] = reference("goal.id", default=None)
    owner_id: Mapped[int | None] = reference("actor.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    requirement_id: Mapped[int | None] = reference("requirement.id", default=None)
    document_id: Mapped[int | None] = reference("local_document.id", default=None)
    indicator: Mapped[str | None] = reference("indicator.code", default=None)
    target: Mapped[float | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
