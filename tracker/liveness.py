"""Who is at work, known by locks that are gone the moment their process is: no clock, no guess, nothing to clear up.

SQLite's own file locks work on every system the tracker runs on, PostgreSQL's advisory locks across machines.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine, func, select

from tracker import failing
from tracker.database import Database, plain_errors

JOBS = 7_246_013  # any number, as long as every process of ours uses the same and no other lock of ours does

LetGo = Callable[[bool], None]


class Hold(AbstractContextManager["Hold"]):
    """A lock on a number, held until it is let go of or its process ends."""

    def __init__(self, let_go: LetGo) -> None:
        self._let_go = let_go

    def let_go(self, *, for_good: bool) -> None:
        """End it; `for_good` says that nobody will want the number again."""
        self._let_go(for_good)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go(kind is None)


def hold(database: Database, number: int) -> Hold | None:
    """Hold a number, or None when a living process does. Ask within the transaction that finds it wanted."""
    if database.write_engine.dialect.name == "postgresql":
        return _on_server(database.write_engine, number)
    path = _beside(database, number)
    return _locked(path, "rwc") if path else Hold(lambda _: None)


def is_held(database: Database, number: int) -> bool:
    """Whether a living process holds a number."""
    if database.write_engine.dialect.name == "postgresql":
        held = _on_server(database.write_engine, number)
    else:
        path = _beside(database, number)
        held = _locked(path, "rw") if path and path.exists() else Hold(lambda _: None)
    if held is not None:
        held.let_go(for_good=False)
    return held is None


def _beside(database: Database, number: int) -> Path | None:
    """The empty file that stands for a number, None beside a database in memory."""
    with plain_errors(), database.read_engine.connect() as connection:
        name = connection.exec_driver_sql("PRAGMA database_list").fetchall()[0][2]
    return Path(f"{name}-job-{number}") if name else None


def _locked(path: Path, mode: str) -> Hold | None:
    try:
        lock = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            raise
    except sqlite3.OperationalError as problem:
        told = failing.told_by(problem)
        if told.code == failing.BUSY:
            return None
        raise told from problem

    def let_go(for_good: bool) -> None:
        lock.close()
        if for_good:
            path.unlink(missing_ok=True)

    return Hold(let_go)


def _on_server(engine: Engine, number: int) -> Hold | None:
    with plain_errors():
        connection = engine.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # closing it ends the session at the server, and the lock with it
        if connection.scalar(select(func.pg_try_advisory_lock(JOBS, number))):
            return Hold(lambda _: connection.close())
        connection.close()
    return None
