"""What is kept of a private person is found wherever it stands, and goes when a decision says so."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tracker import clock, documents, events, ingest, personal_data, planning
from tracker.database import Database
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.tables.assessment import Measure
from tracker.tables.event import Event, EventNote
from tracker.tables.guideline import Requirement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.schema import Table
from tracker.tables.staffing import Individual, Position

NAME = "Åsa  Öberg-Lind"
WRITTEN = "Åsa Öberg-Lind"
DECISION = "Kommunstyrelsen § 12, 2026-11-20"


@pytest.fixture
def individual(
    database: Database, workspace: Workspace, person: Person, guideline: ingest.ImportedGuideline
) -> Individual:
    del guideline
    with database.writing() as session:
        kept = Individual(workspace_id=workspace.id, name=NAME, contact="asa@provby.example", recorded_at=clock.now())
        session.add(kept)
        session.flush()
        role = Actor(workspace_id=workspace.id, kind=ActorKind.ROLE, name="UX-designer", individual_id=kept.id)
        session.add(role)
        session.flush()
        session.add(
            Position(
                workspace_id=workspace.id, unit_id=role.id, title="UX-designer", fte=1.0, individual_id=kept.id,
                source=f"enligt {WRITTEN.upper()}", recorded_at=clock.now(),
            )
        )  # fmt: skip
        requirement = session.scalars(select(Requirement.id)).first()
        planning.plan(
            session, workspace.id, requirement or 0, "Be Åsas efterträdare", by=person, actor_id=role.id,
            note=f"Frågan ligger hos {WRITTEN}.", due_on=date(2026, 12, 1),
        )  # fmt: skip
        return kept


def places(found: list[personal_data.Found]) -> list[tuple[str, str]]:
    return [(place.table, place.column) for place in found]


def test_everything_about_a_person_is_found(database: Database, individual: Individual, person: Person) -> None:
    with database.reading() as session:
        found = personal_data.gather(session, individual.id, by=person)
    assert places(found) == [
        ("individual", "name"),
        ("individual", "contact"),
        ("actor", ""),
        ("position", ""),
        ("measure", "note"),
        ("position", "source"),
        ("event", "note"),
    ]


def test_the_name_in_a_document_is_pointed_to(
    database: Database, workspace: Workspace, person: Person, local_document: documents.ImportedDocument
) -> None:
    del local_document
    with database.writing() as session:
        kept = Individual(workspace_id=workspace.id, name="Kvalitetsenheten", recorded_at=clock.now())
        session.add(kept)
        session.flush()
    with database.reading() as session:
        assert "passage" in dict(places(personal_data.gather(session, kept.id, by=person)))


def test_disposal_takes_the_name_out_and_leaves_the_rest(
    database: Database, workspace: Workspace, individual: Individual, person: Person
) -> None:
    with database.writing() as session:
        personal_data.dispose(session, individual.id, DECISION, by=person)
    with database.reading() as session:
        assert personal_data.gather(session, individual.id, by=person)[0].table == "actor"
        measure = session.scalars(select(Measure)).one()
        assert (measure.title, measure.note) == ("Be Åsas efterträdare", "Frågan ligger hos [–].")
        assert session.scalars(select(Position.source)).one() == "enligt [–]"
        last = session.scalars(select(Event).where(Event.chain == workspace.id).order_by(Event.seq.desc())).first()
        assert last is not None
        assert (last.action, last.after) == ("individual.dispose", {"rows": 2, "notes": 1})
        assert session.get_one(EventNote, last.id).text == DECISION
        assert all(event.hash == events.digest(event) for event in session.scalars(select(Event)))


@pytest.mark.parametrize(("decision", "code"), [
    (" ", "error.disposal_decision_needed"),
    ("Enligt asa öberg-lind själv", "error.disposal_decision_names"),
])  # fmt: skip
def test_a_disposal_needs_a_decision_without_the_name(
    database: Database, individual: Individual, person: Person, decision: str, code: str
) -> None:
    with pytest.raises(Refused) as problem, database.writing() as session:
        personal_data.dispose(session, individual.id, decision, by=person)
    assert problem.value.code == code


def test_nobody_is_disposed_of_twice(database: Database, individual: Individual, person: Person) -> None:
    with database.writing() as session:
        personal_data.dispose(session, individual.id, DECISION, by=person)
    with pytest.raises(Refused) as problem, database.writing() as session:
        personal_data.dispose(session, individual.id, DECISION, by=person)
    assert problem.value.code == "error.individual_disposed"


def test_an_unknown_individual_is_said_to_be_unknown(database: Database, workspace: Workspace, person: Person) -> None:
    del workspace
    with pytest.raises(NotFound), database.reading() as session:
        personal_data.gather(session, 99, by=person)


def test_only_those_who_administer_may_look(database: Database, workspace: Workspace, individual: Individual) -> None:
    with database.writing() as session:
        reviewer = Person(name="Granskare")
        session.add(reviewer)
        session.flush()
        session.add(Membership(workspace_id=workspace.id, person_id=reviewer.id, role=Role.REVIEWER))
    with pytest.raises(NotAllowed), database.reading() as session:
        personal_data.gather(session, individual.id, by=reviewer)


def test_no_free_text_of_a_workspace_is_forgotten() -> None:
    """A new column of text is either searched for names, or listed here because no person writes sentences in it."""
    plain = {
        "passage.heading", "passage_reference.text", "document_fact.value", "local_edition.text", "individual.disposal",
        "service.statements", "local_document.rights_note", "correction.heading",
        "correction.lead_in", "correction.text",
    }  # fmt: skip
    searched = {f"{column.class_.__tablename__}.{column.key}" for column in personal_data.WRITTEN}
    texts = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.sorted_tables
        if "workspace_id" in table.columns and table.name != "guideline"
        for column in table.columns
        if str(column.type) == "TEXT"
    }
    assert sorted(texts - searched - plain) == []
