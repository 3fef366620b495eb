"""What an edition concerns in a workspace: links, judgements, measures, whose they are, and what is left to look at."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from policies.reading import read
from tracker import assessing, ingest, linking, planning
from tracker.clearing import links
from tracker.database import Database
from tracker.tables.assessment import SideState
from tracker.tables.change import ChangeKind, Outcome
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.views.editions.changes import changes, editions
from tracker.views.editions.impact import impact, totals
from tracker.views.exports.impact import impact_sheet


@pytest.fixture
def amended(
    database: Database, person: Person, workspace: Workspace, statute: ingest.Prepared, guideline: object
) -> tuple[int, int]:
    """The edition of 2025 of the small statute, imported after a unit was held responsible for its plan."""
    with database.writing() as session:
        unit = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Digitala enheten")
        session.add(unit)
        session.flush()
        number = session.scalars(select(Requirement.id).where(Requirement.locator == "2 § 2 st")).first() or 0
        link = linking.add(session, workspace.id, number, "actor", unit.id, by=person)
        linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=person, seen_version=link.version)
        assessing.assess(
            session, workspace.id, number, by=person, actor_id=unit.id, evidence_digest="0" * 64,
            side_state=SideState.SUSPENDED, note="väntar",
        )  # fmt: skip
        planning.plan(session, workspace.id, number, "Skriv planen", by=person)
    data = statute.data.decode().replace("varje år", "vartannat år").replace("avgift för planen", "avgift för den")
    prepared = ingest.prepare(data.encode(), "ny.md", read(data.encode(), "ny.md"))
    with database.writing() as session:
        done = ingest.import_guideline(
            session, prepared, by=person, published_on=date(2025, 6, 1), applies_on=date(2026, 1, 1)
        )
    return workspace.id, done.edition_id


def test_a_change_names_what_stands_on_it(database: Database, amended: tuple[int, int]) -> None:
    with database.reading() as session:
        rows = impact(session, amended[0], edition_id=amended[1])
    row = next(each for each in rows if each.concerns)
    assert (row.change.kind, row.links, row.assessments, list(row.measures)) == (
        ChangeKind.CHANGED, 1, 1, ["Skriv planen"],
    )  # fmt: skip
    assert list(row.actors) == ["Digitala enheten"]
    assert (row.left, row.cleared) == (2, 0)
    assert (row.published_on, row.applies_on) == (date(2025, 6, 1), date(2026, 1, 1))
    assert "planen" in row.change.before
    assert row.change.after.endswith("avgift för den.")
    assert totals(rows)["requirements"] == 1


def test_what_was_cleared_is_counted(database: Database, person: Person, amended: tuple[int, int]) -> None:
    workspace, edition = amended
    with database.writing() as session:
        link = session.scalars(select(Link)).one()
        now = session.get_one(Requirement, link.requirement_id).fingerprint
        links.clear_link(
            session, link.id, Outcome.KEPT, "samma sak", by=person, seen_version=link.version, seen_requirement=now
        )
    with database.reading() as session:
        rows = impact(session, workspace, edition_id=edition)
    assert (totals(rows)["left"], totals(rows)["cleared"]) == (1, 1)


def test_the_sheet_has_a_row_for_each_change(database: Database, amended: tuple[int, int]) -> None:
    with database.reading() as session:
        sheet = impact_sheet(session, *amended)
        told = changes(session, amended[0], edition_id=amended[1])
    assert len(sheet.rows) == len(told) == 2
    assert set(sheet.columns) == set(sheet.rows[0])


def test_the_editions_of_a_guideline_say_what_each_changed(database: Database, amended: tuple[int, int]) -> None:
    with database.reading() as session:
        guideline = session.scalars(select(Requirement.guideline_id)).first() or 0
        newest, first = editions(session, amended[0], guideline_id=guideline)
    assert (newest.id, newest.newest, newest.can_undo) == (amended[1], True, True)
    assert newest.requirements[ChangeKind.CHANGED] == 2
    assert (first.requirements, first.can_undo) == ({}, False)
