"""What the history must be whoever wrote it and however they were stopped: worked out apart from the program's own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker import events
from tracker.database import Database
from tracker.tables.event import Event, EventHead


def of(database: Database, chain: int) -> Sequence[Event]:
    """The events of a chain in order."""
    with database.reading() as session:
        return session.scalars(select(Event).where(Event.chain == chain).order_by(Event.seq)).all()


def broken(database: Database, chain: int) -> int:
    """How many events of a chain do not follow the one before, or are not what their hash says; and its head."""
    wrong, seq, before = 0, 0, events.GENESIS
    for event in of(database, chain):
        wrong += (event.seq, event.prev_hash, event.hash) != (seq + 1, before, events.digest(event))
        seq, before = event.seq, event.hash
    with database.reading() as session:
        head = session.get(EventHead, chain)
    return wrong + ((head.seq, head.hash) != (seq, before) if head else seq > 0)
