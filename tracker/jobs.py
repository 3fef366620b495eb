"""Background work: a job row, one worker process that takes rows until none is left, restarts included.

A page submits a job and polls its row. The worker is started when there is something to do and ends by itself, so
nothing runs while nobody works; a job whose worker died is taken up again.
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

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from nlp.errors import NlpError
from policies.errors import PoliciesError
from tracker import clock
from tracker.database import Database
from tracker.errors import NotFound, TrackerError
from tracker.settings import ROOT
from tracker.tables.job import Job, JobState
from tracker.tables.people import Person

SILENT_SECONDS = 90
"""A running job that has said nothing for so long has lost its worker."""

PROGRESS_SECONDS = 0.5
"""How often at most a job writes its progress."""

Progress = Callable[[int, int], None]


class Cancelled(TrackerError):
    """A person stopped the job; nothing of the step it was in is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a kind of job is given. `report(done, total)` writes progress and raises Cancelled when asked to stop."""

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


def cancel(session: Session, job_id: int) -> None:
    """Ask a job to stop; a queued one never starts, a running one ends at its next report."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("error.job_unknown", id=job_id)
    if job.state in {JobState.QUEUED, JobState.RUNNING}:
        job.state, job.finished_at = JobState.CANCELLED, clock.now()


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
    while (job := _take(database)) is not None:
        _run(database, job, kinds)
        finished += 1
    return finished


def _take(database: Database) -> Job | None:
    """The oldest queued job, or one whose worker has fallen silent, now marked as running.

    A workspace's jobs run one at a time and in order: suggestions must see the imports queued before them. Whoever
    does the running one comes back for the next.
    """
    silent = clock.now() - timedelta(seconds=SILENT_SECONDS)
    busy = aliased(Job)
    waits = (
        select(busy.id)
        .where(
            busy.state == JobState.RUNNING,
            busy.heartbeat_at >= silent,
            or_(busy.workspace_id == Job.workspace_id, busy.workspace_id.is_(None), Job.workspace_id.is_(None)),
        )
        .exists()
    )
    with database.writing() as session:
        job = session.scalars(
            select(Job)
            .where(
                or_(
                    (Job.state == JobState.QUEUED) & ~waits,
                    (Job.state == JobState.RUNNING) & (Job.heartbeat_at < silent),
                ),
            )
            .order_by(Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is not None:
            job.state, job.heartbeat_at, job.done = JobState.RUNNING, clock.now(), 0
        return job


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
    except Cancelled:
        return
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
        with database.writing() as session:
            job = session.get_one(Job, job_id, with_for_update=True)
            if job.state is JobState.CANCELLED:
                raise Cancelled("error.job_cancelled", id=job_id)
            job.done, job.total, job.heartbeat_at = done, total, clock.now()

    return report


def _finish(database: Database, job_id: int, state: JobState, result: Mapping[str, Any]) -> None:
    with database.writing() as session:
        job = session.get_one(Job, job_id, with_for_update=True)
        if job.state is JobState.RUNNING:
            job.state, job.result, job.finished_at = state, dict(result), clock.now()
            job.done = job.total if state is JobState.DONE else job.done
