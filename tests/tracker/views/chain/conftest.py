"""A municipality below the acts about boats: crosswalks, a document, a service and a unit, tied as a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from policies.reading import read
from tracker import documents, linking
from tracker.crosswalks import deciding
from tracker.database import Database
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.link import LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service, ServiceStatus
from tracker.views.chain import whole
from tracker.views.chain.whole import Chain

TEXT = b"""# Riktlinje f\xc3\xb6r l\xc3\xa5neb\xc3\xa5tar

I varje l\xc3\xa5neb\xc3\xa5t ska det finnas flytv\xc3\xa4star i alla storlekar.

L\xc3\xa4ckor redovisas varje \xc3\xa5r.
"""


@dataclass
class Harbour:
    """Ties requirements to one another and to what is local."""

    database: Database
    workspace: int
    by: Person
    number: Callable[[str], int]

    def tie(self, upper: str, lower: str, type: CrosswalkType | None = CrosswalkType.IMPLEMENTS) -> int:  # noqa: A002
        with self.database.writing() as session:
            row = deciding.add(session, self.number(upper), self.number(lower), by=self.by)
            if type is not None:
                deciding.confirm(session, row.id, type, by=self.by, seen_version=row.version)
            return row.id

    def write(self, *, status: DocumentStatus = DocumentStatus.ADOPTED, **values: object) -> list[int]:
        """A document with its passages; gives their numbers."""
        prepared = documents.prepare(TEXT, "batar.md", read(TEXT, "batar.md"))
        with self.database.writing() as session:
            imported = documents.import_document(session, prepared, self.workspace, by=self.by)
            document = session.get_one(LocalDocument, imported.document_id)
            document.status = status
            for key, value in values.items():
                setattr(document, key, value)
            wanted = select(Passage.id).join(LocalEdition).where(LocalEdition.document_id == document.id)
            return list(session.scalars(wanted.where(Passage.type != "heading").order_by(Passage.position)))

    def unit(self, name: str = "Hamnen") -> int:
        with self.database.writing() as session:
            row = Actor(workspace_id=self.workspace, kind=ActorKind.UNIT, name=name)
            session.add(row)
            session.flush()
            return row.id

    def service(self, *, unit: int | None = None, status: ServiceStatus = ServiceStatus.IN_SERVICE) -> int:
        with self.database.writing() as session:
            row = Service(workspace_id=self.workspace, name="Låna båt", unit_id=unit, status=status)
            session.add(row)
            session.flush()
            return row.id

    def link(self, key: str, target: str, target_id: int, type: LinkType | None = LinkType.IMPLEMENTS) -> int:  # noqa: A002
        with self.database.writing() as session:
            row = linking.add(session, self.workspace, self.number(key), target, target_id, by=self.by)
            if type is not None:
                linking.confirm(session, row.id, type, by=self.by, seen_version=1, on=date(2026, 1, 1))
            return row.id

    def chains(self, *, sees_secrecy: bool = True) -> dict[str, Chain]:
        """The chains by the keys of their requirements."""
        with self.database.reading() as session:
            rows = whole.chains(session, self.workspace, sees_secrecy=sees_secrecy).rows
        return {" ".join(one.key for one in chain.placed): chain for chain in rows}


@pytest.fixture
def harbour(database: Database, acts: Callable[[str], int], workspace: Workspace, person: Person) -> Harbour:
    return Harbour(database, workspace.id, person, acts)
