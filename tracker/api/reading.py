"""The database that requests read, whose workspace a token opens, and what views work out once for all requests."""

from __future__ import annotations

from threading import Lock
from typing import Final

from sqlalchemy.exc import ArgumentError

from tracker import clock, migrations
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.settings import Settings
from tracker.views.shared import Store
from tracker.views.versions import DataVersion

KEPT: Final = 4
"""For so many workspaces what was worked out is kept, the newest state of each."""


class Databases:
    """The open database of the settings; one of another address closes it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._url = ""
        self._open: Database | None = None
        self._stores: dict[int, tuple[DataVersion, Store]] = {}

    def now(self) -> Database:
        """The database of the settings; DatabaseProblem for none that this program can read. Creates nothing."""
        settings = Settings()
        with self._lock:
            if self._open is not None and self._url == settings.database_url:
                return self._open
            database = ready(settings)
            if self._open is not None:
                self._open.close()
            self._url, self._open, self._stores = settings.database_url, database, {}
            return database

    def store(self, database: Database, workspace_id: int, version: DataVersion) -> Store:
        """What views have in common for a state of a workspace; that of an earlier state is let go of."""
        with self._lock:
            known = self._stores.pop(workspace_id, None)
            if known is None or known[0] != version or known[1].engine is not database.read_engine:
                known = version, Store(database.read_engine, clock.today())
            self._stores[workspace_id] = known
            while len(self._stores) > KEPT:
                del self._stores[next(iter(self._stores))]
            return known[1]


def ready(settings: Settings) -> Database:
    """The database of the settings; DatabaseProblem for none that this program can read. Creates nothing."""
    try:
        file = settings.database_file
    except ArgumentError as problem:
        raise DatabaseProblem("error.database_url") from problem  # without the address: it may hold a password
    if file is not None and not file.is_file():
        raise DatabaseProblem("error.api_not_ready")
    database = connect(settings.database_url)
    try:
        ready = migrations.is_ready(database)
    except BaseException:
        database.close()
        raise
    if not ready:
        database.close()
        raise DatabaseProblem("error.api_not_ready")
    return database
