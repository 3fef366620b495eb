"""Answers to the items of anchoring: stored with day and source, refused without."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tracker import answering, clock
from tracker.database import Database
from tracker.errors import NotFound, Refused
from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.views.anchoring.index import index_of


@pytest.fixture
def unit(database: Database, workspace: Workspace) -> int:
    with database.writing() as session:
        row = Actor(workspace_id=workspace.id, name="Bygglovsenheten", kind=ActorKind.UNIT)
        session.add(row)
        session.flush()
        return row.id


def give(
    database: Database,
    workspace: Workspace,
    person: Person,
    unit: int,
    *,
    item: str = "mandate",
    score: float = 100,
    on: date | None = None,
    source: str = "Delegationsordningen § 4",
) -> None:
    with database.writing() as session:
        answering.answer(
            session, workspace.id, item, score, ("actor", unit), by=person, on=on or clock.today(), source=source
        )


def test_an_answer_enters_the_index_with_its_source(
    database: Database, workspace: Workspace, person: Person, unit: int
) -> None:
    give(database, workspace, person, unit)
    with database.reading() as session:
        counts = index_of(session, workspace.id)["actor", unit].items["mandate"].counts
        assert counts is not None
        assert counts.score == 100
        assert session.get_one(Measurement, counts.bases[0].id).source == "Delegationsordningen § 4"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"source": "  "}, "error.answer_source"),
        ({"score": 75}, "error.answer_score"),
        ({"score": -1}, "error.answer_score"),
        ({"item": "trained_share"}, "error.item_unknown"),
        ({"item": "backfill"}, "error.item_unknown"),
        ({"on": clock.today() + timedelta(days=2)}, "error.day_ahead"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_stored(
    database: Database, workspace: Workspace, person: Person, unit: int, wrong: dict[str, object], code: str
) -> None:
    with pytest.raises((Refused, NotFound)) as refused:
        give(database, workspace, person, unit, **wrong)  # type: ignore[arg-type] # each case has the right types
    assert refused.value.code == code
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Measurement)) == 0


def test_every_answerable_item_can_be_answered(
    database: Database, workspace: Workspace, person: Person, unit: int
) -> None:
    for item in answering.answerable():
        give(database, workspace, person, unit, item=item, score=50)
    with database.reading() as session:
        assert index_of(session, workspace.id)["actor", unit].index.value == 50
