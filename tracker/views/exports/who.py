"""Who decided, as exported tables say it: in what role, or by name where that was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.tables.people import Membership, Person


def deciders(session: Session, workspace_id: int, language: str, *, names: bool = False) -> Mapping[int, str]:
    """What everybody who has a name is called, by id: the role they have in the workspace now, or their name."""
    rows = session.execute(
        select(Person.id, Person.name, Membership.role).outerjoin(
            Membership, and_(Membership.person_id == Person.id, Membership.workspace_id == workspace_id)
        )
    )
    return {
        number: name if names else locales.text(f"role.{role.value if role is not None else 'none'}", language)
        for number, name, role in rows
    }
