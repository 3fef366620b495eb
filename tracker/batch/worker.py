"""What a worker keeps from one partition to the next: the database of its own environment, and its files."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from sqlalchemy import select

from nlp.errors import NlpError
from policies.errors import PoliciesError
from tracker import migrations
from tracker.batch.manifest import Entry
from tracker.batch.partition import Aside, Partition
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem, ImportProblem, TrackerError
from tracker.settings import Settings
from tracker.tables.event import Event
from tracker.tables.people import Person


@cache
def database() -> Database:
    """The database that TRACKER_DATABASE_URL names where the worker runs, so that no password travels."""
    return connect(Settings().database_url)


def database_identity(opened: Database) -> str:
    """What tells a database from others: its schema and the first event of its history ("" before there is one)."""
    with opened.reading() as session:
        first = session.scalars(select(Event.hash).order_by(Event.id).limit(1)).first()
    return f"{migrations.present(opened.read_engine)}:{(first or '')[:16]}"


def opened(partition: Partition) -> tuple[Database, Person]:
    """The database of a partition and the person it is done by. Raises DatabaseProblem error.batch_elsewhere."""
    there = database()
    if own_identity() != partition.database:
        raise DatabaseProblem("error.batch_elsewhere")
    with there.reading() as session:
        return there, session.get_one(Person, partition.by_id)


@cache
def own_identity() -> str:
    """The identity of the database that this worker writes to."""
    return database_identity(database())


def file_of(partition: Partition, entry: Entry) -> bytes:
    """The bytes of a file. Raises ImportProblem where it is not below the folder, not there or not as listed."""
    folder = Path(partition.folder)
    path = (folder / entry.path).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ImportProblem("error.batch_outside", file=entry.path)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ImportProblem("error.batch_file", file=entry.path, detail=problem.strerror or "") from problem
    if entry.sha256 and hashlib.sha256(data).hexdigest() != entry.sha256:
        raise ImportProblem("error.batch_other_bytes", file=entry.path)
    return data


Problem = TrackerError | PoliciesError | NlpError
PROBLEMS = (TrackerError, PoliciesError, NlpError)
"""What is wrong with a file or a municipality and no reason to stop; anything else is a bug and surfaces."""


def aside(entry: Entry, problem: Problem) -> Aside:
    """Why a file was not done; errors of all three packages have a code and values."""
    return Aside(path=entry.path, sha256=entry.sha256, code=problem.code, values=dict(problem.values))
