"""What people say of the program's reading of single sentences, and what it learns from that; per workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.guideline import Force
from tracker.tables.schema import FileText, LongText, Moment, Table, UtcDateTime, enum, identity, reference


class Correction(Table):
    """A person's word on the force of a sentence; `force` equal to `read_as` confirms the program.

    The words are kept with it, so that a refinement can be made again when the sentence itself is gone.
    """

    __tablename__ = "correction"
    __table_args__ = (Index(None, "workspace_id", "language"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    edition_id: Mapped[int] = reference("edition.id")
    start: Mapped[int]
    end: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[LongText]
    lead_in: Mapped[str] = mapped_column(FileText, default="")
    heading: Mapped[str] = mapped_column(FileText, default="")
    zone: Mapped[str] = mapped_column(String(40), default="")
    read_as: Mapped[Force] = mapped_column(enum(Force, "read_as"))
    confidence: Mapped[float]
    force: Mapped[Force] = mapped_column(enum(Force, "force"))
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Refinement(Table):
    """Weights refined from corrections, beside the shipped ones and never over them; the newest not withdrawn counts.

    `weights` are plain arrays as nlp.refinement writes them; `scores` says how many corrections were right before and
    after.
    """

    __tablename__ = "refinement"
    __table_args__ = (UniqueConstraint("workspace_id", "language", "number"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    language: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    weights: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    corrections: Mapped[int]
    scores: Mapped[dict[str, Any]]
    made_at: Mapped[Moment]
    by_id: Mapped[int] = reference("person.id")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
