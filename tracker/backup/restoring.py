"""Putting a backup in the place of a database: made ready and looked through beside it, then swapped at once."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, func, select, update

from tracker import clock, migrations
from tracker.backup import dumps, files, manifest, moving, servers
from tracker.backup.contents import Contents, examine
from tracker.backup.manifest import Manifest
from tracker.database import Database, connect, plain_errors
from tracker.errors import DatabaseProblem
from tracker.settings import Settings, address_of
from tracker.tables.people import SignIn

_SQLITE, _DUMP = b"SQLite format 3\0", b"PGDMP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`contents` is what the backup held, in the schema it came with; it has been brought to this program's since.

    `replaced` is where what stood there before is kept (a file, or a database of the server), "" when nothing did.
    `compared` says whether there was a manifest to compare with.
    """

    contents: Contents
    compared: bool
    replaced: str


def restore(backup: Path, settings: Settings) -> Restored:
    """Put a backup in the place of the database of the settings, which is kept as a backup first.

    Refused, with nothing touched: a file that is not what its manifest says, whose chains or originals do not hold or
    which comes from a newer program, and a database that another process has open where that can be known. A backup
    of an earlier schema is migrated; one of SQLite moves to PostgreSQL when that is where the database is. Everybody
    who was signed in when the backup was made has to sign in again.
    """
    url = address_of(settings.database_url)
    made = manifest.read(backup)
    dumped = _is_dump(backup)
    if url.get_backend_name() == "sqlite":
        if dumped or url.database in (None, "", ":memory:"):
            raise DatabaseProblem("error.restore_kind", file=backup.name)
        target = Path(str(url.database))
        files.refuse_in_use(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with files.copied(backup, target.with_name(f"{target.name}.restoring")) as copy:
            contents = _made_ready(copy, made, backup)
            replaced = files.put(copy, target, settings.backups)
    else:
        servers.refuse_in_use(url)
        with servers.beside(url) as fresh:
            contents = (_loaded if dumped else _moved)(backup, made, fresh)
            replaced = servers.put(fresh, url, settings.backups)
    for folder in (settings.indexes, settings.passed):  # worked out from what was replaced
        shutil.rmtree(folder, ignore_errors=True)
    return Restored(contents=contents, compared=made is not None, replaced=replaced)


def _is_dump(backup: Path) -> bool:
    with backup.open("rb") as file:
        begins = file.read(len(_SQLITE))
    if not begins.startswith((_SQLITE, _DUMP)):
        raise DatabaseProblem("error.backup_foreign", file=backup.name)
    return begins.startswith(_DUMP)


def _made_ready(copy: Path, made: Manifest | None, backup: Path) -> Contents:
    """Compare a copy of an SQLite backup with what it should be, and migrate it."""
    _refuse_altered(copy, made, backup)
    opened = connect(f"sqlite:///{copy}")
    try:
        contents = _looked_through(opened, made, backup)
        _brought_here(opened)
    finally:
        opened.close()
    return contents


def _loaded(backup: Path, made: Manifest | None, fresh: URL) -> Contents:
    _refuse_altered(backup, made, backup)
    dumps.load(backup, fresh)
    opened = connect(fresh.render_as_string(hide_password=False))
    try:
        contents = _looked_through(opened, made, backup)
        _brought_here(opened)
    finally:
        opened.close()
    return contents


def _moved(backup: Path, made: Manifest | None, fresh: URL) -> Contents:
    with (
        tempfile.TemporaryDirectory(prefix="tracker-move-") as folder,
        files.copied(backup, Path(folder) / "moving.db") as copy,
    ):
        contents = _made_ready(copy, made, backup)
        source, target = connect(f"sqlite:///{copy}"), connect(fresh.render_as_string(hide_password=False))
        try:
            migrations.upgrade(target)
            moving.move(source, target)
        finally:
            source.close()
            target.close()
    return contents


def _refuse_altered(file: Path, made: Manifest | None, backup: Path) -> None:
    if made is not None and manifest.sha256_of(file) != made.sha256:
        raise DatabaseProblem("error.backup_altered", file=backup.name)


def _looked_through(opened: Database, made: Manifest | None, backup: Path) -> Contents:
    """What is in a database made from a backup; refuses what does not hold or is not what the manifest says."""
    revision = migrations.present(opened.read_engine)
    if revision is None:
        raise DatabaseProblem("error.backup_foreign", file=backup.name)
    migrations.is_ready(opened)  # refuses a newer program's
    with plain_errors(), opened.read_engine.connect() as connection:
        contents = examine(connection, revision)
    if contents.faults:
        raise contents.faults[0].problem(backup)
    if made is not None and (contents.revision, contents.rows, contents.chains) != (
        made.contents.revision,
        made.contents.rows,
        made.contents.chains,
    ):
        raise DatabaseProblem("error.backup_altered", file=backup.name)
    return contents


def _brought_here(opened: Database) -> None:
    """This program's schema, and nobody signed in: a session that was ended after the backup stays ended."""
    migrations.upgrade(opened)
    with opened.reading() as session:
        open_ones = session.scalar(select(func.count()).where(SignIn.ended_at.is_(None)))
    if open_ones:
        with opened.writing() as session:
            session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=clock.now()))
