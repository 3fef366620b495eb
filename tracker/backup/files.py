"""SQLite databases as files: who has one open, a copy beside it, and putting that in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from tracker import clock, migrations
from tracker.backup.saving import save, settle
from tracker.database import connect
from tracker.errors import DatabaseProblem

WAITED_SECONDS = 60
_BESIDE = ("-journal", "-wal", "-shm")
_PAGES = 10_000


def refuse_in_use(target: Path) -> None:
    """Refuse when another process has the file open. Processes of other users cannot always be asked."""
    if not target.exists():
        return
    wanted, own = str(target.resolve()), os.getpid()
    for process in psutil.process_iter():
        try:
            used = process.pid != own and any(file.path == wanted for file in process.open_files())
        except (psutil.Error, OSError):
            continue
        if used:
            raise DatabaseProblem("error.database_in_use", count=1, process=str(process.pid))


@contextmanager
def copied(backup: Path, target: Path) -> Iterator[Path]:
    """A copy of a backup for only its owner to read; gone at the end unless it was given another name."""
    _remove(target)
    target.touch(mode=0o600)
    try:
        shutil.copyfile(backup, target)
        yield target
    finally:
        _remove(target)


def put(ready: Path, target: Path, folder: Path) -> str:
    """Put a database in another's place, which is kept in `folder` first; returns where, "" when there was none.

    SQLite itself writes over the one that stands there, in one transaction: to rename over a file that somebody may
    have open would leave them a journal that belongs to another database, and that destroys it.
    """
    if not target.exists() or not target.stat().st_size:
        _remove(target)
        settle(ready, target)
        return ""
    try:
        kept = _kept(target, folder)
    except DatabaseProblem as problem:
        if problem.code != "error.database_damaged":
            raise
        kept = _set_aside(target, folder)
        refuse_in_use(target)
        _remove(target)
        settle(ready, target)
        return str(kept)
    refuse_in_use(target)
    _write_over(ready, target)
    return str(kept)


def _kept(target: Path, folder: Path) -> Path:
    opened = connect(f"sqlite:///{target}")
    try:
        migrations.refuse_foreign(opened)
        return save(opened, folder, reason="before-restore").path
    finally:
        opened.close()


def _set_aside(target: Path, folder: Path) -> Path:
    """Keep a file that SQLite cannot read, as it is and with what lies beside it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"damaged-{clock.now():%Y%m%dT%H%M%S%f}.db"
    for suffix in ("", *_BESIDE):
        part = target.with_name(target.name + suffix)
        if part.exists():
            shutil.copyfile(part, kept.with_name(kept.name + suffix))
    return kept


def _write_over(ready: Path, target: Path) -> None:
    began = time.monotonic()

    def bounded(_status: int, remaining: int, total: int) -> None:
        if remaining == total and time.monotonic() - began > WAITED_SECONDS:  # somebody keeps it locked
            raise DatabaseProblem("error.database_unavailable", detail="locked")

    with closing(sqlite3.connect(ready)) as source, closing(sqlite3.connect(target)) as replaced:
        try:
            source.backup(replaced, pages=_PAGES, progress=bounded)
        except sqlite3.Error as problem:
            raise DatabaseProblem("error.database_unavailable", detail=str(problem)) from problem


def _remove(target: Path) -> None:
    for suffix in ("", *_BESIDE):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
