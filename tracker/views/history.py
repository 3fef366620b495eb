"""The history as a list: who did what when to what, with what it was before, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker import access, chains, clock
from tracker.former import BEFORE, MADE, SUMS
from tracker.tables.event import LIBRARY_CHAIN, Event, EventNote
from tracker.tables.people import Membership, Person

OURS = frozenset({BEFORE, MADE, SUMS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events: of a person, an action, a kind of entity or one entity, guideline, and days; all without."""

    person: int | None = None
    action: str = ""
    kind: str = ""
    entity: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value: a field by its code, what it held and what it holds; None where there was nothing."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """`who` is a name for those who may see it, else "" beside the `role` the person has in the workspace now."""

    id: int
    chain: int
    seq: int
    at: datetime
    who: str
    role: str
    action: str
    entity: str
    changes: Sequence[Change]
    note: str
    hash: str

    @property
    def kind(self) -> str:
        """The kind of entity: "link" of "link:7"."""
        return self.entity.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to filter by: people by id (name or role), actions, kinds."""

    people: Mapping[int, str]
    actions: Sequence[str]


def named(session: Session, workspace_id: int, person_id: int) -> bool:
    """Whether the person sees names and reasons in the history of the workspace."""
    return access.sees_names(session, person_id, workspace_id)


def count(session: Session, workspace_id: int, wanted: Wanted) -> int:
    """How many events there are; without a filter as the chains say."""
    if wanted == Wanted():
        return sum(head.count for head in heads(session, workspace_id))
    return session.scalar(select(func.count()).select_from(Event).where(*_of(workspace_id, wanted))) or 0


def heads(session: Session, workspace_id: int) -> tuple[chains.Head, ...]:
    """How far the chains go that the workspace reads: its own and the shared one."""
    return tuple(head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, workspace_id))


def rows(
    session: Session, workspace_id: int, wanted: Wanted, *, for_person: int, first: int = 0, size: int | None = None
) -> list[EventRow]:
    """The events from a position on, the newest first; names and reasons for who may see them."""
    names = named(session, workspace_id, for_person)
    roles = select(Membership.person_id, Membership.role).where(Membership.workspace_id == workspace_id)
    held = {number: role for number, role in session.execute(roles)}  # noqa: C416 - rows are no pairs to a type checker
    found = (
        select(Event, Person.name, EventNote.text)
        .join(Person, Person.id == Event.by_id)
        .outerjoin(EventNote, EventNote.event_id == Event.id)
        .where(*_of(workspace_id, wanted))
        .order_by(Event.id.desc())
        .offset(first)
        .limit(size)
    )
    return [
        EventRow(
            id=event.id,
            chain=event.chain,
            seq=event.seq,
            at=event.recorded_at,
            who=name if names else "",
            role=held[event.by_id].value if event.by_id in held else "",
            action=event.action,
            entity=event.entity,
            changes=changes(event.before, event.after),
            note=(text or "") if names else "",
            hash=event.hash,
        )
        for event, name, text in session.execute(found)
    ]


def choices(session: Session, workspace_id: int, *, for_person: int) -> Choices:
    """What there is to filter by."""
    here = Event.chain.in_((LIBRARY_CHAIN, workspace_id))
    people = {}
    if named(session, workspace_id, for_person):
        acted = select(Event.id).where(Event.by_id == Person.id, here).exists()
        acting = select(Person.id, Person.name).where(acted).order_by(Person.id)
        people = {number: name for number, name in session.execute(acting)}  # noqa: C416 - as above
    return Choices(people=people, actions=sorted(_actions(session)))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two states as an event tells them; a key that only one of them has is shown too."""
    keys = [key for key in {**before, **after} if key not in OURS and before.get(key) != after.get(key)]
    return tuple(Change(field=key, before=_said(before.get(key)), after=_said(after.get(key))) for key in keys)


def _actions(session: Session) -> list[str]:
    """Every action there is, by skipping from one to the next in the index: quick however many events there are."""
    found: list[str] = []
    last = ""
    while (following := session.scalar(select(func.min(Event.action)).where(Event.action > last))) is not None:
        found.append(following)
        last = following
    return found


def _of(workspace_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [Event.chain.in_((LIBRARY_CHAIN, workspace_id))]
    if wanted.person is not None:
        asked.append(Event.by_id == wanted.person)
    if wanted.action:
        asked.append(Event.action == wanted.action)
    if wanted.entity:
        asked.append(Event.entity == wanted.entity)
    elif wanted.kind:
        asked.append(Event.entity.startswith(f"{wanted.kind}:", autoescape=True))
    if wanted.since is not None:
        asked.append(Event.recorded_at >= clock.end_of(wanted.since - timedelta(days=1)))
    if wanted.until is not None:
        asked.append(Event.recorded_at < clock.end_of(wanted.until))
    return asked


def _said(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)
