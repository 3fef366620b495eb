"""The history: its chains, the notes beside it, and how far it went when something outside last saw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker import chains, events
from tracker.doctor.finding import Finding
from tracker.tables.event import Event, EventNote


def chained(session: Session) -> Iterator[Finding]:
    """Every event as it was written, none missing, none put in, and the heads where writers go on from."""
    for found in chains.verify(session.connection()).breaks:
        yield Finding(code=found.code, place=f"event:{found.chain}/{found.seq}", values=found.values)


def noted(session: Session) -> Iterator[Finding]:
    """Every note is the one its event was written with; those that are gone were disposed of by a decision."""
    rows = select(Event.chain, Event.seq, Event.note_commitment, EventNote.salt, EventNote.text)
    for chain, seq, kept, salt, text in session.execute(rows.join(EventNote, EventNote.event_id == Event.id)):
        if events.commitment(salt, text) != kept:
            yield Finding(code="note.altered", place=f"event:{chain}/{seq}")
    gone = (
        select(Event.chain, func.count(), func.max(Event.seq))
        .outerjoin(EventNote, EventNote.event_id == Event.id)
        .where(Event.note_commitment != "", EventNote.event_id.is_(None))
        .group_by(Event.chain)
    )
    for chain, count, last in session.execute(gone).all():
        disposed = sum(_erased(values) for values in session.scalars(_disposals(chain)))
        if count > disposed:
            yield Finding(
                code="note.gone", place=f"event:{chain}/{last}", values={"count": count, "disposed": disposed}
            )


def anchored(session: Session, anchors: Iterable[chains.Head]) -> Iterator[Finding]:
    """What reports and exports say of the history is still in it: a tail that was cut off shows nowhere else.

    A head without a chain (-1) may be that of any.
    """
    for anchor in anchors:
        wanted = select(Event.hash).where(Event.seq == anchor.count)
        if anchor.chain >= 0:
            wanted = wanted.where(Event.chain == anchor.chain)
        there = session.scalars(wanted).all()
        values: dict[str, str | int] = {"count": anchor.count, "hash": anchor.hash}
        place = f"event:{max(anchor.chain, 0)}/{anchor.count}"
        if not there:
            yield Finding(code="anchor.short", place=place, values=values)
        elif not any(stored.startswith(anchor.hash) for stored in there):
            yield Finding(code="anchor.other", place=place, values=values)


def _disposals(chain: int) -> Select[Any]:
    return select(Event.after).where(Event.chain == chain, Event.action.like("%.dispose%"))


def _erased(told: Any) -> int:
    """How many notes an event of disposal says it erased."""
    count = told.get("notes", 0) if isinstance(told, dict) else 0
    return count if isinstance(count, int) else 0
