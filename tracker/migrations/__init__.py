"""Which schema a database has, and bringing it to the one this program needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, inspect, select, table

from tracker.database import Database, plain_errors
from tracker.errors import DatabaseProblem
from tracker.migrations import guards

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
        _for_migrating(connection, on=True)
        try:
            with connection.begin():
                _alone(connection)
                if _revision(connection) != newest():  # no other process was faster
                    _refuse_foreign(connection)
                    before = _rows(connection)
                    config = _config()
                    config.attributes["connection"] = connection
                    guards.drop(connection)  # SQLite cannot rebuild a table that triggers speak of
                    command.upgrade(config, "head")
                    guards.renew(connection)
                    _check_foreign_keys(connection)
                    _check_rows(before, _rows(connection))
        finally:
            _for_migrating(connection, on=False)
    return newest()


def refuse_foreign(database: Database) -> None:
    """Refuse a database that holds the tables of another program."""
    with plain_errors(), database.read_engine.connect() as connection:
        _refuse_foreign(connection)


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


def _for_migrating(connection: Connection, *, on: bool) -> None:
    """SQLite rebuilds tables to alter them: with foreign keys on that would delete what refers to them, and with pages
    that may not be spilled it would hold all of them in memory.
    """
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        if raw is not None:
            raw.execute(f"PRAGMA foreign_keys = {'OFF' if on else 'ON'}")
            raw.execute(f"PRAGMA cache_spill = {'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise DatabaseProblem("error.database_foreign_keys", count=len(broken), table=str(broken[0][0]))


def _rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = inspect(connection).get_table_names()
    return {name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}


def _check_rows(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """A migration adds rows and never loses any, not even with a whole table."""
    for name, count in before.items():
        if after.get(name, 0) < count:
            raise DatabaseProblem("error.database_rows_lost", count=count - after.get(name, 0), table=name)
