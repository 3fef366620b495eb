"""What a text would change as the next edition of a local document, found out before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.comparison.changes import SAME_WORDS, Change, Part
from nlp.comparison.parts import compare
from tracker import access
from tracker.documents import PreparedDocument
from tracker.errors import ImportProblem, NotFound, Refused
from tracker.suspects import NEVER_EVIDENCE
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassage:
    """A passage of the edition to come."""

    text: str
    type: PassageType
    heading: str
    locator: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a text would change as the next edition of a document, found out before anything is written.

    `previous_id` is the edition it was compared with; `old` are that edition's passages by number, and the indices of
    `changes` count in `old` and `new`. `restores` is the edition that has this very text but was taken back.
    """

    document_id: int
    workspace_id: int
    previous_id: int
    prepared: PreparedDocument
    old: tuple[int, ...]
    new: tuple[NewPassage, ...]
    changes: tuple[Change, ...]
    restores: int | None = None

    def follows(self, change: Change) -> bool:
        """Whether links go along: the same words, which have not become what can never be evidence."""
        return change.kind in SAME_WORDS and self.new[change.new[0]].type not in NEVER_EVIDENCE


def plan(session: Session, prepared: PreparedDocument, document_id: int, *, by: Person) -> Revision:
    """Compare a prepared text with the edition of a document that is in use. Slow, and writes nothing.

    Refused for a text that the document, or another document of the workspace, has already.
    """
    document = session.get(LocalDocument, document_id)
    if document is None:
        raise NotFound("error.document_unknown", id=document_id)
    access.allow(session, by, "local.import", document.workspace_id)
    if not prepared.passages:
        raise ImportProblem("error.no_passages", file=prepared.file_name)
    previous = in_use(session, document)
    restores = taken_back(session, document, prepared)
    old, old_parts = passages(session, previous.id)
    new = tuple(_new(prepared))
    if restores is not None:  # its passages are there already, as they were read then
        _, new_parts = passages(session, restores)
        new = tuple(_stored(session, restores))
    else:
        new_parts = [Part(locator=passage.locator, text=passage.text) for passage in new]
    return Revision(
        document_id=document.id,
        workspace_id=document.workspace_id,
        previous_id=previous.id,
        prepared=prepared,
        old=tuple(row.id for row in old),
        new=new,
        changes=tuple(compare(old_parts, new_parts)),
        restores=restores,
    )


def in_use(session: Session, document: LocalDocument) -> LocalEdition:
    """The edition of a document that counts."""
    return session.scalars(
        select(LocalEdition).where(LocalEdition.document_id == document.id, LocalEdition.current)
    ).one()


def taken_back(session: Session, document: LocalDocument, prepared: PreparedDocument) -> int | None:
    """The document's edition with this text if it was taken back; Refused where the text is there otherwise."""
    same = session.execute(
        select(LocalEdition.id, LocalEdition.document_id, LocalEdition.undone_at, LocalDocument.name)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            LocalEdition.workspace_id == document.workspace_id,
            LocalEdition.original_sha256 == prepared.sha256,
        )
    ).all()
    own = next((row for row in same if row.document_id == document.id), None)
    if own is not None and own.undone_at is None:
        raise Refused("error.edition_there", title=document.name, file=prepared.file_name)
    if own is None and same:
        raise Refused("error.edition_of_another", title=same[0].name, file=prepared.file_name)
    return own.id if own is not None else None


def passages(session: Session, edition_id: int) -> tuple[list[Passage], list[Part]]:
    """The passages of an edition in their order, and what is compared of them."""
    text = session.scalars(select(LocalEdition.text).where(LocalEdition.id == edition_id)).one()
    rows = session.scalars(select(Passage).where(Passage.edition_id == edition_id).order_by(Passage.position)).all()
    return list(rows), [Part(locator=row.locator, text=text[row.start : row.end]) for row in rows]


def _new(prepared: PreparedDocument) -> Iterable[NewPassage]:
    for passage in prepared.passages:
        yield NewPassage(
            text=prepared.document.text[passage.start : passage.end],
            type=passage.type,
            heading=passage.heading,
            locator=passage.locator[:400],
            page=passage.page,
        )


def _stored(session: Session, edition_id: int) -> Iterable[NewPassage]:
    for row, part in zip(*passages(session, edition_id), strict=True):
        yield NewPassage(text=part.text, type=row.type, heading=row.heading, locator=row.locator, page=row.page)
