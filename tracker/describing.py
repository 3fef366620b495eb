"""What people say about a local document: its facts confirmed or corrected."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker import access, events, meanwhile
from tracker.errors import Conflict, ImportProblem, NotFound, Refused
from tracker.tables.guideline import Decided
from tracker.tables.local import DocumentFact, DocumentStatus, LocalDocument, LocalEdition, Publicity
from tracker.tables.people import Person


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
    """A person confirms or corrects what is known about a document; the proposed facts are settled by it.

    Secrecy is laid here too, but lifted with a reason only (tracker.secrecy).
    """
    document = session.get(LocalDocument, document_id, with_for_update=True)
    if document is None:
        raise NotFound("error.document_unknown", id=document_id)
    access.allow(session, by, "local.describe", document.workspace_id)
    if document.version != seen_version:
        who = meanwhile.last(session, document.workspace_id, f"local_document:{document.id}", reader=by.id)
        raise Conflict("error.document_changed", id=document.id, title=document.name, **who)
    if not title.strip():
        raise ImportProblem("error.title_needed")
    if document.publicity is Publicity.SECRECY is not publicity:
        raise Refused("error.secrecy_reason_needed")
    before = _described(document)
    document.name, document.type, document.body, document.dnr = title.strip(), type, body.strip(), dnr.strip()
    document.paragraph, document.decided_on, document.status = paragraph.strip(), decided_on, status
    document.valid_from, document.valid_to, document.responsible_id = valid_from, valid_to, responsible_id
    document.publicity, document.rights_note = publicity, rights_note.strip()
    document.version += 1
    editions = select(LocalEdition.id).where(LocalEdition.document_id == document.id)
    facts = update(DocumentFact).where(DocumentFact.edition_id.in_(editions))
    session.execute(facts.values(state=Decided.CONFIRMED, decided_by_id=by.id))
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
