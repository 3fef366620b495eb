"""The drill: a large database is saved, damaged and restored, and moved to the other kind; nothing differs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, product
from math import isqrt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import DatabaseError

from tests import throwaway
from tests.trust import stocked
from tests.trust.conftest import Tell, Times
from tracker import backup, clock
from tracker.database import Database, connect
from tracker.errors import TrackerError
from tracker.settings import Settings
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.local import Passage

AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """A database with so many links, and a checksum of every table."""

    settings: Settings
    links: int
    digests: dict[str, str]


@pytest.fixture
def large(address: str, tmp_path: Path, times: Times, monkeypatch: pytest.MonkeyPatch) -> Large:
    for name in ("backups", "indexes", "passed"):
        monkeypatch.setattr(Settings, name, tmp_path / name)
    with _opened(address) as database:
        links = _filled(database, times(1_000_000))
        return Large(settings=Settings(database_url=address), links=links, digests=_digests(database))


@pytest.fixture
def moved_to(empty_postgresql: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    with throwaway.database(empty_postgresql) as made:
        yield made


def test_a_damaged_database_is_restored_to_the_letter(large: Large, tmp_path: Path, tell: Tell) -> None:
    url = large.settings.database_url
    with _opened(url) as database:
        began = time.monotonic()
        made = backup.save(database, tmp_path / "elsewhere", reason="drill")
        saved = time.monotonic() - began
    _damage(url)
    with _opened(url) as database, pytest.raises((TrackerError, DatabaseError)):
        _digests(database)
    began = time.monotonic()
    backup.restore(made.path, large.settings)
    restored = time.monotonic() - began
    with _opened(url) as database:
        differ = _different(large.digests, _digests(database))
        with database.read_engine.connect() as connection:
            faults = backup.examine(connection, "").faults
    kind, size = make_url(url).get_backend_name(), made.path.stat().st_size / 1e6
    took = f"saved in {saved:.0f} s, {size:.0f} MB, restored in {restored:.0f} s"
    control = "without restoring the tables cannot be read"
    tell(f"tables of a damaged {kind} database with {large.links:,} links; {took}", of=len(large.digests), bad=differ,
         control=control)  # fmt: skip
    assert (differ, faults) == (0, ())


@pytest.mark.postgres
@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_move_to_postgresql_leaves_nothing_out(large: Large, moved_to: str, tmp_path: Path, tell: Tell) -> None:
    with _opened(large.settings.database_url) as database:
        made = backup.save(database, tmp_path / "elsewhere", reason="move")
    began = time.monotonic()
    backup.restore(made.path, Settings(database_url=moved_to))
    moved = time.monotonic() - began
    with _opened(moved_to) as database:
        differ = _different(large.digests, _digests(database))
        with database.read_engine.connect() as connection:
            faults = backup.examine(connection, "").faults
        stocked.actors(database, 1)  # what comes after has new numbers
    what = f"tables of SQLite with {large.links:,} links moved to PostgreSQL in {moved:.0f} s"
    tell(what, of=len(large.digests), bad=differ)
    assert (differ, faults) == (0, ())


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = connect(url)
    try:
        yield database
    finally:
        database.close()


def _digests(database: Database) -> dict[str, str]:
    with database.read_engine.connect() as connection:
        return backup.digests(connection)


def _different(before: dict[str, str], after: dict[str, str]) -> int:
    return sum(after[name] != digest for name, digest in before.items())


def _filled(database: Database, wanted: int) -> int:
    """Links from every requirement to every passage, so many that there are as many as wanted; some by a person."""
    side = isqrt(wanted - 1) + 1
    workspace, _ = stocked.links(database, side)
    with database.writing() as session:
        by_hand = {
            (row.requirement_id, row.passage_id)
            for row in session.execute(select(Link.requirement_id, Link.passage_id))
        }
        requirements = session.execute(select(Requirement.id, Requirement.fingerprint)).all()
        passages = session.execute(select(Passage.id, Passage.fingerprint)).all()
        pairs = (pair for pair in product(requirements, passages) if (pair[0].id, pair[1].id) not in by_hand)
        while some := list(islice(pairs, AT_ONCE)):
            session.execute(insert(Link), [_suggested(workspace, *pair) for pair in some])
    return side * side


def _suggested(workspace: int, requirement: Any, passage: Any) -> dict[str, Any]:
    return {
        "workspace_id": workspace,
        "requirement_id": requirement.id,
        "passage_id": passage.id,
        "score": (requirement.id * 31 + passage.id) % 997 / 1000,
        "scorer": "made",
        "reasons": [{"code": "reason.same_norm", "values": {"norm": "SFS 2019:4000"}, "weight": 0.4}],
        "requirement_fingerprint": requirement.fingerprint,
        "target_fingerprint": passage.fingerprint,
        "recorded_at": clock.now(),
    }


def _damage(url: str) -> None:
    """What a failing disk does to a file, and a careless hand to a server."""
    if make_url(url).get_backend_name() == "sqlite":
        path = Path(url.removeprefix("sqlite:///"))
        with path.open("rb+") as file:
            size = path.stat().st_size
            for place in range(0, size, 100_000):
                file.seek(place + 2000)
                file.write(b"\xa5" * 3000)
        return
    with _opened(url) as database, database.write_engine.begin() as connection:
        connection.execute(text("DROP TABLE link CASCADE"))
