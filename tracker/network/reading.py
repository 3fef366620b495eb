"""Parts that a workspace's actors had in its documents, read from their own words. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.participation import PartFound, Said, linking_words, parts
from tracker import workspaces
from tracker.network.names import Known, Named, Names
from tracker.network.ties import ancestors
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor, ActorKind, Part
from tracker.tables.schema import folded

FORMS = ("label", "opens", "own", "after", "before", "between", "column")
"""How telling the words are: of several for one part, those of the first form are quoted."""

OUTSIDE = frozenset(
    {
        ActorKind.AUTHORITY,
        ActorKind.EU_BODY,
        ActorKind.INTEREST_ORGANISATION,
        ActorKind.NETWORK,
        ActorKind.VENDOR,
        ActorKind.CITIZEN_GROUP,
    }
)
"""Kinds that decide and answer elsewhere: what a document says of their duties gives them no part in it."""

LONGEST = 400
"""Characters of quoted words; a longer row of a table is quoted from its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document's current edition with its passages."""

    id: int
    edition: int
    language: str
    text: str
    passages: Sequence[Said]
    on: date | None
    adopted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is read: the actors by number, and the documents. `municipality` is the workspace's own."""

    municipality: str
    actors: Mapping[int, Known]
    kinds: Mapping[int, ActorKind]
    documents: Sequence[Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRead:
    """An actor's part in a document, with the words that say so at `start:end` of the edition.

    `whole` says that the words speak of the whole document, or give a task in a decision, not of a matter within it.
    """

    document: int
    edition: int
    actor: int
    part: Part
    on: date | None
    start: int
    end: int
    form: str
    whole: bool


def gather(session: Session, workspace_id: int) -> Shelf:
    """Everything the reading needs."""
    rows = session.scalars(select(Actor).where(Actor.workspace_id == workspace_id).order_by(Actor.id)).all()
    above = {row.id: row.part_of_id for row in rows}
    actors = {
        row.id: Known(
            id=row.id, name=row.name, coordinated=row.kind is ActorKind.ROLE, above=frozenset(ancestors(row.id, above))
        )
        for row in rows
    }
    return Shelf(
        municipality=workspaces.municipality(session, workspace_id).name,
        actors=actors,
        kinds={row.id: row.kind for row in rows},
        documents=_documents(session, workspace_id),
    )


def find(shelf: Shelf) -> list[PartRead]:
    """Every part once, with its most telling words; none in a document that another municipality decided."""
    names: dict[str, Names] = {}
    found: list[PartRead] = []
    for document in shelf.documents:
        if document.language not in names:
            names[document.language] = Names(shelf.actors.values(), document.language)
        read = parts(document.passages, document.language)
        if not any(one.part == Part.DECIDED and _elsewhere(one, shelf) for one in read):
            found += _best(_named(shelf, document, read, names[document.language]))
    return found


def _documents(session: Session, workspace_id: int) -> list[Document]:
    passages: dict[int, list[tuple[int, int, Passage]]] = {}
    for row in session.scalars(
        select(Passage).where(Passage.workspace_id == workspace_id).order_by(Passage.edition_id, Passage.position)
    ):
        passages.setdefault(row.edition_id, []).append((row.start, row.end, row))
    rows = session.execute(
        select(LocalDocument, LocalEdition.id, LocalEdition.language, LocalEdition.text)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalDocument.workspace_id == workspace_id, LocalEdition.current)
        .order_by(LocalDocument.id)
    )
    return [
        Document(
            id=row.id,
            edition=edition,
            language=language,
            text=text,
            passages=[
                Said(text=text[start:end], type=passage.type, start=start)
                for start, end, passage in passages.get(edition, ())
            ],
            on=row.decided_on,
            adopted=row.status in {DocumentStatus.ADOPTED, DocumentStatus.REPLACED, DocumentStatus.REPEALED},
        )
        for row, edition, language, text in rows
    ]


def _named(shelf: Shelf, document: Document, read: Iterable[PartFound], names: Names) -> Iterable[PartRead]:
    linking = linking_words(document.language)
    for one in read:
        if _elsewhere(one, shelf):
            continue
        part = Part(one.part)
        for named in names.chosen(document.text, one.who_start, one.who_end, one.anchor, linking):
            if part in {Part.DECIDED, Part.RESPONSIBLE} and shelf.kinds[named.actor] in OUTSIDE:
                continue
            start, end = _words(one, named)
            yield PartRead(
                document=document.id,
                edition=document.edition,
                actor=named.actor,
                part=part,
                on=document.on,
                start=start,
                end=end,
                form=one.form,
                whole=one.form == "label" or one.within == "decision",
            )


def _words(one: PartFound, named: Named) -> tuple[int, int]:
    """From the cue to the name, or the other way round."""
    start, end = min(one.start, named.start), max(one.end, named.end)
    return (start, end) if end - start <= LONGEST else (named.start, named.end)


def _best(found: Iterable[PartRead]) -> list[PartRead]:
    """Of several words for one part of one actor the most telling, then the first."""
    kept: dict[tuple[int, Part], PartRead] = {}
    for one in sorted(found, key=lambda one: (not one.whole, FORMS.index(one.form), one.start)):
        kept.setdefault((one.actor, one.part), one)
    return sorted(kept.values(), key=lambda one: (one.start, one.actor))


def _elsewhere(one: PartFound, shelf: Shelf) -> bool:
    """Whether the sentence names another municipality than the workspace's own."""
    return bool(one.place) and not folded(shelf.municipality).startswith(folded(one.place).removesuffix("s"))
