"""An extract for one request holds what fits, leaves out what is secret, counts it, and is recorded."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from tracker import disclosing, linking, secrecy
from tracker.database import Database
from tracker.errors import NotAllowed, Refused
from tracker.exporters.public_records import extract
from tracker.tables.event import Event
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Membership, Person, Role
from tracker.views.exports.public_records import Records, Selection, public_records


@pytest.fixture
def link(database: Database, suggested: int, person: Person) -> Link:
    with database.writing() as session:
        row = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert row is not None
        return linking.confirm(session, row.id, LinkType.IMPLEMENTS, by=person, seen_version=row.version)


def found(database: Database, workspace: int, **selection: object) -> Records:
    with database.reading() as session:
        return public_records(session, workspace, selection=Selection(**selection))  # type: ignore[arg-type] # in tests


def test_what_fits_is_in_it_with_the_head_of_the_history(database: Database, suggested: int, link: Link) -> None:
    everything = found(database, suggested)
    narrowed = found(database, suggested, requirement_id=link.requirement_id)
    assert everything.count == len(everything.events) > len(narrowed.events) == 1
    assert everything.head == everything.events[-1]["hash"]
    assert [row["link"] for row in narrowed.links] == [link.id]
    assert narrowed.links[0]["quote"]


def test_what_is_secret_is_left_out_and_counted(database: Database, suggested: int, link: Link, person: Person) -> None:
    quote = found(database, suggested).links[0]["quote"]
    with database.writing() as session:
        secrecy.mark_passage(session, link.passage_id or 0, by=person, reason="OSL 21:7")
    records = found(database, suggested)
    assert (records.links, quote in repr(records)) == ([], False)
    assert records.withheld == 3  # the link, its decision, and the marking
    with database.writing() as session, pytest.raises(Refused) as problem:
        disclosing.allow_extract(session, suggested, "KS 1", " ", rows=1, withheld=3, by=person)
    assert problem.value.code == "error.extract_ground_needed"


def test_an_extract_is_recorded_with_its_checksum(
    database: Database, suggested: int, link: Link, person: Person
) -> None:
    records = found(database, suggested)
    data = extract({"request": "KS 1"}, {"events": records.events, "links": records.links})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["extract.json", "events.csv", "links.csv"]
        assert json.loads(archive.read("extract.json"))["links"][0]["link"] == link.id
    with database.writing() as session:
        disclosing.record_extract(session, suggested, "KS 1", "", counts={"events": 1}, data=data, by=person)
        event = session.scalars(select(Event).where(Event.action == "records.extract")).one()
    assert (event.after["events"], len(event.after["sha256"])) == (1, 64)


def test_only_administrators_make_extracts(database: Database, suggested: int, person: Person) -> None:
    with database.writing() as session:
        session.scalars(select(Membership).where(Membership.person_id == person.id)).one().role = Role.REVIEWER
        session.flush()
        with pytest.raises(NotAllowed):
            disclosing.record_extract(session, suggested, "KS 1", "", counts={"events": 1}, data=b"", by=person)
