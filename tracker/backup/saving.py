"""Saving the whole database to one file that was looked through before it got its name."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from tracker import clock, migrations
from tracker.backup import dumps, manifest
from tracker.backup.contents import Contents, examine
from tracker.backup.manifest import SUFFIXES, Backup, Manifest
from tracker.database import Database, connect, plain_errors
from tracker.errors import DatabaseProblem

STEPS = 3
"""Of which saving says how many are done: written, looked through, and summed up."""


def _silent(_done: int, _total: int) -> None:
    """Say nothing of how far it has come."""


def save(database: Database, folder: Path, *, reason: str, report: Callable[[int, int], None] = _silent) -> Backup:
    """Write a backup and its manifest into `folder`; the name carries the moment (UTC) and the reason.

    SQLite is copied through its own backup call and the copy looked through; PostgreSQL is dumped, and looked through
    in the same snapshot. Nothing half-written has the name, and the manifest is there first. A database whose pages
    are damaged is refused; one whose history or originals do not hold is saved, and the manifest says so.
    """
    engine = database.read_engine
    kind = engine.dialect.name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = clock.now()
    target = folder / f"tracker-{moment:%Y%m%dT%H%M%S%f}-{reason}.{SUFFIXES[kind]}"
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        if kind == "sqlite":
            _copy(engine, unfinished)
            report(1, STEPS)
            contents = _looked_through(unfinished)
        else:
            contents = dumps.dump(engine, unfinished)
        report(2, STEPS)
        made = Manifest(
            made_at=moment,
            reason=reason,
            program=manifest.program(),
            kind=kind,
            size=unfinished.stat().st_size,
            sha256=manifest.sha256_of(unfinished),
            contents=contents,
        )
        manifest.write(made, manifest.beside(target))
        settle(unfinished, target)
        report(3, STEPS)
    finally:
        unfinished.unlink(missing_ok=True)
    return Backup(path=target, manifest=made)


def settle(unfinished: Path, target: Path) -> None:
    """Give a finished file its name, so that both survive a loss of power."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _looked_through(path: Path) -> Contents:
    """What a copy of an SQLite database holds; refuses one that is damaged or no database of this program."""
    opened = connect(f"sqlite:///{path}")
    try:
        revision = migrations.present(opened.read_engine)
        if revision is None:
            raise DatabaseProblem("error.backup_foreign", file=path.name)
        with plain_errors(), opened.read_engine.connect() as connection:
            contents = examine(connection, revision)
    finally:
        opened.close()
    damage = next((fault for fault in contents.faults if fault.code == "file"), None)
    if damage is not None:
        raise DatabaseProblem("error.database_damaged", detail=damage.about)
    return contents


def _copy(engine: Engine, target: Path) -> None:
    with engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise DatabaseProblem("error.database_kind", kind=engine.dialect.name)
        try:
            source.backup(copy)
        except sqlite3.OperationalError as problem:
            raise DatabaseProblem("error.database_unavailable", detail=str(problem)) from problem
        except sqlite3.DatabaseError as problem:
            raise DatabaseProblem("error.database_damaged", detail=str(problem)) from problem
