"""Importing local documents: passages with types, proposed facts, one transaction per document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from nlp.document_facts import DocumentFact as ReadFact
from nlp.document_facts import document_facts
from policies.document import Document, ReadWarning
from tracker import access, clock, events, originals, workspaces
from tracker.errors import ImportProblem
from tracker.extraction import TRACKED_LANGUAGES, language_of
from tracker.passages import PreparedPassage, typed_passages
from tracker.tables.guideline import Decided
from tracker.tables.local import (
    DocumentFact,
    DocumentStatus,
    LocalDocument,
    LocalEdition,
    Passage,
    PassageReference,
    Publicity,
)
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import folded

DATES = frozenset({"decided_on", "valid_from", "valid_to"})
LIMITS = {"type": 40, "body": 400, "dnr": 120, "paragraph": 40}  # characters the columns hold
READ_BY = "passages/1"


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

    @property
    def title(self) -> str:
        """What the document is called: as read in it, else the name of the file."""
        read = next((fact.value for fact in self.facts if fact.field.value == "title"), "")
        return read or self.document.title or PurePath(self.file_name).stem


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
    if language not in TRACKED_LANGUAGES:
        # A plan of few words is easily taken for Danish: it is read as what most local documents are, and said so.
        strange = ReadWarning(code="warning.language_without_rules", values={"file": file_name, "language": language})
        document = replace(document, warnings=(*document.warnings, strange))
    facts = document_facts(document.text, file_name=file_name, metadata=dict(document.metadata))
    kind = next((fact.value for fact in facts if fact.field.value == "type"), "")
    return PreparedDocument(
        file_name=PurePath(file_name).name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        document=document,
        language=language,
        passages=tuple(typed_passages(document, language if language in TRACKED_LANGUAGES else "sv", kind)),
        facts=facts,
    )


def import_document(session: Session, prepared: PreparedDocument, workspace_id: int, *, by: Person) -> ImportedDocument:
    """Store a prepared local document in a workspace as a document of its own (`tracker.revising` knows editions).

    The same bytes again change nothing. The proposed facts fill the document's fields until a person changes them.
    """
    access.allow(session, by, "local.import", workspace_id)
    if not prepared.passages:
        raise ImportProblem("error.no_passages", file=prepared.file_name)
    events.hold(session, workspace_id)  # of two who import the same bytes at once the second finds them
    same = session.scalars(
        select(LocalEdition).where(
            LocalEdition.workspace_id == workspace_id, LocalEdition.original_sha256 == prepared.sha256
        )
    ).first()
    if same is not None:
        return ImportedDocument(
            document_id=same.document_id, edition_id=same.id, new=False, passages=0, facts=0, warnings=()
        )
    document = _document(session, prepared, workspace_id)
    edition, fingerprints = store_edition(session, document, prepared, by=by)
    events.record(
        session,
        workspace_id,
        "local.import",
        f"local_edition:{edition.id}",
        by=by,
        after={
            "document": document.id,
            "sha256": prepared.sha256,
            "passages": len(fingerprints),
            "digest": originals.digest_of(fingerprints),
        },
        note=document.name,
    )
    return ImportedDocument(
        document_id=document.id,
        edition_id=edition.id,
        new=True,
        passages=len(fingerprints),
        facts=len(prepared.facts),
        warnings=prepared.document.warnings,
    )


def store_edition(
    session: Session, document: LocalDocument, prepared: PreparedDocument, *, by: Person
) -> tuple[LocalEdition, list[str]]:
    """Store a text of a document with its passages and proposed facts; the caller writes the event.

    Gives the edition and the fingerprints of its passages in their order.
    """
    originals.store(session, prepared.sha256, prepared.data)
    edition = _edition(session, document, prepared, by)
    fingerprints = _store_passages(session, edition, prepared)
    _store_facts(session, edition, prepared.facts)
    return edition, fingerprints


def _document(session: Session, prepared: PreparedDocument, workspace_id: int) -> LocalDocument:
    """A new document, which takes the proposed facts."""
    facts = {fact.field.value: fact.value for fact in prepared.facts}
    responsible = facts.get("responsible") or facts.get("body") or ""
    document = LocalDocument(
        workspace_id=workspace_id,
        name=prepared.title[:1000],
        responsible_id=_actor_named(session, workspace_id, responsible),
        status=DocumentStatus(facts.get("status", DocumentStatus.UNKNOWN)),
        publicity=Publicity(facts.get("publicity", Publicity.PUBLIC)),
        created_at=clock.now(),
    )
    for field in LIMITS.keys() & facts.keys():
        setattr(document, field, facts[field][: LIMITS[field]])
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
        warnings=originals.warning_rows(prepared.document.warnings),
    )
    session.add(edition)
    session.flush()
    return edition


def _store_passages(session: Session, edition: LocalEdition, prepared: PreparedDocument) -> list[str]:
    """In two statements: rows made one by one by the session cost three times as much."""
    text = prepared.document.text
    fingerprints = [events.fingerprint(text[passage.start : passage.end]) for passage in prepared.passages]
    numbers = session.scalars(
        insert(Passage).returning(Passage.id, sort_by_parameter_order=True),
        [
            {
                "workspace_id": edition.workspace_id,
                "edition_id": edition.id,
                "position": position,
                "locator": passage.locator[:400],
                "type": passage.type,
                "heading": passage.heading,
                "page": passage.page,
                "start": passage.start,
                "end": passage.end,
                "fingerprint": fingerprint,
                "secret": False,
            }
            for position, (passage, fingerprint) in enumerate(zip(prepared.passages, fingerprints, strict=True))
        ],
    ).all()
    references = [
        {
            "workspace_id": edition.workspace_id,
            "passage_id": number,
            "start": reference.start,
            "end": reference.end,
            "text": reference.text,
            "target": reference.target[:400],
        }
        for number, passage in zip(numbers, prepared.passages, strict=True)
        for reference in passage.references
    ]
    if references:
        session.execute(insert(PassageReference), references)
    return fingerprints


def _store_facts(session: Session, edition: LocalEdition, facts: tuple[ReadFact, ...]) -> None:
    rows = [
        {
            "workspace_id": edition.workspace_id,
            "edition_id": edition.id,
            "field": fact.field.value,
            "value": fact.value,
            "start": fact.start,
            "end": fact.end,
            "state": Decided.SUGGESTED,
        }
        for fact in facts
    ]
    if rows:
        session.execute(insert(DocumentFact), rows)
