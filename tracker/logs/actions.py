"""Every change that was committed, told by the code of its action; one that was rolled back never happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event as happening
from sqlalchemy.orm import Session

from tracker.tables.event import Event

_MADE = "actions made"
_told: list[Callable[[str, int], None]] = []


def watch(tell: Callable[[str, int], None]) -> None:
    """Call `tell(action, chain)` for each event of the history once it is committed; the last to watch is told."""
    if not _told:
        happening.listen(Session, "after_flush", _made)
        happening.listen(Session, "after_commit", _committed)
        happening.listen(Session, "after_rollback", _forgotten)
    _told[:] = [tell]


def _made(session: Session, _context: Any) -> None:
    made = [(row.action, row.chain) for row in session.new if isinstance(row, Event)]
    session.info.setdefault(_MADE, []).extend(made)


def _committed(session: Session) -> None:
    for action, chain in session.info.pop(_MADE, ()):
        for tell in _told:
            tell(action, chain)


def _forgotten(session: Session) -> None:
    session.info.pop(_MADE, None)
