"""Roles are proposed by their criteria, with the evidence, and decided by people only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tracker import clock, workspaces
from tracker.database import Database
from tracker.network import deciding, roles
from tracker.tables.guideline import Decided
from tracker.tables.measurement import Record, RecordKind
from tracker.tables.network import Actor, ActorKind, ActorRole, NetworkRole, Part, Participation, Relation, RelationKind
from tracker.tables.people import Person, Workspace

Names = Mapping[str, int]


def _record(
    database: Database, workspace: Workspace, person: Person, actor: int, kind: str, on: date, **facts: Any
) -> None:
    with database.writing() as session:
        if session.get(RecordKind, kind) is None:
            session.add(RecordKind(code=kind, name_sv=kind, name_en=kind))
            session.flush()
        session.add(
            Record(
                workspace_id=workspace.id, actor_id=actor, kind=kind, on=on, facts=facts, by_id=person.id,
                recorded_at=clock.now(),
            )
        )  # fmt: skip


def _proposed(database: Database, workspace: Workspace) -> dict[tuple[int, NetworkRole], list[str]]:
    with database.reading() as session:
        return {
            (one.actor, one.role): [reason["code"] for reason in one.reasons]
            for one in roles.proposals(session, workspace.id)
        }


def test_two_initiatives_on_an_issue_with_partners_make_an_issue_entrepreneur(
    database: Database, workspace: Workspace, person: Person, actors: Names
) -> None:
    who = actors["Arkivarie"]
    _record(database, workspace, person, who, "initiative", date(2024, 1, 1), issue="E-arkiv", partners="Webbenheten")
    assert _proposed(database, workspace) == {}
    _record(database, workspace, person, who, "initiative", date(2024, 6, 1), issue="e-arkiv ", duty=False)
    assert _proposed(database, workspace) == {(who, NetworkRole.ISSUE_ENTREPRENEUR): ["reason.initiatives"]}


@pytest.mark.parametrize("facts", [{"issue": "E-arkiv", "duty": True}, {"issue": "Klarspråk"}])
def test_a_duty_or_another_issue_makes_none(
    database: Database, workspace: Workspace, person: Person, actors: Names, facts: dict[str, Any]
) -> None:
    who = actors["Arkivarie"]
    _record(database, workspace, person, who, "initiative", date(2024, 1, 1), issue="E-arkiv", partners="Webbenheten")
    _record(database, workspace, person, who, "initiative", date(2024, 6, 1), partners="Digg", **facts)
    assert _proposed(database, workspace) == {}


def test_years_several_issues_and_decisions_make_a_political_entrepreneur(
    database: Database, workspace: Workspace, person: Person, actors: Names
) -> None:
    who = actors["Arkivarie"]
    _record(database, workspace, person, who, "initiative", date(2022, 1, 1), issue="E-arkiv")
    _record(database, workspace, person, who, "initiative", date(2024, 6, 1), issue="Klarspråk")
    assert _proposed(database, workspace) == {}
    _record(database, workspace, person, who, "decision", date(2024, 9, 1), about="E-arkiv")
    assert list(_proposed(database, workspace)) == [(who, NetworkRole.POLITICAL_ENTREPRENEUR)]


def test_an_objection_on_record_makes_a_veto_point(
    database: Database, workspace: Workspace, person: Person, actors: Names
) -> None:
    who = actors["Digg"]
    _record(database, workspace, person, who, "objection", date(2024, 9, 1), about="Automatiska beslut")
    assert _proposed(database, workspace) == {(who, NetworkRole.VETO_POINT): ["reason.objection_noted"]}


def test_suggested_parts_are_no_evidence_and_one_document_makes_no_translator(
    database: Database, workspace: Workspace, person: Person, actors: Names, add_document: Any
) -> None:
    with database.writing() as session:
        for state, actor in ((Decided.SUGGESTED, "Digg"), (Decided.CONFIRMED, "Arkivarie")):
            session.add(
                Participation(
                    workspace_id=workspace.id, document_id=add_document("# Plan", f"{actor}.md"),
                    actor_id=actors[actor], part=Part.OBJECTED, state=state,
                    decided_by_id=person.id if state is Decided.CONFIRMED else None, recorded_at=clock.now(),
                )
            )  # fmt: skip
    assert _proposed(database, workspace) == {(actors["Arkivarie"], NetworkRole.VETO_POINT): ["reason.objected"]}


def test_paying_for_two_makes_a_sponsor(
    database: Database, workspace: Workspace, person: Person, actors: Names
) -> None:
    with database.writing() as session:
        for target in ("Webbenheten", "Arkivarie"):
            session.add(
                Relation(
                    workspace_id=workspace.id, from_id=actors["Kommunstyrelsen"], to_id=actors[target],
                    kind=RelationKind.FUNDS, formal=True, state=Decided.CONFIRMED, decided_by_id=person.id,
                    recorded_at=clock.now(),
                )
            )  # fmt: skip
    assert _proposed(database, workspace) == {
        (actors["Kommunstyrelsen"], NetworkRole.SPONSOR): ["reason.funds", "reason.funds"]
    }


def test_a_broker_stands_between_units_in_a_network_that_is_large_enough(
    database: Database, workspace: Workspace, person: Person, actors: Names
) -> None:
    with database.writing() as session:
        session.get_one(Workspace, workspace.id).thresholds = {"small_network": 6}
        for number in range(5):
            other = Actor(workspace_id=workspace.id, name=f"Enhet {number}", kind=ActorKind.UNIT)
            session.add(other)
            session.flush()
            session.add(
                Relation(
                    workspace_id=workspace.id, from_id=actors["Dataingenjör"], to_id=other.id,
                    kind=RelationKind.COOPERATES, formal=False, state=Decided.CONFIRMED, decided_by_id=person.id,
                    recorded_at=clock.now(),
                )
            )  # fmt: skip
    assert list(_proposed(database, workspace)) == [(actors["Dataingenjör"], NetworkRole.BROKER)]
    with database.writing() as session:
        session.get_one(Workspace, workspace.id).thresholds = {}
    assert _proposed(database, workspace) == {}


def test_a_decided_role_is_never_asked_again_and_one_without_evidence_is_taken_back(
    database: Database, workspace: Workspace, person: Person, actors: Names
) -> None:
    for name in ("Arkivarie", "Digg"):
        _record(database, workspace, person, actors[name], "objection", date(2024, 9, 1), about="Molntjänster")
    with database.writing() as session:
        assert roles.propose(session, workspace.id, by=person) == 2
        first = session.scalars(select(ActorRole).where(ActorRole.actor_id == actors["Arkivarie"])).one()
        deciding.decide_role(session, first.id, Decided.REJECTED, by=person, seen=Decided.SUGGESTED, note="Inte alls")
        for row in session.scalars(select(Record)):
            row.withdrawn_at = clock.now()
    with database.writing() as session:
        assert roles.propose(session, workspace.id, by=person) == 0
        left = session.scalars(select(ActorRole)).all()
    assert [(row.actor_id, row.state, row.note) for row in left] == [
        (actors["Arkivarie"], Decided.REJECTED, "Inte alls")
    ]


def test_an_empty_workspace_has_no_roles(database: Database, person: Person) -> None:
    with database.writing() as session:
        empty = workspaces.create(session, "Tomby kommun", by=person)
        assert roles.propose(session, empty.id, by=person) == 0
