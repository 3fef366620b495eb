"""Disks that are full, fail or may not be written, and servers that go away: a clear message, and nothing lost."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text

from tests.trust import history, stocked
from tests.trust.conftest import Tell, Times
from tests.trust.doomed import full_for
from tests.trust.processes import together
from tracker import ingest, locales, opening
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.settings import Settings
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Edition, Provision
from tracker.tables.original import Original
from tracker.tables.people import Person

SEED = 20261122


@pytest.fixture
def path(empty_sqlite: Path, tmp_path: Path) -> Path:
    """A database file of its own, with a guideline in it."""
    copy = tmp_path / "tracker.db"
    copy.write_bytes(empty_sqlite.read_bytes())
    database = connect(f"sqlite:///{copy}")
    stocked.person(database)
    _import(database, "Den första")
    database.close()
    return copy


def test_a_disk_that_is_full_at_any_moment(path: Path, times: Times, tell: Tell) -> None:
    """SQLite may grow by so many pages and no further, which is what a full disk is to it."""
    chance, fulls, wrong = random.Random(SEED), times(200, least=5), 0
    database = connect(f"sqlite:///{path}")
    pages = path.stat().st_size // 4096
    limit = 0

    @event.listens_for(database.write_engine, "connect")
    def _full(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {limit}")

    for _ in range(fulls):
        limit = pages + chance.randrange(20)
        database.write_engine.dispose()
        wrong += _told(lambda: _import(database, "En till")) != "error.database_full"
        wrong += _stored(database) != 1
    limit = 2**31
    database.write_engine.dispose()
    _import(database, "En till")
    wrong += _stored(database) != 2 or history.broken(database, LIBRARY_CHAIN) > 0
    database.close()
    tell("imports on a full disk (SQLite): no clear message, something lost or left half done", of=fulls, bad=wrong)
    assert wrong == 0


def test_files_that_may_not_grow(path: Path, times: Times, tell: Tell) -> None:
    """The system refuses to write beyond a size, as quotas and failing disks do."""
    cuts, chance, wrong = times(50, least=2), random.Random(SEED), 0
    size = path.stat().st_size
    for _ in range(cuts):
        (code,) = together(1, full_for, f"sqlite:///{path}", chance.randrange(size // 8, size + 40_000))
        wrong += code not in {"error.database_disk_fails", "error.database_full"}
        database = opening.open_tracker(Settings(database_url=f"sqlite:///{path}"))
        wrong += _stored(database) != 1 or history.broken(database, LIBRARY_CHAIN) > 0
        database.close()
    tell("imports where writing fails in the middle: no clear message, something lost", of=cuts, bad=wrong)
    assert wrong == 0


def test_a_file_or_folder_that_may_not_be_written(path: Path, tell: Tell) -> None:
    readonly = connect(f"sqlite:///file:{path}?mode=ro&uri=true")
    found = [_told(lambda: _import(readonly, "En till"))]
    readonly.close()
    journal = path.with_name(f"{path.name}-journal")
    journal.mkdir()  # what SQLite must write first
    (journal / "in-use").touch()
    database = connect(f"sqlite:///{path}")
    found.append(_told(lambda: _import(database, "En till")))
    (journal / "in-use").unlink()
    journal.rmdir()
    (path.parent / "a-file").touch()
    found.append(_told(lambda: connect(f"sqlite:///{path.parent}/a-file/tracker.db")))
    stored = _stored(database)
    database.close()
    wanted = ["error.database_readonly", "error.database_disk_fails", "error.database_cannot_open"]
    bad = sum(code != right for code, right in zip(found, wanted, strict=True)) + (stored != 1)
    tell("files, journals and folders that may not be written: no clear message, something lost", of=3, bad=bad)
    assert (found, stored) == (wanted, 1)


@pytest.mark.postgres
def test_a_server_that_is_full_fails_or_goes_away(empty_postgresql: str, tell: Tell) -> None:
    database = connect(empty_postgresql)
    states = {
        "53100": "error.database_full",
        "58030": "error.database_disk_fails",
        "40P01": "error.database_busy",
        "40001": "error.database_busy",
        "55P03": "error.database_busy",
        "57P03": "error.database_unreachable",
        "08006": "error.database_unreachable",
    }
    found = {state: _told(lambda state=state: _raise(database, state)) for state in states}
    found["gone"] = _told(lambda: _cut_off(database))
    found["refused"] = _told(lambda: _ask(connect("postgresql://tracker@127.0.0.1:1/tracker")))
    wanted = {**states, "gone": "error.database_unreachable", "refused": "error.database_unreachable"}
    _ask(database)  # and is used again as soon as it is back
    database.close()
    bad = sum(found[case] != code for case, code in wanted.items())
    tell("PostgreSQL full, failing, deadlocked, cut off: told apart, with a remedy", of=len(wanted), bad=bad)
    assert found == wanted


def _import(database: Database, name: str) -> None:
    with database.reading() as session:
        by = session.scalars(select(Person)).one()
    with database.writing() as session:
        ingest.import_guideline(session, stocked.guideline(200, name), by=by)


def _stored(database: Database) -> int:
    """How many guidelines are stored whole; -1 where half of one is."""
    with database.reading() as session:
        editions, originals, provisions = (
            session.scalar(select(func.count()).select_from(table)) for table in (Edition, Original, Provision)
        )
    return editions if editions == originals and provisions == 200 * (editions or 0) else -1


def _told(do: Callable[[], object]) -> str:
    """The code of the plain message, where it says something in both languages."""
    try:
        do()
    except DatabaseProblem as problem:
        texts = {locales.text(problem.code, language, **problem.values) for language in ("sv", "en")}
        clear = len(texts) == 2 and not any("{" in said or problem.code in said for said in texts)
        return problem.code if clear else f"unclear: {problem.code}"
    return "nothing"


def _raise(database: Database, state: str) -> None:
    with database.writing() as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '{state}'; END $$"))


def _cut_off(database: Database) -> None:
    with database.writing() as session:
        number = session.scalar(text("SELECT pg_backend_pid()"))
        with database.read_engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
        session.execute(text("SELECT 1"))


def _ask(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("SELECT 1"))
