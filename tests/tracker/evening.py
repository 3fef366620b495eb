"""A town on an evening: linked, judged, searched, measured, planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import (
    assessing,
    choosing,
    clock,
    evidencing,
    linking,
    listing,
    planning,
    recording,
    searching,
    snapshots,
)
from tracker.crosswalks import deciding as tying
from tracker.database import Database
from tracker.editing import retyping
from tracker.importers import lists
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Force, Guideline, Requirement, Summary, Takeover, Verified
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument
from tracker.tables.network import Actor, ActorKind, Part, Participation
from tracker.tables.people import Person
from tracker.tables.service import Service, ServiceStatus

EVENING = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """A service of a unit, with two requirements of which it carries the first; a user test of it."""

    workspace: int
    unit: int
    other_unit: int
    service: int
    requirements: tuple[int, ...]
    test: int
    completions: int


def found_town(database: Database, workspace: int, by: Person) -> Town:
    """Store the town in a workspace with the small statute."""
    with clock.fixed(EVENING), database.writing() as session:
        unit = Actor(workspace_id=workspace, kind=ActorKind.UNIT, name="Bygg")
        other = Actor(workspace_id=workspace, kind=ActorKind.UNIT, name="Skola")
        session.add_all([unit, other])
        session.flush()
        service = Service(workspace_id=workspace, name="Bygglov", unit_id=unit.id, status=ServiceStatus.IN_SERVICE)
        session.add(service)
        session.flush()
        requirements = tuple(
            session.scalars(select(Requirement.id).where(Requirement.tracked).order_by(Requirement.id))
        )
        link = linking.add(session, workspace, requirements[0], "service", service.id, by=by)
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=by, seen_version=1)
        test = recording.add_record(
            session, workspace, "user_test", by=by, service_id=service.id, on=date(2026, 5, 1),
            facts_given={"participants": 8, "success": 0.9, "findings": 3, "fixed": 3},
        )  # fmt: skip
        completions = recording.add_measurement(
            session, workspace, "completions", 120.0, by=by, service_id=service.id, n=120,
            period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), source="webbanalys",
        )  # fmt: skip
        return Town(
            workspace=workspace, unit=unit.id, other_unit=other.id, service=service.id,
            requirements=requirements, test=test.id, completions=completions.id,
        )  # fmt: skip


def pass_evening(database: Database, town: Town, by: Person) -> None:
    """Store what people did in the town on the evening, once links have been suggested."""
    with database.writing() as session:
        document = session.scalars(select(LocalDocument)).one()
        document.responsible_id = town.unit
        for link in session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id).limit(2)):
            linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=by, seen_version=link.version)
        assessing.assess(
            session, town.workspace, town.requirements[0], by=by, actor_id=town.unit, level=2,
            evidence_digest="",
        )  # fmt: skip
        evidencing.add_evidence(
            session, town.workspace, [town.requirements[0]], "tested", by=by, service_id=town.service,
            record_id=town.test,
        )  # fmt: skip
        searching.record(session, town.workspace, town.requirements[2], by=by)
        planning.plan(
            session, town.workspace, town.requirements[0], "Öva", by=by, service_id=town.service,
            owner_id=town.unit, due_on=date(2026, 11, 1),
        )  # fmt: skip
        listed(session, town, by, "positions", "unit,title,fte,filled\nBygg,Utvecklare,2,1\n")
        session.add(
            Participation(
                workspace_id=town.workspace, document_id=document.id, actor_id=town.unit, part=Part.DRAFTED,
                recorded_at=clock.now(),
            )
        )  # fmt: skip
        session.flush()
        choosing.choose(session, town.workspace, {session.scalars(select(Guideline.id)).one(): True}, by=by)
        row = tying.add(session, town.requirements[0], town.requirements[1], by=by)
        tying.confirm(session, row.id, CrosswalkType.PARTLY, by=by, seen_version=row.version)
        summary = Summary(
            requirement_id=town.requirements[0], library_key="prov-1", text_sv="Svara.", text_en="Answer.",
            locator="", verified=Verified.OFFICIAL_TEXT, fingerprint="0",
        )  # fmt: skip
        session.add(summary)
        session.flush()
        session.add(Takeover(summary_id=summary.id, requirement_id=town.requirements[4]))
        number = town.requirements[3]
        version = snapshots.version(session, number)
        retyping.retype(session, number, Force.RECOMMENDATION, by=by, version=version)


def listed(session: Session, town: Town, by: Person, kind: str, text: str) -> None:
    """Import a list."""
    rows = lists.read(kind, text.encode(), "x.csv").rows
    assert not listing.store(session, kind, rows, town.workspace, by=by, sha256="").problems
