"""A workspace with one document and one passage under secrecy, each with a word of its own that must not get out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from sqlalchemy import select

from policies.reading import read
from tests.tracker import stock
from tracker import coding, documents, linking, secrecy
from tracker.clock import now
from tracker.database import Database
from tracker.settings import Settings
from tracker.tables.goal import Goal
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.job import Job, JobState
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.measurement import Record
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import Mode

WORDS = ("zebrafink", "koltrast")
"""In everything of the document, and in the passage."""
SECRET = b"""# Zebrafinkens riktlinje

Antagen av zebrafinkens namnd 2030-03-05 \xc2\xa7 13, dnr ZEBRAFINK 2030/0013.

## Plan for zebrafinken

Kommunen ska ha en zebrafinkplan for provbarhet. Zebrafinkens plan ses over varje ar av kvalitetsenheten.
"""
OPEN = b"""# Oppen riktlinje

Antagen av kommunstyrelsen 2030-03-06 \xc2\xa7 14, dnr KS 2030/0014.

## Plan

Kommunen ska ha en koltrastplan for provbarhet. Koltrastens plan ses over varje ar av kvalitetsenheten.

For planen ansvarar kvalitetsenheten.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canaries:
    """The numbers of what is under secrecy, and of what stands beside it."""

    workspace: int
    person: Person
    slug: str
    secret_document: int
    secret_edition: int
    open_document: int
    open_edition: int
    secret_passages: tuple[int, ...]
    links: tuple[int, ...]
    requirements: tuple[int, ...]
    guideline: int
    guideline_edition: int
    sha256: str


def release(database: Database, settings: Settings) -> Canaries:
    """Fill an empty database with the evening of the town, then with canaries wherever words can stand."""
    held = stock.fill(database, "evening", settings)
    assert held.workspace is not None
    assert held.guideline is not None
    assert held.town is not None
    by, workspace = stock.person(database), held.workspace.id
    told = {}
    for name, data in (("zebrafink.md", SECRET), ("oppen.md", OPEN)):
        with database.writing() as session:
            told[name] = documents.import_document(
                session, documents.prepare(data, name, read(data, name)), workspace, by=by
            )
    stock.suggest(database, held.workspace, by, settings)
    with database.writing() as session:
        hidden, open_ = told["zebrafink.md"], told["oppen.md"]
        document = session.get_one(LocalDocument, hidden.document_id)
        document.name, document.body, document.dnr = "Zebrafinkens riktlinje", "Zebrafinknamnden", "ZEBRAFINK 1"
        whole = session.scalars(select(LocalEdition.text).where(LocalEdition.id == open_.edition_id)).one()
        marked = [
            row.id
            for row in session.scalars(select(Passage).where(Passage.edition_id == open_.edition_id))
            if "oltrast" in whole[row.start : row.end]
        ]
        linked = session.scalars(
            select(Link)
            .join(Passage, Passage.id == Link.passage_id)
            .where(Passage.edition_id.in_((hidden.edition_id, open_.edition_id)), Link.state == Decided.SUGGESTED)
            .order_by(Link.id)
        ).all()
        for link in linked[::2]:
            linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=by, seen_version=link.version)
            coding.code(session, link.id, next(iter(Mode)), by=by)
        session.add(Goal(workspace_id=workspace, name="Mal", document_id=hidden.document_id))
        session.add(
            Record(
                workspace_id=workspace, kind="user_test", on=date(2026, 3, 2), service_id=held.town.service,
                document_id=hidden.document_id, by_id=by.id, recorded_at=now(), facts={},
            )
        )  # fmt: skip
        session.add(
            Job(
                workspace_id=workspace, kind="import_document", by_id=by.id, created_at=now(), state=JobState.DONE,
                arguments={"file_name": "zebrafink.md", "sha256": document_sha(session, hidden.edition_id)},
                result={"sha256": document_sha(session, hidden.edition_id), "file_name": "zebrafink.md"},
            )
        )  # fmt: skip
        session.flush()
        secrecy.mark_document(
            session, hidden.document_id, by=by, seen_version=document.version, reason="zebrafinkens 21 kap."
        )
        for number in marked:
            secrecy.mark_passage(session, number, by=by, reason="koltrastens 21 kap.")
        numbers = session.scalars(select(Requirement.id).order_by(Requirement.id)).all()
        return Canaries(
            workspace=workspace, person=by, slug=held.workspace.slug, secret_document=hidden.document_id,
            secret_edition=hidden.edition_id, open_document=open_.document_id, open_edition=open_.edition_id,
            secret_passages=tuple(marked), links=tuple(link.id for link in linked), requirements=tuple(numbers),
            guideline=held.guideline.guideline_id, guideline_edition=held.guideline.edition_id,
            sha256=document_sha(session, hidden.edition_id),
        )  # fmt: skip


def document_sha(session: Any, edition: int) -> str:
    return str(session.scalars(select(LocalEdition.original_sha256).where(LocalEdition.id == edition)).one())


def give(database: Database, canaries: Canaries, role: Role) -> None:
    """Let the person have a role in the workspace."""
    with database.writing() as session:
        row = session.scalars(
            select(Membership).where(
                Membership.person_id == canaries.person.id, Membership.workspace_id == canaries.workspace
            )
        ).one()
        row.role = role


def out(told: object, words: Collection[str] = WORDS) -> set[str]:
    """The canaries in anything: text, bytes, archives, PDF, rows."""
    if isinstance(told, bytes) and told.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(told)) as archive:
            return set().union(*(out(archive.read(name), words) | out(name, words) for name in archive.namelist()))
    if isinstance(told, bytes) and told.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(told)
        return out(" ".join(page.get_textpage().get_text_range() for page in pages).replace("\n", ""), words)
    if isinstance(told, Path):
        return out(told.read_bytes(), words)
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told if isinstance(told, str) else repr(told)
    return {word for word in words if re.search(word, text, re.IGNORECASE)}
