"""Which requirements and columns of the matrix fit a filter, and where groups of requirements stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from tracker import assessing
from tracker.database import Database
from tracker.subjects import Subject
from tracker.tables.guideline import Force, Level, Requirement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.views.ladder.places import place_of
from tracker.views.ladder.standings import digest_of
from tracker.views.matrix.fitting import Filter, Fitting, fitting, topics
from tracker.views.matrix.groups import GROUPS, Spread, groups
from tracker.views.matrix.table import columns, matrix

Judge = Callable[..., None]


@pytest.fixture
def judge(database: Database, town: Any, person: Person) -> Judge:
    """Stores a judgement about one of the town's requirements."""

    def store(requirement: int, subject: Subject, level: int) -> None:
        with database.writing() as session:
            assessing.assess(
                session, town.workspace, town.requirements[requirement], by=person, level=level,
                evidence_digest=digest_of([]),
                **{f"{subject[0]}_id": subject[1]},
            )  # fmt: skip

    return store


def fits(database: Database, town: Any, **asked: Any) -> Fitting:
    with database.reading() as session:
        return fitting(session, town.workspace, Filter(**asked))


def test_only_columns_with_something_of_their_own_are_kept(database: Database, town: Any, judge: Judge) -> None:
    judge(0, ("actor", town.unit), 3)
    found = fits(database, town)
    assert [column.subject for column in found.columns] == [("actor", town.unit)]
    assert ("actor", town.other_unit) in {column.subject for column in found.idle}


def test_a_column_that_was_asked_for_is_never_folded(database: Database, town: Any, judge: Judge) -> None:
    judge(0, ("actor", town.unit), 3)
    found = fits(database, town, subjects=(("actor", town.other_unit),))
    assert [column.subject for column in found.columns] == [("actor", town.other_unit)]
    assert not found.idle


def test_what_is_said_of_a_requirement_is_said_of_the_columns_asked_for(
    database: Database, town: Any, judge: Judge
) -> None:
    judge(1, ("actor", town.unit), 3)
    number = town.requirements[1]
    assert number in fits(database, town, shown="3").requirements
    assert number in fits(database, town, shown="3", subjects=(("actor", town.unit),)).requirements
    assert not fits(database, town, shown="3", subjects=(("actor", town.other_unit),)).requirements


def test_met_in_one_unit_only(database: Database, town: Any, judge: Judge) -> None:
    judge(0, ("actor", town.unit), 5)
    judge(0, ("actor", town.other_unit), 3)
    judge(1, ("actor", town.unit), 4)
    judge(1, ("actor", town.other_unit), 4)
    assert fits(database, town, shown="one").requirements == town.requirements[:1]
    assert fits(database, town, shown="one", subjects=(("actor", town.unit),)).requirements == town.requirements[:1]
    assert not fits(database, town, shown="one", subjects=(("actor", town.other_unit),)).requirements
    assert not fits(database, town, shown="one", least=3).requirements


def test_the_municipality_as_a_whole_is_no_second_unit(database: Database, town: Any, judge: Judge) -> None:
    with database.reading() as session:
        whole = session.scalars(select(Actor.id).where(Actor.kind == ActorKind.MUNICIPALITY)).one()
    judge(0, ("actor", town.unit), 5)
    judge(0, ("actor", whole), 5)
    assert fits(database, town, shown="one").requirements == town.requirements[:1]


def test_figures_are_counted_before_one_of_them_is_asked_for(database: Database, town: Any, judge: Judge) -> None:
    judge(0, ("actor", town.unit), 0)
    whole, gaps = fits(database, town), fits(database, town, shown="gaps")
    assert (gaps.total, gaps.counts) == (whole.total, whole.counts)
    assert len(gaps.requirements) == whole.counts["gaps"]


def test_every_figure_has_as_many_requirements_behind_it(database: Database, town: Any, judge: Judge) -> None:
    judge(0, ("actor", town.unit), 0)
    judge(1, ("actor", town.unit), 4)
    for name, count in fits(database, town).counts.items():
        assert len(fits(database, town, shown=name).requirements) == count


def test_topic_level_and_force_narrow_the_rows(database: Database, town: Any) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).where(Requirement.id == town.requirements[0]).values(topic="Bygga"))
    with database.reading() as session:
        assert topics(session, town.workspace) == ["Bygga"]
    assert fits(database, town, topic="Bygga").requirements == town.requirements[:1]
    assert not fits(database, town, level=Level.EU).requirements
    everything = fits(database, town).total
    assert sum(fits(database, town, force=force).total for force in Force) == everything


def test_topics_stand_in_the_order_of_the_swedish_alphabet(database: Database, town: Any) -> None:
    with database.writing() as session:
        for number, topic in zip(town.requirements, ("Ängar", "Åkrar"), strict=False):
            session.execute(update(Requirement).where(Requirement.id == number).values(topic=topic))
    with database.reading() as session:
        assert topics(session, town.workspace) == ["Åkrar", "Ängar"]


def test_units_stand_as_the_organisation_has_them(database: Database, workspace: Any, add: Any) -> None:
    board = add(Actor, name="Nämnden", kind=ActorKind.BOARD)
    add(Actor, name="Arkivet", part_of_id=add(Actor, name="Kontoret", part_of_id=board))
    add(Actor, name="Bolaget", kind=ActorKind.COMPANY)
    with database.reading() as session:
        names = [column.name for column in columns(session, workspace.id)]
    assert names == ["Provby kommun", "Bolaget", "Nämnden", "Kontoret", "Arkivet"]


def test_units_that_belong_to_each_other_in_a_circle_are_all_there(
    database: Database, workspace: Any, add: Any
) -> None:
    one = add(Actor, name="Ett")
    other = add(Actor, name="Två", part_of_id=one)
    with database.writing() as session:
        session.get_one(Actor, one).part_of_id = other
    with database.reading() as session:
        assert {column.name for column in columns(session, workspace.id)} >= {"Ett", "Två"}


@pytest.mark.parametrize("by", ["unit", "service"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_counts_what_its_cells_show(
    database: Database, town: Any, judge: Judge, person: Person, by: str, group: str
) -> None:
    judge(0, ("actor", town.unit), 3)
    judge(1, ("service", town.service), 5)
    with database.writing() as session:
        session.get_one(Requirement, town.requirements[0]).cross_border = True
    with database.reading() as session:
        shown = matrix(session, town.workspace, by=by)
        found = groups(
            session, town.workspace, requirements=[row.requirement.id for row in shown.rows], columns=shown.columns,
            by=group,
        )  # fmt: skip
    assert sum(row.total for row in found) == len(shown.rows)
    for x in range(len(shown.columns)):
        together: Counter[str] = sum((Counter(row.spreads[x].counts) for row in found), Counter())
        assert together == Counter(place_of(row.cells[x]) for row in shown.rows)


def test_what_nobody_examined_is_no_level() -> None:
    spread = Spread(counts={"not_examined": 9, "beside": 2, "2": 1, "5": 1}, suspect=0)
    assert (spread.place, spread.examined, spread.concerned, spread.reached(4)) == ("2", 2, 11, 1)
    assert Spread(counts={"not_examined": 9, "beside": 2}, suspect=0).place == "not_examined"
    assert Spread(counts={"beside": 2}, suspect=0).place == "beside"
