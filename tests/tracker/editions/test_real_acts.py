"""Real acts and their amendments: what is true by eye is what the comparison says, and judgements follow it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from policies.reading import read
from tracker import editions, ingest, linking, preparing
from tracker.database import Database
from tracker.suspects import suspect_links
from tracker.tables.change import ChangeKind
from tracker.tables.guideline import Edition, Requirement, RequirementState
from tracker.tables.link import LinkType
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.views.editions.changes import changes

pytestmark = pytest.mark.corpus


def prepared(file: Path) -> preparing.Prepared:
    data = file.read_bytes()
    return preparing.prepare(data, file.name, read(data, file.name))


def put(database: Database, person: Person, text: preparing.Prepared) -> ingest.ImportedGuideline:
    with database.writing() as session:
        return ingest.import_guideline(session, text, by=person)


def test_eidas_as_published_and_as_amended(
    sqlite_database: Database, shared: Path, request: pytest.FixtureRequest
) -> None:
    from tracker import workspaces

    with sqlite_database.writing() as session:
        person = workspaces.local_person(session, "Testperson")
        workspace = workspaces.create(session, "Provby kommun", by=person)
    folder = shared / "corpus" / "eu"
    put(sqlite_database, person, prepared(folder / "32014r0910-oj-en.xhtml"))
    with sqlite_database.writing() as session:
        unit = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Digitala enheten")
        session.add(unit)
        session.flush()
        links = {}
        for place in ("art 5(1)", "art 7(g)", "art 24(2)(a)", "art 10(1)", "art 51(3)"):
            number = session.scalars(select(Requirement.id).where(Requirement.locator == place)).first()
            if number is not None:
                link = linking.add(session, workspace.id, number, "actor", unit.id, by=person)
                linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=person, seen_version=link.version)
                links[place] = link.id
    done = put(sqlite_database, person, prepared(folder / "32014r0910-consolidated-en.html"))
    with sqlite_database.reading() as session:
        edition = session.get_one(Edition, done.edition_id)
        rows = changes(session, workspace.id, edition_id=done.edition_id)
        suspect = suspect_links(session, workspace.id)
        gone = set(session.scalars(select(Requirement.locator).where(Requirement.state == RequirementState.WITHDRAWN)))
    assert edition.published_on == date(2024, 10, 18)
    came = " ".join(row.place_after for row in rows if row.kind is ChangeKind.ADDED)
    for article in ("art 5a(", "art 5b(", "art 5c", "art 5d", "art 5e", "art 5f", "art 45f", "art 12a"):
        assert article in came
    assert any(row.place_after.startswith("art 24") for row in rows if row.kind is ChangeKind.CHANGED)
    assert {"art 5(1)", "art 19(2)", "art 51(3)"} <= gone
    assert not any("recital" in place for place in gone)
    assert links["art 5(1)"] not in suspect  # withdrawn with its requirement, not changed
    with sqlite_database.writing() as session:
        editions.undo(session, done.edition_id, by=person)
    with sqlite_database.reading() as session:
        assert not suspect_links(session, workspace.id)


def test_two_formats_of_one_text_are_the_same_requirements(sqlite_database: Database, shared: Path) -> None:
    from tracker import workspaces

    with sqlite_database.writing() as session:
        person = workspaces.local_person(session, "Testperson")
        workspaces.create(session, "Provby kommun", by=person)
    folder = shared / "corpus" / "eu"
    put(sqlite_database, person, prepared(folder / "32014r0910-consolidated-en.html"))
    again = put(sqlite_database, person, prepared(folder / "32014r0910-consolidated-en.fmx4.xml"))
    total = sum(again.changes.values())
    assert again.changes["unchanged"] >= 0.97 * total
