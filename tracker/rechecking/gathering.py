"""What there is to look at: every address and every file that evidence of a workspace rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from policies.errors import NotFetched
from policies.sources import LANGUAGES
from policies.sources.identifiers import Celex, Sfs, parse
from tracker import access
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.local import LocalDocument, LocalEdition
from tracker.tables.measurement import Record
from tracker.tables.people import Person
from tracker.tables.service import Form, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to look at: an address, an act by its identifier (`act`), or a file of the archive (no address)."""

    kind: str
    number: int
    workspace_id: int | None
    address: str = ""
    act: str = ""
    language: str = ""
    sha256: str = ""

    @property
    def place(self) -> tuple[str, int, str, str]:
        """What makes two looks a look at the same thing."""
        return self.kind, self.number, self.address, "" if self.address else self.sha256


def gather(session: Session, workspace_id: int, *, by: Person) -> list[Source]:
    """Everything of a workspace, and of the guidelines that all share, that has an address or a file."""
    access.allow(session, by, "source.check", workspace_id)
    return [*_guidelines(session, workspace_id), *_addresses(session, workspace_id), *_files(session, workspace_id)]


def _guidelines(session: Session, workspace_id: int) -> Iterator[Source]:
    """Guidelines by their identifier where their publisher is known, in the language last imported; else by address."""
    newest = (
        select(Edition.guideline_id, func.max(Edition.id).label("edition"))
        .where(Edition.undone_at.is_(None))
        .group_by(Edition.guideline_id)
        .subquery()
    )
    rows = session.execute(
        select(Guideline.id, Guideline.identifier, Guideline.source_url, Edition.language)
        .outerjoin(newest, newest.c.guideline_id == Guideline.id)
        .outerjoin(Edition, Edition.id == newest.c.edition)
        .where(or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id))
        .order_by(Guideline.id)
    )
    for row in rows:
        act = _act(row.identifier)
        language = "sv" if isinstance(act, Sfs) or row.language not in LANGUAGES else row.language
        if act is not None:
            yield Source(
                kind="guideline",
                number=row.id,
                workspace_id=None,
                address=act.page(language),
                act=row.identifier,
                language=language,
            )
        elif row.source_url:
            yield Source(kind="guideline", number=row.id, workspace_id=None, address=row.source_url)


def _act(identifier: str) -> Celex | Sfs | None:
    try:
        return parse(identifier)
    except NotFetched:
        return None


def _addresses(session: Session, workspace_id: int) -> Iterator[Source]:
    for kind, table in (("service", Service), ("form", Form)):
        rows = session.execute(
            select(table.id, table.url).where(table.workspace_id == workspace_id, table.url != "").order_by(table.id)
        )
        for number, url in rows:
            yield Source(kind=kind, number=number, workspace_id=workspace_id, address=url)
    records = session.execute(
        select(Record.id, Record.facts)
        .where(Record.workspace_id == workspace_id, Record.withdrawn_at.is_(None))
        .order_by(Record.id)
    )
    for number, facts in records:
        for value in facts.values():
            if isinstance(value, str) and value.startswith(("https://", "http://")):
                yield Source(kind="record", number=number, workspace_id=workspace_id, address=value[:1_000])


def _files(session: Session, workspace_id: int) -> Iterator[Source]:
    guidelines = session.execute(
        select(Edition.guideline_id, Edition.original_sha256)
        .join(Guideline, Guideline.id == Edition.guideline_id)
        .where(or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id))
        .order_by(Edition.id)
    )
    for number, sha256 in guidelines:
        yield Source(kind="guideline", number=number, workspace_id=None, sha256=sha256)
    documents = session.execute(
        select(LocalDocument.id, LocalEdition.original_sha256)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalDocument.workspace_id == workspace_id)
        .order_by(LocalEdition.id)
    )
    for number, sha256 in documents:
        yield Source(kind="document", number=number, workspace_id=workspace_id, sha256=sha256)
