"""What keeps the tracker from being used, as codes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.tracker import stock
from tracker import clock, jobs, readiness
from tracker.database import Database, connect
from tracker.tables.job import Job


@pytest.fixture
def url(sqlite_database: Database) -> str:
    return str(sqlite_database.read_engine.url)


def test_nothing_is_missing(url: str) -> None:
    assert readiness.missing(url) == ()


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "tracker.db"
    assert readiness.missing(f"sqlite:///{file}") == ("schema_missing",)
    assert not file.parent.exists()


def test_an_empty_database_has_no_schema(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").touch()
    assert readiness.missing(f"sqlite:///{tmp_path / 'tracker.db'}") == ("schema_missing",)


@pytest.mark.parametrize(("revision", "code"), [("0001", "schema_older"), ("9999", "schema_newer")])
def test_another_schema_is_named(url: str, revision: str, code: str) -> None:
    database = connect(url)
    with database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    database.close()
    assert readiness.missing(url) == (code,)


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/none", "mysql://x/y", "nonsense"])
def test_a_server_that_does_not_answer_is_named_without_its_address(url: str) -> None:
    assert readiness.missing(url) == ("database_unreachable",)


def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").write_bytes(b"no database at all" * 100)
    assert readiness.missing(f"sqlite:///{tmp_path / 'tracker.db'}") == ("database_unreachable",)


def test_jobs_that_nobody_takes_are_named(sqlite_database: Database, url: str) -> None:
    person = stock.person(sqlite_database)
    with sqlite_database.writing() as session:
        number = jobs.submit(session, None, "kind", {}, by=person)
    assert readiness.missing(url) == ()
    with sqlite_database.writing() as session:
        session.get_one(Job, number).created_at = clock.now() - timedelta(seconds=jobs.SILENT_SECONDS + 1)
    assert readiness.missing(url) == ("jobs_stuck",)
