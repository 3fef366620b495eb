"""A backup put back holds what it held; what cannot be trusted is refused, with the database left as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tracker import backup, events
from tracker.backup import manifest
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.ingest import ImportedGuideline
from tracker.settings import Settings
from tracker.tables.people import Person, Workspace

pytestmark = pytest.mark.connections


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A database that nobody has open, and a backup of it."""

    url: str
    digests: dict[str, str]
    made: backup.Backup

    @property
    def settings(self) -> Settings:
        return Settings(database_url=self.url)

    def now(self) -> dict[str, str]:
        return digests(self.url)


def digests(url: str) -> dict[str, str]:
    opened = connect(url)
    try:
        with opened.read_engine.connect() as connection:
            return backup.digests(connection)
    finally:
        opened.close()


@pytest.fixture
def kept(
    database: Database, guideline: ImportedGuideline, workspace: Workspace, person: Person, tmp_path: Path
) -> Kept:
    with database.writing() as session:
        events.record(session, workspace.id, "test.first", "test:1", by=person, after={"å": [1, 2.5, None]}, note="Å")
    made = backup.save(database, tmp_path / "backups", reason="test")
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    if database.write_engine.dialect.name == "postgresql":
        url = database.write_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    database.close()
    return Kept(url=url, digests=digests(url), made=made)


def _later(url: str) -> None:
    """Something happens after the backup."""
    opened = connect(url)
    with opened.writing() as session:
        person = session.query(Person).first()
        assert person is not None
        events.record(session, 0, "test.later", "test:2", by=person)
    opened.close()


def test_what_was_saved_comes_back_and_what_was_there_is_kept(kept: Kept) -> None:
    _later(kept.url)
    later = kept.now()
    done = backup.restore(kept.made.path, kept.settings)
    assert (kept.now(), done.compared) == (kept.digests, True)
    assert done.contents == kept.made.manifest.contents
    backup.restore(Path(done.replaced), kept.settings)
    assert kept.now() == later


def test_the_manifest_says_what_is_in_the_backup(kept: Kept) -> None:
    found = manifest.read(kept.made.path)
    assert found == kept.made.manifest
    assert found.contents.rows["original"] == 1
    assert [head.count > 0 for head in found.contents.chains] == [True, True]
    assert [each.verified for each in backup.known(kept.made.path.parent)] == [True]


def test_new_rows_after_a_restore_have_new_numbers(kept: Kept) -> None:
    backup.restore(kept.made.path, kept.settings)
    _later(kept.url)
    opened = connect(kept.url)
    with opened.read_engine.connect() as connection:
        assert not backup.examine(connection, "").faults
    opened.close()


def test_a_restore_where_there_is_no_database_makes_one(kept: Kept, fresh_url: str) -> None:
    done = backup.restore(kept.made.path, Settings(database_url=fresh_url))
    assert (digests(fresh_url), done.replaced) == (kept.digests, "")


def test_a_changed_backup_is_refused(kept: Kept) -> None:
    with kept.made.path.open("rb+") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))
    _refused(kept, "error.backup_altered")


def test_a_backup_of_which_the_manifest_tells_another_count_is_refused(kept: Kept) -> None:
    path = manifest.beside(kept.made.path)
    body = json.loads(path.read_text("utf-8"))
    body["contents"]["rows"]["original"] = 2
    path.write_text(json.dumps(body), "utf-8")
    _refused(kept, "error.backup_altered")


@pytest.mark.parametrize("told", ['{"format": 1}', "[" * 200_000])
def test_a_manifest_that_cannot_be_read_is_refused(kept: Kept, told: str) -> None:
    manifest.beside(kept.made.path).write_text(told, "utf-8")
    _refused(kept, "error.backup_manifest")


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_backup_is_refused(kept: Kept, tmp_path: Path, content: bytes) -> None:
    stranger = tmp_path / "stranger.db"
    stranger.write_bytes(content)
    with pytest.raises(DatabaseProblem):
        backup.restore(stranger, kept.settings)
    assert kept.now() == kept.digests


def test_a_database_that_another_process_has_open_is_refused(kept: Kept) -> None:
    holding = "import sys; from tracker.database import connect; d = connect(sys.argv[1])\n"
    holding += "with d.read_engine.connect(): print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, kept.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        _refused(kept, "error.database_in_use")
        other.communicate()


def _refused(kept: Kept, code: str) -> None:
    with pytest.raises(DatabaseProblem) as problem:
        backup.restore(kept.made.path, kept.settings)
    assert problem.value.code == code
    assert kept.now() == kept.digests


@pytest.fixture
def fresh_url(kept: Kept, tmp_path: Path) -> Iterator[str]:
    """The address of a database that does not exist yet."""
    url = make_url(kept.url)
    if url.get_backend_name() == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'tracker.db'}"
        return
    name = f"{url.database}_new"
    yield url.set(database=name).render_as_string(hide_password=False)
    server = create_engine(url.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()
