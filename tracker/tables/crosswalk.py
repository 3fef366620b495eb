"""How a requirement from one level is carried out by a requirement from another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.guideline import Decided, Level
from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference

DEPTH: Mapping[Level, int] = {Level.EU: 0, Level.NATIONAL: 1, Level.REGIONAL: 2}
"""How far down each level is: a crosswalk never leads upward."""


class CrosswalkType(StrEnum):
    """What the lower requirement does for the upper one."""

    IMPLEMENTS = "implements"
    PARTLY = "partly"
    SUPPLEMENTS = "supplements"
    RELATED = "related"


class Crosswalk(Table):
    """Requirement to requirement, from above (`upper`, say of the EU) to below (`lower`, say of a national act).

    Shared between workspaces, as guidelines are. The fingerprints are those of the words it was made against; when one
    no longer matches, it is suspect. `source` is the table it was imported from, "" where there was none. `score` is in
    [0, 1]; `scorer` names what gave it.
    """

    __tablename__ = "crosswalk"
    __table_args__ = (
        UniqueConstraint("upper_id", "lower_id"),
        CheckConstraint("upper_id <> lower_id", "two"),
        CheckConstraint("(state = 'suggested') = (decided_by_id IS NULL)", "person"),
        CheckConstraint("state = 'suggested' OR score IS NULL OR version > 1", "born"),
        CheckConstraint("state <> 'confirmed' OR type IS NOT NULL", "typed"),
        CheckConstraint("score IS NULL OR (0 <= score AND score <= 1)", "score"),
    )

    id: Mapped[int] = identity()
    upper_id: Mapped[int] = reference("requirement.id", index=False)
    lower_id: Mapped[int] = reference("requirement.id")
    type: Mapped[CrosswalkType | None] = mapped_column(enum(CrosswalkType, "type"), default=None)
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED, index=True)
    score: Mapped[float | None] = mapped_column(default=None)
    scorer: Mapped[str] = mapped_column(String(80))
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)
    upper_fingerprint: Mapped[str] = mapped_column(String(64))
    lower_fingerprint: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(400), default="")
    on: Mapped[date | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
