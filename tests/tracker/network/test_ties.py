"""The network of a day holds the confirmed ties of that day, narrowed as asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from tracker import clock
from tracker.database import Database
from tracker.network.ties import Selection, network
from tracker.tables.guideline import Decided
from tracker.tables.network import Actor, ActorKind, Relation, RelationKind
from tracker.tables.people import Person, Workspace

Names = Mapping[str, int]
DAY = date(2025, 6, 30)


@pytest.fixture
def tie(database: Database, workspace: Workspace, person: Person, actors: Names) -> Callable[..., None]:
    """Adds a relation between two actors by name."""

    def add(source: str, target: str, kind: RelationKind = RelationKind.INFORMS, **more: object) -> None:
        values = {"formal": False, "recorded_at": clock.now(), "state": Decided.CONFIRMED, **more}
        values["decided_by_id"] = None if values["state"] is Decided.SUGGESTED else person.id
        with database.writing() as session:
            session.add(
                Relation(workspace_id=workspace.id, from_id=actors[source], to_id=actors[target], kind=kind, **values)
            )

    return add


def _kinds(database: Database, workspace: Workspace, **asked: object) -> list[str]:
    with database.reading() as session:
        chosen = network(session, workspace.id).at(Selection(**{"on": DAY, **asked}))  # type: ignore[arg-type] # test
    return sorted(one.kind for one in chosen.ties)


def test_ties_hold_between_their_dates_and_those_without_dates_always(
    database: Database, workspace: Workspace, tie: Callable[..., None]
) -> None:
    tie("Digg", "Arkivarie")
    tie("Digg", "Webbenheten", RelationKind.ADVISES, valid_from=date(2025, 7, 1))
    tie("Digg", "Dataingenjör", RelationKind.TRAINS, valid_to=DAY)
    assert _kinds(database, workspace, hierarchy=False) == ["informs", "trains"]
    assert _kinds(database, workspace, hierarchy=False, on=date(2025, 7, 1)) == ["advises", "informs"]


def test_only_confirmed_ties_count(database: Database, workspace: Workspace, tie: Callable[..., None]) -> None:
    tie("Digg", "Arkivarie", state=Decided.SUGGESTED)
    tie("Digg", "Webbenheten", state=Decided.REJECTED)
    assert _kinds(database, workspace, hierarchy=False) == []


def test_hierarchy_formality_and_kind_narrow_the_ties(
    database: Database, workspace: Workspace, tie: Callable[..., None]
) -> None:
    tie("Kommunstyrelsen", "Webbenheten", RelationKind.STEERS, formal=True)
    tie("Digg", "Arkivarie", formal=True)
    tie("Arkivarie", "Dataingenjör", RelationKind.COOPERATES)
    assert _kinds(database, workspace) == ["cooperates", "informs", "part_of", "part_of", "steers"]
    assert _kinds(database, workspace, hierarchy=False) == ["cooperates", "informs"]
    assert _kinds(database, workspace, formal=False) == ["cooperates"]
    assert _kinds(database, workspace, kinds=frozenset({"steers"})) == ["steers"]


def test_a_role_is_grouped_with_its_unit_and_a_unit_is_a_group(
    database: Database, workspace: Workspace, actors: Names
) -> None:
    with database.reading() as session:
        nodes = network(session, workspace.id).nodes
    assert nodes[actors["Dataingenjör"]].group == nodes[actors["Webbenheten"]].group == actors["Webbenheten"]
    assert nodes[actors["Dataingenjör"]].organisation == actors["Kommunstyrelsen"]
    assert nodes[actors["Arkivarie"]].group == actors["Arkivarie"]


def test_actors_that_are_part_of_each_other_do_no_harm(database: Database, workspace: Workspace, actors: Names) -> None:
    with database.writing() as session:
        session.get_one(Actor, actors["Kommunstyrelsen"]).part_of_id = actors["Dataingenjör"]
    with database.reading() as session:
        found = network(session, workspace.id)
    assert found.nodes[actors["Dataingenjör"]].group == actors["Webbenheten"]


def test_the_first_year_is_that_of_the_oldest_dated_tie(
    database: Database, workspace: Workspace, tie: Callable[..., None]
) -> None:
    tie("Digg", "Arkivarie")
    tie("Digg", "Webbenheten", valid_from=date(2019, 1, 1))
    with database.reading() as session:
        assert network(session, workspace.id).first_year == 2019


def test_cooperation_is_mutual(database: Database, workspace: Workspace, tie: Callable[..., None]) -> None:
    tie("Digg", "Arkivarie", RelationKind.COOPERATES)
    with database.reading() as session:
        graph = network(session, workspace.id).at(Selection(on=DAY, hierarchy=False)).graph()
    assert (len(graph.ties), len(graph.mutual)) == (0, 1)


def test_the_municipality_is_an_actor_too(database: Database, workspace: Workspace) -> None:
    with database.reading() as session:
        assert [node.kind for node in network(session, workspace.id).nodes.values()] == [ActorKind.MUNICIPALITY]
