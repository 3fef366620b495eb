"""Roll-ups: what national views show of each workspace, worked out once for a state of its data and kept.

All of it follows from other tables and is worked out again from them (tracker.rollups); no event tells of it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, identity, reference


class RollupState(Table):
    """What a workspace's roll-ups were worked out from: the newest events of its chain and the library's, and the day.

    `documents` it had, `population` is the newest open figure, None where there is none. `own_criteria`: it sets one of
    the thresholds that decide about the upper steps otherwise than proposed.
    """

    __tablename__ = "rollup_state"
    __table_args__ = (UniqueConstraint("workspace_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    seq: Mapped[int]
    library_seq: Mapped[int]
    on: Mapped[date]
    documents: Mapped[int]
    population: Mapped[int | None] = mapped_column(default=None)
    own_criteria: Mapped[bool]
    made_at: Mapped[Moment]


class Rollup(Table):
    """The requirements of a guideline that count in a workspace, by place on the ladder as its overview has them.

    `suggested` and `confirmed` are those with a link of that state; `level_0` those that a search found nothing for.
    """

    __tablename__ = "rollup"
    __table_args__ = (UniqueConstraint("workspace_id", "guideline_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    guideline_id: Mapped[int] = reference("guideline.id")
    requirements: Mapped[int]
    examined: Mapped[int]
    suggested: Mapped[int]
    confirmed: Mapped[int]
    not_examined: Mapped[int]
    beside: Mapped[int]
    level_0: Mapped[int]
    level_1: Mapped[int]
    level_2: Mapped[int]
    level_3: Mapped[int]
    level_4: Mapped[int]
    level_5: Mapped[int]
    level_6: Mapped[int]
    level_7: Mapped[int]


class RollupLevel(Table):
    """How far a requirement has come in a workspace, where that can be compared with others; `confirmed` are links."""

    __tablename__ = "rollup_level"
    __table_args__ = (
        UniqueConstraint("workspace_id", "requirement_id"),
        Index(None, "requirement_id", "level", "confirmed"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id", index=False)
    level: Mapped[int]
    confirmed: Mapped[int]


class RollupReuse(Table):
    """Passages that stand word for word in the public documents of two workspaces, once for each two.

    `workspace_id` is the smaller number. Of the `passages` so many were decided on earlier in the one (`first`) or the
    other (`other_first`); of the rest a day is not known, or it is the same.
    """

    __tablename__ = "rollup_reuse"
    __table_args__ = (UniqueConstraint("workspace_id", "other_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    other_id: Mapped[int] = reference("workspace.id")
    passages: Mapped[int]
    first: Mapped[int]
    other_first: Mapped[int]
