"""Where the page that a passage stands on is to be had, and more of the text around it where there are no pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.original import Original
from tracker.views.clearance import secret_passage, secret_spans
from tracker.views.texts import EditionTexts

AROUND = 1_500
"""Characters before and after a passage whose file has no pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalPlace:
    """The file a passage was read from; `page` counts from 1, 0 where the format has no pages.

    `before`, `text` and `after` are what the program read, so that it can be compared with the page. `withheld` says
    that something else in the file is under secrecy for the reader, so that no picture of its pages may be shown.
    """

    sha256: str
    file_name: str
    format: str
    page: int
    before: str
    text: str
    after: str
    withheld: bool = False

    @property
    def has_pages(self) -> bool:
        """Whether a picture of the page can be made."""
        return self.format == "pdf" and self.page > 0 and not self.withheld


def original_place(
    session: Session, workspace_id: int, *, passage_id: int, sees_secrecy: bool = False
) -> OriginalPlace:
    """Where a passage stands; NotFound when it is not in the workspace or under secrecy for the reader."""
    row = session.execute(
        select(Passage, LocalEdition, secret_passage())
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Passage.id == passage_id, Passage.workspace_id == workspace_id)
    ).first()
    if row is None or (row[2] and not sees_secrecy):
        raise NotFound("error.target_unknown", id=passage_id, kind="passage")
    passage, edition, _ = row
    text = EditionTexts(session, sees_secrecy=sees_secrecy).local(edition.id)
    return OriginalPlace(
        sha256=edition.original_sha256,
        file_name=edition.file_name,
        format=edition.format,
        page=passage.page,
        before=text[max(0, passage.start - AROUND) : passage.start],
        text=text[passage.start : passage.end],
        after=text[passage.end : passage.end + AROUND],
        withheld=not sees_secrecy and _holds_secrets(session, edition.id),
    )


def original_bytes(session: Session, sha256: str) -> bytes:
    """The imported file as it came."""
    return session.scalars(select(Original.data).where(Original.sha256 == sha256)).one()


def _holds_secrets(session: Session, edition_id: int) -> bool:
    """Whether anything in the file is under secrecy: a picture shows a whole page, and passages run over pages."""
    return bool(secret_spans(session, [edition_id]))
