"""What the municipality has written: documents with their passages and proposed facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import (
    DocumentFact,
    DocumentStatus,
    LocalDocument,
    LocalEdition,
    Passage,
    PassageType,
    Publicity,
)
from tracker.views.clearance import open_documents, secret_passages, secret_spans
from tracker.views.texts import EditionTexts

AROUND = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentName:
    """A document in a list to choose from."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A local document in a list; `withheld` ones show that they are there and nothing else."""

    id: int
    name: str
    type: str
    body: str
    dnr: str
    paragraph: str
    decided_on: date | None
    status: DocumentStatus
    valid_to: date | None
    secret: bool
    withheld: bool
    passages: int
    linked: int
    suggested: int
    unsettled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """Something the importer read about the document, with the words around the place it stands at."""

    field: str
    value: str
    state: Decided
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """A passage of a document and how many links lead to it; `link_id` is one to look at.

    `secret` is the mark of the passage itself; `withheld` that the reader may not read it.
    """

    id: int
    position: int
    text: str
    type: PassageType
    heading: str
    page: int
    secret: bool
    withheld: bool
    confirmed: int
    suggested: int
    link_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDetail:
    """One document with everything a person can correct about it."""

    id: int
    version: int
    name: str
    type: str
    body: str
    dnr: str
    paragraph: str
    decided_on: date | None
    status: DocumentStatus
    valid_from: date | None
    valid_to: date | None
    responsible_id: int | None
    publicity: Publicity
    rights_note: str
    edition_id: int
    file_name: str
    language: str
    facts: Sequence[FactRow]
    warnings: Sequence[Any]
    passages: int


def document_names(session: Session, workspace_id: int, *, cleared: bool = False) -> list[DocumentName]:
    """The documents by name; those under secrecy only for the cleared."""
    wanted = select(LocalDocument.id, LocalDocument.name).where(LocalDocument.workspace_id == workspace_id)
    wanted = wanted.where(open_documents(cleared))
    rows = session.execute(wanted.order_by(LocalDocument.name_sort))
    return [DocumentName(id=number, name=name) for number, name in rows]


def document_rows(session: Session, workspace_id: int, *, cleared: bool) -> list[DocumentRow]:
    """All documents by name. Of one under secrecy a reader who is not cleared learns only that it exists."""
    passages = _per_document(session, workspace_id, func.count(Passage.id.distinct()))
    confirmed = _per_document(session, workspace_id, func.count(Link.id), Decided.CONFIRMED)
    suggested = _per_document(session, workspace_id, func.count(Link.id), Decided.SUGGESTED)
    unsettled = dict(
        session.execute(
            select(LocalEdition.document_id, func.count())
            .join(DocumentFact, DocumentFact.edition_id == LocalEdition.id)
            .where(
                LocalEdition.workspace_id == workspace_id,
                LocalEdition.current,
                DocumentFact.state == Decided.SUGGESTED,
            )
            .group_by(LocalEdition.document_id)
        ).all()
    )
    rows = session.scalars(
        select(LocalDocument).where(LocalDocument.workspace_id == workspace_id).order_by(LocalDocument.name_sort)
    )
    shown = []
    for row in rows:
        secret = row.publicity is not Publicity.PUBLIC
        withheld = secret and not cleared
        shown.append(
            DocumentRow(
                id=row.id,
                name="" if withheld else row.name,
                type="" if withheld else row.type,
                body="" if withheld else row.body,
                dnr="" if withheld else row.dnr,
                paragraph="" if withheld else row.paragraph,
                decided_on=None if withheld else row.decided_on,
                status=row.status,
                valid_to=None if withheld else row.valid_to,
                secret=secret,
                withheld=withheld,
                passages=0 if withheld else passages.get(row.id, 0),
                linked=0 if withheld else confirmed.get(row.id, 0),
                suggested=0 if withheld else suggested.get(row.id, 0),
                unsettled=0 if withheld else unsettled.get(row.id, 0),
            )
        )
    return shown


def document_detail(session: Session, workspace_id: int, *, document_id: int, cleared: bool) -> DocumentDetail:
    """One document; NotFound when it is not in the workspace or under secrecy for the reader."""
    row = session.get(LocalDocument, document_id)
    if row is None or row.workspace_id != workspace_id or (row.publicity is not Publicity.PUBLIC and not cleared):
        raise NotFound("error.document_unknown", id=document_id)
    edition = session.scalars(
        select(LocalEdition).where(LocalEdition.document_id == document_id, LocalEdition.current)
    ).first()
    if edition is None:
        raise NotFound("error.document_unknown", id=document_id)
    facts = session.scalars(
        select(DocumentFact).where(DocumentFact.edition_id == edition.id).order_by(DocumentFact.id)
    ).all()
    count = session.scalar(select(func.count()).where(Passage.edition_id == edition.id)) or 0
    text = EditionTexts(session, sees_secrecy=cleared).local(edition.id)
    spans = [] if cleared else secret_spans(session, [edition.id]).get(edition.id, [])
    return DocumentDetail(
        id=row.id,
        version=row.version,
        name=row.name,
        type=row.type,
        body=row.body,
        dnr=row.dnr,
        paragraph=row.paragraph,
        decided_on=row.decided_on,
        status=row.status,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        responsible_id=row.responsible_id,
        publicity=row.publicity,
        rights_note=row.rights_note,
        edition_id=edition.id,
        file_name=edition.file_name,
        language=edition.language,
        facts=[_fact(fact, text) for fact in facts if cleared or not _stands_in(fact, spans)],
        warnings=tuple(edition.warnings),
        passages=count,
    )


def passage_rows(
    session: Session, workspace_id: int, *, edition_id: int, first: int, size: int, cleared: bool = False
) -> list[PassageRow]:
    """`size` passages of an edition from the one at position `first`, with their links counted.

    Of one under secrecy a reader who is not cleared learns only that it exists.
    """
    text = EditionTexts(session, sees_secrecy=cleared).local(edition_id)
    hidden = frozenset[int]() if cleared else _withheld(session, edition_id)
    rows = session.scalars(
        select(Passage)
        .where(Passage.workspace_id == workspace_id, Passage.edition_id == edition_id, Passage.position >= first)
        .order_by(Passage.position)
        .limit(size)
    ).all()
    links: Counter[tuple[int, Decided]] = Counter()
    opened: dict[int, int] = {}
    for link, passage, state in session.execute(
        select(Link.id, Link.passage_id, Link.state)
        .where(Link.workspace_id == workspace_id, Link.passage_id.in_([row.id for row in rows]))
        .order_by(Link.state != Decided.CONFIRMED, Link.score.desc())
    ):
        links[passage or 0, state] += 1
        opened.setdefault(passage or 0, link)
    return [
        PassageRow(
            id=row.id,
            position=row.position,
            text="" if row.id in hidden else text[row.start : row.end],
            type=row.type,
            heading="" if row.id in hidden else row.heading,
            page=row.page,
            secret=row.secret,
            withheld=row.id in hidden,
            confirmed=0 if row.id in hidden else links[row.id, Decided.CONFIRMED],
            suggested=0 if row.id in hidden else links[row.id, Decided.SUGGESTED],
            link_id=None if row.id in hidden else opened.get(row.id),
        )
        for row in rows
    ]


def passage_position(session: Session, workspace_id: int, *, passage_id: int) -> int:
    """Where a passage stands in its edition; 0 for one that is not there."""
    found = session.scalars(
        select(Passage.position).where(Passage.workspace_id == workspace_id, Passage.id == passage_id)
    ).first()
    return found or 0


def _per_document(session: Session, workspace_id: int, count: Any, state: Decided | None = None) -> dict[int, int]:
    wanted = (
        select(LocalEdition.document_id, count)
        .join(Passage, Passage.edition_id == LocalEdition.id)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
        .group_by(LocalEdition.document_id)
    )
    if state is not None:
        wanted = wanted.join(Link, Link.passage_id == Passage.id).where(Link.state == state)
    return dict(session.execute(wanted).all())


def _withheld(session: Session, edition_id: int) -> frozenset[int]:
    """The passages of an edition that are under secrecy."""
    return secret_passages(session, session.scalars(select(Passage.id).where(Passage.edition_id == edition_id)).all())


def _stands_in(fact: DocumentFact, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= fact.start < end for start, end in spans)


def _fact(fact: DocumentFact, text: str) -> FactRow:
    there = fact.start >= 0
    return FactRow(
        field=fact.field,
        value=fact.value,
        state=fact.state,
        before=text[max(0, fact.start - AROUND) : fact.start] if there else "",
        found=text[fact.start : fact.end] if there else "",
        after=text[fact.end : fact.end + AROUND] if there else "",
    )
