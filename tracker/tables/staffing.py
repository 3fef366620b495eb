"""Positions, moves between units, and the few names the municipality has chosen to keep."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Key, Moment, Named, Table, UtcDateTime, identity, reference


class Individual(Named, Table):
    """A private person behind a role: optional, and personal data.

    Disposing of one empties `name` and `contact` and keeps the row, so that what points here still stands;
    `disposal` says by which decision.
    """

    __tablename__ = "individual"

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    contact: Mapped[str] = mapped_column(String(400), default="")
    recorded_at: Mapped[Moment]
    disposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    disposal: Mapped[str] = mapped_column(Text, default="")


class Position(Table):
    """A post in a unit, in full-time equivalents; `core_role` is a role of the staffing norm, "" for others.

    `filled` is how much of `fte` somebody holds; None when that is not known.
    """

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("workspace_id", "unit_id", "title", "valid_from"),
        CheckConstraint("0 <= fte", "fte"),
        CheckConstraint("filled IS NULL OR (0 <= filled AND filled <= fte)", "filled"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    unit_id: Mapped[int] = reference("actor.id")
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    title: Mapped[str] = mapped_column(Key)
    core_role: Mapped[str] = mapped_column(String(80), default="")
    fte: Mapped[float]
    filled: Mapped[float | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    individual_id: Mapped[int | None] = reference("individual.id", default=None)
    source: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)


class StaffingMove(Table):
    """People moved from one unit to another (to the contact centre), and how much was filled again behind them.

    `fte` and `backfilled` are full-time equivalents; `backfilled` is None when nobody has said.
    """

    __tablename__ = "staffing_move"
    __table_args__ = (
        Index(None, "workspace_id", "on"),
        CheckConstraint("0 < fte", "fte"),
        CheckConstraint("backfilled IS NULL OR 0 <= backfilled", "backfilled"),
        CheckConstraint("from_id <> to_id", "two_units"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    from_id: Mapped[int] = reference("actor.id")
    to_id: Mapped[int] = reference("actor.id")
    title: Mapped[str] = mapped_column(Key, default="")
    fte: Mapped[float]
    on: Mapped[date]
    backfilled: Mapped[float | None] = mapped_column(default=None)
    backfilled_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
