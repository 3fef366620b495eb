"""What stands where an SQLite database is restored: kept, as it is when it is damaged, or left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tracker import backup
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.settings import Settings
from tracker.tables.people import Person, SignIn, Workspace

WHEN = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def made(database: Database, workspace: Workspace, person: Person, tmp_path: Path) -> Path:
    del workspace
    with database.writing() as session:
        session.add(SignIn(person_id=person.id, key="k" * 64, began_at=WHEN, last_at=WHEN))
    return backup.save(database, tmp_path / "backups", reason="test").path


@pytest.fixture(params=["sqlite"])
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'there' / 'tracker.db'}")


def test_a_file_that_is_no_longer_a_database_is_kept_as_it_is(made: Path, settings: Settings, tmp_path: Path) -> None:
    there = tmp_path / "there" / "tracker.db"
    there.parent.mkdir()
    there.write_bytes(b"scrap" * 1000)
    done = backup.restore(made, settings)
    assert Path(done.replaced).read_bytes() == b"scrap" * 1000
    assert Path(done.replaced).name.startswith("damaged-")


def test_the_database_of_another_program_is_left_alone(made: Path, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with closing(sqlite3.connect(tmp_path / "there" / "tracker.db")) as theirs:
        theirs.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(DatabaseProblem) as problem:
        backup.restore(made, settings)
    assert problem.value.code == "error.database_foreign"


def test_nobody_is_signed_in_after_a_restore(made: Path, settings: Settings) -> None:
    backup.restore(made, settings)
    opened = connect(settings.database_url)
    with opened.reading() as session:
        assert session.scalars(select(SignIn.ended_at)).one() is not None
    opened.close()


def test_an_altered_original_makes_a_backup_that_is_not_restored(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    with database.write_engine.begin() as connection:
        connection.execute(
            text("INSERT INTO original (sha256, size, data, stored_at) VALUES (:key, 1, 'x', '2026-01-01 00:00:00')"),
            {"key": "0" * 64},
        )
    saved = backup.save(database, tmp_path / "backups", reason="test")
    assert [fault.code for fault in saved.manifest.contents.faults] == ["original"]
    with pytest.raises(DatabaseProblem) as problem:
        backup.restore(saved.path, settings)
    assert problem.value.code == "error.backup_original"


def test_a_backup_without_its_manifest_says_that_nothing_was_compared(made: Path, settings: Settings) -> None:
    made.with_name(f"{made.name}.json").unlink()
    assert not backup.restore(made, settings).compared


def test_only_its_owner_may_read_a_backup(made: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in made.parent.iterdir()} == {0}
