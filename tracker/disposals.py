"""One user's data: everything the tracker holds about somebody who signs in, and its disposal by a recorded decision.

What they decided stays under their number, as the history must; their name, how they sign in and when they were here
go.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from tracker import access, clock, events, people, personal_data, sign_ins
from tracker.backup import known
from tracker.database import Database
from tracker.errors import NotFound, Refused
from tracker.personal_data import TAKEN_OUT, Found, naming
from tracker.settings import Settings
from tracker.tables.change import SourceCheck
from tracker.tables.choice import Visit
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Requirement
from tracker.tables.job import Job
from tracker.tables.lineage import Edit
from tracker.tables.people import LOCAL_LOGIN, Membership, Person, SignIn, Workspace
from tracker.tables.schema import Table
from tracker.tables.staffing import Individual

SHARED = (Crosswalk.note, Edit.reason, Requirement.applies_reason, SourceCheck.reason)
"""What people write about what all workspaces share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """A disposal as it is kept beside the database, so that it can be repeated on an older backup: no name in it.

    `print` is a slow salted checksum of the name, by which the same person is known again.
    """

    kind: str
    id: int
    workspace_id: int
    decision: str
    at: str
    salt: str
    print: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A backup made before the newest disposal: it holds what was disposed of since."""

    file: str
    made_at: datetime | None


def gather(session: Session, workspace_id: int, person_id: int, *, by: Person) -> list[Found]:
    """Everything held about a user, in every workspace that `by` administers: rows, times, and where a name stands."""
    access.allow(session, by, "person.read", workspace_id)
    person = _member(session, workspace_id, person_id)
    found = [
        Found(table="person", id=person.id, column=name, text=getattr(person, name) or "")
        for name in ("name", "login", "subject")
    ]
    mine = [number for number in access.readable(session, by.id) if access.may(session, by.id, "person.read", number)]
    found += [*_roles_and_visits(session, person_id, mine), *_acts(session, person_id, mine)]
    pattern = naming(person.name, person.login, person.subject)
    for number in mine:
        found += personal_data.places(session, pattern, number)
    found += [
        Found(table="job", id=job.id, column="arguments", text=json.dumps(job.arguments, ensure_ascii=False))
        for job in session.scalars(select(Job).order_by(Job.id))
        if (job.workspace_id in mine or job.workspace_id is None) and pattern.search(_words(job))
    ]
    return [place for place in found if place.text]


def dispose(session: Session, workspace_id: int, person_id: int, decision: str, *, by: Person) -> Disposal:
    """Take a user's name, ways in, times and notes out of everything, by a named decision; give what is to be kept.

    They lose every role, and their sign-ins end. Refused for oneself, for the last administrator of a workspace, and by
    whoever does not administer all workspaces they work in. `purge` and `keep` belong to it, once it is committed.
    """
    access.allow(session, by, "person.dispose", workspace_id)
    person = _member(session, workspace_id, person_id)
    session.refresh(person, with_for_update=True)
    if person.erased_at is not None:
        raise Refused("error.person_disposed", id=person_id)
    if person.id == by.id or person.login == LOCAL_LOGIN:
        raise Refused("error.person_self")
    pattern = naming(person.name, person.login, person.subject)
    if not decision.strip():
        raise Refused("error.disposal_decision_needed")
    if pattern.search(decision):
        raise Refused("error.disposal_decision_names")
    kept = _kept("person", person.id, workspace_id, decision, person.name)
    for number in session.scalars(select(Membership.workspace_id).where(Membership.person_id == person_id)).all():
        access.allow(session, by, "person.dispose", number)
        people.let_go(session, number, person_id, by=by)
    taken = _take_out(session, person, pattern, by)
    person.name, person.login, person.subject, person.erased_at = TAKEN_OUT, None, None, clock.now()
    session.flush()
    events.record(
        session, workspace_id, "person.dispose", f"person:{person_id}", by=by, after=taken, note=decision.strip()
    )
    return kept


def of_individual(session: Session, individual_id: int, decision: str, *, by: Person) -> Disposal:
    """Dispose of an individual (tracker.personal_data), and give what is to be kept of it."""
    row = session.get(Individual, individual_id)
    name, workspace_id = (row.name, row.workspace_id) if row is not None else ("", LIBRARY_CHAIN)
    personal_data.dispose(session, individual_id, decision, by=by)
    return _kept("individual", individual_id, workspace_id, decision, name)


def keep(settings: Settings, disposal: Disposal) -> None:
    """Write a disposal down beside the database, where a restored backup does not take it back."""
    file = _file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(disposal), ensure_ascii=False) + "\n")


def waiting(session: Session, settings: Settings) -> Sequence[Disposal]:
    """The disposals that this database does not have: it was restored from a backup made before them."""
    return [found for found in _recorded(settings) if _is_there(session, found)]


def repeat(session: Session, settings: Settings, workspace_id: int, *, by: Person) -> int:
    """Bring a restored database up to the disposals of a workspace recorded since; gives how many were done again."""
    access.allow(session, by, "person.dispose", workspace_id)
    done = 0
    for found in waiting(session, settings):
        if found.workspace_id != workspace_id:
            continue
        if found.kind == "individual":
            personal_data.dispose(session, found.id, found.decision, by=by)
        else:
            dispose(session, workspace_id, found.id, found.decision, by=by)
        done += 1
    return done


def purge(database: Database) -> None:
    """Let the bytes of what was disposed of go: the database is written anew without them. Call after the commit.

    PostgreSQL keeps its log (WAL) for as long as its administrator has said.
    """
    engine = database.write_engine
    raw = engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        if engine.dialect.name == "sqlite":
            driver.execute("PRAGMA secure_delete = ON")
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            before, driver.autocommit = driver.autocommit, True
            driver.execute("VACUUM (FULL)")
            driver.autocommit = before
    finally:
        raw.close()


def holding(settings: Settings) -> Sequence[Holding]:
    """The backups that are older than the newest disposal, and so may hold what it took away; the newest first."""
    newest = max((datetime.fromisoformat(found.at) for found in _recorded(settings)), default=None)
    if newest is None:
        return []
    found = [Holding(file=one.path.name, made_at=one.manifest.made_at if one.manifest else None)
             for one in known(settings.backups)]  # fmt: skip
    return [one for one in found if one.made_at is None or one.made_at <= newest]


def _roles_and_visits(session: Session, person_id: int, mine: Sequence[int]) -> Iterator[Found]:
    """The roles of a person, when they signed in, and when they were here."""
    memberships = select(Membership, Workspace.name).join(Workspace, Workspace.id == Membership.workspace_id)
    here = memberships.where(Membership.person_id == person_id, Membership.workspace_id.in_(mine))
    for row, name in session.execute(here):
        yield Found(table="membership", id=row.id, column="role", text=f"{name}: {row.role.value}")
    for sign_in in session.scalars(select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.id)):
        yield Found(table="sign_in", id=sign_in.id, column="", text=_span(sign_in), on=sign_in.began_at)
    for visit in session.scalars(select(Visit).where(Visit.person_id == person_id).order_by(Visit.id)):
        yield Found(table="visit", id=visit.id, column="", text=_span(visit), on=visit.began_at)


def _acts(session: Session, person_id: int, mine: Sequence[int]) -> Iterator[Found]:
    """What they did: every event, and how many rows of each table they signed."""
    theirs = select(Event).where(Event.by_id == person_id, Event.chain.in_((LIBRARY_CHAIN, *mine)))
    for event in session.scalars(theirs.order_by(Event.id)):
        said = f"{event.action} {event.entity}"
        yield Found(table="event", id=event.id, column="by_id", text=said, on=event.recorded_at)
    for table, column, count in _signed(session, person_id):
        yield Found(table="signed", id=person_id, column=column, text=f"{table}.{column}: {count}")


def _member(session: Session, workspace_id: int, person_id: int) -> Person:
    """Somebody with a role in the workspace, or who has done something there; nobody else is any of its business."""
    person = session.get(Person, person_id)
    here = select(Membership.id).where(Membership.workspace_id == workspace_id, Membership.person_id == person_id)
    did = select(Event.id).where(Event.chain == workspace_id, Event.by_id == person_id)
    if person is None or not any(session.execute(wanted.limit(1)).first() for wanted in (here, did)):
        raise NotFound("error.person_unknown", id=person_id)
    return person


def _take_out(session: Session, person: Person, pattern: Any, by: Person) -> dict[str, int]:
    """How many rows, notes, sign-ins and visits named or told of the person."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete = ON"))
    rows = notes = 0
    for number in session.scalars(select(Workspace.id).order_by(Workspace.id)).all():
        rows += personal_data.take_out(session, pattern, number)
        notes += personal_data.take_out_of_notes(session, pattern, number)
    notes += personal_data.take_out_of_notes(session, pattern, LIBRARY_CHAIN)
    for column in SHARED:
        table: Any = column.class_
        for row in session.scalars(select(table).where(column != "")):
            if pattern.search(getattr(row, column.key)):
                setattr(row, column.key, pattern.sub(TAKEN_OUT, getattr(row, column.key)))
                rows += 1
    for job in session.scalars(select(Job)):
        if pattern.search(_words(job)):
            job.arguments, job.result = _cleared(job.arguments, pattern), _cleared(job.result, pattern)
            rows += 1
    ended = sign_ins.end_all(session, person.id, by=by)
    visits = session.execute(delete(Visit).where(Visit.person_id == person.id).returning(Visit.id)).all()
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    return {"rows": rows, "notes": notes, "sign_ins": ended, "visits": len(visits)}


def _cleared(value: Any, pattern: Any) -> Any:
    """JSON with a name taken out of its texts; what names files stays as it is otherwise."""
    if isinstance(value, str):
        return pattern.sub(TAKEN_OUT, value)
    if isinstance(value, Mapping):
        return {key: _cleared(each, pattern) for key, each in value.items()}
    return [_cleared(each, pattern) for each in value] if isinstance(value, list) else value


def _words(job: Job) -> str:
    return json.dumps([job.arguments, job.result], ensure_ascii=False)


def _span(row: SignIn | Visit) -> str:
    return f"{row.began_at.isoformat(timespec='minutes')} – {row.last_at.isoformat(timespec='minutes')}"


def _signed(session: Session, person_id: int) -> Iterator[tuple[str, str, int]]:
    """By column that refers to people, how many rows the person has signed."""
    for table in Table.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == Person.__tablename__ and table.name not in {"event", "visit", "sign_in"}:
                count = session.scalar(select(func.count()).select_from(table).where(key.parent == person_id)) or 0
                if count and table.name != "membership":
                    yield table.name, key.parent.name, count


def _kept(kind: str, number: int, workspace_id: int, decision: str, name: str) -> Disposal:
    salt = secrets.token_hex(16)
    return Disposal(
        kind=kind, id=number, workspace_id=workspace_id, decision=decision.strip(), at=clock.now().isoformat(),
        salt=salt, print=_print(salt, name),
    )  # fmt: skip


def _print(salt: str, name: str) -> str:
    return hashlib.scrypt(name.strip().casefold().encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


def _is_there(session: Session, found: Disposal) -> bool:
    """Whether the database still names whom a disposal was of, and not somebody else under the same number."""
    person = session.get(Person, found.id) if found.kind == "person" else None
    individual = session.get(Individual, found.id) if found.kind == "individual" else None
    names = [person.name] if person is not None and person.erased_at is None else []
    names += [individual.name] if individual is not None and individual.disposed_at is None else []
    return any(_print(found.salt, name) == found.print for name in names)


def _recorded(settings: Settings) -> list[Disposal]:
    file = _file(settings)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [Disposal(**json.loads(line)) for line in lines]


def _file(settings: Settings) -> Path:
    return settings.backups.parent / "disposals.jsonl"
