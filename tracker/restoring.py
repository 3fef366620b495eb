"""What stood before a change, brought back: a person says it again through the ordinary verbs, as a new event.

Codes, numbers and dates come back; names and free text stay as they are, as the history keeps none. The new event
names the one it takes back ("1/17", event 17 of chain 1) under `events.RESTORES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from tracker import access, assessing, describing, events, guideline_facts, linking, planning, services, validity
from tracker.errors import Conflict, NotFound, Refused
from tracker.former import BEFORE, KEPT, SUMS
from tracker.tables.assessment import Assessment, Evidence, Measure
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Guideline
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument
from tracker.tables.people import Person
from tracker.tables.service import Service

ACTION = "history.restore"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """One value: a field by its column, what it holds now and what it would hold again, as the history spells them."""

    field: str
    now: Any
    then: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What would change if the state before an event came back; `seen_version` says what it is compared with."""

    place: str
    entity: str
    seen_version: str
    changes: tuple[Restored, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One restoring under way: the row locked, what it holds and what it held."""

    event: Event
    row: Any
    then: Values
    by: Person
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of thing is restored: its table, the columns that come back, and the verb that says them again.

    `told` are columns that the thing's own events tell beside what tracker.former keeps.
    """

    table: type[Any]
    columns: tuple[str, ...]
    again: Callable[[Session, Asked], object]
    told: tuple[str, ...] = ()


def earlier(session: Session, event_id: int, *, by: Person) -> Earlier:
    """What restoring would change; Refused where nothing was kept or nothing would change."""
    return _found(session, event_id, by=by, lock=False)[0]


def restore(session: Session, event_id: int, *, by: Person, seen_version: str, reason: str = "") -> str:
    """Bring back what stood before an event; gives the event's place.

    `seen_version` is that of the `Earlier` the person saw: Conflict is raised when the thing has changed since, or
    the words it was decided on. The ordinary verb decides what the person may do, whether it waits for a second
    person, and what it refuses.
    """
    found, asked = _found(session, event_id, by=by, lock=True, reason=reason.strip())
    if found.seen_version != seen_version:
        raise Conflict("error.earlier_changed", entity=found.entity)
    with events.restoring(session, found.place):
        KINDS[_kind(found.entity)].again(session, asked)
    return found.place


def _found(session: Session, event_id: int, *, by: Person, lock: bool, reason: str = "") -> tuple[Earlier, Asked]:
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound("error.event_unknown", id=event_id)
    access.allow(session, by, ACTION, event.chain)
    kind, number = KINDS.get(_kind(event.entity)), event.entity.partition(":")[2]
    if kind is None or not number.isdecimal():
        raise Refused("error.earlier_kind", entity=event.entity)
    if lock and event.chain:
        access.one_at_a_time(session, event.chain)  # judgements are added, not changed: there is no row to wait for
    row = session.get(kind.table, int(number), with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound("error.earlier_gone", entity=event.entity)
    now, then = _judged(session, row) if kind.table is Assessment else _stood(session, event, row)
    changed = [name for name in kind.columns + kind.told if now[name] != then.get(name, now[name])]
    if not changed:
        raise Refused("error.earlier_nothing", entity=event.entity)
    seen = events.checksum(json.dumps([now, getattr(row, "version", 0)], sort_keys=True))
    found = Earlier(
        place=f"{event.chain}/{event.seq}", entity=event.entity, seen_version=seen,
        changes=tuple(Restored(field=name, now=now[name], then=then[name]) for name in changed),
    )  # fmt: skip
    return found, Asked(event=event, row=row, then=then, by=by, reason=reason)


def _stood(session: Session, event: Event, row: Any) -> tuple[Values, Values]:
    """What a row holds, and what it held before an event: of each column what the first event since says it held."""
    kind = KINDS[row.__tablename__]
    now = _spelled(row, (*KEPT[row.__tablename__], *kind.told))
    then = {name: event.before[name] for name in kind.told if name in event.before}
    # Both databases can search JSON as text only; what is found is read as what it is.
    names = cast(Event.before, Text).contains(f'"{event.entity}"', autoescape=True)
    since = select(Event.before).where(Event.chain == event.chain, Event.id >= event.id, names).order_by(Event.id)
    for before in session.scalars(since):
        for name, value in before.get(BEFORE, {}).get(event.entity, {}).items():
            then.setdefault(name, value)
    return now, {**now, **then}


def _judged(session: Session, row: Assessment) -> tuple[Values, Values]:
    """The judgement that counts now, and the one that counted before the event's; its number stands for all else."""
    columns = (*KINDS["assessment"].columns, "id", "requirement_fingerprint", "evidence_digest", "note")
    newest = assessing.newest(session, row) or row
    before = assessing.newest(session, row, before=row.id)
    now = _spelled(newest, columns)
    return now, now if before is None else _spelled(before, columns)


def _spelled(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    """Values as events hold them."""
    spelled: dict[str, Any] = json.loads(json.dumps({name: getattr(row, name) for name in columns}, default=str))
    return spelled


def _typed(table: type[Any], values: Values, names: tuple[str, ...]) -> dict[str, Any]:
    """Values as the columns of a table hold them."""
    found = {}
    for name in names:
        column, value = table.__table__.c[name], values[name]
        kind = column.type.python_type
        if value is not None and kind is date:
            value = date.fromisoformat(value)
        elif value is not None and (choices := getattr(column.type, "enum_class", None)) is not None:
            value = choices(value)
        found[name] = value
    return found


def _link(session: Session, asked: Asked) -> None:
    """Decided again by this person, on the words it was decided on before: others, and they must be read first."""
    row, then = asked.row, asked.then
    words = ("requirement_id", "passage_id", "service_id", "actor_id", "requirement_fingerprint", "target_fingerprint")
    if any(getattr(row, name) != then[name] for name in words):
        raise Conflict("error.earlier_words", entity=asked.event.entity)
    said = {"by": asked.by, "seen_version": row.version, "note": asked.reason}
    values = _typed(Link, then, ("state", "type", "subject_id", "on"))
    if values["state"] is Decided.SUGGESTED:
        linking.reopen(session, row.id, **said)
    elif values["state"] is Decided.REJECTED:
        linking.reject(session, row.id, **said)
    else:
        linking.confirm(
            session, row.id, values["type"], subject_id=values["subject_id"], on=values["on"],
            supports=_supports(session, asked), **said,
        )  # fmt: skip


def _supports(session: Session, asked: Asked) -> list[str]:
    """The kinds of evidence the link gave before the event: told by the event that last made any."""
    mine = select(Event).where(Event.entity == asked.event.entity, Event.id < asked.event.id).order_by(Event.id.desc())
    for event in session.scalars(mine):
        numbers = [int(name[9:]) for name in event.after.get(SUMS, {}) if name.startswith("evidence:")]
        if numbers:
            rows = session.scalars(select(Evidence).where(Evidence.id.in_(numbers)).order_by(Evidence.id))
            stood = [row for row in rows if row.withdrawn_at is None or row.withdrawn_at > event.recorded_at]
            return list(dict.fromkeys(row.kind for row in stood))
    return []


def _assessment(session: Session, asked: Asked) -> None:
    """Judged anew today as it was judged before, on the evidence of then: it is suspect where that has changed."""
    row, then = asked.row, asked.then
    requirement = session.get_one(Assessment, then["id"]).requirement_fingerprint
    newest = assessing.newest(session, row)
    if newest is not None and newest.requirement_fingerprint != requirement:
        raise Conflict("error.earlier_words", entity=asked.event.entity)
    assessing.assess(
        session, row.workspace_id, row.requirement_id, by=asked.by, actor_id=row.actor_id, service_id=row.service_id,
        **_typed(Assessment, then, ("level", "side_state", "compliance")), evidence_digest=then["evidence_digest"],
        note=asked.reason or then["note"],
    )  # fmt: skip


def _measure(session: Session, asked: Asked) -> None:
    values: Any = _typed(Measure, asked.then, KINDS["measure"].columns)
    planning.change(session, asked.row.id, by=asked.by, seen_version=asked.row.version, why=asked.reason, **values)


def _service(session: Session, asked: Asked) -> None:
    values = _typed(Service, asked.then, KINDS["service"].columns)
    services.change_service(session, asked.row.id, by=asked.by, seen_version=asked.row.version, **values)


def _document(session: Session, asked: Asked) -> None:
    """Secrecy is never lifted by this, and words nobody kept stay."""
    row, kind = asked.row, KINDS["local_document"]
    stays = {name: getattr(row, name) for name in ("body", "publicity", "rights_note")}
    values = _typed(LocalDocument, asked.then, kind.columns + kind.told)
    describing.describe(session, row.id, by=asked.by, seen_version=row.version, title=row.name, **stays, **values)


def _guideline(session: Session, asked: Asked) -> None:
    seen = validity.facts_of(asked.row)
    wanted = replace(seen, **_typed(Guideline, asked.then, KINDS["guideline"].columns))
    guideline_facts.describe(session, asked.row.id, wanted=wanted, seen=seen, by=asked.by)


def _kind(entity: str) -> str:
    return entity.partition(":")[0]


KINDS: Mapping[str, Kind] = {
    "link": Kind(table=Link, columns=("state", "type", "subject_id", "on"), again=_link),
    "assessment": Kind(table=Assessment, columns=("level", "side_state", "compliance"), again=_assessment),
    "measure": Kind(
        table=Measure, again=_measure,
        columns=("state", "owner_id", "due_on", "barrier", "cause", "meeting_on", "decision_wanted_from_id"),
    ),
    "service": Kind(
        table=Service, columns=tuple(name for name in KEPT["service"] if name != "closed_at"), again=_service
    ),
    "local_document": Kind(
        table=LocalDocument, columns=("decided_on", "status", "valid_from", "valid_to", "responsible_id"),
        told=("type", "dnr", "paragraph"), again=_document,
    ),
    "guideline": Kind(
        table=Guideline, again=_guideline,
        columns=("status", "adopted_on", "in_force_on", "applies_on", "repealed_on", "superseded_by_id"),
    ),
}  # fmt: skip
"""By kind of entity what can be restored. A closed service keeps its own moment of closing."""
