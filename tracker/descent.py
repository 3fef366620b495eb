"""Which requirements come from which, over any number of splits, merges and takeovers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.tables.lineage import Lineage


def ancestors(session: Session, requirement_id: int) -> list[int]:
    """What a requirement comes from, the nearest first."""
    return _walk(session, requirement_id, Lineage.to_id, Lineage.from_id)


def descendants(session: Session, requirement_id: int) -> list[int]:
    """What a requirement became, the nearest first; with those of edits that were undone."""
    return _walk(session, requirement_id, Lineage.from_id, Lineage.to_id)


def line(session: Session, requirement_id: int) -> list[int]:
    """Everything a requirement comes from or once became: whose judgements may be said of it too."""
    return [*ancestors(session, requirement_id), *descendants(session, requirement_id)]


def _walk(
    session: Session, requirement_id: int, here: InstrumentedAttribute[int], there: InstrumentedAttribute[int]
) -> list[int]:
    found: dict[int, None] = {requirement_id: None}
    fresh = [requirement_id]
    while fresh:
        reached = session.scalars(select(there).where(here.in_(fresh)).order_by(Lineage.id))
        fresh = [number for number in dict.fromkeys(reached) if number not in found]
        found.update(dict.fromkeys(fresh))
    return [number for number in found if number != requirement_id]
