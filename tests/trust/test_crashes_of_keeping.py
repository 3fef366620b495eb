"""Migration, backup and restore killed without warning: the database is the old one or the new one, and goes on."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import MetaData, make_url

from tests import throwaway
from tests.tracker.test_database import FIRST_SCHEMA
from tests.trust import doomed, stocked
from tests.trust.conftest import Tell, Times
from tests.trust.processes import Doomed
from tracker import backup, migrations, opening
from tracker.backup import contents
from tracker.database import connect
from tracker.settings import Settings

SEED = 20261122
ROWS = 400
"""Provisions of a guideline in the database that is saved and restored, so that both take a while."""

MADE_UP = "original"
"""What is wrong with the first schema's rows: they are made by hand, and the bytes of their original too."""


def test_a_migration_that_is_killed_is_done_by_the_next_start(
    address: str, tmp_path: Path, times: Times, tell: Tell
) -> None:
    kills, chance, cut, wrong = _kills(times), random.Random(SEED), 0, 0
    with _earlier(address, tmp_path) as earlier:
        with earlier() as url:
            took = _seconds(doomed.migrating, url)
        for _ in range(kills):
            with earlier() as url:
                cut += not Doomed(doomed.migrating, url).killed(chance.uniform(0, took))
                database = opening.open_tracker(Settings(database_url=url))
                with database.read_engine.connect() as connection:
                    after = contents.examine(connection, migrations.newest())
                    lost = [name for name, rows in FIRST_SCHEMA.items() if after.rows[name] < len(rows)]
                database.close()
                wrong += bool(lost) + sum(fault.code != MADE_UP for fault in after.faults)
    what = f"kill -9 during migration from the first schema ({_kind(address)}), {cut} before it was done"
    tell(f"{what}: not migrated at the next start, or rows lost", of=kills, bad=wrong)
    assert wrong == 0


def test_a_backup_that_is_killed_leaves_no_half_one_under_a_name(
    address: str, tmp_path: Path, times: Times, tell: Tell
) -> None:
    _fill(address, ROWS)
    folder = tmp_path / "saved"
    kills, chance, cut, said = _kills(times), random.Random(SEED), 0, set[Path]()
    took = _seconds(doomed.saving, address, folder)
    for _ in range(kills):
        done = Doomed(doomed.saving, address, folder).killed(chance.uniform(0, 1.5 * took))
        cut += not done
        said.update(done)
    found = backup.known(folder)
    whole = {one.path for one in found if one.manifest and _is_whole(one.path, one.manifest)}
    named = {path for path in folder.iterdir() if path.suffix in {".db", ".dump"}}
    wrong = len(named - whole) + len(said - whole)
    again = connect(address)
    backup.save(again, folder, reason="after")
    again.close()
    what = f"kill -9 during backup ({_kind(address)}), {cut} before the first was done"
    tell(f"{what}: files under a backup's name that are not whole, acknowledged ones missing", of=kills, bad=wrong)
    assert wrong == 0


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(
    address: str, tmp_path: Path, times: Times, tell: Tell
) -> None:
    _fill(address, ROWS)
    database = connect(address)
    saved = backup.save(database, tmp_path / "saved", reason="crash").path
    stocked.person(database)  # what the backup does not hold
    database.close()
    kills, chance, cut, wrong = _kills(times), random.Random(SEED), 0, 0
    with _copies(address, tmp_path) as copy:
        with copy() as url:
            took = _seconds(doomed.restoring, url, saved)
        for _ in range(kills):
            with copy() as url:
                cut += not Doomed(doomed.restoring, url, saved).killed(chance.uniform(0, took))
                wrong += _workspaces(url) not in {1, 2}
                doomed.restored(saved, url)
                wrong += _workspaces(url) != 1
    what = f"kill -9 during restore ({_kind(address)}), {cut} before it was done"
    tell(f"{what}: neither the old nor the new, or not to be restored again", of=kills, bad=wrong)
    assert wrong == 0


def _kills(times: Times) -> int:
    """How often; the daily tests leave these out, as each kill costs a database."""
    return times(30, least=0) or pytest.skip("for the long suite and a tenth of it")


def _is_whole(path: Path, made: backup.Manifest) -> bool:
    return path.stat().st_size == made.size and backup.manifest.sha256_of(path) == made.sha256


def _fill(url: str, provisions: int) -> None:
    database = connect(url)
    stocked.links(database, provisions)
    database.close()


def _workspaces(url: str) -> int:
    """How many there are once the program is started again; -1 where something in the database does not hold."""
    database = opening.open_tracker(Settings(database_url=url))
    with database.read_engine.connect() as connection:
        found = contents.examine(connection, migrations.newest())
    database.close()
    return -1 if found.faults else found.rows["workspace"]


def _seconds(do: Callable[..., None], *given: Any) -> float:
    process = Doomed(do, *given)
    began = time.monotonic()
    process.says()
    took = time.monotonic() - began
    process.killed(0)
    return took


@contextmanager
def _earlier(address: str, folder: Path) -> Iterator[Callable[[], Any]]:
    """Databases of the first schema, filled, one at a time."""
    if make_url(address).get_backend_name() == "sqlite":
        first = f"sqlite:///{folder / 'first.db'}"
        _first_schema(first)
        with _copies(first, folder) as copy:
            yield copy
        return
    with throwaway.database(address) as first:
        _first_schema(first)
        with _copies(first, folder) as copy:
            yield copy


def _first_schema(url: str) -> None:
    database = connect(url)
    with database.write_engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        known = MetaData()
        known.reflect(connection)
        for table, rows in FIRST_SCHEMA.items():
            connection.execute(known.tables[table].insert(), rows)
    database.close()


@contextmanager
def _copies(address: str, folder: Path) -> Iterator[Callable[[], Any]]:
    """Copies of a database, each in use for as long as its `with` lasts."""
    url = make_url(address)

    @contextmanager
    def copied() -> Iterator[str]:
        if url.get_backend_name() != "sqlite":
            with throwaway.database(address, copied=True) as made:
                yield made
            return
        own = folder / f"copy-{uuid4().hex[:8]}"
        own.mkdir()
        shutil.copyfile(str(url.database), own / "tracker.db")
        yield f"sqlite:///{own / 'tracker.db'}"
        shutil.rmtree(own)

    yield copied


def _kind(address: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[make_url(address).get_backend_name()]
