"""A small municipality with a document that says who had which part in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from sqlalchemy import select

from policies.reading import read
from tracker import documents
from tracker.database import Database
from tracker.tables.local import DocumentStatus, LocalDocument
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace

PLAN = """# Plan för öppna data

Antagen av kommunstyrelsen 2025-03-05 § 12. Handläggare: Dataingenjör. Dokumentansvarig: Webbenheten.

## Ansvar

Webbenheten ansvarar för datakatalogen. Digg har ansvaret för tillsynen.

## Samråd

Arkivarien har inget att erinra.
"""

ACTORS = {
    "Kommunstyrelsen": (ActorKind.BOARD, None),
    "Webbenheten": (ActorKind.UNIT, "Kommunstyrelsen"),
    "Dataingenjör": (ActorKind.ROLE, "Webbenheten"),
    "Arkivarie": (ActorKind.ROLE, None),
    "Digg": (ActorKind.AUTHORITY, None),
}


@pytest.fixture
def actors(database: Database, workspace: Workspace) -> Mapping[str, int]:
    """The numbers of the actors by name."""
    with database.writing() as session:
        known: dict[str, int] = {}
        for name, (kind, above) in ACTORS.items():
            row = Actor(workspace_id=workspace.id, name=name, kind=kind, part_of_id=known.get(above or ""))
            session.add(row)
            session.flush()
            known[name] = row.id
    return known


@pytest.fixture
def add_document(database: Database, person: Person, workspace: Workspace) -> Callable[..., int]:
    """Imports a Markdown text as an adopted document and gives its number."""

    def add(text: str, name: str = "plan.md", on: date | None = date(2025, 3, 5)) -> int:
        data = text.encode()
        prepared = documents.prepare(data, name, read(data, name))
        with database.writing() as session:
            number = documents.import_document(session, prepared, workspace.id, by=person).document_id
            row = session.scalars(select(LocalDocument).where(LocalDocument.id == number)).one()
            row.status, row.decided_on = DocumentStatus.ADOPTED, on
        return number

    return add


@pytest.fixture
def plan() -> str:
    """The text of a document with a part of every sort but an objection."""
    return PLAN
