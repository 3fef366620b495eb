"""Processes killed without warning: nothing half-done is seen, what was said to be stored is, and work goes on."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from tests.trust import doomed, history, stocked
from tests.trust.conftest import Tell, Times
from tests.trust.processes import Doomed
from tracker import jobs, opening
from tracker.database import Database, connect
from tracker.settings import Settings
from tracker.tables.assessment import Evidence
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Decided, Edition, Guideline, Provision, Requirement, Wording
from tracker.tables.job import Job, JobState
from tracker.tables.link import Link
from tracker.tables.original import Original

SEED = 20261122


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = connect(address)
    yield opened
    opened.close()


def test_an_import_that_is_killed_leaves_all_or_nothing(
    address: str, database: Database, times: Times, tell: Tell
) -> None:
    stocked.person(database)
    kills = times(200, least=4)
    stored, partial = _killed_while_importing(address, kills, in_pieces=False)
    _go_on(address)
    missing = stored - set(_editions(database).values())
    broken = history.broken(database, LIBRARY_CHAIN)
    what = f"kill -9 during import ({_kind(database)}), {len(stored):,} imports acknowledged"
    tell(f"{what}: partial documents, missing ones, broken events", of=kills, bad=partial + len(missing) + broken)
    assert (partial, missing, broken) == (0, set(), 0)


def test_an_import_in_pieces_leaves_partial_documents(
    address: str, database: Database, times: Times, tell: Tell
) -> None:
    stocked.person(database)
    kills = times(100, least=4)
    _, partial = _killed_while_importing(address, kills, in_pieces=True)
    what = f"kill -9 during an import that commits as it goes ({_kind(database)})"
    tell(what, of=kills, bad=0, control=f"{partial:,} partial documents")
    assert partial > 0, "the control left nothing behind: the test could not fail"


def test_a_decision_that_is_killed_is_there_whole_or_not(
    address: str, database: Database, times: Times, tell: Tell
) -> None:
    workspace, links = stocked.links(database, 12)
    kills, chance = times(100, least=4), random.Random(SEED)
    known, wrong, said = Counter[int](), 0, 0
    unit = _unit(doomed.deciding, address, links, SEED)
    for kill in range(kills):
        done = Doomed(doomed.deciding, address, links, kill).killed(chance.uniform(0, 6 * unit))
        said += len(done)
        for number, version in done:
            known[number] = max(known[number], version)
        wrong += _half_decided(address, known)
    _go_on(address)
    broken = history.broken(database, workspace)
    told = Counter(event.entity for event in history.of(database, workspace) if event.action != "link.add")
    with database.reading() as session:
        wrong += sum(told[f"link:{link.id}"] != link.version - 1 for link in session.scalars(select(Link)))
    what = f"kill -9 during decisions ({_kind(database)}), {said:,} acknowledged"
    tell(f"{what}: half decided, missing, without their event", of=kills, bad=wrong + broken)
    assert (wrong, broken) == (0, 0)


@pytest.mark.parametrize(("provisions", "whole"), [(doomed.PROVISIONS, 50), (6000, 10)])
def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(
    provisions: int, whole: int, address: str, database: Database, times: Times, tell: Tell
) -> None:
    by, workspace = stocked.person(database)
    kills = times(whole, least=3 if provisions < 1000 else 0) or pytest.skip("large imports are for the long suite")
    chance, cut = random.Random(SEED), 0
    unit = _unit(doomed.importing, address, 10**6, False) * provisions / doomed.PROVISIONS
    for kill in range(kills):
        with database.writing() as session:
            about = {"name": f"Job {kill}", "provisions": provisions}
            number = jobs.submit(session, workspace, "import", about, by=by)
        Doomed(doomed.working, address).killed(chance.uniform(0, 1.2 * unit))
        with database.reading() as session:
            cut += session.get_one(Job, number).state is not JobState.DONE
        _until_done(database, number)
    with database.reading() as session:
        wrong = sum(job.state is not JobState.DONE for job in session.scalars(select(Job)))
        names = Counter(session.scalars(select(Edition.title).where(Edition.title.like("Job %"))))
    wrong += sum(names[f"Job {kill}"] != 1 for kill in range(kills)) + _partial(database, provisions)
    what = f"kill -9 of a worker that imports {provisions:,} provisions ({_kind(database)}), {cut} before it was done"
    tell(f"{what}: not done by the next, or twice", of=kills, bad=wrong)
    assert wrong == 0


def _killed_while_importing(address: str, kills: int, *, in_pieces: bool) -> tuple[set[str], int]:
    """What was said to be stored, and how many partial documents were seen, each time the program came back."""
    chance, stored = random.Random(SEED), set[str]()
    partial = first = 0
    unit = _unit(doomed.importing, address, 10**6, False)
    for _ in range(kills):
        stored.update(Doomed(doomed.importing, address, first, in_pieces).killed(chance.uniform(0, 2.5 * unit)))
        first += 1000
        again = connect(address)
        partial = _partial(again)
        again.close()
    return stored, partial


def _unit(do: Any, *given: Any) -> float:
    """Seconds that one step takes on this machine, now."""
    process = Doomed(do, *given)
    process.says()
    began = time.monotonic()
    for _ in range(3):
        process.says()
    took = time.monotonic() - began
    process.killed(0)
    return took / 3


def _editions(database: Database) -> dict[int, str]:
    with database.reading() as session:
        return {row.id: row.original_sha256 for row in session.execute(select(Edition.id, Edition.original_sha256))}


def _partial(database: Database, whole: int = doomed.PROVISIONS) -> int:
    """Editions that lack some of their rows, or their event; and rows that lack their edition.

    Each has `whole` provisions, or as few as those that only show how long one takes.
    """
    with database.reading() as session:
        editions = session.scalars(select(Edition.id)).all()
        provisions, wordings = (
            {row.edition_id: row.rows for row in session.execute(_counted(table))} for table in (Provision, Wording)
        )
        told = set(session.scalars(select(Event.entity).where(Event.action == "guideline.import")))
        worded, with_text = select(Wording.requirement_id), select(Edition.guideline_id)
        alone = (
            select(Requirement.id).where(Requirement.id.not_in(worded)),
            select(Guideline.id).where(Guideline.id.not_in(with_text)),
            select(Original.sha256).where(Original.sha256.not_in(select(Edition.original_sha256))),
        )
        left = sum(len(session.scalars(rows).all()) for rows in alone)
    return left + sum(
        provisions.get(number) not in {whole, doomed.PROVISIONS}
        or provisions[number] != wordings.get(number)
        or f"edition:{number}" not in told
        for number in editions
    )


def _counted(table: type[Provision | Wording]) -> Select[int, int]:
    return select(table.edition_id, func.count().label("rows")).group_by(table.edition_id)


def _half_decided(address: str, known: Counter[int]) -> int:
    """Links older than what was said to be stored, and links whose evidence does not go with their state."""
    again = connect(address)
    with again.reading() as session:
        stands = Counter(session.scalars(select(Evidence.link_id).where(Evidence.withdrawn_at.is_(None))))
        wrong = sum(
            link.version < known[link.id] or (link.state is Decided.CONFIRMED) != (stands[link.id] > 0)
            for link in session.scalars(select(Link))
        )
    again.close()
    return wrong


def _until_done(database: Database, number: int) -> None:
    """Work as the program does when it is started anew; the server may take a moment to see that a worker is gone."""
    for _ in range(200):
        jobs.work(database, {"import": doomed.import_job})
        with database.reading() as session:
            if session.get_one(Job, number).finished_at is not None:
                return
        time.sleep(0.05)


def _go_on(address: str) -> None:
    """Start the program again, as people do."""
    opening.open_tracker(Settings(database_url=address)).close()


def _kind(database: Database) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database.write_engine.dialect.name]
