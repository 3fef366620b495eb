"""PostgreSQL databases that tests make and throw away, by a role that may create databases and nothing more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError


def server_url() -> str:
    """The address of the server for tests; without one a test is skipped, in CI it fails."""
    url = os.environ.get("TRACKER_TEST_POSTGRES")
    if not url:
        reason = "needs PostgreSQL: set TRACKER_TEST_POSTGRES to an address whose user may create databases"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return url


@contextmanager
def database(url: str, *, copied: bool = False) -> Iterator[str]:
    """The address of a database of its own on the server of `url`: empty, or a copy of the one `url` names.

    Whoever of ours has that one open is sent away, as a database in use cannot be copied.
    """
    known, name = make_url(url), f"test_{uuid4().hex[:12]}"
    with _server(url) as server:
        if copied:
            others = "datname = :name AND usename = current_user AND pid <> pg_backend_pid()"
            away = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            server.execute(away, {"name": known.database})
        server.execute(text(f"CREATE DATABASE {name} {f'TEMPLATE {known.database}' if copied else ''}"))
    try:
        yield known.set(database=name).render_as_string(hide_password=False)
    finally:
        _drop(url, name)


def _drop(url: str, name: str) -> None:
    """Without force first: the server sends its own vacuum away, which a role that may only create databases cannot."""
    with _server(url) as server:
        try:
            server.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        except OperationalError:  # a process that a test killed may still be leaving
            server.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@contextmanager
def _server(url: str) -> Iterator[Connection]:
    """A connection that holds none of the databases open, and commits each statement."""
    address = make_url(url).set(drivername="postgresql+psycopg", database="postgres")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
