"""Copied policy as its readers may see it: which passages of a document also stand elsewhere, with both texts.

Documents under secrecy and workspaces the reader has no role in never show, whatever was found before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from nlp.translation.wording import shared_runs
from tracker import access
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.people import Workspace
from tracker.tables.translation import SharedWording
from tracker.views.clearance import open_passages

COPIED_FROM = 0.2
"""Share of a document's text that stands elsewhere from which on a list says so."""

_LEAST_MARKED = 3  # words in a row that are marked within a shared stretch; fewer are chance
_Ours, _Theirs = aliased(Passage, name="ours"), aliased(Passage, name="theirs")
_OurEdition, _TheirEdition = aliased(LocalEdition, name="our_edition"), aliased(LocalEdition, name="their_edition")
_OurDocument, _TheirDocument = aliased(LocalDocument, name="our_doc"), aliased(LocalDocument, name="their_doc")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReusedWith:
    """A document that shares passages with the one in question; `share` is how much of the latter's text they are."""

    document_id: int
    name: str
    municipality: str
    slug: str
    decided_on: date | None
    passages: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReuse:
    """How many passages of a document stand elsewhere too, the share of its text they are, and where."""

    passages: int
    share: float
    others: Sequence[ReusedWith]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReusedDocument:
    """One of the workspace's documents that shares passages with others."""

    document_id: int
    name: str
    decided_on: date | None
    reuse: DocumentReuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two texts: a passage, where it stands, and what the other has too, as offsets into it."""

    passage_id: int
    heading: str
    page: int
    language: str
    text: str
    shared: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """A passage beside the one it shares a stretch with; `share` is that of the shorter one."""

    own: Side
    other: Side
    share: float


def document_reuse(session: Session, workspace_id: int, *, document_id: int, person_id: int) -> DocumentReuse:
    """Where passages of a document also stand, the document with most of them first."""
    rows = session.execute(
        _with_others(session, workspace_id, person_id).where(_OurEdition.document_id == document_id)
    ).all()
    return _reuse(rows, _lengths(session, workspace_id, document_id).get(document_id, 0))


def reused_documents(session: Session, workspace_id: int, *, person_id: int) -> list[ReusedDocument]:
    """Every document that shares passages with another, the one with the largest share of its text first."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(
        _with_others(session, workspace_id, person_id).add_columns(_OurEdition.document_id.label("document"))
    ):
        rows[row.document].append(row[:-1])
    whole = _lengths(session, workspace_id)
    names = session.execute(
        select(LocalDocument.id, LocalDocument.name, LocalDocument.decided_on).where(LocalDocument.id.in_(list(rows)))
    )
    found = [
        ReusedDocument(
            document_id=number, name=name, decided_on=day, reuse=_reuse(rows[number], whole.get(number, 0))
        )
        for number, name, day in names
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.reuse.share, one.document_id))


def shared_passages(
    session: Session, workspace_id: int, *, document_id: int, other_id: int, person_id: int
) -> list[SharedPassage]:
    """The passages of a document that stand in document `other_id` too, in their order, both texts with their marks."""
    rows = session.execute(
        _visible(session, workspace_id, person_id)
        .add_columns(SharedWording, _Ours, _Theirs, _OurEdition.id, _TheirEdition.id)
        .where(_OurEdition.document_id == document_id, _TheirDocument.id == other_id)
        .order_by(_Ours.position, SharedWording.other_id)
    ).all()
    editions = {edition for row in rows for edition in row[-2:]}
    read = {
        number: (language, text)
        for number, language, text in session.execute(
            select(LocalEdition.id, LocalEdition.language, LocalEdition.text).where(LocalEdition.id.in_(editions))
        )
    }
    shown = []
    for *_, wording, ours, other, own_id, their_id in rows:
        (language, text), (other_language, other_text) = read[own_id], read[their_id]
        stretch, other_stretch = text[wording.start : wording.end], other_text[wording.other_start : wording.other_end]
        runs = shared_runs(stretch, other_stretch, least=_LEAST_MARKED)
        shown.append(
            SharedPassage(
                own=_side(ours, language, text, wording.start, [run.source for run in runs]),
                other=_side(other, other_language, other_text, wording.other_start, [run.target for run in runs]),
                share=wording.share,
            )
        )
    return shown


def passage_reuse(session: Session, workspace_id: int, *, passage_id: int, person_id: int) -> list[ReusedWith]:
    """Where one passage also stands, the fullest copy first; `share` is that of the shorter passage."""
    rows = session.execute(
        _visible(session, workspace_id, person_id)
        .add_columns(_TheirDocument.id, _TheirDocument.name, _TheirDocument.decided_on, Workspace.name, Workspace.slug)
        .where(SharedWording.passage_id == passage_id)
        .order_by(SharedWording.share.desc(), SharedWording.id)
    )
    found: dict[int, ReusedWith] = {}
    for _, _, _, share, other, name, decided_on, municipality, slug in rows:
        found.setdefault(
            other,
            ReusedWith(
                document_id=other,
                name=name,
                municipality=municipality,
                slug=slug,
                decided_on=decided_on,
                passages=1,
                share=share,
            ),
        )
    return list(found.values())


def copied_shares(session: Session, workspace_id: int, *, person_id: int) -> Mapping[int, float]:
    """Of each document with shared passages, the share of its text that they are, in (0, 1]."""
    rows = session.execute(_visible(session, workspace_id, person_id).add_columns(_OurEdition.document_id))
    places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for passage, start, end, _, document in rows:
        places[document].append((passage, start, end))
    whole = _lengths(session, workspace_id)
    return {document: _share(found, whole.get(document, 0)) for document, found in places.items()}


def _side(passage: Passage, language: str, text: str, begins: int, runs: Iterable[tuple[int, int]]) -> Side:
    moved = begins - passage.start
    return Side(
        passage_id=passage.id,
        heading=passage.heading,
        page=passage.page,
        language=language,
        text=text[passage.start : passage.end],
        shared=sorted((start + moved, end + moved) for start, end in runs),
    )


def _visible(session: Session, workspace_id: int, person_id: int) -> Select[int, int, int, float]:
    """The workspace's shared wordings whose other side the person may see: passage, start, end and share."""
    return (
        select(SharedWording.passage_id, SharedWording.start, SharedWording.end, SharedWording.share)
        .join(_Ours, _Ours.id == SharedWording.passage_id)
        .join(_OurEdition, _OurEdition.id == _Ours.edition_id)
        .join(_OurDocument, _OurDocument.id == _OurEdition.document_id)
        .join(_Theirs, _Theirs.id == SharedWording.other_id)
        .join(_TheirEdition, _TheirEdition.id == _Theirs.edition_id)
        .join(_TheirDocument, _TheirDocument.id == _TheirEdition.document_id)
        .join(Workspace, Workspace.id == _TheirDocument.workspace_id)
        .where(
            SharedWording.workspace_id == workspace_id,
            _OurEdition.current,
            _TheirEdition.current,
            open_passages(False, _OurDocument, _Ours),
            open_passages(False, _TheirDocument, _Theirs),
            _TheirDocument.workspace_id.in_(access.readable(session, person_id)),
            Workspace.retired_at.is_(None),
        )
    )


def _with_others(session: Session, workspace_id: int, person_id: int) -> Select[Any]:
    """The same with the document of the other side: number, name and day, and whose it is."""
    return _visible(session, workspace_id, person_id).add_columns(
        _TheirDocument.id, _TheirDocument.name, _TheirDocument.decided_on, Workspace.name, Workspace.slug
    )


def _reuse(rows: Iterable[Any], whole: int) -> DocumentReuse:
    """What one document of `whole` characters shares, from its rows of `_with_others`."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    names = {}
    for passage, start, end, _, other, *named in rows:
        found[other].append((passage, start, end))
        names[other] = named
    others = [
        ReusedWith(
            document_id=other,
            name=names[other][0],
            decided_on=names[other][1],
            municipality=names[other][2],
            slug=names[other][3],
            passages=len({passage for passage, _, _ in places}),
            share=_share(places, whole),
        )
        for other, places in found.items()
    ]
    everything = [place for places in found.values() for place in places]
    return DocumentReuse(
        passages=len({passage for passage, _, _ in everything}),
        share=_share(everything, whole),
        others=sorted(others, key=lambda other: (-other.passages, -other.share, other.document_id)),
    )


def _lengths(session: Session, workspace_id: int, document_id: int | None = None) -> dict[int, int]:
    """Characters of the current text of each document, headings and contents left out."""
    wanted = (
        select(LocalEdition.document_id, func.sum(Passage.end - Passage.start))
        .join(Passage, Passage.edition_id == LocalEdition.id)
        .where(
            LocalEdition.workspace_id == workspace_id,
            LocalEdition.current,
            Passage.type.not_in((PassageType.HEADING, PassageType.CONTENTS)),
        )
        .group_by(LocalEdition.document_id)
    )
    if document_id is not None:
        wanted = wanted.where(LocalEdition.document_id == document_id)
    return dict(session.execute(wanted).all())


def _share(places: Sequence[tuple[int, int, int]], whole: int) -> float:
    """How much of a text some stretches are, in [0, 1]; what several have in common counts once."""
    covered = reached = 0
    for start, end in sorted((start, end) for _, start, end in places):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return min(1.0, covered / whole) if whole else 0.0
