"""The goals of a workspace as a tree, each beside the newest measurement of what it wants to reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.tables.goal import Goal
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.local import LocalDocument
from tracker.tables.network import Actor, ActorKind
from tracker.tables.service import Service
from tracker.views.clearance import open_documents
from tracker.views.recorded.figures import Figure, added, figures, mean, whole

COUNTED = frozenset({"contacts", "count", "people"})
"""Units whose values of one period are added up; of others the mean counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The newest value of a goal's indicator, with the period it is for and its n (None when unknown)."""

    value: float
    n: int | None
    period_from: date
    period_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A goal; `depth` counts the goals above it. `target` and `measured` are in the unit of `indicator`.

    `document` is "" when it is under secrecy for the reader.
    """

    id: int
    depth: int
    name: str
    kind: str
    owner: str
    service_id: int | None
    service: str
    requirement_id: int | None
    requirement: str
    document_id: int | None
    document: str
    indicator: str
    target: float | None
    due_on: date | None
    note: str
    measured: Measured | None


def goal_rows(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> list[GoalRow]:
    """All goals, each below the one it is part of, by name within."""
    owner = aliased(Actor)
    told = (LocalDocument.id == Goal.document_id) & open_documents(sees_secrecy)
    rows = session.execute(
        select(Goal, owner.name, Service.name, Requirement.locator, Guideline.identifier, LocalDocument)
        .outerjoin(owner, owner.id == Goal.owner_id)
        .outerjoin(Service, Service.id == Goal.service_id)
        .outerjoin(Requirement, Requirement.id == Goal.requirement_id)
        .outerjoin(Guideline, Guideline.id == Requirement.guideline_id)
        .outerjoin(LocalDocument, told)
        .where(Goal.workspace_id == workspace_id)
        .order_by(Goal.name_sort, Goal.id)
    ).all()
    values = figures(session, workspace_id, {goal.indicator for goal, *_ in rows if goal.indicator})
    municipality = session.scalars(
        select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.kind == ActorKind.MUNICIPALITY)
    ).first()
    made = [
        GoalRow(
            id=goal.id,
            depth=0,
            name=goal.name,
            kind=goal.kind,
            owner=owned or "",
            service_id=goal.service_id,
            service=service or "",
            requirement_id=goal.requirement_id,
            requirement=f"{identifier} {locator}" if locator is not None else "",
            document_id=document.id if document else None,
            document=document.name if document else "",
            indicator=goal.indicator or "",
            target=goal.target,
            due_on=goal.due_on,
            note=goal.note,
            measured=_measured(goal, values, municipality),
        )
        for goal, owned, service, locator, identifier, document in rows
    ]
    return _tree(made, {goal.id: goal.part_of_id for goal, *_ in rows})


def _measured(goal: Goal, values: Sequence[Figure], municipality: int | None) -> Measured | None:
    """The newest period's figure for the goal's service, else its owner, else the municipality."""
    held = [row for row in values if row.indicator == goal.indicator]
    for found in (
        [row for row in held if goal.service_id is not None and row.service_id == goal.service_id],
        [row for row in held if goal.owner_id is not None and row.actor_id == goal.owner_id],
        [row for row in held if row.actor_id is not None and row.actor_id == municipality],
    ):
        if found:
            newest = max((row.period_to, row.period_from) for row in found)
            of_period = whole([row for row in found if (row.period_to, row.period_from) == newest])
            value = (added(of_period), None) if of_period[0].unit in COUNTED else mean(of_period)
            if value is not None and value[0] is not None:
                return Measured(value=value[0], n=value[1], period_from=newest[1], period_to=newest[0])
    return None


def _tree(rows: Sequence[GoalRow], above: Mapping[int, int | None]) -> list[GoalRow]:
    """Each row below the one above it; a row whose line never reaches a top stands at the top itself."""
    below: dict[int | None, list[GoalRow]] = {}
    for row in rows:
        below.setdefault(above[row.id], []).append(row)
    placed: dict[int, GoalRow] = {}
    for top in (*below.get(None, ()), *rows):
        waiting = [(top, 0)]
        while waiting:
            row, depth = waiting.pop()
            if row.id not in placed:
                placed[row.id] = replace(row, depth=depth)
                waiting += [(child, depth + 1) for child in reversed(below.get(row.id, ()))]
    return list(placed.values())
