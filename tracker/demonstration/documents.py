"""The local documents of the demonstration: imported when they could be known, described, replaced by new editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.errors import UnreadableFile
from tracker import describing, tasks, workspaces
from tracker.database import Database
from tracker.demonstration import chronicle, story
from tracker.demonstration.people import actor_ids
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.people import Person
from tracker.tables.schema import folded


class Passages:
    """The passages of a workspace's documents, found by what they hold; white space does not matter."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self._session, self._workspace_id = session, workspace_id
        self._words: dict[str, dict[int, str]] = {}

    def holding(self, file_name: str, sentence: str) -> int | None:
        """The first passage of a document that holds the sentence."""
        if file_name not in self._words:
            self._words[file_name] = self._read(file_name)
        wanted = " ".join(sentence.split())
        return next((number for number, words in self._words[file_name].items() if wanted in words), None)

    def _read(self, file_name: str) -> dict[int, str]:
        rows = self._session.execute(
            select(Passage.id, Passage.start, Passage.end, LocalEdition.id)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .where(LocalEdition.workspace_id == self._workspace_id, LocalEdition.file_name == file_name)
            .order_by(Passage.position)
        ).all()
        if not rows:
            return {}
        text = self._session.scalars(select(LocalEdition.text).where(LocalEdition.id == rows[0][3])).one()
        return {number: " ".join(text[start:end].split()) for number, start, end, _ in rows}


def import_due(
    database: Database, files: list[Path], workspace_id: int, day: date, *, by: Person
) -> tuple[UnreadableFile, ...]:
    """Import what came in by a day of work, a new text as the next edition of its document; what was refused."""
    refused: list[UnreadableFile] = []
    earlier = {row["document"]: row["earlier"] for row in story.decisions()["revisions"]}
    for path in files:
        if known_on(path.name) != day:
            continue
        try:
            if path.name in earlier:
                _revise(database, path, earlier[path.name], workspace_id, by)
            else:
                tasks.import_document(database, path.read_bytes(), path.name, workspace_id, by=by)
        except UnreadableFile as problem:
            refused.append(problem)  # one file is a scan, as in any real folder
    return tuple(refused)


def known_on(file_name: str) -> date:
    """The day of work on which a file was imported."""
    return chronicle.of_documents().get(file_name, chronicle.READ)


def describe_due(session: Session, workspace_id: int, day: date, by: Person) -> None:
    """Confirm what is known about the documents of a day, and that older ones were replaced, as a registrar would."""
    units = actor_ids(session, workspace_id)
    replaced_on = {row["document"]: row["on"] for row in story.decisions()["replaced"]}
    for fact in story.answers()["facts"]:
        replaced = replaced_on.get(fact["document"])
        if known_on(fact["document"]) == day and replaced is not None:
            still = {"status": DocumentStatus.ADOPTED, "valid_to": None}
            _describe(session, workspace_id, {**fact, **still}, units, by)
        elif replaced == day.isoformat() or known_on(fact["document"]) == day:
            _describe(session, workspace_id, fact, units, by)


def describe(session: Session, workspace_id: int, facts: Iterable[Mapping[str, Any]], by: Person) -> None:
    """Confirm what is known about documents; `facts` are rows like those of answers.json."""
    units = actor_ids(session, workspace_id)
    for fact in facts:
        _describe(session, workspace_id, fact, units, by)


def _describe(
    session: Session, workspace_id: int, fact: Mapping[str, Any], units: Mapping[str, int], by: Person
) -> None:
    document = _document(session, workspace_id, fact["document"])
    if document is None:
        return
    describing.describe(
        session,
        document.id,
        by=by,
        seen_version=document.version,
        title=fact["title"],
        type=fact["type"],
        body=fact["body"],
        dnr=fact["dnr"],
        paragraph=str(fact["paragraph"] or ""),
        decided_on=story.day(fact["decided_on"]),
        status=DocumentStatus(fact["status"] or DocumentStatus.UNKNOWN),
        valid_from=story.day(fact["valid_from"]),
        valid_to=story.day(fact["valid_to"]),
        responsible_id=units.get(folded(fact["unit"] or "")) or workspaces.municipality(session, workspace_id).id,
        publicity=Publicity(fact["publicity"]),
    )


def _revise(database: Database, path: Path, earlier: str, workspace_id: int, by: Person) -> None:
    with database.reading() as session:
        document = _document(session, workspace_id, earlier)
        known = _document(session, workspace_id, path.name)
    if document is not None and known is None:
        tasks.import_edition(database, path.read_bytes(), path.name, document.id, by=by)


def _document(session: Session, workspace_id: int, file_name: str) -> LocalDocument | None:
    return session.scalars(
        select(LocalDocument)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.file_name == file_name)
    ).first()
