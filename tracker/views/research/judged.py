"""What was said of the units of a coding project, as far as the reader may know it (tracker.blinding)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access
from tracker.blinding import BLIND, may_read
from tracker.tables.people import Person
from tracker.tables.study import (
    Adjudication,
    CodebookEdition,
    Judgement,
    Reply,
    SampledLink,
    Study,
    StudyCoder,
    StudyState,
)
from tracker.tables.translation import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """What one coder says of one unit. `coder` is the coder's number in the project, `position` the unit's.

    `suggested` is what the machine said of the unit, None when nothing, or where the reader may not know it yet;
    `shown` whether the coder saw it. `edition` is the number of the codebook's edition that was used.
    """

    id: int
    unit_id: int
    position: int
    link_id: int
    requirement_id: int
    passage_id: int
    stratum: str
    coder: int
    mine: bool
    mode: Mode
    modifiers: Sequence[str]
    rules: Sequence[str]
    codes: Sequence[str]
    note: str
    edition: int
    suggested: Mode | None
    shown: bool
    recorded_at: datetime

    @property
    def said(self) -> tuple[str, ...]:
        """Every key, the mode first."""
        return (self.mode.value, *self.modifiers, *self.rules, *self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationRow:
    """What somebody settled of a unit, and why; `by` is "" for readers who do not see names."""

    id: int
    mode: Mode
    modifiers: Sequence[str]
    rules: Sequence[str]
    codes: Sequence[str]
    reason: str
    edition: int
    by: str
    recorded_at: datetime

    @property
    def said(self) -> tuple[str, ...]:
        """Every key, the mode first."""
        return (self.mode.value, *self.modifiers, *self.rules, *self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """The municipality's answer to a mark, and what the project says to it ("" for nothing yet)."""

    id: int
    objects: bool
    text: str
    recorded_at: datetime
    response: str
    responded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A unit with all that was said of it. `result` holds of it: what was settled, else what all its coders said."""

    unit_id: int
    position: int
    link_id: int
    requirement_id: int
    passage_id: int
    judgements: Sequence[JudgementRow]
    adjudication: AdjudicationRow | None
    reply: ReplyRow | None

    @property
    def differs(self) -> bool:
        """Whether two coders chose different modes, which must be settled."""
        return len({one.mode for one in self.judgements}) > 1

    @property
    def varies(self) -> bool:
        """Whether two coders said anything differently, other codes than the mode included."""
        return len({one.said for one in self.judgements}) > 1

    @property
    def result(self) -> tuple[str, ...]:
        """Its keys, the mode first; empty where coders differ in mode and nobody has settled it.

        Of coders who agree in mode, the other codes are those that all of them gave.
        """
        if self.adjudication is not None:
            return self.adjudication.said
        if self.differs or not self.judgements:
            return ()
        first, *others = (one.said for one in self.judgements)
        return tuple(key for key in first if all(key in other for other in others))


def judgements(session: Session, study_id: int, reader: int | None) -> tuple[JudgementRow, ...]:
    """Every standing judgement the reader may read, by unit and coder.

    While the coding is open these are the reader's own. Numbers and codes, and notes of coders; no names.
    """
    wanted = standing(reader).where(Judgement.study_id == study_id)
    rows = session.execute(wanted.order_by(SampledLink.position, StudyCoder.number))
    return tuple(judgement(row, reader) for row in rows)


def marks(session: Session, study_id: int, reader: int | None) -> tuple[Mark, ...] | None:
    """Every unit with what its coders, the adjudicator and the municipality said; None while the coding is blind."""
    study = known(session, study_id, reader)
    if study is None or study.state in BLIND:
        return None
    said: dict[int, list[JudgementRow]] = defaultdict(list)
    for row in judgements(session, study_id, reader):
        said[row.unit_id].append(row)
    settled = _adjudications(session, study, reader)
    replies = _replies(session, study_id, reader)
    units = session.scalars(select(SampledLink).where(SampledLink.study_id == study_id).order_by(SampledLink.position))
    return tuple(
        Mark(
            unit_id=found.id,
            position=found.position,
            link_id=found.link_id,
            requirement_id=found.requirement_id,
            passage_id=found.passage_id,
            judgements=tuple(said.get(found.id, ())),
            adjudication=settled.get(found.id),
            reply=replies.get(found.id),
        )
        for found in units
    )


def standing(reader: int | None) -> Any:
    """The query behind every judgement that is read; its rows are for `judgement`."""
    return (
        select(Judgement, SampledLink, StudyCoder, CodebookEdition.number, Study.state)
        .join(SampledLink, SampledLink.id == Judgement.unit_id)
        .join(StudyCoder, StudyCoder.id == Judgement.coder_id)
        .join(CodebookEdition, CodebookEdition.id == Judgement.edition_id)
        .join(Study, Study.id == Judgement.study_id)
        .where(Judgement.withdrawn_at.is_(None), may_read(Judgement, reader))
    )


def judgement(row: Any, reader: int | None) -> JudgementRow:
    """One row of `standing` as people read it."""
    said, found, coder, edition, state = row
    return JudgementRow(
        id=said.id,
        unit_id=found.id,
        position=found.position,
        link_id=found.link_id,
        requirement_id=found.requirement_id,
        passage_id=found.passage_id,
        stratum=found.stratum,
        coder=coder.number,
        mine=coder.person_id == reader,
        mode=said.mode,
        modifiers=tuple(said.modifiers),
        rules=tuple(said.rules),
        codes=tuple(said.codes),
        note=said.note,
        edition=edition,
        suggested=said.suggested if said.shown or state not in BLIND else None,
        shown=said.shown,
        recorded_at=said.recorded_at,
    )


def known(session: Session, study_id: int, reader: int | None) -> Study | None:
    """The project, None where the reader may not know of it; a program (None) knows of those published."""
    study = session.get(Study, study_id)
    if study is None:
        return None
    if reader is None:
        return study if study.state is StudyState.PUBLISHED else None
    action = "workspace.read" if study.state is StudyState.PUBLISHED else "study.read"
    return study if access.may(session, reader, action, study.workspace_id) else None


def _adjudications(session: Session, study: Study, reader: int | None) -> Mapping[int, AdjudicationRow]:
    named = reader is not None and access.sees_names(session, reader, study.workspace_id)
    rows = session.execute(
        select(Adjudication, CodebookEdition.number, Person.name)
        .join(CodebookEdition, CodebookEdition.id == Adjudication.edition_id)
        .join(Person, Person.id == Adjudication.by_id)
        .where(Adjudication.study_id == study.id, Adjudication.withdrawn_at.is_(None), may_read(Adjudication, reader))
    )
    return {
        found.unit_id: AdjudicationRow(
            id=found.id,
            mode=found.mode,
            modifiers=tuple(found.modifiers),
            rules=tuple(found.rules),
            codes=tuple(found.codes),
            reason=found.reason,
            edition=edition,
            by=name if named or found.by_id == reader else "",
            recorded_at=found.recorded_at,
        )
        for found, edition, name in rows
    }


def _replies(session: Session, study_id: int, reader: int | None) -> Mapping[int, ReplyRow]:
    rows = session.scalars(
        select(Reply).where(Reply.study_id == study_id, Reply.withdrawn_at.is_(None), may_read(Reply, reader))
    )
    return {
        found.unit_id: ReplyRow(
            id=found.id,
            objects=found.objects,
            text=found.text,
            recorded_at=found.recorded_at,
            response=found.response,
            responded_at=found.responded_at,
        )
        for found in rows
    }
