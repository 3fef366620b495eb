"""Background work: a job row, one worker process that takes rows until none is left, restarts included.

A page submits a job and polls its row. The worker is started when there is something to do and ends by itself, so
nothing runs while nobody works. A worker holds a lock on its job (tracker.liveness): one whose worker died is taken up
again at once, by whoever comes first and nobody else, and given up when it has brought down several.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.errors import NlpError
from policies.errors import PoliciesError
from tracker import clock, liveness
from tracker.database import Database
from tracker.errors import TrackerError
from tracker.settings import ROOT
from tracker.tables.job import UNFINISHED, Job, JobState
from tracker.tables.people import Person

SILENT_SECONDS = 90
"""How long a queued job waits at most for a worker to start, where nothing is wrong."""

START_SECONDS = 20
"""In which a worker that was started has taken its first job, on a machine that is not too busy."""

TIMES = 3
"""How often a job is begun at most whose workers die of it, or beside it."""

PROGRESS_SECONDS = 0.5
"""How often at most a job writes its progress."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a kind of job is given. `report(done, total)` writes progress."""

    database: Database
    workspace_id: int | None
    arguments: Mapping[str, Any]
    by: Person
    report: Progress


def submit(
    session: Session, workspace_id: int | None, kind: str, arguments: Mapping[str, Any], *, by: Person, total: int = 0
) -> int:
    """Queue a job and return its id; start a worker with `ensure_worker` once the transaction is committed."""
    job = Job(
        workspace_id=workspace_id,
        kind=kind,
        arguments=dict(arguments),
        by_id=by.id,
        total=total,
        created_at=clock.now(),
    )
    session.add(job)
    session.flush()
    return job.id


def ensure_worker(database_url: str) -> None:
    """Start the worker process; when one is at work already, the new one finds nothing to take and ends."""
    environment = {**os.environ, "TRACKER_DATABASE_URL": database_url}
    subprocess.Popen(
        [sys.executable, "-m", "tracker", "work"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def work(database: Database, kinds: Mapping[str, Callable[[Task], Mapping[str, Any]]]) -> int:
    """Take queued jobs one after the other until there is none; returns how many were done.

    `kinds` maps a job's kind to the function that does it and gives its result.
    """
    finished = 0
    while (taken := _take(database)) is not None:
        job, held = taken
        with held:
            _run(database, job, kinds)
        finished += 1
    return finished


def is_left(database: Database) -> bool:
    """Whether there is work that nobody does, and no worker that was just started will."""
    long_ago = clock.now() - timedelta(seconds=START_SECONDS)
    with database.reading() as session:
        unfinished = session.scalars(select(Job).where(Job.state.in_(UNFINISHED))).all()
    if any(job.state is JobState.RUNNING and liveness.is_held(database, job.id) for job in unfinished):
        return False
    return any(job.state is JobState.RUNNING or job.created_at < long_ago for job in unfinished)


def _take(database: Database) -> tuple[Job, liveness.Hold] | None:
    """The oldest job whose worker died, else the oldest queued one whose turn it is, now running and held.

    A workspace's jobs run one at a time and in order: suggestions must see the imports queued before them. Whoever
    does the running one comes back for the next.
    """
    with database.writing() as session:
        unfinished = session.scalars(
            select(Job).where(Job.state.in_(UNFINISHED)).order_by(Job.id).with_for_update()
        ).all()
        busy: set[int | None] = set()
        for job in sorted(unfinished, key=lambda job: job.state is JobState.QUEUED):
            if job.state is JobState.QUEUED and not busy.isdisjoint(_same_turn(job, busy)):
                continue
            held = liveness.hold(database, job.id)
            if held is None:
                busy.add(job.workspace_id)
            elif _begin(job):
                return job, held
            else:
                held.let_go(for_good=True)
    return None


def _same_turn(job: Job, busy: set[int | None]) -> set[int | None]:
    """The workspaces at work that a job has to wait for: its own; any where it concerns none of them or they none."""
    return {job.workspace_id, None} if job.workspace_id is not None else busy


def _begin(job: Job) -> bool:
    """Mark a job as running; one that has brought down several workers has failed instead."""
    begun = 1
    if job.state is JobState.RUNNING:
        begun += job.result.get("begun", 1)
    job.heartbeat_at, job.done = clock.now(), 0
    if begun > TIMES:
        job.state, job.finished_at = JobState.FAILED, clock.now()
        job.result = {"code": "error.job_lost", "values": {"times": TIMES}}
        return False
    job.state, job.result = JobState.RUNNING, {"begun": begun} if begun > 1 else {}
    return True


def _run(database: Database, job: Job, kinds: Mapping[str, Callable[[Task], Mapping[str, Any]]]) -> None:
    with database.reading() as session:
        by = session.get_one(Person, job.by_id)
    task = Task(
        database=database,
        workspace_id=job.workspace_id,
        arguments=job.arguments,
        by=by,
        report=_reporter(database, job.id),
    )
    do = kinds.get(job.kind)
    if do is None:
        _finish(database, job.id, JobState.FAILED, {"code": "error.job_kind_unknown", "values": {"kind": job.kind}})
        return
    try:
        _finish(database, job.id, JobState.DONE, do(task))
    except (TrackerError, PoliciesError, NlpError) as problem:
        _finish(database, job.id, JobState.FAILED, {"code": problem.code, "values": problem.values})
    except BaseException as bug:
        _finish(database, job.id, JobState.FAILED, {"code": "error.unexpected", "values": {"kind": type(bug).__name__}})
        raise


def _reporter(database: Database, job_id: int) -> Progress:
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        if done < total and time.monotonic() - last < PROGRESS_SECONDS:
            return
        last = time.monotonic()
        database.write(lambda session: _note(session, job_id, done, total))

    return report


def _note(session: Session, job_id: int, done: int, total: int) -> None:
    job = session.get_one(Job, job_id, with_for_update=True)
    job.done, job.total, job.heartbeat_at = done, total, clock.now()


def _finish(database: Database, job_id: int, state: JobState, result: Mapping[str, Any]) -> None:
    def end(session: Session) -> None:
        job = session.get_one(Job, job_id, with_for_update=True)
        if job.state is JobState.RUNNING:
            job.state, job.result, job.finished_at = state, dict(result), clock.now()
            job.done = job.total if state is JobState.DONE else job.done

    database.write(end)
