"""A document of our own with a link on each of its passages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from policies.reading import read
from tracker import documents, linking, tasks
from tracker.database import Database
from tracker.ingest import ImportedGuideline
from tracker.revising import applying
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person, Workspace

PLAN = "Kommunen ska ha en plan för provbarhet som nämnden följer upp."
FEES = "För planen tas ingen avgift ut av den som bor i kommunen."
ANSWER = "Den som frågar får svar inom två arbetsdagar av kontaktcenter."
HEAD = "# Riktlinje för provbarhet\n\nAntagen av kommunstyrelsen 2030-03-04 § 12, dnr KS 2030/0012.\n\n"


def text_of(*passages: str) -> bytes:
    """A document with these passages under one heading each."""
    return (HEAD + "".join(f"## Avsnitt {i}\n\n{words}\n\n" for i, words in enumerate(passages, 1))).encode()


@dataclass(frozen=True)
class Paper:
    """The document, and a confirmed link on each passage named by its words."""

    workspace: int
    document: int
    edition: int
    links: dict[str, int]


@pytest.fixture
def paper(database: Database, person: Person, workspace: Workspace, guideline: ImportedGuideline) -> Paper:
    data = text_of(PLAN, FEES, ANSWER)
    prepared = documents.prepare(data, "riktlinje.md", read(data, "riktlinje.md"))
    with database.writing() as session:
        imported = documents.import_document(session, prepared, workspace.id, by=person)
        session.get_one(LocalDocument, imported.document_id).status = DocumentStatus.ADOPTED
        requirement = session.scalars(
            select(Requirement.id).where(Requirement.tracked).order_by(Requirement.id)
        ).first()
        links = {}
        for words in (PLAN, FEES, ANSWER):
            link = linking.add(
                session, workspace.id, requirement or 0, "passage", passage_with(session, imported.edition_id, words),
                by=person,
            )  # fmt: skip
            linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
            links[words] = link.id
    return Paper(workspace=workspace.id, document=imported.document_id, edition=imported.edition_id, links=links)


@pytest.fixture
def revise(database: Database, person: Person, paper: Paper) -> Callable[..., applying.Revised]:
    """Put a text of these passages in use as the next edition."""

    def put(*passages: str) -> applying.Revised:
        return tasks.import_edition(database, text_of(*passages), "riktlinje2.md", paper.document, by=person)

    return put


def passage_with(session, edition_id: int, words: str) -> int:
    """The passage of an edition that has these words."""
    text = session.scalars(select(LocalEdition.text).where(LocalEdition.id == edition_id)).one()
    start = text.index(words)
    return session.scalars(
        select(Passage.id).where(Passage.edition_id == edition_id, Passage.start <= start, Passage.end > start)
    ).one()


def words_of(session, link_id: int) -> tuple[int, str]:
    """The edition a link's passage stands in, and its words."""
    passage = session.get_one(Passage, session.get_one(Link, link_id).passage_id)
    text = session.scalars(select(LocalEdition.text).where(LocalEdition.id == passage.edition_id)).one()
    return passage.edition_id, text[passage.start : passage.end]
