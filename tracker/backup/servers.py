"""PostgreSQL databases by name: who has one open, an empty one beside it, and putting that in its place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, text

from tracker import clock, migrations
from tracker.backup.saving import save
from tracker.database import connect, make_engine, plain_errors
from tracker.errors import DatabaseProblem

_LOCK = 7_246_012  # any number of our own: one restore of a database at a time
_LOOKS, _BETWEEN = 10, 0.2  # how often, and how many seconds apart, the server is asked who is connected
_LONGEST = 40  # of the 63 bytes a name may have, so that there is room for what is added


def refuse_in_use(url: URL) -> None:
    """Refuse when anybody is connected to the database."""
    with _server(url) as server:
        _refuse_in_use(server, str(url.database))


@contextmanager
def beside(url: URL) -> Iterator[URL]:
    """The address of an empty database beside another, dropped at the end unless it was put in its place.

    One left by a process that was killed is dropped first.
    """
    name, fresh = str(url.database), f"{str(url.database)[:_LONGEST]}_restoring"
    with _server(url) as server:
        alone = text("SELECT pg_try_advisory_lock(:lock, hashtext(:name))")
        if not server.execute(alone, {"lock": _LOCK, "name": name}).scalar_one():
            raise DatabaseProblem("error.restore_running")
        _drop(server, fresh)
        _drop(server, _replaced(name))
        _create(server, fresh, like=name if _exists(server, name) else "template0")
        try:
            yield url.set(database=fresh)
        finally:
            _drop(server, fresh)


def put(fresh: URL, url: URL, folder: Path) -> str:
    """Put a database in another's place, which is kept in `folder` first; returns where, "" when there was none.

    Both change names in one transaction. One that can no longer be dumped stays on the server under another name.
    """
    name = str(url.database)
    with _server(url) as server:
        if not _exists(server, name):
            _renamed(server, (fresh.database, name))
            return ""
        kept, aside = _kept(url, folder), _replaced(name)
        if kept is None:
            kept = aside = f"{name[:_LONGEST]}_damaged_{clock.now():%Y%m%d%H%M%S}"
        _refuse_in_use(server, name)
        _renamed(server, (name, aside), (fresh.database, name))
        if kept != aside:
            _drop(server, aside)
    return kept


def _kept(url: URL, folder: Path) -> str | None:
    """Where the database was saved, "" when it was empty, None when it could not be."""
    opened = connect(url.render_as_string(hide_password=False))
    try:
        migrations.refuse_foreign(opened)
        if migrations.present(opened.read_engine) is None:
            return ""
        return str(save(opened, folder, reason="before-restore").path)
    except DatabaseProblem as problem:
        if problem.code not in {"error.pg_program", "error.database_damaged", "error.database_unavailable"}:
            raise
        return None
    finally:
        opened.close()


@contextmanager
def _server(url: URL) -> Iterator[Connection]:
    """A connection to the server that holds no database of ours open, and commits each statement."""
    engine = make_engine(url.set(database="postgres").render_as_string(hide_password=False), write=True)
    try:
        with plain_errors(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    finally:
        engine.dispose()


def _refuse_in_use(server: Connection, name: str) -> None:
    """Refuse when a program is connected; the server's own vacuum steps aside, and who has just left takes a moment."""
    connected = text(
        "SELECT count(*), min(pid) FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'"
    )
    for _ in range(_LOOKS):
        count, process = server.execute(connected, {"name": name}).one()
        if not count:
            return
        time.sleep(_BETWEEN)
    raise DatabaseProblem("error.database_in_use", count=count, process=str(process))


def _exists(server: Connection, name: str) -> bool:
    return bool(server.execute(text("SELECT count(*) FROM pg_database WHERE datname = :name"), {"name": name}).scalar())


def _create(server: Connection, name: str, *, like: str) -> None:
    """An empty database that sorts as another does."""
    may = server.execute(text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")).scalar()
    if not may:
        raise DatabaseProblem("error.restore_right")
    sorts = text("SELECT quote_literal(datcollate), quote_literal(datctype) FROM pg_database WHERE datname = :name")
    collate, ctype = server.execute(sorts, {"name": like}).one()
    settings = f"TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {collate} LC_CTYPE {ctype}"
    server.exec_driver_sql(f"CREATE DATABASE {_quoted(server, name)} {settings}")


def _renamed(server: Connection, *names: tuple[str | None, str]) -> None:
    server.exec_driver_sql("BEGIN")
    try:
        for before, after in names:
            server.exec_driver_sql(f"ALTER DATABASE {_quoted(server, str(before))} RENAME TO {_quoted(server, after)}")
        server.exec_driver_sql("COMMIT")
    except BaseException:
        server.exec_driver_sql("ROLLBACK")
        raise


def _drop(server: Connection, name: str) -> None:
    server.exec_driver_sql(f"DROP DATABASE IF EXISTS {_quoted(server, name)}")


def _quoted(server: Connection, name: str) -> str:
    return server.dialect.identifier_preparer.quote_identifier(name).replace("%", "%%")


def _replaced(name: str) -> str:
    return f"{name[:_LONGEST]}_replaced"
