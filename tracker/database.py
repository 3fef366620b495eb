"""Two engines on one database: readers that never block, writers that never lose an update.

The settings and the measurements behind them are in docs/decisions/0003-two-engines.md.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import uniform
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from tracker import failing
from tracker.errors import DatabaseBusy, DatabaseProblem, Refused
from tracker.settings import address_of

BUSY_SECONDS = 60
"""Longer than the largest import writes, so that a decision beside it waits and is not refused."""
TRIES = 5
WAL_IS_SAFE_FROM = (3, 51, 3)  # earlier versions can lose a commit when the write-ahead log is reset

SPELLING = partial(json.dumps, separators=(",", ":"))
"""How SQLite keeps JSON: as events are hashed (tracker.chains), so that most can be verified without reading it."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Database:
    """The pair of engines. Sessions are short: never keep one across a screen call."""

    read_engine: Engine
    write_engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that can only read; what it loaded stays usable afterwards."""
        with plain_errors(), Session(self.read_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: committed when the block ends, rolled back when it raises."""
        with plain_errors(), Session(self.write_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def write(self, unit: Callable[[Session], Done]) -> Done:
        """Do a unit of work in a transaction of its own, and all of it again when others were in its way.

        For what nobody decided, such as imports and jobs; what a person decided is told to them instead, as what they
        saw may have changed. The unit must change nothing but what is in the session.
        """
        for turn in range(1, TRIES):
            try:
                with self.writing() as session:
                    return unit(session)
            except DatabaseBusy:
                pass
            except IntegrityError as problem:  # another process has just stored what was looked for and not found
                if not failing.is_twin(problem):
                    raise
            time.sleep(uniform(0.05, 0.2) * turn)  # noqa: S311 - so that two do not meet again, no secret
        with self.writing() as session:
            return unit(session)

    def count_anew(self) -> None:
        """Let PostgreSQL look at how much there is of what, after much was stored and before much is asked.

        It does so by itself a minute or so later; asked sooner, it plans as if the tables were empty, and what takes a
        fifth of a second takes a minute. Who counts already does it for us. SQLite plans by its indexes alone.
        """
        if self.write_engine.dialect.name == "postgresql":
            with suppress(DatabaseBusy), self.writing() as session:
                session.execute(text("ANALYZE"))

    def close(self) -> None:
        """Give all connections back."""
        self.read_engine.dispose()
        self.write_engine.dispose()


def connect(url: str) -> Database:
    """Open the database at an SQLAlchemy URL (sqlite or postgresql), making the folder of a new SQLite file."""
    parsed = address_of(url)
    file = parsed.database or "" if parsed.get_backend_name() == "sqlite" else ""
    if file not in ("", ":memory:") and not file.startswith("file:"):  # an address of a file makes nothing
        folder = Path(file).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            detail = f"{folder}: {problem.strerror}"
            raise DatabaseProblem("error.database_cannot_open", detail=detail) from problem
    return Database(make_engine(url, write=False), make_engine(url, write=True))


def make_engine(url: str, *, write: bool) -> Engine:
    """One engine on a database that stays; engines are made in this module only.

    Raises DatabaseProblem for an address with parts or options that are none, without it: it may hold a password.
    """
    try:
        return _engine(url, write=write)
    except (ArgumentError, ValueError):
        raise DatabaseProblem("error.database_url") from None


def _engine(url: str, *, write: bool) -> Engine:
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        connecting = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = create_engine(url, connect_args=connecting, json_serializer=SPELLING)
        event.listen(engine, "connect", _sqlite_pragmas(write=write))
        event.listen(engine, "begin", _begin_immediate if write else _begin)
        return engine
    if backend == "postgresql":
        # What a machine that died held is let go within a minute and a half, not after the two hours of TCP.
        alive = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
        options = f"-c timezone=utc -c lock_timeout={BUSY_SECONDS}s {alive}"
        if not write:
            options += " -c default_transaction_read_only=on"
        driver = make_url(url).set(drivername="postgresql+psycopg")
        return create_engine(driver, connect_args={"options": options}, pool_pre_ping=True)
    raise DatabaseProblem("error.database_kind", kind=backend)


def in_memory() -> Engine:
    """A database in memory, gone with its engine, on the one connection it has: for what is worked out on a copy."""
    return create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})


def _sqlite_pragmas(*, write: bool) -> Callable[[sqlite3.Connection, Any], None]:
    def listener(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the begin listener opens transactions, not the driver
        if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        if write:
            # Spilling dirty pages takes the exclusive lock early, and every reader waits for the whole import.
            connection.execute("PRAGMA cache_spill = OFF")
        else:
            connection.execute("PRAGMA query_only = ON")

    return listener


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what no program can mend into a plain message (tracker.failing tells what went wrong), and values that no
    database stores: NUL, half a sign, a text or number beyond its column.
    """
    try:
        yield
    except (DataError, UnicodeEncodeError) as problem:
        raise Refused("error.value_unstorable") from problem
    except DatabaseError as problem:
        told = failing.told(problem)
        if told is None:
            raise
        raise told from problem
