"""The engines keep what docs/decisions promise, and the schema is the one the tables describe."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tracker import migrations
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.tables import Table
from tracker.tables.people import Workspace


def test_migrations_give_exactly_the_tables(database: Database) -> None:
    with database.read_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    assert migrations.upgrade(database) == migrations.upgrade(database) == migrations.newest()


def test_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.write_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(DatabaseProblem) as problem:
        migrations.is_ready(database)
    assert problem.value.code == "error.database_newer"


def test_the_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    other = connect(f"sqlite:///{tmp_path}/other.db")
    with other.write_engine.begin() as connection:
        connection.execute(text("CREATE TABLE guideline (a INTEGER)"))
    with pytest.raises(DatabaseProblem) as problem:
        migrations.upgrade(other)
    assert problem.value.code == "error.database_foreign"
    other.close()


@pytest.mark.parametrize(("write", "pragma", "value"), [
    (False, "query_only", 1),
    (True, "query_only", 0),
    (True, "cache_spill", 0),
    (True, "foreign_keys", 1),
    (False, "foreign_keys", 1),
    (True, "synchronous", 2),
    (True, "busy_timeout", 30_000),
])  # fmt: skip
def test_sqlite_connections_have_their_settings(
    sqlite_database: Database, write: bool, pragma: str, value: int
) -> None:
    engine = sqlite_database.write_engine if write else sqlite_database.read_engine
    for _ in range(2):  # the second time the connection comes from the pool
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, DatabaseProblem)), database.reading() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'x'"))
        session.commit()


def test_a_writing_session_that_raises_leaves_nothing(database: Database, workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.get_one(Workspace, workspace.id).name = "Annan"
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.get_one(Workspace, workspace.id).name == "Provby kommun"


def test_evidence_cannot_be_deleted_from_under_a_judgement(database: Database, workspace: Workspace) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.delete(session.get_one(Workspace, workspace.id))
