"""What is under secrecy, who may read it, and the one condition by which every view leaves it out.

A document is under secrecy as a whole, or some of its passages are. Words are left out where they are read: a view asks
for `open_documents` or `open_passages`, and texts of editions come with secret passages blacked out (`EditionTexts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import Session

from tracker import access
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity

BLACK = "█"
"""What stands for each letter under secrecy, so that the offsets of all else hold."""


def sees_secrecy(session: Session, workspace_id: int, person_id: int) -> bool:
    """Whether the person's role in the workspace opens what is under secrecy."""
    return access.may(session, person_id, "secrecy.read", workspace_id)


def secret_document(document: Any = LocalDocument) -> ColumnElement[bool]:
    """Whether the joined document is under secrecy; false where an outer join found none. Also for an alias."""
    return func.coalesce(document.publicity != Publicity.PUBLIC, false())


def secret_passage(document: Any = LocalDocument, passage: Any = Passage) -> ColumnElement[bool]:
    """Whether the joined passage is, by itself or with its document; false where outer joins found none."""
    return or_(secret_document(document), func.coalesce(passage.secret, false()))


def open_documents(sees: bool, document: Any = LocalDocument) -> ColumnElement[bool]:
    """What rows must meet to be read by somebody who `sees` secrecy or does not; rows without a document do."""
    return true() if sees else ~secret_document(document)


def open_passages(sees: bool, document: Any = LocalDocument, passage: Any = Passage) -> ColumnElement[bool]:
    """The same of rows with a passage and its document."""
    return true() if sees else ~secret_passage(document, passage)


def secret_spans(session: Session, edition_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """By edition the stretches of its text that are under secrecy, for those that have any."""
    wanted = sorted(set(edition_ids))
    found: dict[int, list[tuple[int, int]]] = {}
    whole = (
        select(LocalEdition.id, func.length(LocalEdition.text))
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(LocalEdition.id.in_(wanted), secret_document())
    )
    for number, length in session.execute(whole):
        found[number] = [(0, length)]
    parts = select(Passage.edition_id, Passage.start, Passage.end).where(Passage.edition_id.in_(wanted), Passage.secret)
    for number, start, end in session.execute(parts):
        found.setdefault(number, []).append((start, end))
    return found


def blacked_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each letter of the stretches replaced; its length and white space stay.

    >>> blacked_out("Anna bor i Ekköping.", [(0, 4), (11, 19)])
    '████ bor i ████████.'
    """
    found = list(text)
    for start, end in spans:
        found[start:end] = [sign if sign.isspace() else BLACK for sign in text[start:end]]
    return "".join(found)


def secret_passages(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Those of the passages that are under secrecy."""
    wanted = (
        select(Passage.id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Passage.id.in_(ids), secret_passage())
    )
    return frozenset(session.scalars(wanted))


def secret_entities(session: Session, workspace_id: int) -> frozenset[str]:
    """What of the history concerns something under secrecy, as events name it ("local_document:3").

    The note of such an event is left out: it may hold the title, or what somebody wrote of the words.
    """
    found: set[str] = set()
    wanted = (
        select(LocalDocument.id, LocalEdition.id)
        .outerjoin(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalDocument.workspace_id == workspace_id, secret_document())
    )
    for document, edition in session.execute(wanted):
        found |= {f"local_document:{document}"} | ({f"local_edition:{edition}"} if edition is not None else set())
    passages = (
        select(Passage.id, Link.id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Link, Link.passage_id == Passage.id)
        .where(Passage.workspace_id == workspace_id, secret_passage())
    )
    for passage, link in session.execute(passages):
        found |= {f"passage:{passage}"} | ({f"link:{link}"} if link is not None else set())
    return frozenset(found)


def holds_secrets(session: Session, workspace_id: int) -> bool:
    """Whether anything in the workspace is under secrecy."""
    documents = select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id, secret_document())
    passages = select(Passage.id).where(Passage.workspace_id == workspace_id, Passage.secret)
    return any(session.execute(wanted.limit(1)).first() is not None for wanted in (documents, passages))
