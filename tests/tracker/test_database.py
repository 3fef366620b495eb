"""The engines keep what docs/decisions promise, and the schema is the one the tables describe."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tracker import events, migrations
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem, Refused
from tracker.tables import Table
from tracker.tables.assessment import Measure
from tracker.tables.guideline import BearerKind, Decided, Edition, Requirement, Wording, lead_in_text
from tracker.tables.network import Actor, ActorKind, Relation, RelationKind
from tracker.tables.people import Person, Workspace
from tracker.tables.schema import LONGEST_WRITTEN
from tracker.tables.service import ContactTopic, Service, System, SystemKind

LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)
NAMED = {"name": "Provby", "name_folded": "provby", "name_sort": "provby"}


@pytest.mark.connections
def test_migrations_give_exactly_the_tables(database: Database) -> None:
    with database.read_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


@pytest.mark.connections
def test_upgrading_twice_changes_nothing(database: Database) -> None:
    assert migrations.upgrade(database) == migrations.upgrade(database) == migrations.newest()


@pytest.mark.connections
def test_what_was_stored_is_counted_when_asked_for(database: Database, person: Person) -> None:
    """SQLite has nothing to count."""
    database.count_anew()
    if database.write_engine.dialect.name == "postgresql":
        with database.reading() as session:
            assert session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'person'")) == 1


def test_what_cannot_be_stored_is_refused_in_plain_words(database: Database) -> None:
    for name in ("a\ud800", "x" * 1001, "a\x00"):
        with pytest.raises(Refused) as refused, database.writing() as session:
            session.add(Workspace(name=name, slug="x", created_at=LONG_AGO))
        assert refused.value.code == "error.value_unstorable"


def test_what_people_write_has_an_end_on_both_databases(database: Database, person: Person) -> None:
    with database.writing() as session:
        place = Workspace(name="a", slug="a", created_at=LONG_AGO)
        session.add(place)
        session.flush()
        row = ContactTopic(workspace_id=place.id, name="a", note="x" * LONGEST_WRITTEN)
        session.add(row)
    for note in ("x" * 1_000_000, "a\x00"):
        with pytest.raises(Refused) as refused, database.writing() as session:
            session.get_one(ContactTopic, row.id).note = note
        assert refused.value.code == "error.value_unstorable"
        with pytest.raises(Refused), database.writing() as session:
            events.record(session, place.id, "topic.save", f"contact_topic:{row.id}", by=person, note=note)


@pytest.mark.connections
def test_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.write_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(DatabaseProblem) as problem:
        migrations.is_ready(database)
    assert problem.value.code == "error.database_newer"


def test_the_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    other = connect(f"sqlite:///{tmp_path}/other.db")
    with other.write_engine.begin() as connection:
        connection.execute(text("CREATE TABLE guideline (a INTEGER)"))
    with pytest.raises(DatabaseProblem) as problem:
        migrations.upgrade(other)
    assert problem.value.code == "error.database_foreign"
    other.close()


@pytest.mark.parametrize(("write", "pragma", "value"), [
    (False, "query_only", 1),
    (True, "query_only", 0),
    (True, "cache_spill", 0),
    (True, "foreign_keys", 1),
    (False, "foreign_keys", 1),
    (True, "synchronous", 2),
    (True, "busy_timeout", 60_000),
])  # fmt: skip
def test_sqlite_connections_have_their_settings(
    sqlite_database: Database, write: bool, pragma: str, value: int
) -> None:
    engine = sqlite_database.write_engine if write else sqlite_database.read_engine
    for _ in range(2):  # the second time the connection comes from the pool
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


FIRST_SCHEMA = {
    "person": [{"id": 1, "name": "Testperson"}],
    "workspace": [
        {"id": 1, "slug": "provby", "municipality_code": "", "created_at": LONG_AGO, **NAMED},
    ],
    "original": [{"sha256": "a" * 64, "size": 1, "data": b"x", "stored_at": LONG_AGO}],
    "guideline": [{
        "id": 1, "identifier": "SFS 2030:12", "title_sv": "", "title_en": "", "issuer": "", "level": "national",
        "bindingness": "binding", "bindingness_note": "", "status": "unknown", "status_note": "", "verified_note": "",
        "source_url": "", "added_at": LONG_AGO, **NAMED,
    }],
    "edition": [{
        "id": 1, "guideline_id": 1, "original_sha256": "a" * 64, "file_name": "lag.md", "title": "", "language": "sv",
        "format": "markdown", "tradition": "swedish_statute", "text": "Nämnden ska 1. svara", "imported_at": LONG_AGO,
        "imported_by_id": 1, "pipeline": "", "facts": {}, "warnings": [],
    }],
    "provision": [{
        "id": 1, "edition_id": 1, "position": 0, "locator": "1 §", "zone": "body", "kind": "section", "heading": "",
        "label": "", "start": 0, "end": 20,
    }],
    "requirement": [
        {
            "id": number, "guideline_id": 1, "key": f"1 § #{number}", "locator": "1 §", "position": number,
            "force": "obligation", "goal": False, "tracked": True, "state": "active", "applies": "unknown",
            "applies_condition": "", "topic": "", "fingerprint": "f" * 64, "created_at": LONG_AGO,
        }
        for number in (1, 2)
    ],
    "wording": [
        {
            "id": number, "requirement_id": number, "edition_id": 1, "provision_id": 1, "language": "sv",
            "locator": "1 §", "start": start, "end": 20, "lead_in_start": lead_in,
            "lead_in_end": None if lead_in is None else 11,
            "force": "obligation", "confidence": 0.9, "p_requirement": 0.9, "p_regulatory": 0.9, "duty_bearer": "",
            "duty_bearer_inferred": False, "action": "", "condition": "", "deadline": "", "spans": [],
            "pipeline": "", "fingerprint": "f" * 64,
        }
        for number, start, lead_in in ((1, 0, None), (2, 15, 0))
    ],
    "actor": [
        {"id": number, "workspace_id": 1, "kind": kind, "role": "", "note": "", "version": 1, "name": name,
         "name_folded": name.lower(), "name_sort": name.lower()}
        for number, kind, name in ((11, "board", "Styrelsen"), (12, "vendor", "Lod AB"))
    ],
    "service": [
        {"id": number, "workspace_id": 1, "status": "in_service", "channel": "", "life_event": "", "platform": platform,
         "back_office_system": system, "vendor": vendor, "url": "", "description": "", "version": 1, "name": name,
         "name_folded": name.lower(), "name_sort": name.lower()}
        for number, name, platform, system, vendor in (
            (1, "Bygglov", "", "Plankista", "LOD  AB"),
            (2, "Skolval", "Farled", "", "Ny AB"),
            (3, "Karta", "farled", "", ""),
        )
    ],
    "relation": [{
        "id": 1, "workspace_id": 1, "from_id": 11, "to_id": 12, "kind": "steers", "formal": True, "source": "",
        "recorded_at": LONG_AGO,
    }],
    "measure": [{
        "id": 1, "workspace_id": 1, "requirement_id": 2, "title": "Rutin", "state": "planned", "barrier": "",
        "note": "", "recorded_at": LONG_AGO, "version": 1,
    }],
}  # fmt: skip
"""What a database of the first schema held: two requirements, one of them completing a lead-in, and a measure."""


def test_a_filled_database_of_the_first_schema_keeps_everything(bare_database: Database) -> None:
    with bare_database.write_engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        known = MetaData()
        known.reflect(connection)
        for table, rows in FIRST_SCHEMA.items():
            connection.execute(known.tables[table].insert(), rows)
    assert migrations.upgrade(bare_database) == migrations.newest()
    with bare_database.reading() as session:
        text = session.scalars(select(Edition.text)).one()
        first, second = session.scalars(select(Wording).order_by(Wording.id))
        requirement = session.get_one(Requirement, second.requirement_id)
        measure = session.scalars(select(Measure)).one()
        relation = session.scalars(select(Relation)).one()
        services = session.scalars(select(Service).order_by(Service.id)).all()
        systems = {row.id: (row.kind, row.name) for row in session.scalars(select(System))}
        actors = {row.id: row.name for row in session.scalars(select(Actor))}
    assert (first.lead_ins, second.lead_ins) == ([], [[0, 11]])
    assert (lead_in_text(text, second.lead_ins), text[second.start : second.end]) == ("Nämnden ska", "svara")
    assert (second.combination, second.deadline_normal, second.edited_by_id) == (None, "", None)
    assert (requirement.bearer_kind, requirement.cross_border) == (BearerKind.UNSPECIFIED, False)
    assert (measure.requirement_id, measure.title, measure.cause) == (2, "Rutin", "")
    assert (relation.state, relation.reasons) == (Decided.CONFIRMED, [])
    platform, back_office = (SystemKind.PLATFORM, "Farled"), (SystemKind.BACK_OFFICE, "Plankista")
    assert [systems.get(row.back_office_id or 0) for row in services] == [back_office, None, None]
    assert [systems.get(row.platform_id or 0) for row in services] == [None, platform, platform]
    assert [actors.get(row.vendor_id or 0) for row in services] == ["Lod AB", "Ny AB", None]


def test_a_migrated_relation_can_have_every_kind(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        ends = [Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name=name) for name in ("A", "B")]
        session.add_all(ends)
        session.flush()
        session.add_all(
            Relation(
                workspace_id=workspace.id, from_id=ends[0].id, to_id=ends[1].id, kind=kind, formal=False,
                recorded_at=LONG_AGO,
            )
            for kind in RelationKind
        )  # fmt: skip
    with database.reading() as session:
        stored = session.scalars(select(Relation.kind).where(Relation.workspace_id == workspace.id)).all()
    assert sorted(stored) == sorted(RelationKind)


@pytest.mark.connections
def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, DatabaseProblem)), database.reading() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'x'"))
        session.commit()


@pytest.mark.connections
def test_a_writing_session_that_raises_leaves_nothing(database: Database, workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.get_one(Workspace, workspace.id).name = "Annan"
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.get_one(Workspace, workspace.id).name == "Provby kommun"


def test_evidence_cannot_be_deleted_from_under_a_judgement(database: Database, workspace: Workspace) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.delete(session.get_one(Workspace, workspace.id))
