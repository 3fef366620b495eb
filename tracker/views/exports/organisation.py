"""The actors of a workspace and their confirmed ties, for linked data; who holds a role is left out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.exchange.names import stable
from tracker.exchange.organisation import Actor as Body
from tracker.exchange.organisation import Organisation
from tracker.exchange.organisation import Relation as Tie
from tracker.tables.guideline import Decided
from tracker.tables.network import Actor, Relation
from tracker.tables.people import Workspace


def organisation(session: Session, workspace_id: int) -> Organisation:
    """Every actor by name, and every tie that a person confirmed."""
    place = session.get_one(Workspace, workspace_id)
    actors = session.scalars(
        select(Actor).where(Actor.workspace_id == workspace_id).order_by(Actor.name_sort, Actor.id)
    )
    relations = session.scalars(
        select(Relation)
        .where(Relation.workspace_id == workspace_id, Relation.state == Decided.CONFIRMED)
        .order_by(Relation.from_id, Relation.to_id, Relation.kind, Relation.id)
    )
    return Organisation(
        actors=[
            Body(
                id=row.id,
                identifier=row.identifier,
                kind=row.kind.value,
                name=row.name,
                role=row.role,
                part_of=row.part_of_id,
            )
            for row in actors
        ],
        relations=[
            Tie(
                uuid=stable("relation", place.slug, row.from_id, row.to_id, row.kind.value, row.valid_from),
                source=row.from_id,
                target=row.to_id,
                kind=row.kind.value,
                formal=row.formal,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in relations
        ],
    )
