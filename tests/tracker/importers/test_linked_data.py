"""Linked data finds its way into the database and out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.compare import isomorphic
from sqlalchemy import select

from tracker import listing
from tracker.database import Database
from tracker.exporters import cpsv
from tracker.importers.linked_data import READERS, is_linked_data
from tracker.rdf.reading import read_statements
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.views.exports.described_services import described_services

DATA = Path(__file__).parents[2] / "data" / "tracker"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("# a comment\n\n@prefix ex: <http://e/> .", True),
        ("PREFIX ex: <http://e/>", True),
        ("@base <http://e/> .", True),
        ("<http://e/a> <http://e/b> 1 .", True),
        ("<?xml version='1.0'?><rdf:RDF/>", True),
        ("[] <http://e/b> 1 .", True),
        ("_:a <http://e/b> 1 .", True),
        ("namn;enhet\nBygglov;Bygg", False),
        ("#;namn\n1;Bygglov", False),
        ("prefix;namn", False),
        ("base,name", False),
        ("", False),
    ],
)
def test_linked_data_is_told_from_a_table(text: str, is_one: bool) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert is_linked_data(text.encode(encoding)) is is_one


def test_spreadsheets_are_tables() -> None:
    assert not is_linked_data(b"PK\x03\x04\x14\x00\x00\x00<a>")


def _store(database: Database, workspace: Workspace, person: Person, kind: str, data: bytes) -> listing.Stored:
    rows = READERS[kind](data, "tjanster.ttl").rows
    with database.writing() as session:
        return listing.store(session, kind, rows, workspace.id, by=person, sha256="0" * 64)


@pytest.fixture
def stored(database: Database, workspace: Workspace, person: Person) -> bytes:
    """The example, its organisations and its services imported; the unit nobody names stays away."""
    data = (DATA / "tjanster.ttl").read_bytes()
    assert _store(database, workspace, person, "actors", data).problems == ()
    assert _store(database, workspace, person, "services", data).problems == ()
    return data


def test_what_is_stored_goes_out_as_it_came(database: Database, workspace: Workspace, stored: bytes) -> None:
    with database.reading() as session:
        out = cpsv.turtle(described_services(session, workspace.id))
    assert isomorphic(read_statements(out, "tjanster.ttl").graph, read_statements(stored, "tjanster.ttl").graph)


def test_the_same_file_again_changes_nothing(
    database: Database, workspace: Workspace, person: Person, stored: bytes
) -> None:
    for kind in ("actors", "services"):
        again = _store(database, workspace, person, kind, stored)
        assert (again.added, again.changed) == (0, 0)


def test_a_service_that_was_renamed_is_known_by_its_address(
    database: Database, workspace: Workspace, person: Person, stored: bytes
) -> None:
    renamed = stored.replace("Ansökan om bygglov".encode(), b"Bygglov")
    done = _store(database, workspace, person, "services", renamed)
    assert (done.added, done.changed) == (0, 1)


def test_an_authority_nobody_named_before_comes_with_its_service(
    database: Database, workspace: Workspace, person: Person
) -> None:
    data = (DATA / "tjanster.ttl").read_bytes()
    done = _store(database, workspace, person, "services", data)
    assert done.problems == ()
    assert done.introduced == (("authority", "Byggnadsnämnden"),)
    with database.reading() as session:
        kinds = session.scalars(select(Actor.kind).where(Actor.name == "Byggnadsnämnden")).all()
    assert kinds == [ActorKind.BOARD]


def test_organisations_and_their_ties_are_stored(database: Database, workspace: Workspace, person: Person) -> None:
    data = (DATA / "organisationer.ttl").read_bytes()
    assert _store(database, workspace, person, "actors", data).added == 9  # the municipality is there already
    assert _store(database, workspace, person, "relations", data).added == 4


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_the_official_example_is_stored_and_goes_out_as_it_came(
    database: Database, workspace: Workspace, person: Person, shared: Path, form: str
) -> None:
    data = (shared / "corpus" / "services" / f"example-rdf_public_service.{form}").read_bytes()
    assert _store(database, workspace, person, "services", data).problems == ()
    with database.reading() as session:
        out = cpsv.services(form, described_services(session, workspace.id))
    assert isomorphic(read_statements(out, "x").graph, read_statements(data, "x").graph)
