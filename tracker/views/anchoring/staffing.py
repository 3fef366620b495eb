"""The staffing ledger: who was moved and filled again, posts and vacancies, the core roles against the norm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import clock
from tracker.staffing_norm import core_roles, needed
from tracker.tables.network import Actor
from tracker.tables.staffing import Position, StaffingMove
from tracker.views.anchoring.positions import inhabitants, positions_today


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move from one unit to another in full-time equivalents; `backfilled` is None when nobody has said."""

    id: int
    from_id: int
    from_unit: str
    to_unit: str
    title: str
    fte: float
    on: date
    backfilled: float | None
    backfilled_on: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Moves added up: full-time equivalents moved and filled again; `unsaid` are those moved of which nobody has said.

    `backfilled` is None when nothing was said of any of them.
    """

    moved: float
    backfilled: float | None
    unsaid: float
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A position of today; `vacant` is None when nobody has said how much of it is filled.

    `since` is the first day of the state it is in, where something is vacant.
    """

    id: int
    unit_id: int
    unit: str
    title: str
    core_role: str
    fte: float
    filled: float | None
    vacant: float | None
    since: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGap:
    """A core role against the norm: `needed` is None while the municipality's size is not known.

    `filled` is None while nobody has said how much is filled, or no core role is on record at all.
    """

    role: str
    needed: float | None
    posts: float
    filled: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhabitants:
    """The size the norm is scaled by, since when, and where it comes from."""

    number: float
    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything about posts; `total` adds all moves up, `by_unit` those from each unit."""

    moves: Sequence[Move]
    total: Moved
    by_unit: Sequence[tuple[int, str, Moved]]
    posts: Sequence[Post]
    roles: Sequence[RoleGap]
    inhabitants: Inhabitants | None


def ledger(session: Session, workspace_id: int) -> Ledger:
    """The ledger as of today: moves newest first, posts by unit and title."""
    moves = _moves(session, workspace_id)
    units: dict[tuple[str, int], list[Move]] = defaultdict(list)
    for move in moves:
        units[move.from_unit, move.from_id].append(move)
    counted = inhabitants(session, workspace_id)
    return Ledger(
        moves=moves,
        total=moved(moves),
        by_unit=[(number, name, moved(rows)) for (name, number), rows in units.items()],
        posts=_posts(session, workspace_id),
        roles=_roles(positions_today(session, workspace_id), counted.value if counted else None),
        inhabitants=Inhabitants(number=counted.value, on=counted.period_from, source=counted.source)
        if counted
        else None,
    )


def moved(moves: Sequence[Move]) -> Moved:
    """Moves added up. What is promised for a day ahead is not filled again yet."""
    said = [move for move in moves if move.backfilled is not None]
    today = clock.today()
    done = [move for move in said if move.backfilled_on is None or move.backfilled_on <= today]
    return Moved(
        moved=sum(move.fte for move in moves),
        backfilled=sum(move.backfilled or 0.0 for move in done) if said else None,
        unsaid=sum(move.fte for move in moves if move.backfilled is None),
        moves=len(moves),
    )


def _moves(session: Session, workspace_id: int) -> list[Move]:
    source, target = aliased(Actor), aliased(Actor)
    rows = session.execute(
        select(StaffingMove, source.name, target.name)
        .join(source, source.id == StaffingMove.from_id)
        .join(target, target.id == StaffingMove.to_id)
        .where(StaffingMove.workspace_id == workspace_id, StaffingMove.on <= clock.today())
        .order_by(source.name_sort, StaffingMove.on.desc(), StaffingMove.id)
    )
    return [
        Move(
            id=row.id,
            from_id=row.from_id,
            from_unit=left,
            to_unit=reached,
            title=row.title,
            fte=row.fte,
            on=row.on,
            backfilled=row.backfilled,
            backfilled_on=row.backfilled_on,
            source=row.source,
        )
        for row, left, reached in rows
    ]


def _posts(session: Session, workspace_id: int) -> list[Post]:
    units = session.execute(
        select(Actor.id, Actor.name).where(Actor.workspace_id == workspace_id).order_by(Actor.name_sort, Actor.id)
    ).all()
    names = dict(units)
    order = {row.id: position for position, row in enumerate(units)}
    rows = sorted(positions_today(session, workspace_id), key=lambda row: (order[row.unit_id], row.title, row.id))
    return [_post(row, names[row.unit_id]) for row in rows]


def _post(row: Position, unit: str) -> Post:
    vacant = None if row.filled is None else round(row.fte - row.filled, 6)
    return Post(
        id=row.id,
        unit_id=row.unit_id,
        unit=unit,
        title=row.title,
        core_role=row.core_role,
        fte=row.fte,
        filled=row.filled,
        vacant=vacant,
        since=row.valid_from if vacant else None,
        source=row.source,
    )


def _roles(positions: Sequence[Position], population: float | None) -> list[RoleGap]:
    """The core roles in the order of the norm; one without a post is empty once any of them is on record."""
    norm = needed(population) if population is not None else {}
    on_record = [row for row in positions if row.core_role in core_roles()]
    gaps = []
    for role in core_roles():
        held = [row for row in on_record if row.core_role == role]
        known = bool(on_record) and all(row.filled is not None for row in held)
        gaps.append(
            RoleGap(
                role=role,
                needed=norm.get(role),
                posts=sum(row.fte for row in held),
                filled=sum(row.filled or 0.0 for row in held) if known else None,
            )
        )
    return gaps
