"""What a workspace has set for itself: its thresholds, and the individuals whose names it keeps."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.network import Actor
from tracker.tables.people import Membership, Role, Workspace
from tracker.tables.staffing import Individual, Position
from tracker.thresholds import Thresholds, of


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """A threshold: its name, what holds here and what the program proposes."""

    name: str
    value: float
    proposal: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualRow:
    """A private person whose name is kept, with the roles and positions that point to it; no name once disposed of."""

    id: int
    name: str
    roles: tuple[str, ...]
    recorded_at: datetime
    disposed_at: datetime | None
    disposal: str


def thresholds(session: Session, workspace_id: int) -> Thresholds:
    """The thresholds that hold in a workspace."""
    return of(session.scalars(select(Workspace.thresholds).where(Workspace.id == workspace_id)).one())


def threshold_rows(session: Session, workspace_id: int) -> list[ThresholdRow]:
    """All thresholds in the order they are written down."""
    here, proposed = thresholds(session, workspace_id), Thresholds()
    return [
        ThresholdRow(name=field.name, value=getattr(here, field.name), proposal=getattr(proposed, field.name))
        for field in fields(Thresholds)
    ]


def sees_names(session: Session, workspace_id: int, person_id: int) -> bool:
    """Whether the person's role in the workspace opens the names of individuals."""
    role = session.scalars(
        select(Membership.role).where(Membership.workspace_id == workspace_id, Membership.person_id == person_id)
    ).first()
    return role is Role.ADMIN


def individual_rows(session: Session, workspace_id: int, *, names: bool) -> list[IndividualRow]:
    """Everybody the workspace keeps or kept a name of, those disposed of last; without `names` only their roles."""
    roles: dict[int, dict[str, None]] = {}
    for table, words in ((Actor, Actor.name), (Position, Position.title)):
        held = select(table.individual_id, words).where(
            table.workspace_id == workspace_id, table.individual_id.is_not(None)
        )
        for number, name in session.execute(held.order_by(words)):
            roles.setdefault(number or 0, {})[name] = None
    rows = session.scalars(
        select(Individual)
        .where(Individual.workspace_id == workspace_id)
        .order_by(Individual.disposed_at.is_not(None), Individual.name_sort, Individual.id)
    )
    return [
        IndividualRow(
            id=row.id,
            name=row.name if names else "",
            roles=tuple(roles.get(row.id, ())),
            recorded_at=row.recorded_at,
            disposed_at=row.disposed_at,
            disposal=row.disposal,
        )
        for row in rows
    ]
