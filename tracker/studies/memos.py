"""Thoughts kept while coding, on a project, a code or a unit; others read them when the coding is closed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, events
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.studies import codebooks, plans
from tracker.tables.people import Person
from tracker.tables.study import Code, Memo, SampledLink, Study


def write(
    session: Session, study_id: int, text: str, *, by: Person, unit_id: int | None = None, code: str = ""
) -> Memo:
    """Keep a thought; its words stay out of the history, which others read. Refused without words."""
    study = plans.led(session, study_id, by=by, action="study.judge")
    if not text.strip():
        raise Refused("error.memo_needed")
    _known(session, study, unit_id, code)
    memo = Memo(
        workspace_id=study.workspace_id, study_id=study.id, unit_id=unit_id, code=code, text=text.strip(),
        by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(memo)
    session.flush()
    _told(session, memo, "study.memo", by)
    return memo


def withdraw(session: Session, memo_id: int, *, by: Person) -> Memo:
    """Take one's own thought back; it is not shown any more."""
    memo = session.get(Memo, memo_id, with_for_update=True)
    if memo is None:
        raise NotFound("error.memo_unknown", id=memo_id)
    plans.led(session, memo.study_id, by=by, action="study.judge")
    if memo.by_id != by.id:
        raise NotAllowed("error.memo_of_another", id=memo_id)
    if memo.withdrawn_at is not None:
        raise Conflict("error.memo_withdrawn", id=memo_id)
    memo.withdrawn_at = clock.now()
    _told(session, memo, "study.memo_withdraw", by)
    return memo


def _known(session: Session, study: Study, unit_id: int | None, code: str) -> None:
    unit = session.get(SampledLink, unit_id) if unit_id is not None else None
    if unit_id is not None and (unit is None or unit.study_id != study.id or code):
        raise NotFound("error.study_unit_unknown", id=unit_id)
    if code:
        edition = codebooks.newest(session, study.id)
        if session.scalars(select(Code.id).where(Code.edition_id == edition.id, Code.key == code)).first() is None:
            raise Refused("error.code_unknown", key=code)


def _told(session: Session, memo: Memo, action: str, by: Person) -> None:
    session.flush()
    events.record(session, memo.workspace_id, action, f"memo:{memo.id}", by=by, after={"study": memo.study_id})
