"""What a municipality has written: documents, their editions and passages."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nlp.passages.types import PassageType as PassageType
from tracker.tables.guideline import Decided
from tracker.tables.schema import FileText, Key, LongText, Moment, Named, Table, UtcDateTime, enum, identity, reference

FURNITURE = (PassageType.HEADING, PassageType.CONTENTS)
"""Passages that only name what follows, and are alike in many documents."""


class DocumentStatus(StrEnum):
    """Where a local document is in its life; only an adopted one can translate a requirement."""

    UNKNOWN = "unknown"
    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REPLACED = "replaced"
    REPEALED = "repealed"


class Publicity(StrEnum):
    """Documents under secrecy are filtered by role in the views."""

    PUBLIC = "public"
    SECRECY = "secrecy"


class LocalDocument(Named, Table):
    """A document of the municipality; `name` is its title, `body` who decided it, `paragraph` the § of the minutes.

    `responsible_id` is the actor it speaks for: a unit, or the municipality as a whole.
    """

    __tablename__ = "local_document"
    __table_args__ = (Index(None, "workspace_id", "name_sort"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    type: Mapped[str] = mapped_column(String(40), default="")
    body: Mapped[str] = mapped_column(String(400), default="")
    dnr: Mapped[str] = mapped_column(String(120), default="")
    paragraph: Mapped[str] = mapped_column(String(40), default="")
    decided_on: Mapped[date | None] = mapped_column(default=None)
    status: Mapped[DocumentStatus] = mapped_column(enum(DocumentStatus, "status"), default=DocumentStatus.UNKNOWN)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    replaces_id: Mapped[int | None] = reference("local_document.id", default=None)
    responsible_id: Mapped[int | None] = reference("actor.id", default=None)
    publicity: Mapped[Publicity] = mapped_column(enum(Publicity, "publicity"), default=Publicity.PUBLIC)
    rights_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]


class LocalEdition(Table):
    """One imported text of a local document; passages point into `text`.

    `previous_id` is the edition it was compared with; one that was taken back (`undone_at`) stays to be read.
    """

    __tablename__ = "local_edition"
    __table_args__ = (
        UniqueConstraint("workspace_id", "document_id", "original_sha256"),
        Index(None, "workspace_id", "original_sha256"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    document_id: Mapped[int] = reference("local_document.id")
    original_sha256: Mapped[str] = reference("original.sha256")
    file_name: Mapped[str] = mapped_column(String(400))
    language: Mapped[str] = mapped_column(String(12))
    format: Mapped[str] = mapped_column(String(40))
    tradition: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(FileText, deferred=True)
    current: Mapped[bool] = mapped_column(default=True)
    previous_id: Mapped[int | None] = reference("local_edition.id", default=None)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    imported_at: Mapped[Moment]
    imported_by_id: Mapped[int] = reference("person.id")
    pipeline: Mapped[str] = mapped_column(String(200), default="")
    warnings: Mapped[list[Any]] = mapped_column(default_factory=list)


class Passage(Table):
    """A paragraph, item or table row: `LocalEdition.text[start:end]`; `page` counts from 1, 0 without pages.

    `secret` marks one under secrecy in a document that is public otherwise.
    """

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("workspace_id", "edition_id", "position"),
        Index(None, "fingerprint", "workspace_id"),  # the same words elsewhere
        CheckConstraint('0 <= start AND start < "end"', "offsets"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    edition_id: Mapped[int] = reference("local_edition.id")
    position: Mapped[int]
    locator: Mapped[str] = mapped_column(Key)
    type: Mapped[PassageType] = mapped_column(enum(PassageType, "type"))
    heading: Mapped[str] = mapped_column(FileText, default="")
    page: Mapped[int] = mapped_column(default=0)
    start: Mapped[int]
    end: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bool] = mapped_column(default=False)


class PassageReference(Table):
    """A legal reference in a passage; `target` is a normalised locator, "" when unresolved."""

    __tablename__ = "passage_reference"
    __table_args__ = (Index(None, "workspace_id", "target"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    passage_id: Mapped[int] = reference("passage.id")
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[LongText]
    target: Mapped[str] = mapped_column(Key)


class DocumentFact(Table):
    """What the importer read about a document (body, dnr, date of decision ...) and where it found it.

    `start:end` are offsets in the edition's text; -1 when it came from the file's properties or name.
    """

    __tablename__ = "document_fact"
    __table_args__ = (UniqueConstraint("workspace_id", "edition_id", "field"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    edition_id: Mapped[int] = reference("local_edition.id")
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[LongText]
    start: Mapped[int]
    end: Mapped[int]
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED)
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
