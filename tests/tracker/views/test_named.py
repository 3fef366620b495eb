"""In what all workspaces share, people of other workspaces have no name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker import workspaces
from tracker.database import Database
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.views.named import name_here


def test_own_people_are_named_and_others_are_not(database: Database, workspace: Workspace, person: Person) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Grannby", by=person)
        neighbour = Person(name="Granne")
        session.add(neighbour)
        session.flush()
        session.add(Membership(workspace_id=other.id, person_id=neighbour.id, role=Role.REVIEWER))
        number = neighbour.id
    with database.reading() as session:
        here, there = (
            dict(session.execute(select(Person.id, name_here(one))).all()) for one in (workspace.id, other.id)
        )
    assert (here[person.id], here[number]) == ("Testperson", "")
    assert there[number] == "Granne"


def test_nobody_is_nobody(database: Database, workspace: Workspace) -> None:
    nobody = aliased(Person)
    with database.reading() as session:
        found = select(name_here(workspace.id, nobody)).select_from(Workspace).outerjoin(nobody, nobody.id == -1)
        assert session.scalars(found).all() == [None]
