"""Where the page that a passage stands on is to be had, and more of the text around it where there are no pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.original import Original

AROUND = 1_500
"""Characters before and after a passage whose file has no pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalPlace:
    """The file a passage was read from; `page` counts from 1, 0 where the format has no pages.

    `before`, `text` and `after` are what the program read, so that it can be compared with the page.
    """

    sha256: str
    file_name: str
    format: str
    page: int
    before: str
    text: str
    after: str

    @property
    def has_pages(self) -> bool:
        """Whether a picture of the page can be made."""
        return self.format == "pdf" and self.page > 0


def original_place(
    session: Session, workspace_id: int, *, passage_id: int, sees_secrecy: bool = False
) -> OriginalPlace:
    """Where a passage stands; NotFound when it is not in the workspace or under secrecy for the reader."""
    row = session.execute(
        select(Passage, LocalEdition, LocalEdition.text, LocalDocument.publicity)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Passage.id == passage_id, Passage.workspace_id == workspace_id)
    ).first()
    if row is None or (row[3] is not Publicity.PUBLIC and not sees_secrecy):
        raise NotFound("error.target_unknown", id=passage_id, kind="passage")
    passage, edition, text, _ = row
    return OriginalPlace(
        sha256=edition.original_sha256,
        file_name=edition.file_name,
        format=edition.format,
        page=passage.page,
        before=text[max(0, passage.start - AROUND) : passage.start],
        text=text[passage.start : passage.end],
        after=text[passage.end : passage.end + AROUND],
    )


def original_bytes(session: Session, sha256: str) -> bytes:
    """The imported file as it came."""
    return session.scalars(select(Original.data).where(Original.sha256 == sha256)).one()
