"""What each of several processes does that write or read the same rows at once."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import create_engine, event, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from tests.trust import stocked
from tracker import events, ingest, jobs
from tracker.database import connect
from tracker.errors import TrackerError
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Provision, Wording
from tracker.tables.network import Actor
from tracker.tables.people import Person


def change(url: str, rows: list[int], times: int, place: int) -> int:
    """Read a row, locked, change it and record the event, so many times over; gives how often it failed."""
    database, chance, failed = connect(url), random.Random(place), 0
    with database.reading() as session:
        by = session.scalars(select(Person)).one()
    for _ in range(times):
        try:
            with database.writing() as session:
                actor = session.get_one(Actor, chance.choice(rows), with_for_update=True)
                before, actor.version = actor.version, actor.version + 1
                events.record(
                    session,
                    actor.workspace_id,
                    "actor.change",
                    f"actor:{actor.id}",
                    by=by,
                    before={"version": before},
                    after={"version": before + 1},
                )
        except TrackerError:
            failed += 1
    database.close()
    return failed


def change_naively(url: str, row: int, times: int, _place: int) -> int:
    """The same as it is first written: the engine as it comes, a read without a lock; gives how often it failed."""
    address, failed = make_url(url), 0
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    for _ in range(times):
        try:
            with engine.begin() as connection:
                version = connection.execute(text("SELECT version FROM actor WHERE id = :id"), {"id": row}).scalar_one()
                connection.execute(
                    text("UPDATE actor SET version = :next WHERE id = :id"), {"id": row, "next": version + 1}
                )
        except SQLAlchemyError:
            failed += 1
    engine.dispose()
    return failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one process saw while another imported: seconds, and how many reads found half an import or none at all."""

    seconds: float
    longest: float = 0.0
    reads: int = 0
    wrong: int = 0


def import_and_watch(url: str, provisions: int, spills: bool, place: int) -> Watched:
    """The first process imports a guideline, the others read until they see the whole of it.

    `spills` leaves out what keeps a writer from locking readers out as soon as its memory is full.
    """
    return _watch(url, provisions * (1 + spills)) if place else _import(url, provisions, spills)


def _import(url: str, provisions: int, spills: bool) -> Watched:
    database = connect(url)
    if database.write_engine.dialect.name == "sqlite":
        event.listen(database.write_engine, "connect", _with_little_memory(spills=spills))
    with database.reading() as session:
        by = session.scalars(select(Person)).one()
    prepared = stocked.guideline(provisions, "spilling" if spills else "large")
    began = time.monotonic()
    with database.writing() as session:
        ingest.import_guideline(session, prepared, by=by)
    database.close()
    return Watched(seconds=time.monotonic() - began)


def _with_little_memory(*, spills: bool) -> Callable[[sqlite3.Connection, object], None]:
    """So little that even a short import fills it."""

    def listener(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA cache_size = -500")
        if spills:
            connection.execute("PRAGMA cache_spill = ON")

    return listener


def _watch(url: str, provisions: int) -> Watched:
    database, reads, wrong, longest = connect(url), 0, 0, 0.0
    began = time.monotonic()
    seen = 0
    while seen != provisions and time.monotonic() - began < 600:
        asked = time.monotonic()
        try:
            with database.reading() as session:
                seen = session.scalar(select(func.count()).select_from(Provision)) or 0
                whole = seen == session.scalar(select(func.count()).select_from(Wording))
            wrong += not whole
        except TrackerError:
            wrong += 1
        reads, longest = reads + 1, max(longest, time.monotonic() - asked)
        time.sleep(0.01)
    database.close()
    return Watched(seconds=time.monotonic() - began, longest=longest, reads=reads, wrong=wrong)


def begin_a_chain(url: str, chain: int, _place: int) -> int:
    """Record what may be the first event of a chain; gives 1 where that failed."""
    database = connect(url)
    try:
        with database.writing() as session:
            by = session.scalars(select(Person)).one()
            events.record(session, chain, "chain.begin", f"chain:{chain}", by=by)
    except (TrackerError, SQLAlchemyError):
        return 1
    finally:
        database.close()
    return 0


def work(url: str, _place: int) -> int:
    """Do queued jobs, each of which says in the history that it was done; gives how many."""
    database = connect(url)
    done = jobs.work(database, {"say": _say})
    database.close()
    return done


def _say(task: jobs.Task) -> dict[str, int]:
    number = int(task.arguments["number"])
    chain = task.workspace_id or LIBRARY_CHAIN
    with task.database.writing() as session:
        events.record(session, chain, "job.say", f"job:{number}", by=task.by)
    time.sleep(0.005)
    return {"number": number}
