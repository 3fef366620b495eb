"""Decisions: who took them, that the history tells of them, and (replayed) that rows hold what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, and_, cast, literal, or_, select, text
from sqlalchemy.orm import Session

from tracker import accounts
from tracker.doctor.finding import Finding
from tracker.former import BEFORE, SUMS
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, Passage, Publicity
from tracker.tables.portions import portions
from tracker.tables.schema import Table

_TELLING = text("SELECT chain, seq, entity, CAST(before AS TEXT), CAST(after AS TEXT) FROM event ORDER BY id")
_LINK_SAYS = {
    "state": "state", "type": "type", "subject": "subject_id", "on": "on", "requirement": "requirement_id",
    "passage": "passage_id", "version": "version",
}  # fmt: skip


@dataclass(slots=True)
class Told:
    """What the newest events say: the account of each row, or of links by themselves; and which chains tell all."""

    sums: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    links: dict[str, tuple[Mapping[str, Any], str]] = field(default_factory=dict)
    from_the_start: dict[int, bool] = field(default_factory=dict)
    lowest: dict[str, int] = field(default_factory=dict)


def taken_by_people(session: Session) -> Iterator[Finding]:
    """A decided link was decided by a person, a confirmed one says as what, and an event tells of it."""
    events_of_it = select(1).where(Event.entity == literal("link:") + cast(Link.id, String)).exists()
    suspect = or_(
        Link.decided_by_id.is_(None),
        and_(Link.state == Decided.CONFIRMED, Link.type.is_(None)),
        ~events_of_it,
    )
    rows = select(Link.id, Link.decided_by_id).where(Link.state != Decided.SUGGESTED, suspect)
    for number, by in session.execute(rows.order_by(Link.id)):
        code = "decision.nobody" if by is None else "decision.untold"
        yield Finding(code=code, place=f"link:{number}")
    yield from _secrecy(session)


def _secrecy(session: Session) -> Iterator[Finding]:
    """What the history last says is under secrecy is so; where several were lifted at once, it names one of them."""
    wanted = select(Event.entity, Event.after).where(Event.action == "secrecy.mark").order_by(Event.chain, Event.seq)
    marked: set[str] = set()
    for entity, after in session.execute(wanted):
        said = json.loads(after) if isinstance(after, str) else after
        if said["secret"]:
            marked.add(entity)
        elif said["passages"] > 1:
            marked = {one for one in marked if not one.startswith("passage:")}
        marked -= set() if said["secret"] else {entity}
    documents = select(LocalDocument.id).where(LocalDocument.publicity != Publicity.PUBLIC)
    held = {f"local_document:{number}" for number in session.scalars(documents)}
    held |= {f"passage:{number}" for number in session.scalars(select(Passage.id).where(Passage.secret))}
    for entity in sorted(marked - held):
        yield Finding(code="secrecy.lifted", place=entity)


def replayed(session: Session) -> Iterator[Finding]:
    """Read the whole history and compare what it left of each row with what the row holds."""
    told = _told(session)
    known = dict(told.sums)
    for table in accounts.TOLD:
        numbers = None if table in accounts.DECIDED else _numbers(known, table)
        for number, now in accounts.of(session, table, numbers):
            name = f"{table}:{number}"
            if name not in known:
                if table in accounts.DECIDED and _must_be_told(session, told, table, number):
                    yield Finding(code="row.untold", place=name)
                continue
            then, event = known.pop(name)
            if then != now:
                yield Finding(code="row.changed", place=name, values={"event": event})
    for name, (then, event) in sorted(known.items()):
        if then:
            yield Finding(code="row.gone", place=name, values={"event": event})
    yield from _links_as_told(session, told)


def _told(session: Session) -> Told:
    told = Told()
    result = session.connection().execute(_TELLING, execution_options={"stream_results": True})
    for chain, seq, entity, before, after in result:
        event = f"{chain}/{seq}"
        sums = _parsed(after).get(SUMS, {}) if f'"{SUMS}"' in after else {}
        told.from_the_start.setdefault(chain, bool(sums))
        moved = sums or (_parsed(before).get(BEFORE, {}) if f'"{BEFORE}"' in before else {})
        for name in moved:
            told.links.pop(name, None)
        for name, account in sums.items():
            told.sums[name] = (account, event)
            table, _, number = name.partition(":")
            told.lowest[table] = min(told.lowest.get(table, int(number)), int(number))
        if entity.startswith("link:") and entity not in sums:
            values = _parsed(after)
            if "state" in values:
                told.links[entity] = (values, event)
    return told


def _parsed(values: str) -> dict[str, Any]:
    """The values of an event; what cannot be read is told by the chain."""
    try:
        found = json.loads(values)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _numbers(known: Mapping[str, Any], table: str) -> list[int]:
    begin = f"{table}:"
    return [int(name[len(begin) :]) for name in known if name.startswith(begin)]


def _must_be_told(session: Session, told: Told, table: str, number: int) -> bool:
    """Whether a row that no event tells of came behind the history's back: not where it is older than the telling."""
    found = Table.metadata.tables[table]
    if "state" not in found.c and number > told.lowest.get(table, number):
        return True
    chain = None
    if "workspace_id" in found.c:
        chain = session.execute(select(found.c.workspace_id).where(found.c.id == number)).scalar_one_or_none()
    if chain is not None:
        return told.from_the_start.get(chain, True)
    return all(whole for number, whole in told.from_the_start.items() if number != LIBRARY_CHAIN)


def _links_as_told(session: Session, told: Told) -> Iterator[Finding]:
    """Links whose newest event is older than accounts: by what it says of them."""
    for some in portions(int(name.partition(":")[2]) for name in told.links):
        for link in session.scalars(select(Link).where(Link.id.in_(some))):
            says, event = told.links[f"link:{link.id}"]
            now = {key: getattr(link, column) for key, column in _LINK_SAYS.items()}
            if any(str(says[key]) != str(now[key]) for key in _LINK_SAYS if key in says):
                yield Finding(code="row.changed", place=f"link:{link.id}", values={"event": event})
