"""The network page's answer: measures of a day, what waits, who carries what, years with enough actors only."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tracker import clock, linking
from tracker.database import Database
from tracker.errors import NotFound
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.network import Actor, ActorKind, ActorRole, NetworkRole, Relation, RelationKind
from tracker.tables.people import Person, Workspace
from tracker.tables.staffing import Individual
from tracker.views.network import actor, load
from tracker.views.network import whole as network


def _actor(database: Database, workspace: Workspace, name: str, kind: ActorKind = ActorKind.UNIT) -> int:
    with database.writing() as session:
        row = Actor(workspace_id=workspace.id, name=name, kind=kind)
        session.add(row)
        session.flush()
        return row.id


def _tie(database: Database, workspace: Workspace, source: int, target: int, since: date | None = None) -> None:
    with database.writing() as session:
        session.add(
            Relation(
                workspace_id=workspace.id, from_id=source, to_id=target, kind=RelationKind.INFORMS, formal=False,
                valid_from=since, state=Decided.CONFIRMED,
                decided_by_id=session.scalars(select(Person.id)).first(), recorded_at=clock.now(),
            )
        )  # fmt: skip


def test_actors_are_in_the_order_of_their_names_and_those_without_ties_have_no_figures(
    database: Database, workspace: Workspace
) -> None:
    c, b, a = (_actor(database, workspace, name) for name in ("C-enheten", "B-enheten", "A-enheten"))
    _tie(database, workspace, b, c)
    with database.reading() as session:
        shown = network.network_shown(session, workspace.id)
    rows = {row.id: row for row in shown.rows}
    assert [row.name for row in shown.rows] == ["A-enheten", "B-enheten", "C-enheten", "Provby kommun"]
    assert (rows[a].betweenness, rows[a].constraint, rows[a].warnings) == (None, None, ["alone"])
    assert (rows[b].betweenness, rows[b].degree) == (0.0, 1)
    assert shown.warnings == ["documents", "small", "alone", "persons"]


def test_the_past_is_the_network_of_that_year(database: Database, workspace: Workspace) -> None:
    one, other = _actor(database, workspace, "A-enheten"), _actor(database, workspace, "B-enheten")
    _tie(database, workspace, one, other, since=date(2024, 5, 1))
    with database.reading() as session:
        before = network.network_shown(session, workspace.id, year=2023)
        after = network.network_shown(session, workspace.id, year=2024)
        answer = network.answer(session, workspace.id)
    assert (len(before.ties), len(after.ties)) == (0, 1)
    assert (answer.ties, answer.years) == (1, (2024, clock.today().year))


def test_years_with_too_few_actors_have_no_figure(database: Database, workspace: Workspace) -> None:
    ids = [_actor(database, workspace, f"Enhet {number}") for number in range(11)]
    for other in ids[1:]:
        _tie(database, workspace, ids[0], other, since=date(clock.today().year, 1, 1))
    _tie(database, workspace, ids[1], ids[2], since=date(clock.today().year - 1, 1, 1))
    with database.reading() as session:
        now, before = network.by_year(session, workspace.id)
    assert now.everything.best is not None
    assert now.everything.best[0] == ("Enhet 0", pytest.approx(44 / 45))
    assert (before.everything.n, before.everything.best) == (2, None)


def test_a_requirement_is_carried_by_whom_a_person_confirmed_as_responsible(
    database: Database, person: Person, workspace: Workspace, suggested: int
) -> None:
    unit = _actor(database, workspace, "Kvarterskontoret")
    with database.reading() as session:
        before = load.load(session, suggested)
        requirement = before.holes[0]
    with database.writing() as session:
        link = linking.add(session, suggested, requirement, "actor", unit, by=person)
        linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=person, seen_version=link.version)
        session.get_one(Workspace, suggested).thresholds = {"overload": 0}
    with database.reading() as session:
        after = load.load(session, suggested)
    assert len(before.holes) == before.requirements
    assert requirement not in after.holes
    assert [(row.name, list(row.carried), row.overloaded) for row in after.rows] == [
        ("Kvarterskontoret", [requirement], True)
    ]


def test_the_municipality_as_a_whole_carries_nothing(
    database: Database, person: Person, workspace: Workspace, suggested: int
) -> None:
    with database.writing() as session:
        whole = session.scalars(select(Actor.id).where(Actor.kind == ActorKind.MUNICIPALITY)).one()
        requirement = session.scalars(select(Link.requirement_id)).first() or 0
        link = linking.add(session, suggested, requirement, "actor", whole, by=person)
        linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=person, seen_version=link.version)
    with database.reading() as session:
        assert requirement in load.load(session, suggested).holes


def test_an_actor_elsewhere_is_not_found(database: Database, workspace: Workspace) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        actor.actor_detail(session, workspace.id, actor_id=10_000, cleared=True)


def test_whoever_holds_a_role_is_nowhere_in_the_network(database: Database, workspace: Workspace) -> None:
    number = _actor(database, workspace, "Arkivarie", ActorKind.ROLE)
    with database.writing() as session:
        holder = Individual(workspace_id=workspace.id, name="Ada Persson", recorded_at=clock.now())
        session.add(holder)
        session.flush()
        session.get_one(Actor, number).individual_id = holder.id
    with database.reading() as session:
        shown = repr(network.network_shown(session, workspace.id))
        detail = repr(actor.actor_detail(session, workspace.id, actor_id=number, cleared=True))
    assert "Ada" not in shown + detail


def test_rejected_roles_are_not_shown_beside_the_actor(
    database: Database, workspace: Workspace, person: Person
) -> None:
    number = _actor(database, workspace, "Arkivarie", ActorKind.ROLE)
    with database.writing() as session:
        for role, state in ((NetworkRole.BROKER, Decided.REJECTED), (NetworkRole.TRANSLATOR, Decided.CONFIRMED)):
            row = ActorRole(workspace_id=workspace.id, actor_id=number, role=role, recorded_at=clock.now())
            session.add(row)
            session.flush()
            row.state, row.decided_by_id = state, person.id
    with database.reading() as session:
        rows = {row.id: row for row in network.network_shown(session, workspace.id).rows}
    assert [role.role for role in rows[number].roles] == [NetworkRole.TRANSLATOR]
