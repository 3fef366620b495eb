"""What processes do that will be killed: each says what it has done once that is stored, and goes on."""

from __future__ import annotations

import random
import time
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.trust import stocked
from tracker import backup, ingest, jobs, linking, opening, tasks
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.settings import Settings
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person

PROVISIONS = 30


def importing(says: Connection, url: str, first: int, in_pieces: bool) -> None:
    """Import one guideline after the other; `in_pieces` commits each as it goes, which is the control."""
    database, by = _opened(says, url)
    for number in count(first):
        prepared = stocked.guideline(PROVISIONS, f"Text {number}")
        if in_pieces:
            with database.writing() as session:
                event.listen(session, "after_flush_postexec", _commit)
                ingest.import_guideline(session, prepared, by=by)
        else:
            tasks.store_guideline(database, prepared, by=by)
        says.send(prepared.sha256)


def _commit(session: Session, _context: object) -> None:
    """What is flushed becomes visible at once."""
    raw: Any = session.connection().connection.dbapi_connection
    raw.commit()
    if session.connection().dialect.name == "sqlite":
        raw.execute("BEGIN IMMEDIATE")


def deciding(says: Connection, url: str, links: list[int], seed: int) -> None:
    """Confirm and reopen links; says which version of which link was stored."""
    database, by = _opened(says, url)
    chance = random.Random(seed)
    while True:
        number = chance.choice(links)
        with database.reading() as session:
            link = session.get_one(Link, number)
            version, state = link.version, link.state
        with database.writing() as session:
            if state is Decided.SUGGESTED:
                linking.confirm(session, number, LinkType.IMPLEMENTS, by=by, seen_version=version, note="Så är det.")
            else:
                linking.reopen(session, number, by=by, seen_version=version)
        says.send((number, version + 1))


def working(says: Connection, url: str) -> None:
    """Do the jobs that are queued."""
    database, _ = _opened(says, url)
    jobs.work(database, {"import": import_job})
    says.send("worked")


def import_job(task: jobs.Task) -> dict[str, Any]:
    """Import a guideline with the name and of the size that the job says."""
    prepared = stocked.guideline(task.arguments["provisions"], str(task.arguments["name"]))
    return {"edition": tasks.store_guideline(task.database, prepared, by=task.by).edition_id}


def migrating(says: Connection, url: str) -> None:
    """Open a database of an earlier schema."""
    says.send("begun")
    opening.open_tracker(Settings(database_url=url)).close()
    says.send("migrated")


def saving(says: Connection, url: str, folder: Path) -> None:
    """Save one backup after the other; says where each is."""
    database, _ = _opened(says, url)
    while True:
        says.send(backup.save(database, folder, reason="crash").path)


def restoring(says: Connection, url: str, saved: Path) -> None:
    """Put a backup in the place of a database."""
    says.send("begun")
    restored(saved, url)
    says.send("restored")


def restored(saved: Path, url: str) -> None:
    """Restore; the server may take a moment to see that one who was killed is gone, or that another is done."""
    for _ in range(600):
        try:
            backup.restore(saved, Settings(database_url=url))
        except DatabaseProblem as problem:
            if problem.code not in {"error.database_in_use", "error.restore_running", "error.database_unavailable"}:
                raise
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


def full_for(url: str, size: int, _place: int) -> str:
    """Import where no file may grow beyond a size; gives the code of the message."""
    import resource

    database = connect(url)
    with database.reading() as session:
        by = session.scalars(select(Person)).one()
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        with database.writing() as session:
            ingest.import_guideline(session, stocked.guideline(200, "En till"), by=by)
    except DatabaseProblem as problem:
        return problem.code
    return "nothing"


def _opened(says: Connection, url: str) -> tuple[Database, Person]:
    database = connect(url)
    with database.reading() as session:
        by = session.scalars(select(Person)).one()
    says.send("begun")
    return database, by
