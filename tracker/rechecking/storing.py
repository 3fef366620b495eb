"""What looks found, kept and compared with the looks before them; and the findings that people settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.errors import NotFound, Refused
from tracker.rechecking.looking import Seen
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.people import Person

LONGEST = 2_000
"""Characters of a reason."""

Place = tuple[str, int, str, str]


def store(session: Session, workspace_id: int, seen: Iterable[Seen], *, by: Person) -> Mapping[str, int]:
    """Keep what was found, compared with the look before it; gives how many were in each state.

    A place that is still as a person settled it stays settled.
    """
    access.allow(session, by, "source.check", workspace_id)
    access.one_at_a_time(session, workspace_id)
    now, counts = clock.now(), Counter[str]()
    last, content = _last(session, workspace_id)
    for one in seen:
        source, before = one.source, last.get(one.source.place)
        known = content.get(source.place, "")
        edited = bool(source.address and one.sha256 and known and one.sha256 != known)
        state = SourceState.EDITED if edited else one.state
        if source.act and state is SourceState.GONE and not known:
            state = SourceState.UNREACHABLE  # imported as a file: its publisher was never seen to have it
        counts[state.value] += 1
        if not source.address and state is SourceState.SAME and (before is None or before.state is SourceState.SAME):
            continue  # a file that is as it was stored is no news
        row = SourceCheck(
            workspace_id=source.workspace_id,
            kind=source.kind,
            number=source.number,
            address=source.address,
            state=state,
            sha256=one.sha256 or source.sha256,
            final_address=one.final_address,
            checked_at=now,
            by_id=by.id,
        )
        if before is not None and before.state is state and not edited:
            row.settled_at, row.settled_by_id, row.reason = before.settled_at, before.settled_by_id, before.reason
        session.add(row)
    session.flush()
    events.record(session, workspace_id, "source.check", f"workspace:{workspace_id}", by=by, after=dict(counts))
    return counts


def settle(session: Session, check_id: int, reason: str, *, by: Person) -> SourceCheck:
    """A person looked again: what stands on the source still holds, and why."""
    check = session.get(SourceCheck, check_id, with_for_update=True)
    if check is None:
        raise NotFound("error.source_check_unknown", id=check_id)
    chain = LIBRARY_CHAIN if check.workspace_id is None else check.workspace_id
    access.allow(session, by, "suspect.clear", chain)
    if not reason.strip():
        raise Refused("error.source_reason_needed")
    if check.settled_at is not None:
        raise Refused("error.source_check_settled", id=check_id)
    check.settled_at, check.settled_by_id, check.reason = clock.now(), by.id, reason.strip()[:LONGEST]
    session.flush()
    after = {"kind": check.kind, "number": check.number, "state": check.state.value}
    events.record(session, chain, "source.settle", f"source_check:{check_id}", by=by, after=after, note=check.reason)
    return check


def _last(session: Session, workspace_id: int) -> tuple[dict[Place, SourceCheck], dict[Place, str]]:
    """The newest look at each place that found something out, and the content it last had."""
    last: dict[Place, SourceCheck] = {}
    content: dict[Place, str] = {}
    rows = session.scalars(
        select(SourceCheck)
        .where(
            and_(
                or_(SourceCheck.workspace_id == workspace_id, SourceCheck.workspace_id.is_(None)),
                SourceCheck.state != SourceState.UNREACHABLE,
            )
        )
        .order_by(SourceCheck.id)
    )
    for row in rows:
        place = (row.kind, row.number, row.address, "" if row.address else row.sha256)
        last[place] = row
        if row.address and row.sha256:
            content[place] = row.sha256
    return last, content
