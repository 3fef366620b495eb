"""What a coder says of the units of a project. The history tells that they did, never what they said."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.studies import codebooks
from tracker.tables.guideline import Requirement
from tracker.tables.local import Passage
from tracker.tables.people import Person
from tracker.tables.study import Judgement, SampledLink, Study, StudyCoder, StudyState
from tracker.tables.translation import Mode, ModeSuggestion


def judge(session: Session, unit_id: int, said: codebooks.Coded, *, by: Person, note: str = "") -> Judgement:
    """A coder says how a unit was translated; what they said of it before is withdrawn.

    What the machine says is kept beside it, and whether the coder could see it. Refused for who does not code in the
    project or has finished, when the coding is not open, and for codes that the newest codebook does not have.
    """
    unit = session.get(SampledLink, unit_id)
    if unit is None:
        raise NotFound("error.study_unit_unknown", id=unit_id)
    study, coder = _coding(session, unit.study_id, by)
    if coder.finished_at is not None:
        raise Refused("error.study_finished")
    edition = codebooks.newest(session, study.id)
    values: dict[str, Any] = codebooks.checked(session, edition.id, said)
    ours, theirs = session.execute(
        select(Requirement.fingerprint, Passage.fingerprint)
        .select_from(SampledLink)
        .join(Requirement, Requirement.id == SampledLink.requirement_id)
        .join(Passage, Passage.id == SampledLink.passage_id)
        .where(SampledLink.id == unit.id)
    ).one()
    now = clock.now()
    former = _standing(session, unit.id, coder.id)
    if former is not None:
        former.withdrawn_at = now
        session.flush()
    judgement = Judgement(
        workspace_id=study.workspace_id,
        study_id=study.id,
        unit_id=unit.id,
        coder_id=coder.id,
        edition_id=edition.id,
        **values,
        note=note.strip(),
        suggested=_suggested(session, unit),
        shown=study.shows_suggestion,
        requirement_fingerprint=ours,
        target_fingerprint=theirs,
        seal=secrets.token_hex(16),
        recorded_at=now,
    )
    session.add(judgement)
    session.flush()
    _told(session, judgement, coder, "study.judge", by)
    return judgement


def withdraw(session: Session, judgement_id: int, *, by: Person) -> Judgement:
    """A coder takes back what they said while the coding is open; the unit is theirs to judge again."""
    judgement = session.get(Judgement, judgement_id)
    if judgement is None:
        raise NotFound("error.study_judgement_unknown", id=judgement_id)
    _, coder = _coding(session, judgement.study_id, by)
    if judgement.coder_id != coder.id:
        raise NotAllowed("error.judgement_of_another", id=judgement_id)
    if coder.finished_at is not None:
        raise Refused("error.study_finished")
    session.refresh(judgement)
    if judgement.withdrawn_at is not None:
        raise Conflict("error.judgement_withdrawn", id=judgement_id)
    judgement.withdrawn_at = clock.now()
    _told(session, judgement, coder, "study.withdraw", by)
    return judgement


def finish(session: Session, study_id: int, *, by: Person) -> StudyCoder:
    """A coder has judged every unit and changes nothing more; Refused while any is left."""
    study, coder = _coding(session, study_id, by)
    left = _units(session, study) - _judged(session, coder)
    if left:
        raise Refused("error.study_units_left", count=left)
    if coder.finished_at is None:
        coder.finished_at = clock.now()
        _ended(session, study, coder, "study.finish", by)
    return coder


def resume(session: Session, study_id: int, *, by: Person) -> StudyCoder:
    """A coder who had finished goes on, as long as the coding is not closed."""
    study, coder = _coding(session, study_id, by)
    if coder.finished_at is not None:
        coder.finished_at = None
        _ended(session, study, coder, "study.resume", by)
    return coder


def _coding(session: Session, study_id: int, by: Person) -> tuple[Study, StudyCoder]:
    """The open project, held so that it is not closed meanwhile, and the coder's own row in it, locked."""
    study = session.get(Study, study_id, with_for_update={"read": True, "key_share": False}, populate_existing=True)
    if study is None:
        raise NotFound("error.study_unknown", id=study_id)
    access.allow(session, by, "study.judge", study.workspace_id)
    if study.state is not StudyState.CODING:
        raise Refused("error.study_state", state=study.state.value)
    ours = select(StudyCoder).where(StudyCoder.study_id == study_id, StudyCoder.person_id == by.id)
    coder = session.scalars(ours.with_for_update(), execution_options={"populate_existing": True}).first()
    if coder is None or coder.ended_at is not None:
        raise NotAllowed("error.study_not_coder")
    return study, coder


def _standing(session: Session, unit_id: int, coder_id: int) -> Judgement | None:
    wanted = select(Judgement).where(
        Judgement.unit_id == unit_id, Judgement.coder_id == coder_id, Judgement.withdrawn_at.is_(None)
    )
    return session.scalars(wanted).first()


def _units(session: Session, study: Study) -> int:
    return session.scalar(select(func.count()).where(SampledLink.study_id == study.id)) or 0


def _judged(session: Session, coder: StudyCoder) -> int:
    standing = select(func.count()).where(Judgement.coder_id == coder.id, Judgement.withdrawn_at.is_(None))
    return session.scalar(standing) or 0


def _suggested(session: Session, unit: SampledLink) -> Mode | None:
    """What the machine says of the two texts as they were drawn."""
    return session.scalars(
        select(ModeSuggestion.mode).where(
            ModeSuggestion.link_id == unit.link_id,
            ModeSuggestion.requirement_fingerprint == unit.requirement_fingerprint,
            ModeSuggestion.target_fingerprint == unit.target_fingerprint,
        )
    ).first()


def _told(session: Session, judgement: Judgement, coder: StudyCoder, action: str, by: Person) -> None:
    """That something was said of a unit: no code, and no note, which would stand in the history for others to read."""
    events.record(
        session, judgement.workspace_id, action, f"judgement:{judgement.id}", by=by,
        after={"study": judgement.study_id, "unit": judgement.unit_id, "coder": coder.number},
    )  # fmt: skip


def _ended(session: Session, study: Study, coder: StudyCoder, action: str, by: Person) -> None:
    session.flush()
    events.record(session, study.workspace_id, action, f"study:{study.id}", by=by, after={"coder": coder.number})
