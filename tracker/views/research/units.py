"""The units of a coding project as a coder has them before them, and the memos kept on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.blinding import BLIND, may_read
from tracker.tables.guideline import Requirement
from tracker.tables.study import Judgement, Memo, SampledLink, StudyCoder
from tracker.tables.translation import Mode, ModeSuggestion, Modifier
from tracker.views.research.judged import JudgementRow, judgement, judgements, known, standing
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoRow:
    """A thought that was kept; about the project where it has neither `position` nor `code`."""

    id: int
    unit_id: int | None
    position: int | None
    code: str
    text: str
    mine: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitText:
    """A unit as a coder has it before them. `passage` is None where it has come under secrecy since the drawing.

    `changed`: the requirement reads otherwise than when the unit was drawn. `suggested` is what the machine says, with
    its modifiers, where the project shows it.
    """

    id: int
    study_id: int
    position: int
    link_id: int
    requirement: RequirementText
    passage: PassageText | None
    changed: bool
    suggested: Mode | None
    suggested_modifiers: Sequence[Modifier]
    mine: JudgementRow | None
    memos: Sequence[MemoRow]


def open_units(session: Session, study_id: int, reader: int) -> tuple[tuple[int, int, bool], ...]:
    """Number, position and whether the reader has judged it, of each unit of a project the reader may read."""
    mine = {row.unit_id for row in judgements(session, study_id, reader) if row.mine}
    if known(session, study_id, reader) is None:
        return ()
    wanted = select(SampledLink.id, SampledLink.position).where(SampledLink.study_id == study_id)
    return tuple(
        (number, position, number in mine)
        for number, position in session.execute(wanted.order_by(SampledLink.position))
    )


def unit(session: Session, unit_id: int, reader: int, *, sees_secrecy: bool = False) -> UnitText | None:
    """One unit with both texts, what the reader said of it, and the memos on it; None where there is none to read."""
    found = session.get(SampledLink, unit_id)
    study = known(session, found.study_id, reader) if found is not None else None
    if found is None or study is None:
        return None
    requirement = requirement_texts(session, [found.requirement_id])[found.requirement_id]
    machine = _machine(session, found) if study.shows_suggestion or study.state not in BLIND else None
    mine = session.execute(standing(reader).where(Judgement.unit_id == unit_id, StudyCoder.person_id == reader)).first()
    return UnitText(
        id=found.id,
        study_id=found.study_id,
        position=found.position,
        link_id=found.link_id,
        requirement=requirement,
        passage=passage_texts(session, [found.passage_id], sees_secrecy=sees_secrecy).get(found.passage_id),
        changed=session.get_one(Requirement, found.requirement_id).fingerprint != found.requirement_fingerprint,
        suggested=machine.mode if machine is not None else None,
        suggested_modifiers=[one for one in Modifier if machine is not None and one.value in machine.modifiers],
        mine=judgement(mine, reader) if mine is not None else None,
        memos=memos(session, found.study_id, reader, unit_id=unit_id),
    )


def memos(
    session: Session, study_id: int, reader: int, *, unit_id: int | None = None, code: str | None = None
) -> tuple[MemoRow, ...]:
    """The memos the reader may read, the newest first: of one unit or code, else all of the project."""
    wanted = (
        select(Memo, SampledLink.position)
        .outerjoin(SampledLink, SampledLink.id == Memo.unit_id)
        .where(Memo.study_id == study_id, Memo.withdrawn_at.is_(None), may_read(Memo, reader))
    )
    if unit_id is not None:
        wanted = wanted.where(Memo.unit_id == unit_id)
    if code is not None:
        wanted = wanted.where(Memo.code == code)
    return tuple(
        MemoRow(
            id=memo.id,
            unit_id=memo.unit_id,
            position=position,
            code=memo.code,
            text=memo.text,
            mine=memo.by_id == reader,
            recorded_at=memo.recorded_at,
        )
        for memo, position in session.execute(wanted.order_by(Memo.id.desc()))
    )


def _machine(session: Session, found: SampledLink) -> ModeSuggestion | None:
    return session.scalars(
        select(ModeSuggestion).where(
            ModeSuggestion.link_id == found.link_id,
            ModeSuggestion.requirement_fingerprint == found.requirement_fingerprint,
            ModeSuggestion.target_fingerprint == found.target_fingerprint,
        )
    ).first()
