"""The posts of today and the size of the municipality: what staffing is measured by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.staffing import Position


def positions_today(session: Session, workspace_id: int) -> Sequence[Position]:
    """The positions that are valid today, in the order they were entered."""
    today = clock.today()
    return session.scalars(
        select(Position)
        .where(
            Position.workspace_id == workspace_id,
            or_(Position.valid_from.is_(None), Position.valid_from <= today),
            or_(Position.valid_to.is_(None), Position.valid_to >= today),
        )
        .order_by(Position.id)
    ).all()


def inhabitants(session: Session, workspace_id: int) -> Measurement | None:
    """The newest measurement of the municipality's population, None when nobody has given one."""
    return session.scalars(
        select(Measurement)
        .join(Actor, Actor.id == Measurement.actor_id)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.indicator == "population",
            Measurement.withdrawn_at.is_(None),
            Measurement.period_from <= clock.today(),
            Measurement.group == "",
            Actor.kind == ActorKind.MUNICIPALITY,
        )
        .order_by(Measurement.period_to.desc(), Measurement.recorded_at.desc(), Measurement.id.desc())
        .limit(1)
    ).first()
