"""The coding closed, and what coders saw differently settled by somebody who says why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.studies import codebooks, plans
from tracker.tables.people import Person
from tracker.tables.study import Adjudication, Judgement, SampledLink, Study, StudyCoder, StudyState


def close_coding(session: Session, study_id: int, *, by: Person, seen_version: int) -> Study:
    """From now on all who may read the project read every judgement, and none changes any more.

    Refused while a coder who was not taken off has not finished.
    """
    study = plans.led(session, study_id, by=by, seen_version=seen_version, states=(StudyState.CODING,))
    coders = session.scalars(
        select(StudyCoder).where(StudyCoder.study_id == study.id, StudyCoder.ended_at.is_(None)).with_for_update()
    ).all()
    if not coders:
        raise Refused("error.study_without_coders")
    unfinished = sum(coder.finished_at is None for coder in coders)
    if unfinished:
        raise Refused("error.study_unfinished", count=unfinished)
    plans.moved(study, StudyState.ADJUDICATING)
    session.flush()
    events.record(
        session, study.workspace_id, "study.close_coding", f"study:{study.id}", by=by,
        before={"state": StudyState.CODING}, after={"state": study.state},
    )  # fmt: skip
    return study


def adjudicate(
    session: Session, unit_id: int, said: codebooks.Coded, reason: str, *, by: Person, seen: int | None = None
) -> Adjudication:
    """What holds of a unit, and why; the one before it is withdrawn. `seen` is the adjudication the person saw, if any.

    Refused without a reason, and unless coding is closed and nothing published; Conflict says who was faster.
    """
    unit = session.get(SampledLink, unit_id)
    if unit is None:
        raise NotFound("error.study_unit_unknown", id=unit_id)
    open_in = (StudyState.ADJUDICATING, StudyState.REPLYING)
    study = plans.led(session, unit.study_id, by=by, action="study.adjudicate", states=open_in)
    if not reason.strip():
        raise Refused("error.study_reason_needed")
    former = session.scalars(
        select(Adjudication).where(Adjudication.unit_id == unit.id, Adjudication.withdrawn_at.is_(None))
    ).first()
    if (former.id if former is not None else None) != seen:
        told = (former.by_id, former.recorded_at) if former is not None else (None, None)
        raise Conflict(
            "error.study_adjudicated", unit=unit.position,
            **meanwhile.told(session, study.workspace_id, *told, reader=by.id),
        )  # fmt: skip
    edition = codebooks.newest(session, study.id)
    values: dict[str, Any] = codebooks.checked(session, edition.id, said)
    now = clock.now()
    if former is not None:
        former.withdrawn_at = now
        session.flush()
    found = Adjudication(
        workspace_id=study.workspace_id, study_id=study.id, unit_id=unit.id, edition_id=edition.id, **values,
        reason=reason.strip(), by_id=by.id, recorded_at=now,
    )  # fmt: skip
    session.add(found)
    session.flush()
    events.record(
        session, study.workspace_id, "study.adjudicate", f"adjudication:{found.id}", by=by,
        before=_codes(former), after={"study": study.id, "unit": unit.id, **_codes(found)}, note=found.reason,
    )  # fmt: skip
    return found


def unsettled(session: Session, study_id: int) -> int:
    """How many units coders gave different modes and nobody has settled."""
    differing = (
        select(Judgement.unit_id)
        .where(Judgement.study_id == study_id, Judgement.withdrawn_at.is_(None))
        .group_by(Judgement.unit_id)
        .having(func.count(Judgement.mode.distinct()) > 1)
    )
    settled = select(Adjudication.unit_id).where(Adjudication.study_id == study_id, Adjudication.withdrawn_at.is_(None))
    return len(session.scalars(differing.where(Judgement.unit_id.not_in(settled))).all())


def _codes(found: Adjudication | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {"mode": found.mode, "modifiers": found.modifiers, "rules": found.rules, "codes": found.codes}
