"""Two municipalities in one database: whatever is written in the one has a word in it that the other must never see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from policies.reading import read
from tests.tracker import stock, studied
from tests.tracker.evening import found_town
from tests.trust import canaries
from tracker import clock, documents, ingest, journeys, personal_data, services, snapshots, tasks, workspaces
from tracker.crosswalks import deciding as tying
from tracker.database import Database
from tracker.editing.retyping import retype
from tracker.editing.undoing import undo
from tracker.network import roles
from tracker.settings import Settings
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Edition, Force, Guideline, Provision, Requirement, Statement, Wording
from tracker.tables.journey import JourneyKind
from tracker.tables.local import LocalDocument
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.schema import Table
from tracker.tables.service import ContactTopic, Form, Service, System
from tracker.tables.staffing import Individual, Position

MARK = "tornseglare"
WORDS = (MARK, *canaries.WORDS)
"""In every name and note of the neighbours, in their own guideline, and in their documents."""
OWN = """---
beteckning: KS 2031:1
---

# Tornseglarens regler

### 1 §

Kommunen ska ha en tornseglarplan. Tornseglaren {ska} ses över varje år.

### 2 §

Nämnden får höra tornseglaren.
"""
NAMED = (
    *personal_data.WRITTEN, Service.name, Form.name, ContactTopic.name, System.name, Individual.name, Position.title,
    LocalDocument.name, LocalDocument.body, LocalDocument.dnr, LocalDocument.type,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The workspace and the person who asks, and the rows of the others by the names of their tables."""

    ours: int
    person: Person
    theirs: int
    rows: Mapping[str, tuple[int, ...]]
    found: canaries.Canaries


def settle(database: Database, settings: Settings) -> Neighbours:
    """Fill an empty database with the canaries' town, mark whatever is written in it, and found ours beside it."""
    found = canaries.release(database, settings)
    there, by = found.workspace, found.person
    studied.coded(database, there, by)
    for word in ("ska", "får"):
        _import_own(database, there, by, OWN.format(ska=word))
    with database.writing() as session:
        service = session.scalars(select(Service.id).where(Service.workspace_id == there)).first() or 0
        services.save_form(session, service, "Blankett", by=by)
        services.save_topic(session, there, "Fråga", by=by, service_id=service)
        journey = journeys.add_journey(
            session, service, next(iter(JourneyKind)), "Resa", by=by, mapped_on=date(2026, 1, 1), participants="några"
        )  # fmt: skip
        journeys.add_step(session, journey.id, "Steg", by=by, seen_version=journey.version, pain_internal="väntan")
        roles.propose(session, there, by=by)
        session.add(Individual(workspace_id=there, name="Sam", recorded_at=clock.now()))
        own = select(Requirement.id).join(Guideline, Guideline.id == Requirement.guideline_id)
        theirs = session.scalars(own.where(Guideline.workspace_id == there).order_by(Requirement.id)).first() or 0
        row = tying.add(session, found.requirements[0], theirs, by=by)
        tying.confirm(session, row.id, CrosswalkType.PARTLY, by=by, seen_version=row.version)
        _share(session, found, by)
        session.execute(update(Person).where(Person.id == by.id).values(name=f"Kim {MARK}"))
        session.execute(update(Workspace).where(Workspace.id == there).values(name=f"{MARK} kommun"))
        for column in NAMED:
            _mark(session, column, there)
    with database.writing() as session:
        person = Person(name="Alex")
        session.add(person)
        session.flush()
        lent = Membership(workspace_id=there, person_id=person.id, role=Role.ADMIN)
        session.add(lent)
        session.flush()
        number = workspaces.create(session, "Annanby kommun", by=person).id
        session.delete(lent)
    found_town(database, number, person)
    text = stock.DATA / "riktlinje.md"
    data = text.read_bytes()
    with database.writing() as session:
        documents.import_document(session, documents.prepare(data, text.name, read(data, text.name)), number, by=person)
    tasks.index(database, number, settings=settings)
    with database.reading() as session:
        return Neighbours(ours=number, person=person, theirs=there, rows=_rows(session, there), found=found)


def _share(session: Session, found: canaries.Canaries, by: Person) -> None:
    """What they did with the guideline that all share: a crosswalk, an edit that stands, and one they took back."""
    above, below = found.requirements[:2]
    row = tying.add(session, above, below, by=by)
    tying.confirm(session, row.id, CrosswalkType.PARTLY, by=by, seen_version=row.version)
    edits = [
        retype(session, below, force, by=by, version=snapshots.version(session, below), reason="Prov")
        for force in (Force.RECOMMENDATION, Force.OBLIGATION)
    ]
    undo(session, edits[1].id, by=by)


def _import_own(database: Database, there: int, by: Person, text: str) -> None:
    data = text.encode()
    with database.writing() as session:
        imported = ingest.import_guideline(session, ingest.prepare(data, "egna.md", read(data, "egna.md")), by=by)
        session.get_one(Guideline, imported.guideline_id).workspace_id = there


def _mark(session: Session, column: Any, there: int) -> None:
    """Put the word before what stands in a column; where the database keeps what was written, it stays as it is."""
    table = column.class_
    try:
        with session.begin_nested():
            marked = {column.key: f"{MARK} " + column}
            session.execute(update(table).where(table.workspace_id == there).values(marked))
    except DBAPIError:
        return


def _rows(session: Session, there: int) -> Mapping[str, tuple[int, ...]]:
    """All numbers of the neighbours by table; of guidelines those of their own."""
    found: dict[str, tuple[int, ...]] = {}
    for mapper in Table.registry.mappers:
        table: Any = mapper.class_
        if hasattr(table, "workspace_id") and hasattr(table, "id"):
            found[table.__tablename__] = tuple(
                session.scalars(select(table.id).where(table.workspace_id == there).order_by(table.id))
            )
    guidelines = found["guideline"]
    for table in (Edition, Requirement):
        of_it = select(table.id).where(table.guideline_id.in_(guidelines)).order_by(table.id)
        found[table.__tablename__] = tuple(session.scalars(of_it))
    for table in (Provision, Statement, Wording):
        of_it = select(table.id).where(table.edition_id.in_(found["edition"])).order_by(table.id)
        found[table.__tablename__] = tuple(session.scalars(of_it))
    ends = select(Crosswalk.id).where(
        Crosswalk.upper_id.in_(found["requirement"]) | Crosswalk.lower_id.in_(found["requirement"])
    )
    return {**found, "crosswalk": tuple(session.scalars(ends))}
