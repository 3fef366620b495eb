"""A local document read under limits, then stored as one of its own or as the next edition of another."""

from __future__ import annotations

from policies.sandbox import read_safely
from tracker import documents
from tracker.database import Database
from tracker.revising import applying, previewing, recognising
from tracker.tables.people import Person


def read_document(data: bytes, file_name: str) -> documents.PreparedDocument:
    """Read a local document and type its passages; nothing is stored."""
    return documents.prepare(data, file_name, read_safely(data, file_name))


def store_document(
    database: Database, prepared: documents.PreparedDocument, workspace_id: int, *, by: Person
) -> documents.ImportedDocument:
    """Store what was read as a document of its own."""
    return database.write(lambda session: documents.import_document(session, prepared, workspace_id, by=by))


def import_document(
    database: Database, data: bytes, file_name: str, workspace_id: int, *, by: Person
) -> documents.ImportedDocument:
    """Read, type and store a local document as one of its own."""
    return store_document(database, read_document(data, file_name), workspace_id, by=by)


def known_documents(
    database: Database, prepared: documents.PreparedDocument, workspace_id: int, *, by: Person
) -> list[recognising.Known]:
    """The documents of a workspace that a text looks like a new edition of, the likeliest first."""
    with database.reading() as session:
        return recognising.known_as(session, prepared, workspace_id, by=by)


def plan_edition(
    database: Database, data: bytes, file_name: str, document_id: int, *, by: Person
) -> previewing.Revision:
    """Read a text and say what it would change as the next edition of a local document; nothing is stored."""
    prepared = read_document(data, file_name)
    with database.reading() as session:
        return previewing.plan(session, prepared, document_id, by=by)


def import_edition(
    database: Database, data: bytes, file_name: str, document_id: int, *, by: Person
) -> applying.Revised:
    """Read a text and put it in use as the next edition of a local document."""
    revision = plan_edition(database, data, file_name, document_id, by=by)
    with database.writing() as session:
        return applying.apply(session, revision, by=by)
