"""The demonstration, and what it takes to make it as large as 300 guidelines make it."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import select

from benchmarks.grown.above import grow_crosswalks, grow_guidelines
from benchmarks.grown.decided import grow_judgements, grow_links, grow_searches
from benchmarks.grown.ground import Ground, Sizes
from benchmarks.grown.local import grow_documents, grow_services, grow_units
from tracker import demonstration, opening
from tracker.settings import Settings
from tracker.tables.assessment import Evidence, Measure
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.event import Event
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, Passage
from tracker.tables.people import Workspace
from tracker.tables.service import Service

COUNTED = (
    Guideline, Requirement, Crosswalk, LocalDocument, Passage, Service, Link, Evidence, Measure, Event,
)  # fmt: skip


def build(path: Path, *, seed: int, sizes: Sizes | None = None) -> dict[str, int]:
    """A database file as large as asked for; gives how many rows its main tables hold.

    The file may hold the demonstration already. SQLite only: numbers are given to rows without asking the database.
    """
    database = opening.open_tracker(Settings(database_url=f"sqlite:///{path}"))
    demonstration.build(database)
    person = opening.local_person(database)
    with database.writing() as session:
        workspace = session.scalars(select(Workspace).order_by(Workspace.id)).first()
        if workspace is None:
            raise SystemExit("the demonstration has no workspace")
        ground = Ground(
            session=session,
            workspace_id=workspace.id,
            person_id=person.id,
            chance=random.Random(seed),
            sizes=sizes or Sizes(),
        )
        grow_guidelines(ground)
        grow_crosswalks(ground)
        units = grow_units(ground)
        grow_services(ground, units)
        grow_documents(ground, units)
        grow_links(ground)
        grow_searches(ground)
        grow_judgements(ground, units)
        held = {table.__tablename__: ground.held(table) for table in COUNTED}
    database.close()
    return held
