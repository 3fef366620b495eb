"""Importing local documents: passages with types, proposed facts, one transaction per document."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nlp.document_facts import DocumentFact as ReadFact
from nlp.document_facts import document_facts
from nlp.passages import PassageText, judge_passages
from nlp.references import find_references
from nlp.requirements import Reference
from policies.document import Block, Document, Provision, ReadWarning
from tracker import access, clock, events, workspaces
from tracker.errors import Conflict, ImportProblem, NotFound
from tracker.extraction import language_of
from tracker.ingest import digest_of, store_original, warning_rows
from tracker.tables.guideline import Decided
from tracker.tables.local import (
    DocumentFact,
    DocumentStatus,
    LocalDocument,
    LocalEdition,
    Passage,
    PassageReference,
    PassageType,
    Publicity,
)
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import folded

DATES = frozenset({"decided_on", "valid_from", "valid_to"})
TEXTS = frozenset({"type", "body", "dnr", "paragraph"})
READ_BY = "passages/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPassage:
    """A block of a local document as it will be stored; offsets are into the document's text."""

    locator: str
    type: PassageType
    heading: str
    page: int
    start: int
    end: int
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """Everything slow about an import, done before a transaction begins."""

    file_name: str
    data: bytes
    sha256: str
    document: Document
    language: str
    passages: tuple[PreparedPassage, ...]
    facts: tuple[ReadFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDocument:
    """What an import stored; `new` is false when the same bytes were there already."""

    document_id: int
    edition_id: int
    new: bool
    passages: int
    facts: int
    warnings: tuple[ReadWarning, ...]


def prepare(data: bytes, file_name: str, document: Document) -> PreparedDocument:
    """Type the passages of a document and propose its facts."""
    language = language_of(document)
    facts = document_facts(document.text, file_name=file_name, metadata=dict(document.metadata))
    kind = next((fact.value for fact in facts if fact.field.value == "type"), "")
    return PreparedDocument(
        file_name=PurePath(file_name).name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        document=document,
        language=language,
        passages=tuple(_passages(document, language, kind)),
        facts=facts,
    )


def import_document(
    session: Session, prepared: PreparedDocument, workspace_id: int, *, by: Person, document_id: int | None = None
) -> ImportedDocument:
    """Store a prepared local document in a workspace, as a new document or a new edition of `document_id`.

    The same bytes again change nothing. The proposed facts fill the document's fields until a person changes them.
    """
    access.allow(session, by, "local.import", workspace_id)
    if not prepared.passages:
        raise ImportProblem("error.no_passages", file=prepared.file_name)
    same = session.scalars(
        select(LocalEdition).where(
            LocalEdition.workspace_id == workspace_id, LocalEdition.original_sha256 == prepared.sha256
        )
    ).first()
    if same is not None:
        return ImportedDocument(
            document_id=same.document_id, edition_id=same.id, new=False, passages=0, facts=0, warnings=()
        )
    store_original(session, prepared.sha256, prepared.data)
    document = _document(session, prepared, workspace_id, document_id)
    edition = _edition(session, document, prepared, by)
    rows = _store_passages(session, edition, prepared)
    _store_facts(session, edition, prepared.facts)
    events.record(
        session,
        workspace_id,
        "local.import",
        f"local_edition:{edition.id}",
        by=by,
        after={
            "document": document.id,
            "sha256": prepared.sha256,
            "passages": len(rows),
            "digest": digest_of(row.fingerprint for row in rows),
        },
        note=document.name,
    )
    return ImportedDocument(
        document_id=document.id,
        edition_id=edition.id,
        new=True,
        passages=len(rows),
        facts=len(prepared.facts),
        warnings=prepared.document.warnings,
    )


def describe(
    session: Session,
    document_id: int,
    *,
    by: Person,
    seen_version: int,
    title: str,
    type: str,  # noqa: A002 - the domain's word for it
    body: str,
    dnr: str,
    paragraph: str,
    decided_on: date | None,
    status: DocumentStatus,
    valid_from: date | None,
    valid_to: date | None,
    responsible_id: int | None,
    publicity: Publicity,
    rights_note: str = "",
) -> LocalDocument:
    """A person confirms or corrects what is known about a document; the proposed facts are settled by it."""
    document = session.get(LocalDocument, document_id, with_for_update=True)
    if document is None:
        raise NotFound("error.document_unknown", id=document_id)
    access.allow(session, by, "local.describe", document.workspace_id)
    if document.version != seen_version:
        raise Conflict("error.document_changed", id=document.id, title=document.name)
    if not title.strip():
        raise ImportProblem("error.title_needed")
    before = _described(document)
    document.name, document.type, document.body, document.dnr = title.strip(), type, body.strip(), dnr.strip()
    document.paragraph, document.decided_on, document.status = paragraph.strip(), decided_on, status
    document.valid_from, document.valid_to, document.responsible_id = valid_from, valid_to, responsible_id
    document.publicity, document.rights_note = publicity, rights_note.strip()
    document.version += 1
    editions = select(LocalEdition.id).where(LocalEdition.document_id == document.id)
    session.execute(update(DocumentFact).where(DocumentFact.edition_id.in_(editions)).values(state=Decided.CONFIRMED))
    session.flush()
    events.record(
        session,
        document.workspace_id,
        "local.describe",
        f"local_document:{document.id}",
        by=by,
        before=before,
        after=_described(document),
        note=document.name,
    )
    return document


def _described(document: LocalDocument) -> dict[str, object]:
    fields = ("type", "dnr", "paragraph", "decided_on", "status", "valid_from", "valid_to", "responsible_id")
    return {field: getattr(document, field) for field in (*fields, "publicity", "version")}


def _passages(document: Document, language: str, document_type: str) -> Iterator[PreparedPassage]:
    enclosing = _enclosing(document.provisions)
    inputs = []
    for block in document.blocks:
        provision = enclosing(block)
        inputs.append(
            PassageText(
                text=document.text[block.start : block.end],
                heading=provision.heading if provision else "",
                provision_kind=provision.kind if provision else "",
                block_kind=block.kind.value,
            )
        )
    judged = judge_passages(inputs, language=language, document_type=document_type)
    for block, judgement in zip(document.blocks, judged, strict=True):
        provision = enclosing(block)
        text = document.text[block.start : block.end]
        yield PreparedPassage(
            locator=provision.locator if provision else "",
            type=judgement.type,
            heading=provision.heading if provision else "",
            page=block.page,
            start=block.start,
            end=block.end,
            references=tuple(find_references(text, language=language, offset=block.start)),
        )


def _enclosing(provisions: tuple[Provision, ...]) -> Callable[[Block], Provision | None]:
    """A look-up of the innermost provision a block stands in."""
    starts = [provision.start for provision in provisions]

    def find(block: Block) -> Provision | None:
        index: int | None = bisect_right(starts, block.start) - 1
        if index is not None and index < 0:
            return None
        while index is not None and provisions[index].end < block.end:
            index = provisions[index].parent
        return provisions[index] if index is not None else None

    return find


def _document(
    session: Session, prepared: PreparedDocument, workspace_id: int, document_id: int | None
) -> LocalDocument:
    """The document the edition belongs to; a new one takes the proposed facts."""
    if document_id is not None:
        document = session.get(LocalDocument, document_id, with_for_update=True)
        if document is None or document.workspace_id != workspace_id:
            raise NotFound("error.document_unknown", id=document_id)
        session.execute(update(LocalEdition).where(LocalEdition.document_id == document_id).values(current=False))
        return document
    facts = {fact.field.value: fact.value for fact in prepared.facts}
    title = facts.get("title") or prepared.document.title or PurePath(prepared.file_name).stem
    responsible = facts.get("responsible") or facts.get("body") or ""
    document = LocalDocument(
        workspace_id=workspace_id,
        name=title[:1000],
        responsible_id=_actor_named(session, workspace_id, responsible),
        status=DocumentStatus(facts.get("status", DocumentStatus.UNKNOWN)),
        publicity=Publicity(facts.get("publicity", Publicity.PUBLIC)),
        created_at=clock.now(),
    )
    for field in TEXTS & facts.keys():
        setattr(document, field, facts[field][:120])
    for field in DATES & facts.keys():
        setattr(document, field, date.fromisoformat(facts[field]))
    session.add(document)
    session.flush()
    return document


def _actor_named(session: Session, workspace_id: int, name: str) -> int:
    """The unit or body with this name; the municipality as a whole where it is unknown."""
    found = session.scalars(
        select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.name_folded == folded(name))
    ).first()
    return found or workspaces.municipality(session, workspace_id).id


def _edition(session: Session, document: LocalDocument, prepared: PreparedDocument, by: Person) -> LocalEdition:
    edition = LocalEdition(
        workspace_id=document.workspace_id,
        document_id=document.id,
        original_sha256=prepared.sha256,
        file_name=prepared.file_name[-400:],
        language=prepared.language,
        format=prepared.document.format,
        tradition=prepared.document.tradition,
        text=prepared.document.text,
        imported_at=clock.now(),
        imported_by_id=by.id,
        pipeline=READ_BY,
        warnings=warning_rows(prepared.document.warnings),
    )
    session.add(edition)
    session.flush()
    return edition


def _store_passages(session: Session, edition: LocalEdition, prepared: PreparedDocument) -> list[Passage]:
    rows = [
        Passage(
            workspace_id=edition.workspace_id,
            edition_id=edition.id,
            position=position,
            locator=passage.locator[:400],
            type=passage.type,
            heading=passage.heading,
            page=passage.page,
            start=passage.start,
            end=passage.end,
            fingerprint=events.fingerprint(prepared.document.text[passage.start : passage.end]),
        )
        for position, passage in enumerate(prepared.passages)
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(
        PassageReference(
            workspace_id=edition.workspace_id,
            passage_id=row.id,
            start=reference.start,
            end=reference.end,
            text=reference.text,
            target=reference.target[:400],
        )
        for row, passage in zip(rows, prepared.passages, strict=True)
        for reference in passage.references
    )
    session.flush()
    return rows


def _store_facts(session: Session, edition: LocalEdition, facts: tuple[ReadFact, ...]) -> None:
    session.add_all(
        DocumentFact(
            workspace_id=edition.workspace_id,
            edition_id=edition.id,
            field=fact.field.value,
            value=fact.value,
            start=fact.start,
            end=fact.end,
        )
        for fact in facts
    )
    session.flush()
