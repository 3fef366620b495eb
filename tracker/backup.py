"""Saving the whole database to one file that was checked before it got its name."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from tracker import clock
from tracker.database import Database
from tracker.errors import DatabaseProblem


def save(database: Database, folder: Path, *, reason: str) -> Path:
    """Write a backup into `folder` and return its path; the name carries the moment (UTC) and the reason.

    SQLite is copied through its own backup call, PostgreSQL with pg_dump. Nothing half-written keeps the name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    engine = database.read_engine
    suffix = "db" if engine.dialect.name == "sqlite" else "dump"
    target = folder / f"tracker-{clock.now():%Y%m%dT%H%M%S%f}-{reason}.{suffix}"
    unfinished = target.with_suffix(".unfinished")
    try:
        if suffix == "db":
            _copy_sqlite(engine, unfinished)
        else:
            _dump_postgresql(engine, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _copy_sqlite(engine: Engine, target: Path) -> None:
    with engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise DatabaseProblem("error.database_kind", kind=engine.dialect.name)
        source.backup(copy)
        result = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        raise DatabaseProblem("error.database_damaged", detail=str(result)[:200])


def _dump_postgresql(engine: Engine, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise DatabaseProblem("error.pg_dump_missing")
    url = engine.url.set(drivername="postgresql")
    done = subprocess.run(  # noqa: S603 - the address is the operator's own setting; the password goes in the environment
        [program, "--format=custom", f"--file={target}", url.set(password=None).render_as_string()],
        env={**os.environ, "PGPASSWORD": url.password or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DatabaseProblem("error.database_unavailable", detail=done.stderr.strip()[:200])
