"""Databases that serve one test after another: engines and databases take longer to make than most tests to run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from tracker.database import Database, connect, make_engine


class Files:
    """One pair of SQLite engines, so that a statement is compiled once for all tests, over the file of each test."""

    def __init__(self) -> None:
        self._path = ""
        self._database = connect("sqlite:///of-each-test.db")  # a file, as those in memory share one connection
        for engine in (self._database.read_engine, self._database.write_engine):
            event.listen(engine, "do_connect", self._to_the_file)
            event.listen(engine, "connect", _without_waiting)

    @contextmanager
    def opened(self, path: Path) -> Iterator[Database]:
        self._path = str(path)
        yield self._database
        self._database.close()

    def _to_the_file(self, _dialect: Any, _record: Any, given: list[Any], _named: dict[str, Any]) -> None:
        given[0] = self._path


def _without_waiting(connection: Any, _record: Any) -> None:
    """No test outlives the machine, so none waits for the disk."""
    connection.execute("PRAGMA synchronous = OFF")


class RolledBack(Database):
    """A PostgreSQL database on one connection, in a transaction of its own that ends by being rolled back.

    Each session is a savepoint in it, and one that reads can only read. What needs a second connection (another
    process or thread, a lock, a change of schema) is tested on a database of its own.
    """

    __slots__ = ()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with super().reading() as session:
            session.execute(text("SET TRANSACTION READ ONLY"))
            yield session

    def close(self) -> None:
        """The connection stays for the next test."""


class Rewound:
    """A PostgreSQL database that holds for each test what it held for the first, its sequences included."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url, write=True)
        with self._engine.connect() as connection:
            self._sequences = _sequences(connection)

    @contextmanager
    def opened(self) -> Iterator[Database]:
        with self._engine.connect() as connection, connection.begin() as whole:
            connection.exec_driver_sql(self._sequences)  # no transaction takes a sequence back
            connection.begin_nested()  # so that sessions that fail roll back to a savepoint, never all
            engine = cast("Engine", connection)  # sessions take either
            yield RolledBack(engine, engine)
            whole.rollback()

    def close(self) -> None:
        self._engine.dispose()


def _sequences(connection: Connection) -> str:
    """The statement that sets every sequence to where it stands now."""
    rows = connection.exec_driver_sql("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    return "SELECT " + ", ".join(
        f"setval('\"{name}\"', {last or 1}, {'false' if last is None else 'true'})" for name, last in rows
    )
