"""Where local documents cite what no longer holds: repealed acts, older standards, bodies renamed, words since amended.

A finding stands whenever the document was decided: what it cites is not there to be followed. Only where the document
itself was replaced, repealed or has expired is there nothing left to correct in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.superseded import SupersededKind
from tracker import clock
from tracker.tables.guideline import Guideline
from tracker.tables.local import DocumentStatus, LocalDocument, Publicity
from tracker.tables.network import Actor
from tracker.views.local.citing import Citing, citing, identifiers_of
from tracker.views.texts import EditionTexts

ENDED_STATUSES = frozenset({DocumentStatus.REPLACED, DocumentStatus.REPEALED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An act, standard or body by its name or identifier; `guideline_id` where it is a guideline here."""

    name: str
    guideline_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedCitation:
    """A passage that cites what no longer holds: `text[start:end]` are the words that do.

    `holds` is false where the document itself was replaced, repealed or has expired. `owner` is the unit it speaks for.
    `since` is the first day without what is cited, None where it is not known; `unsure` where it was not checked.
    """

    document_id: int
    document: str
    status: DocumentStatus
    holds: bool
    owner_id: int | None
    owner: str
    passage_id: int
    page: int
    language: str
    text: str
    start: int
    end: int
    kind: SupersededKind
    title_sv: str
    title_en: str
    guideline_id: int | None
    replaced_by: Sequence[Named]
    since: date | None
    source: str
    unsure: bool

    @property
    def words(self) -> str:
        """The words that cite it."""
        return self.text[self.start : self.end]

    def title(self, language: str) -> str:
        """What is cited, in Swedish or English."""
        return self.title_sv if language == "sv" else self.title_en


def outdated_citations(session: Session, workspace_id: int, *, cleared: bool) -> list[OutdatedCitation]:
    """All of them, one per passage and thing cited: those of documents that hold first, then by document and place.

    Documents under secrecy are left out unless the reader is cleared.
    """
    named = {row.identifier: row for row in session.scalars(select(Guideline))}
    texts = EditionTexts(session, sees_secrecy=cleared)
    return _rows(session, workspace_id, citing(session, workspace_id, texts), named, texts, cleared=cleared)


def _rows(
    session: Session,
    workspace_id: int,
    found: Iterable[Citing],
    named: Mapping[str, Guideline],
    texts: EditionTexts,
    *,
    cleared: bool,
) -> list[OutdatedCitation]:
    documents = {
        row.id: row
        for row in session.scalars(select(LocalDocument).where(LocalDocument.workspace_id == workspace_id))
        if cleared or row.publicity is Publicity.PUBLIC
    }
    owners = dict(session.execute(select(Actor.id, Actor.name).where(Actor.workspace_id == workspace_id)).all())
    rows = []
    for passage, edition, start, end, entry in found:
        document = documents.get(edition.document_id)
        if document is None or (passage.secret and not cleared):
            continue
        cited = next((named[name] for name in identifiers_of(entry) if name in named), None)
        rows.append(
            OutdatedCitation(
                document_id=document.id,
                document=document.name,
                status=document.status,
                holds=_holds(document),
                owner_id=document.responsible_id,
                owner=owners.get(document.responsible_id or 0, ""),
                passage_id=passage.id,
                page=passage.page,
                language=edition.language,
                text=texts.local(edition.id)[passage.start : passage.end],
                start=start - passage.start,
                end=end - passage.start,
                kind=entry.kind,
                title_sv=entry.sv,
                title_en=entry.en,
                guideline_id=None if cited is None else cited.id,
                replaced_by=[_named(name, named) for name in entry.replaced_by],
                since=entry.since,
                source=entry.source,
                unsure=entry.unsure,
            )
        )
    order = {row.id: row.name_sort for row in documents.values()}
    return sorted(rows, key=lambda row: (not row.holds, order[row.document_id], row.document_id, row.passage_id))


def _holds(document: LocalDocument) -> bool:
    """A document still meant to be followed, or about to be adopted."""
    expired = document.valid_to is not None and document.valid_to < clock.today()
    return document.status not in ENDED_STATUSES and not expired


def _named(name: str, named: Mapping[str, Guideline]) -> Named:
    return Named(name=name, guideline_id=named[name].id if name in named else None)
