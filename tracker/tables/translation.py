"""How requirements were translated locally: what the machine reads, and what coders say, kept apart."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nlp.translation.modes import Mode as Mode
from nlp.translation.modes import Modifier as Modifier
from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference


class ModeSuggestion(Table):
    """How the machine reads the translation from a requirement to a passage; one per link, replaced by each reading.

    `modifiers` are values of Modifier; `reasons` and `elements` are as nlp.translation gives them, with places in the
    two texts of the fingerprints. `confidence` is in [0, 1]; `reader` names what read it.
    """

    __tablename__ = "mode_suggestion"
    __table_args__ = (
        UniqueConstraint("link_id"),
        CheckConstraint("0 <= confidence AND confidence <= 1", "confidence"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    link_id: Mapped[int] = reference("link.id", index=False)
    mode: Mapped[Mode] = mapped_column(enum(Mode, "mode"))
    modifiers: Mapped[list[Any]]
    confidence: Mapped[float]
    reasons: Mapped[list[Any]]
    elements: Mapped[list[Any]]
    reader: Mapped[str] = mapped_column(String(80))
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    target_fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[Moment]


class Coding(Table):
    """A coder's judgement of how a requirement was translated: by a link, or as a whole when no passage carries it.

    One counts per coder and link; a new one withdraws the old. `suggested` is what the machine said when the coder
    decided, None when it had said nothing or it was hidden. The fingerprints are those of the texts that were coded.
    """

    __tablename__ = "coding"
    __table_args__ = (
        Index(None, "workspace_id", "requirement_id"),
        CheckConstraint("link_id IS NOT NULL OR mode = 'none'", "passage"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    link_id: Mapped[int | None] = reference("link.id", default=None)
    coder_id: Mapped[int] = reference("person.id")
    mode: Mapped[Mode] = mapped_column(enum(Mode, "mode"))
    modifiers: Mapped[list[Any]] = mapped_column(default_factory=list)
    note: Mapped[str] = mapped_column(Text, default="")
    suggested: Mapped[Mode | None] = mapped_column(enum(Mode, "suggested"), default=None)
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    target_fingerprint: Mapped[str] = mapped_column(String(64), default="")
    on: Mapped[date]
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SharedWording(Table):
    """A run of words that stands in two local documents, exactly or nearly: text that was copied.

    Offsets count in the texts of the two editions. `share` is the part of the shorter passage that the run covers, in
    [0, 1]. The other passage may belong to another workspace; each workspace has its own row.
    """

    __tablename__ = "shared_wording"
    __table_args__ = (
        UniqueConstraint("passage_id", "other_id"),
        CheckConstraint("0 <= share AND share <= 1", "share"),
        CheckConstraint('0 <= start AND start <= "end"', "offsets"),
        CheckConstraint("0 <= other_start AND other_start <= other_end", "other_offsets"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    passage_id: Mapped[int] = reference("passage.id", index=False)
    other_id: Mapped[int] = reference("passage.id")
    start: Mapped[int]
    end: Mapped[int]
    other_start: Mapped[int]
    other_end: Mapped[int]
    share: Mapped[float]
    recorded_at: Mapped[Moment]
