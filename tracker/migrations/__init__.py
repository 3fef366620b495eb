"""Which schema a database has, and bringing it to the one this program needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from tracker.database import Database, plain_errors
from tracker.errors import DatabaseProblem

ADVISORY_LOCK = 7_246_011  # any number, as long as every process of ours uses the same


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


@cache
def newest() -> str:
    """The revision this program is written for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise DatabaseProblem("error.database_no_migrations")
    return head


def present(engine: Engine) -> str | None:
    """The revision a database has, None when it is empty."""
    with plain_errors(), engine.connect() as connection:
        return _revision(connection)


def is_ready(database: Database) -> bool:
    """Whether the database has exactly the schema this program needs; refuses one from a newer program."""
    found = present(database.read_engine)
    if found is None or found == newest():
        return found is not None
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found not in known:
        raise DatabaseProblem("error.database_newer", found=found, known=newest())
    return False


def upgrade(database: Database) -> str:
    """Create or migrate the schema; returns the revision reached. Does nothing to an up-to-date database."""
    if is_ready(database):
        return newest()
    with plain_errors(), database.write_engine.connect() as connection:
        _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                _alone(connection)
                if _revision(connection) != newest():  # no other process was faster
                    _refuse_foreign(connection)
                    config = _config()
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
                    _check_foreign_keys(connection)
        finally:
            _foreign_keys(connection, on=True)
    return newest()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _alone(connection: Connection) -> None:
    """Wait until no other process migrates; on SQLite the transaction itself sees to that."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")


def _refuse_foreign(connection: Connection) -> None:
    """Never mix our tables with those of another program."""
    tables = inspect(connection).get_table_names()
    if tables and _revision(connection) is None:
        raise DatabaseProblem("error.database_foreign", table=tables[0])


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite rebuilds tables to alter them; with foreign keys on, that would delete what refers to them."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        if raw is not None:
            raw.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise DatabaseProblem("error.database_foreign_keys", count=len(broken), table=str(broken[0][0]))
