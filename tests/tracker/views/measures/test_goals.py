"""Goals stand below what they are part of, beside the newest measurement of what they want to reach."""

from __future__ import annotations

from datetime import date

from tracker import clock
from tracker.database import Database
from tracker.documents import ImportedDocument
from tracker.opening import _seed_kinds
from tracker.tables.goal import Goal
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Workspace
from tracker.views.measures.goals import GoalRow, goal_rows


def rows(database: Database, workspace: Workspace) -> list[GoalRow]:
    with database.reading() as session:
        return goal_rows(session, workspace.id)


def measure(workspace: Workspace, actor: Actor, value: float, month: int, n: int | None = None) -> Measurement:
    return Measurement(
        workspace_id=workspace.id, actor_id=actor.id, indicator="digital_share", value=value, n=n,
        period_from=date(2026, month, 1), period_to=date(2026, month, 28), recorded_at=clock.now(),
    )  # fmt: skip


def test_a_goal_stands_below_the_one_it_is_part_of(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        top = Goal(workspace_id=workspace.id, name="Ö överst")
        session.add(top)
        session.flush()
        session.add(Goal(workspace_id=workspace.id, name="A under", part_of_id=top.id))
    assert [(row.name, row.depth) for row in rows(database, workspace)] == [("Ö överst", 0), ("A under", 1)]


def test_goals_in_a_ring_are_all_shown(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        one, other = (Goal(workspace_id=workspace.id, name=name) for name in "AB")
        session.add_all([one, other])
        session.flush()
        one.part_of_id, other.part_of_id = other.id, one.id
    assert sorted(row.name for row in rows(database, workspace)) == ["A", "B"]


def test_goals_may_stand_below_one_another_without_end(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        above = None
        for number in range(1100):
            goal = Goal(workspace_id=workspace.id, name=f"{number:04}", part_of_id=above)
            session.add(goal)
            session.flush()
            above = goal.id
    assert [row.depth for row in rows(database, workspace)] == list(range(1100))


def test_a_document_under_secrecy_is_named_for_the_cleared_only(
    database: Database, workspace: Workspace, local_document: ImportedDocument
) -> None:
    with database.writing() as session:
        session.get_one(LocalDocument, local_document.document_id).publicity = Publicity.SECRECY
        session.add(Goal(workspace_id=workspace.id, name="Mål", document_id=local_document.document_id))
    (withheld,) = rows(database, workspace)
    with database.reading() as session:
        (told,) = goal_rows(session, workspace.id, sees_secrecy=True)
    assert (withheld.document_id, withheld.document) == (None, "")
    assert told.document_id == local_document.document_id
    assert told.document


def test_the_newest_measurement_of_the_owner_stands_beside_the_target(database: Database, workspace: Workspace) -> None:
    _seed_kinds(database)
    with database.writing() as session:
        unit = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Enheten")
        session.add(unit)
        session.flush()
        session.add_all([measure(workspace, unit, 0.4, 3, 100), measure(workspace, unit, 0.6, 9, 50)])
        session.add(
            Goal(workspace_id=workspace.id, name="Digitalt", owner_id=unit.id, indicator="digital_share", target=0.8)
        )
    (row,) = rows(database, workspace)
    assert row.measured is not None
    assert (row.target, row.measured.value, row.measured.n) == (0.8, 0.6, 50)


def test_what_nobody_measured_has_no_value(database: Database, workspace: Workspace) -> None:
    _seed_kinds(database)
    with database.writing() as session:
        session.add(Goal(workspace_id=workspace.id, name="Digitalt", indicator="digital_share", target=0.8))
    assert rows(database, workspace)[0].measured is None
