"""The tokens by which programs read a workspace, for those who may revoke them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock
from tracker.tables.token import ApiToken


class TokenState(StrEnum):
    """Whether a token opens anything."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token without what is shown for it, which nothing here knows."""

    id: int
    purpose: str
    state: TokenState
    made_at: datetime
    expires_at: datetime


def tokens(session: Session, workspace_id: int, *, person_id: int) -> list[TokenRow]:
    """All tokens of the workspace, those that open something first; none for who may not revoke any."""
    if not access.may(session, person_id, "token.revoke", workspace_id):
        return []
    wanted = select(ApiToken).where(ApiToken.workspace_id == workspace_id).order_by(ApiToken.id.desc())
    rows = [
        TokenRow(id=row.id, purpose=row.purpose, state=_state(row), made_at=row.made_at, expires_at=row.expires_at)
        for row in session.scalars(wanted)
    ]
    return sorted(rows, key=lambda row: row.state is not TokenState.VALID)


def _state(row: ApiToken) -> TokenState:
    if row.revoked_at is not None:
        return TokenState.REVOKED
    return TokenState.VALID if row.expires_at > clock.now() else TokenState.EXPIRED
