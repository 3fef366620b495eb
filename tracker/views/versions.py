"""Which state of the data a view was read from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.event import LIBRARY_CHAIN, EventHead

DataVersion = tuple[tuple[tuple[int, int], ...], date]


def data_version(session: Session, workspace_id: int) -> DataVersion:
    """The newest events of the library and the workspace, and the day: while it is the same, views give the same."""
    heads = session.execute(
        select(EventHead.chain, EventHead.seq)
        .where(EventHead.chain.in_((LIBRARY_CHAIN, workspace_id)))
        .order_by(EventHead.chain)
    )
    return tuple(heads), clock.today()
