"""Coding projects and what was judged in them, as programs read them: without names, notes and reasons.

All of it goes through `tracker.blinding`: a project that is still coded gives nothing, not even a coder's own codes. A
program with a token (no reader) reads what is published; a person at this computer what their role lets them read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.blinding import BLIND
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.study import CodeKind, SampledLink, SampleKind, Stratum, StudyState
from tracker.tables.translation import Mode
from tracker.views.clearance import open_passages
from tracker.views.research import judged
from tracker.views.research.studies import StudyRow, codebook
from tracker.views.research.studies import studies as known_studies
from tracker.views.rows.paging import page


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeItem:
    """A code as the newest edition of a project's codebook has it; judgements name it by `key`."""

    key: str
    kind: CodeKind
    name_sv: str
    name_en: str
    definition_sv: str
    definition_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyItem:
    """A coding project whose coding is closed. The order of its sample follows from `seed`: the SHA-256 of "seed:link".

    `coders` are the numbers that stand for those who code; `edition` is the number of the newest codebook.
    """

    id: int
    name: str
    question: str
    state: StudyState
    sample: SampleKind
    stratum: Stratum | None
    size: int | None
    seed: int
    suggestions: bool
    shows_suggestion: bool
    units: int
    coders: Sequence[int]
    edition: int
    codes: Sequence[CodeItem]
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementItem:
    """What one coder said of the unit: keys of the codebook's `edition`.

    `suggested` is what the machine said, null when nothing; `shown` whether the coder saw it.
    """

    coder: int
    mode: Mode
    modifiers: Sequence[str]
    rules: Sequence[str]
    codes: Sequence[str]
    edition: int
    suggested: Mode | None
    shown: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationItem:
    """What was settled of a unit that coders saw differently."""

    mode: Mode
    modifiers: Sequence[str]
    rules: Sequence[str]
    codes: Sequence[str]
    edition: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyItem:
    """The municipality's answer to the mark, which stands beside it, and what the project says to that."""

    objects: bool
    text: str
    response: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkItem:
    """A unit of a project's sample, by number and by its position there, with all that was said of it.

    The fingerprints are those of the two texts when the sample was drawn. `result` are the keys that hold of it, the
    mode first: what was settled, else what all its coders said; none where they differ and nobody has settled it.
    """

    id: int
    study_id: int
    position: int
    link_id: int
    requirement_id: int
    passage_id: int
    stratum: str
    requirement_fingerprint: str
    target_fingerprint: str
    judgements: Sequence[JudgementItem]
    adjudication: AdjudicationItem | None
    result: Sequence[str]
    reply: ReplyItem | None


def studies(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    reader: int | None = None,
) -> list[StudyItem]:
    """The coding projects of the workspace by number, published ones for programs."""
    found = [
        row
        for row in reversed(_closed(session, workspace_id, reader))
        if row.id > after and (ids is None or row.id in ids)
    ]
    return [_study(session, row, reader) for row in found[:size]]


def marks(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    study_id: int | None = None,
    requirement_id: int | None = None,
    reader: int | None = None,
) -> list[MarkItem]:
    """The units of these projects with what each coder judged and what was settled; those under secrecy left out."""
    open_studies = [row.id for row in _closed(session, workspace_id, reader) if study_id in (None, row.id)]
    wanted = (
        select(SampledLink)
        .join(Passage, Passage.id == SampledLink.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(SampledLink.study_id.in_(open_studies), open_passages(False))
    )
    if requirement_id is not None:
        wanted = wanted.where(SampledLink.requirement_id == requirement_id)
    found = session.scalars(page(wanted, SampledLink.id, after, size, ids)).all()
    said = {
        mark.unit_id: mark
        for study in sorted({unit.study_id for unit in found})
        for mark in judged.marks(session, study, reader) or ()
    }
    return [_mark(unit, said[unit.id]) for unit in found if unit.id in said]


def _closed(session: Session, workspace_id: int, reader: int | None) -> list[StudyRow]:
    """The projects that the reader may know of and nobody codes any more, the newest first."""
    return [row for row in known_studies(session, workspace_id, reader=reader) if row.state not in BLIND]


def _study(session: Session, row: StudyRow, reader: int | None) -> StudyItem:
    names = CodeItem.__dataclass_fields__
    book = codebook(session, row.workspace_id, row.id, reader=reader)
    return StudyItem(
        id=row.id,
        name=row.name,
        question=row.question,
        state=row.state,
        sample=row.sample,
        stratum=row.stratum,
        size=row.size,
        seed=row.seed,
        suggestions=row.suggestions,
        shows_suggestion=row.shows_suggestion,
        units=row.units,
        coders=[coder.number for coder in row.coders],
        edition=row.edition,
        codes=[CodeItem(**{name: getattr(code, name) for name in names}) for code in book.codes] if book else (),
        published_at=row.published_at,
    )


def _mark(unit: SampledLink, mark: judged.Mark) -> MarkItem:
    settled, reply = mark.adjudication, mark.reply
    return MarkItem(
        id=unit.id,
        study_id=unit.study_id,
        position=unit.position,
        link_id=unit.link_id,
        requirement_id=unit.requirement_id,
        passage_id=unit.passage_id,
        stratum=unit.stratum,
        requirement_fingerprint=unit.requirement_fingerprint,
        target_fingerprint=unit.target_fingerprint,
        judgements=[JudgementItem(**_same(JudgementItem, row)) for row in mark.judgements],
        adjudication=None if settled is None else AdjudicationItem(**_same(AdjudicationItem, settled)),
        result=mark.result,
        reply=None if reply is None else ReplyItem(**_same(ReplyItem, reply)),
    )


def _same(item: type[Any], row: object) -> Mapping[str, Any]:
    """The fields of a row that an item has too."""
    return {name: getattr(row, name) for name in item.__dataclass_fields__}
