"""Who may read documents under secrecy."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.people import Membership, Role

CLEARED = frozenset({Role.REVIEWER, Role.ADMIN})
"""The roles that work with a municipality's evidence; everybody else sees that something is withheld."""


def sees_secrecy(session: Session, workspace_id: int, person_id: int) -> bool:
    """Whether the person's role in the workspace opens documents under secrecy."""
    role = session.scalars(
        select(Membership.role).where(Membership.workspace_id == workspace_id, Membership.person_id == person_id)
    ).first()
    return role in CLEARED
