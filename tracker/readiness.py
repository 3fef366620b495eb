"""Whether the tracker can be used: the database reachable and at the newest schema, its folder writable, jobs done.

Only codes leave here: what is asked without signing in must not tell how the place is built.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker import clock, migrations
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.jobs import SILENT_SECONDS
from tracker.settings import Settings
from tracker.tables.job import Job, JobState


def missing(database_url: str) -> tuple[str, ...]:
    """What keeps the tracker at this database from being used, nothing where all is well. Creates nothing."""
    settings = Settings(database_url=database_url)
    try:
        file = settings.database_file
        if file is not None and not file.is_file():
            return ("schema_missing",)
        database = connect(database_url)
    except DatabaseProblem:
        return ("database_unreachable",)
    try:
        found = _schema(database)
        if found:
            return (found,)
        with database.reading() as session:
            stuck = _stuck(session)
    except DatabaseProblem:
        return ("database_unreachable",)
    finally:
        database.close()
    return (*(("data_unwritable",) if not _writable(settings) else ()), *(("jobs_stuck",) if stuck else ()))


def _schema(database: Database) -> str:
    """What is wrong with the schema, "" for nothing."""
    try:
        if migrations.is_ready(database):
            return ""
    except DatabaseProblem as problem:
        return "schema_newer" if problem.code == "error.database_newer" else "database_unreachable"
    return "schema_older" if migrations.present(database.read_engine) else "schema_missing"


def _stuck(session: Session) -> bool:
    """Whether a job has waited longer than a worker takes to start, and no worker is at work."""
    silent = clock.now() - timedelta(seconds=SILENT_SECONDS)
    waits = exists().where(Job.state == JobState.QUEUED, Job.created_at < silent)
    works = exists().where(Job.state == JobState.RUNNING, Job.heartbeat_at >= silent)
    return bool(session.scalar(select(waits & ~works)))


def _writable(settings: Settings) -> bool:
    """Whether jobs can keep what they make beside the database; a folder made later lies in one that is there."""
    return all(os.access(_standing(folder), os.W_OK | os.X_OK) for folder in (settings.backups, settings.indexes))


def _standing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())
