"""Answers to the items of anchoring: no, partly or yes, with the day and the source they rest on."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker import clock, recording
from tracker.anchoring import items
from tracker.errors import NotFound, Refused
from tracker.subjects import Subject
from tracker.tables.measurement import Measurement
from tracker.tables.people import Person
from tracker.vocabulary import indicators

ANSWERS = (0, 50, 100)
"""No, partly, yes."""


def answerable() -> tuple[str, ...]:
    """The items people answer, in order; the share of trained staff is a figure and is entered as one.

    >>> len(answerable())
    15
    """
    return tuple(
        code for code, item in items().items() if item.indicator and indicators()[item.indicator].unit == "index"
    )


def answer(
    session: Session, workspace_id: int, item: str, score: float, subject: Subject, *, by: Person, on: date, source: str
) -> Measurement:
    """What holds of an item for a unit or service on a day; earlier answers stay as history.

    Raises Refused without a source, for a day that has not come, and for a score other than 0, 50 and 100.
    """
    if item not in answerable():
        raise NotFound("error.item_unknown", item=item, known=", ".join(answerable()))
    if score not in ANSWERS:
        raise Refused("error.answer_score", score=score)
    if not source.strip():
        raise Refused("error.answer_source")
    if on > clock.today():
        raise Refused("error.day_ahead", day=on.isoformat())
    kind, number = subject
    return recording.add_measurement(
        session,
        workspace_id,
        items()[item].indicator,
        score,
        by=by,
        period_from=on,
        period_to=on,
        source=source,
        actor_id=number if kind == "actor" else None,
        service_id=number if kind == "service" else None,
    )
