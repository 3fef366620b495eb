"""Background work is done once, tells how far it is, survives a dead worker, and fails in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tracker import clock, jobs, liveness, tasks
from tracker.database import Database
from tracker.originals import store as store_original
from tracker.tables.job import Job, JobState
from tracker.tables.people import Person, Workspace


def test_jobs_are_done_in_order_and_once(database: Database, person: Person) -> None:
    seen: list[int] = []

    def note(task: jobs.Task) -> Mapping[str, Any]:
        seen.append(task.arguments["number"])
        return {"number": task.arguments["number"]}

    ids = [_submit(database, person, "note", {"number": number}) for number in (1, 2)]
    assert jobs.work(database, {"note": note}) == 2
    assert jobs.work(database, {"note": note}) == 0
    assert seen == [1, 2]
    assert [_job(database, number).result for number in ids] == [{"number": 1}, {"number": 2}]


def test_progress_can_be_polled(database: Database, person: Person) -> None:
    def half(task: jobs.Task) -> Mapping[str, Any]:
        task.report(5, 10)
        found = _job(database, number)
        return {"seen": [found.done, found.total]}

    number = _submit(database, person, "half", {})
    jobs.work(database, {"half": half})
    assert _job(database, number).result == {"seen": [5, 10]}


def test_a_failure_keeps_code_and_values(database: Database, person: Person, workspace: Workspace) -> None:
    with database.writing() as session:
        store_original(session, "0" * 64, b"\x89PNG\r\n\x1a\n....")
    number = _submit(
        database, person, "import_document", {"sha256": "0" * 64, "file_name": "bild.pdf"}, workspace_id=workspace.id
    )
    jobs.work(database, tasks.KINDS)
    found = _job(database, number)
    assert found.state is JobState.FAILED
    assert found.result["code"].startswith("error.")
    assert found.result["values"]["file"] == "bild.pdf"


def test_an_unknown_kind_fails_in_plain_words(database: Database, person: Person) -> None:
    number = _submit(database, person, "nonsense", {})
    jobs.work(database, {})
    assert _job(database, number).result["code"] == "error.job_kind_unknown"


def test_a_workspace_does_one_job_at_a_time(database: Database, person: Person, workspace: Workspace) -> None:
    taken: list[int] = []

    def slow(task: jobs.Task) -> Mapping[str, Any]:
        taken.append(task.arguments["number"])
        if task.arguments["number"] == 1:  # a second worker comes by while the first is at work
            assert jobs.work(database, {"slow": slow}) == 0
        return {}

    for number in (1, 2):
        _submit(database, person, "slow", {"number": number}, workspace_id=workspace.id)
    assert jobs.work(database, {"slow": slow}) == 2
    assert taken == [1, 2]


def test_a_job_whose_worker_died_is_taken_up_again(database: Database, person: Person) -> None:
    number = _running(database, person)
    held = liveness.hold(database, number)
    assert held is not None
    with held:  # as long as the worker lives
        assert jobs.work(database, {"note": lambda _task: {}}) == 0
        assert not jobs.is_left(database)
    assert jobs.is_left(database)
    assert jobs.work(database, {"note": lambda _task: {}}) == 1
    assert _job(database, number).state is JobState.DONE
    assert not jobs.is_left(database)


def test_a_queued_job_is_left_once_no_worker_has_come_for_it(database: Database, person: Person) -> None:
    _submit(database, person, "note", {})
    assert not jobs.is_left(database)
    with clock.fixed(clock.now() + timedelta(seconds=jobs.START_SECONDS + 1)):
        assert jobs.is_left(database)


def test_a_job_that_brings_its_workers_down_is_given_up(database: Database, person: Person) -> None:
    number = _running(database, person)
    for begun in range(2, jobs.TIMES + 1):
        job, held = jobs._take(database) or pytest.fail("not taken")
        assert job.result == {"begun": begun}
        held.let_go(for_good=False)  # as when its process dies
    assert jobs.work(database, {}) == 0
    found = _job(database, number)
    assert (found.state, found.result["code"]) == (JobState.FAILED, "error.job_lost")


def _submit(
    database: Database, person: Person, kind: str, arguments: Mapping[str, Any], *, workspace_id: int | None = None
) -> int:
    with database.writing() as session:
        return jobs.submit(session, workspace_id, kind, arguments, by=person)


def _running(database: Database, person: Person) -> int:
    """A job as a worker leaves it that was killed."""
    number = _submit(database, person, "note", {})
    with database.writing() as session:
        job = session.get_one(Job, number)
        job.state, job.heartbeat_at = JobState.RUNNING, clock.now()
    return number


def _job(database: Database, number: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, number)
