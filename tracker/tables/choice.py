"""What a workspace has chosen of what all share, and when people last looked."""

from __future__ import annotations

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, identity, reference


class GuidelineChoice(Table):
    """Whether a guideline counts in a workspace; one that nobody has chosen about counts."""

    __tablename__ = "guideline_choice"
    __table_args__ = (UniqueConstraint("workspace_id", "guideline_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    guideline_id: Mapped[int] = reference("guideline.id")
    counts: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]


class Visit(Table):
    """One stay of a person in a workspace; no judgement and so without an event, for "since your last visit" only."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "began_at"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    person_id: Mapped[int] = reference("person.id")
    began_at: Mapped[Moment]
    last_at: Mapped[Moment]
