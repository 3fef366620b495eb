"""Who decided, as exported tables say it: in what role, or by name where that was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.tables.link import Link, SearchRecord
from tracker.tables.people import Membership, Person


def deciders(session: Session, workspace_id: int, language: str, *, names: bool = False) -> Mapping[int, str]:
    """By id whoever decided on links or searched in the workspace: the role they have there now, or their name."""
    decided = select(Link.decided_by_id).where(Link.workspace_id == workspace_id)
    searched = select(SearchRecord.by_id).where(SearchRecord.workspace_id == workspace_id)
    rows = session.execute(
        select(Person.id, Person.name, Membership.role)
        .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.workspace_id == workspace_id))
        .where(or_(Person.id.in_(decided), Person.id.in_(searched)))
    )
    return {
        number: name if names else locales.text(f"role.{role.value if role is not None else 'none'}", language)
        for number, name, role in rows
    }
