"""The right of reply: the municipality answers the marks before they are published, and the answer stands beside."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock, events
from tracker.errors import Conflict, NotFound, Refused
from tracker.studies import adjudicating, plans
from tracker.tables.people import Person
from tracker.tables.study import Reply, SampledLink, Study, StudyCoder, StudyState


def ask(session: Session, study_id: int, *, by: Person, seen_version: int) -> Study:
    """Show the municipality its marks and give it the project's days to answer, today not counted.

    Refused while something coders saw differently is not settled, and where the project asks for no answers.
    """
    study = plans.led(session, study_id, by=by, seen_version=seen_version, states=(StudyState.ADJUDICATING,))
    _settled(session, study)
    if not study.reply_days:
        raise Refused("error.study_asks_nobody")
    study.replies_until = clock.today() + timedelta(days=study.reply_days)
    _moved(session, study, StudyState.REPLYING, "study.ask", by)
    return study


def reply(session: Session, unit_id: int, text: str, *, objects: bool, by: Person) -> Reply:
    """The municipality's answer to the mark of one unit; one it gave before is withdrawn.

    Refused for who codes in the project, without words, and when the time is over. Conflict where the answer before
    has been responded to already.
    """
    unit = session.get(SampledLink, unit_id)
    if unit is None:
        raise NotFound("error.study_unit_unknown", id=unit_id)
    study = _answering(session, unit.study_id, by)
    if not text.strip():
        raise Refused("error.study_reply_needed")
    former = session.scalars(select(Reply).where(Reply.unit_id == unit.id, Reply.withdrawn_at.is_(None))).first()
    if former is not None:
        if former.responded_at is not None:
            raise Conflict("error.study_responded", unit=unit.position)
        former.withdrawn_at = clock.now()
        session.flush()
    found = Reply(
        workspace_id=study.workspace_id, study_id=study.id, unit_id=unit.id, objects=objects, text=text.strip(),
        by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(found)
    session.flush()
    events.record(
        session, study.workspace_id, "study.reply", f"reply:{found.id}", by=by,
        after={"study": study.id, "unit": unit.id, "objects": objects}, note=found.text,
    )  # fmt: skip
    return found


def respond(session: Session, reply_id: int, text: str, *, by: Person) -> Reply:
    """What the project says to an answer: that the mark stands and why, or that it was settled anew; once."""
    found = session.get(Reply, reply_id)
    if found is None:
        raise NotFound("error.study_reply_unknown", id=reply_id)
    study = plans.led(session, found.study_id, by=by, action="study.adjudicate", states=(StudyState.REPLYING,))
    session.refresh(found)
    if found.withdrawn_at is not None or found.responded_at is not None:
        raise Conflict("error.study_reply_changed", id=reply_id)
    if not text.strip():
        raise Refused("error.study_reply_needed")
    found.response, found.responded_by_id, found.responded_at = text.strip(), by.id, clock.now()
    session.flush()
    events.record(
        session, study.workspace_id, "study.respond", f"reply:{found.id}", by=by,
        after={"study": study.id, "unit": found.unit_id}, note=found.response,
    )  # fmt: skip
    return found


def close_replies(session: Session, study_id: int, *, by: Person) -> Study:
    """The municipality has nothing more to say: publication need not wait for the last day."""
    study = _answering(session, study_id, by)
    study.replied_at = clock.now()
    _moved(session, study, StudyState.REPLYING, "study.close_replies", by)
    return study


def publish(session: Session, study_id: int, *, by: Person, seen_version: int) -> Study:
    """Open the results to everybody in the workspace; nothing of them changes any more.

    Refused while something is not settled, while the municipality may still answer, and while an objection of its
    stands without a response.
    """
    open_in = (StudyState.ADJUDICATING, StudyState.REPLYING)
    study = plans.led(session, study_id, by=by, seen_version=seen_version, states=open_in)
    _settled(session, study)
    if study.state is StudyState.ADJUDICATING and study.reply_days:
        raise Refused("error.study_replies_not_asked")
    until = study.replies_until
    if until is not None and study.replied_at is None and clock.today() <= until:
        raise Refused("error.study_replies_open", until=until.isoformat())
    unanswered = select(func.count()).where(
        Reply.study_id == study.id, Reply.objects, Reply.withdrawn_at.is_(None), Reply.responded_at.is_(None)
    )
    waiting = session.scalar(unanswered) or 0
    if waiting:
        raise Refused("error.study_objections", count=waiting)
    study.published_at = clock.now()
    _moved(session, study, StudyState.PUBLISHED, "study.publish", by)
    return study


def _answering(session: Session, study_id: int, by: Person) -> Study:
    """The project while the municipality may answer, for somebody who speaks for it and not for the coders."""
    study = plans.led(session, study_id, by=by, action="study.reply", states=(StudyState.REPLYING,))
    coders = select(StudyCoder.id).where(StudyCoder.study_id == study.id, StudyCoder.person_id == by.id)
    if session.scalars(coders).first() is not None:
        raise Refused("error.study_reply_by_coder")
    if study.replied_at is not None or (study.replies_until is not None and clock.today() > study.replies_until):
        raise Refused("error.study_replies_over")
    return study


def _settled(session: Session, study: Study) -> None:
    left = adjudicating.unsettled(session, study.id)
    if left:
        raise Refused("error.study_unsettled", count=left)


def _moved(session: Session, study: Study, state: StudyState, action: str, by: Person) -> None:
    before = study.state
    plans.moved(study, state)
    session.flush()
    events.record(
        session, study.workspace_id, action, f"study:{study.id}", by=by, before={"state": before},
        after={"state": state, "replies_until": study.replies_until},
    )  # fmt: skip
