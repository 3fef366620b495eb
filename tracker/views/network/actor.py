"""One actor: its ties, its parts in documents with the words that say so, what it answers for, its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.network import Actor, ActorKind
from tracker.views.network import load as network_load
from tracker.views.network.known import PartRow, RelationRow, RoleRow, parts, relations, roles
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDetail:
    """Everything known of one actor; nothing about whoever holds the role."""

    id: int
    name: str
    kind: ActorKind
    part_of: tuple[int, str] | None
    role: str
    note: str
    relations: Sequence[RelationRow]
    parts: Sequence[PartRow]
    roles: Sequence[RoleRow]
    requirements: Sequence[RequirementText]
    through_documents: int


def actor_detail(session: Session, workspace_id: int, *, actor_id: int, cleared: bool) -> ActorDetail:
    """One actor; NotFound outside the workspace. What stands in documents under secrecy only for the cleared."""
    row = session.get(Actor, actor_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound("error.actor_unknown", id=actor_id)
    above = session.get(Actor, row.part_of_id) if row.part_of_id else None
    load = {one.actor: one for one in network_load.load(session, workspace_id).rows}.get(actor_id)
    return ActorDetail(
        id=row.id,
        name=row.name,
        kind=row.kind,
        part_of=(above.id, above.name) if above else None,
        role=row.role,
        note=row.note,
        relations=relations(session, workspace_id, cleared, actor_id=actor_id),
        parts=parts(session, workspace_id, cleared, actor_id=actor_id),
        roles=roles(session, workspace_id, cleared, actor_id=actor_id),
        requirements=list(requirement_texts(session, load.carried).values()) if load else (),
        through_documents=len(load.through_documents) if load else 0,
    )
