"""Whose way others were in is done again where nobody decided; what a person decided is told to them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import failing
from tracker.database import TRIES, Database
from tracker.errors import DatabaseBusy
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace


@pytest.mark.parametrize("fails", [0, 2, TRIES - 1])
def test_a_unit_is_done_again_until_nobody_is_in_its_way(fails: int, database: Database, workspace: Workspace) -> None:
    turns: list[int] = []

    def unit(session: Session) -> str:
        session.add(Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Enheten"))
        session.flush()
        turns.append(len(turns))
        if len(turns) <= fails:
            raise DatabaseBusy(failing.BUSY)
        return "done"

    assert database.write(unit) == "done"
    with database.reading() as session:
        assert session.scalars(select(Actor.name).where(Actor.kind == ActorKind.UNIT)).all() == ["Enheten"]


def test_a_unit_is_not_done_for_ever(database: Database) -> None:
    turns: list[int] = []

    def unit(_session: Session) -> None:
        turns.append(len(turns))
        raise DatabaseBusy(failing.BUSY)

    with pytest.raises(DatabaseBusy):
        database.write(unit)
    assert len(turns) == TRIES


def test_what_another_process_has_just_stored_is_looked_for_again(database: Database, workspace: Workspace) -> None:
    looked: list[bool] = []

    def unit(session: Session) -> None:
        looked.append(True)
        if len(looked) == 1:  # as if it had not been there when looked for
            session.add(Person(name="En till", login=session.scalars(select(Person.login)).first()))
            session.flush()

    database.write(unit)
    assert len(looked) == 2


def test_what_breaks_a_rule_is_not_tried_again(database: Database, workspace: Workspace) -> None:
    turns: list[int] = []

    def unit(session: Session) -> None:
        turns.append(len(turns))
        session.delete(session.get_one(Workspace, workspace.id))
        session.flush()

    with pytest.raises(IntegrityError):
        database.write(unit)
    assert turns == [0]
