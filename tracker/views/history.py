"""The history as a list: who did what when to what, with what it was before, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from tracker import access, chains, clock
from tracker.errors import NotAllowed
from tracker.former import OURS
from tracker.tables.event import LIBRARY_CHAIN, Event, EventNote
from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.tables.people import Membership, Person
from tracker.views import entity_names
from tracker.views.clearance import secret_entities, sees_secrecy
from tracker.views.how_many import how_many

MOST = 10_000
"""No more events are counted than this: beyond it the number says nothing, and counting takes long."""
REFERS: Mapping[str, str] = {
    "requirement": "requirement", "upper": "requirement", "lower": "requirement", "actor": "actor",
    "subject": "actor", "owner": "actor", "decision_wanted_from": "actor", "responsible_id": "actor",
    "unit_id": "actor", "vendor_id": "actor", "built_by_id": "actor", "service": "service", "passage": "passage",
    "document": "local_document", "guideline": "guideline", "link": "link", "superseded_by_id": "guideline",
}  # fmt: skip
"""Fields that hold the number of something with a name, and of what kind it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events: of a person, an action, a kind of entity or one entity, guideline, and days; all without."""

    person: int | None = None
    action: str = ""
    kind: str = ""
    entity: str = ""
    guideline: int | None = None
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
    """`who` is a name for those who may see it, else "" beside the `role` the person has in the workspace now.

    `name` is what the entity is called, "" where it has no name or not for this reader; `withheld` says that there is
    a reason that concerns something under secrecy.
    """

    id: int
    chain: int
    seq: int
    at: datetime
    who: str
    role: str
    action: str
    entity: str
    name: str
    changes: Sequence[Change]
    note: str
    withheld: bool
    hash: str

    @property
    def kind(self) -> str:
        """The kind of entity: "link" of "link:7"."""
        return self.entity.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to filter by: people and guidelines by id with their names, actions."""

    people: Mapping[int, str]
    actions: Sequence[str]
    guidelines: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Whose names somebody sees: of all who acted in the workspace (`here`), and in what all share of these people."""

    here: bool
    people: frozenset[int]

    def names(self, chain: int, person_id: int) -> bool:
        """Whether they see who wrote an event of a chain."""
        return person_id in self.people if chain == LIBRARY_CHAIN else self.here


def sight(session: Session, workspace_id: int, person_id: int) -> Sight:
    """Whose names the person sees; NotAllowed for a role that does not read the history."""
    if not access.may(session, person_id, "history.read", workspace_id):
        raise NotAllowed("error.not_allowed", action="history.read")
    theirs = select(Membership.workspace_id).where(
        Membership.person_id == person_id, Membership.role.in_(sorted(access.NAMED_FOR))
    )
    people = session.scalars(select(Membership.person_id).where(Membership.workspace_id.in_(theirs)))
    return Sight(here=access.sees_names(session, person_id, workspace_id), people=frozenset({*people, person_id}))


def count(session: Session, workspace_id: int, wanted: Wanted, *, for_person: int) -> int:
    """How many events there are: without a filter as the chains say, else MOST + 1 at most."""
    seen = sight(session, workspace_id, for_person)
    if wanted == Wanted():
        return sum(head.count for head in heads(session, workspace_id))
    some = select(Event.id).where(*_of(workspace_id, wanted, seen)).limit(MOST + 1)
    return how_many(session, some)


def heads(session: Session, workspace_id: int) -> tuple[chains.Head, ...]:
    """How far the chains go that the workspace reads: its own and the shared one."""
    return tuple(head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, workspace_id))


def rows(
    session: Session,
    workspace_id: int,
    wanted: Wanted,
    *,
    for_person: int,
    cleared: bool = False,
    older_than: int | None = None,
    newer_than: int | None = None,
    size: int | None = None,
) -> list[EventRow]:
    """The events on one side of an event's id, the newest first; names and reasons for who may see them.

    What concerns something under secrecy is named, with its reason, to who may see that and is `cleared`.
    """
    seen = sight(session, workspace_id, for_person)
    sees = cleared and sees_secrecy(session, workspace_id, for_person)
    secret = frozenset[str]() if sees else secret_entities(session, workspace_id)
    found = (
        select(Event, Person.name, EventNote.text)
        .join(Person, Person.id == Event.by_id)
        .outerjoin(EventNote, EventNote.event_id == Event.id)
        .where(*_of(workspace_id, wanted, seen))
        .limit(size)
    )
    if newer_than is not None:
        told = session.execute(found.where(Event.id > newer_than).order_by(Event.id)).all()[::-1]
    else:
        older = found if older_than is None else found.where(Event.id < older_than)
        told = session.execute(older.order_by(Event.id.desc())).all()
    roles = select(Membership.person_id, Membership.role).where(Membership.workspace_id == workspace_id)
    held = {number: role.value for number, role in session.execute(roles)}
    known = entity_names.names(session, workspace_id, _met([event for event, _, _ in told]), sees=sees)
    return [
        EventRow(
            id=event.id,
            chain=event.chain,
            seq=event.seq,
            at=event.recorded_at,
            who=name if seen.names(event.chain, event.by_id) else "",
            role=held.get(event.by_id, ""),
            action=event.action,
            entity=event.entity,
            name=known.get(event.entity, ""),
            changes=changes(event.before, event.after, known),
            note=(text or "") if seen.names(event.chain, event.by_id) and event.entity not in secret else "",
            withheld=bool(text) and event.entity in secret,
            hash=event.hash,
        )
        for event, name, text in told
    ]


def choices(session: Session, workspace_id: int, *, for_person: int) -> Choices:
    """What there is to filter by."""
    seen = sight(session, workspace_id, for_person)
    people = select(Person.id, Person.name).order_by(Person.id)
    own = select(Event.id).where(Event.by_id == Person.id, Event.chain == workspace_id).exists()
    shared = select(Event.id).where(Event.by_id == Person.id, Event.chain == LIBRARY_CHAIN).exists()
    named = people.where(or_(own, and_(Person.id.in_(seen.people), shared)))
    ours = or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id)
    guidelines = select(Guideline.id, Guideline.name).where(ours).order_by(Guideline.name_sort)
    return Choices(
        people={number: name for number, name in session.execute(named)} if seen.here else {},  # noqa: C416 - rows
        actions=sorted(_actions(session)),
        guidelines={number: name for number, name in session.execute(guidelines)},  # noqa: C416 - are no pairs to mypy
    )


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], known: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """What differs between two states as an event tells them; a key that only one of them has is shown too.

    `known` gives names to the numbers of things (entity_names).
    """

    def said(key: str, value: object) -> str | None:
        return (known or {}).get(f"{REFERS.get(key)}:{value}") or _said(value)

    keys = [key for key in {**before, **after} if key not in OURS and before.get(key) != after.get(key)]
    return tuple(Change(field=key, before=said(key, before.get(key)), after=said(key, after.get(key))) for key in keys)


def _met(events: Sequence[Event]) -> set[str]:
    """The entities that events are about or tell of by number."""
    told = {
        f"{REFERS[key]}:{values[key]}"
        for event in events
        for values in (event.before, event.after)
        for key in REFERS.keys() & values.keys()
    }
    return {event.entity for event in events} | told


def _about(guideline_id: int) -> ColumnElement[bool]:
    """Events of a guideline, its editions and requirements, and of what was decided about these."""
    mine = select(Requirement.id).where(Requirement.guideline_id == guideline_id)
    named = [_entities("requirement", Requirement.id, Requirement.guideline_id == guideline_id)]
    named.append(_entities("edition", Edition.id, Edition.guideline_id == guideline_id))
    for kind, (table, parts) in entity_names.PARTS.items():
        columns = [getattr(table, name) for name, of in parts.items() if of == "requirement"]
        if columns:
            named.append(_entities(kind, table.id, or_(*(column.in_(mine) for column in columns))))
    return or_(Event.entity == f"guideline:{guideline_id}", Event.entity.in_(union_all(*named)))


def _entities(kind: str, number: Any, condition: ColumnElement[bool]) -> Any:
    return select(literal(f"{kind}:") + cast(number, String)).where(condition)


def _actions(session: Session) -> list[str]:
    """Every action there is, by skipping from one to the next in the index: quick however many events there are."""
    found: list[str] = []
    last = ""
    while (following := session.scalar(select(func.min(Event.action)).where(Event.action > last))) is not None:
        found.append(following)
        last = following
    return found


def _of(workspace_id: int, wanted: Wanted, seen: Sight) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [Event.chain.in_((LIBRARY_CHAIN, workspace_id))]
    if wanted.person is not None:  # what a filter finds tells a name too
        named = [chain for chain in (LIBRARY_CHAIN, workspace_id) if seen.names(chain, wanted.person)]
        asked += [Event.by_id == wanted.person, Event.chain.in_(named)]
    if wanted.guideline is not None:
        asked.append(_about(wanted.guideline))
    if wanted.action:
        asked.append(Event.action == wanted.action)
    if wanted.entity:
        asked.append(Event.entity == wanted.entity)
    elif wanted.kind:
        asked.append(Event.entity.startswith(f"{wanted.kind}:", autoescape=True))
    if wanted.since is not None:
        asked.append(Event.recorded_at >= clock.end_of(clock.day_before(wanted.since)))
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
