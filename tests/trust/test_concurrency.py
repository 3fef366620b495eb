"""Several processes and people at once: nothing lost, nothing refused that need not be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tests.trust import crowd, history, stocked
from tests.trust.conftest import Tell, Times
from tests.trust.processes import together
from tracker import jobs
from tracker.database import Database, connect
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.job import Job, JobState
from tracker.tables.network import Actor

WRITERS = 8


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = connect(address)
    yield opened
    opened.close()


@pytest.mark.parametrize("number", [1, 1000])
def test_eight_processes_lose_no_change(
    number: int, address: str, database: Database, times: Times, tell: Tell
) -> None:
    workspace, rows = stocked.actors(database, number)
    writers, each = times(WRITERS, least=4), times(500, least=5)
    begun = len(history.of(database, workspace))
    failed = sum(together(writers, crowd.change, address, rows, each))
    versions = _versions(database, rows)
    told = defaultdict(list)
    for event in history.of(database, workspace)[begun:]:
        told[event.entity].append((event.before["version"], event.after["version"]))
    lost = writers * each - sum(versions.values()) + number
    untold = sum(
        told[f"actor:{row}"] != [(step, step + 1) for step in range(1, version)] for row, version in versions.items()
    )
    what = f"read, change, write of {number:,} {'row' if number == 1 else 'rows'} by {writers} processes"
    tell(f"{what} ({_kind(database)}): changes lost, errors", of=writers * each, bad=lost + failed)
    tell(
        "the same: events that break the chain, rows whose events do not tell every change",
        of=writers * each,
        bad=history.broken(database, workspace) + untold,
    )
    assert (lost, failed, untold, history.broken(database, workspace)) == (0, 0, 0, 0)


def test_a_chain_begun_by_several_at_once(address: str, database: Database, times: Times, tell: Tell) -> None:
    stocked.person(database)
    chains, writers = times(50, least=2), times(WRITERS, least=4)
    failed = sum(sum(together(writers, crowd.begin_a_chain, address, chain)) for chain in range(1000, 1000 + chains))
    broken = sum(history.broken(database, chain) for chain in range(1000, 1000 + chains))
    what = f"chains whose first event {writers} processes write at once ({_kind(database)}): errors, broken chains"
    tell(what, of=chains, bad=failed + broken)
    assert (failed, broken) == (0, 0)


def test_the_engine_as_it_comes_loses_changes(address: str, database: Database, times: Times, tell: Tell) -> None:
    _, rows = stocked.actors(database, 1)
    writers, each = times(WRITERS, least=4), times(500, least=40)
    failed = sum(together(writers, crowd.change_naively, address, rows[0], each))
    lost = writers * each - failed - (_versions(database, rows)[rows[0]] - 1)
    tell(
        f"the same without our engine or a locked read ({_kind(database)})",
        of=writers * each,
        bad=0,
        control=f"{lost:,} lost without an error, {failed:,} refused",
    )
    assert lost > 0, "the control lost nothing: the test could not fail"


def test_readers_are_unharmed_while_a_large_guideline_comes(
    address: str, database: Database, times: Times, tell: Tell
) -> None:
    stocked.person(database)
    provisions, control = times(50_000, least=1500), ""
    imported, read = together(2, crowd.import_and_watch, address, provisions, False)
    if _kind(database) == "SQLite":
        spilling, waited = together(2, crowd.import_and_watch, address, provisions, True)
        control = f"memory that spills: {waited.longest:.2f} s of {spilling.seconds:.1f} s"
        assert waited.longest / spilling.seconds > 2 * read.longest / imported.seconds, "the control made nobody wait"
    what = f"reads while {provisions:,} provisions are imported ({_kind(database)})"
    longest = f"the longest wait {read.longest:.2f} s of {imported.seconds:.1f} s"
    tell(f"{what}, {longest}", of=read.reads, bad=read.wrong, control=control)
    assert read.wrong == 0


def test_eight_workers_do_no_job_twice(address: str, database: Database, times: Times, tell: Tell) -> None:
    number = times(400, least=12)
    rooms = [stocked.person(database) for _ in range(4)]
    with database.writing() as session:
        for place in range(number):  # in four workspaces, and now and then in none, which waits for all of them
            by, workspace = rooms[place % 4]
            jobs.submit(session, None if place % 20 == 19 else workspace, "say", {"number": place}, by=by)
    workers = times(WRITERS, least=4)
    done = together(workers, crowd.work, address)
    while jobs.work(database, {}):  # whoever comes to jobs that all are busy with leaves them to the busy
        pass
    said = Counter(
        event.entity for _, chain in (*rooms, (None, LIBRARY_CHAIN)) for event in history.of(database, chain)
    )
    with database.reading() as session:
        unfinished = sum(job.state is not JobState.DONE for job in session.scalars(select(Job)))
    wrong = sum(said[f"job:{place}"] != 1 for place in range(number)) + unfinished
    what = f"jobs taken by {workers} workers ({_kind(database)}), {sum(count > 0 for count in done)} of whom had any"
    tell(f"{what}: done twice, or not", of=number, bad=wrong)
    assert (wrong, sum(done)) == (0, number)


def _versions(database: Database, rows: list[int]) -> dict[int, int]:
    with database.reading() as session:
        return {row: session.get_one(Actor, row).version for row in rows}


def _kind(database: Database) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database.write_engine.dialect.name]
