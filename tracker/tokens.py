"""Tokens by which programs read a workspace as viewers: made for a time, shown once, known again by a checksum."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.errors import NotFound, Refused
from tracker.signing_in import checksum
from tracker.tables.people import Person, Workspace
from tracker.tables.token import ApiToken

SIGN = "tracker_"
"""What every token begins with, so that one that was left in a file is recognised as such."""
BYTES = 32
LONGEST_DAYS = 366
LONGEST_PURPOSE = 200
LONGEST_SHOWN = 200
"""Characters of what may be looked up as a token at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new token: `shown` is what the program shows, and stands nowhere else."""

    id: int
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a token opens: one workspace, by `slug` and number."""

    id: int
    workspace_id: int
    slug: str


def make(session: Session, workspace_id: int, purpose: str, days: int, *, by: Person) -> Made:
    """A token that reads the workspace for so many days; Refused without a purpose or for more than a year."""
    access.allow(session, by, "token.make", workspace_id)
    told = " ".join(purpose.split())[:LONGEST_PURPOSE]
    if not told:
        raise Refused("error.token_purpose")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("error.token_days", most=LONGEST_DAYS)
    shown = SIGN + secrets.token_urlsafe(BYTES)
    now = clock.now()
    row = ApiToken(
        workspace_id=workspace_id, purpose=told, key=checksum(shown), made_at=now, made_by_id=by.id,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    after = {"expires_at": row.expires_at.isoformat()}
    events.record(session, workspace_id, "token.make", f"api_token:{row.id}", by=by, after=after, note=told)
    return Made(id=row.id, shown=shown)


def revoke(session: Session, workspace_id: int, token_id: int, *, by: Person) -> ApiToken:
    """Let a token open nothing any more; NotFound for another workspace's, and one revoked before stays as it was."""
    access.allow(session, by, "token.revoke", workspace_id)
    wanted = select(ApiToken).where(ApiToken.id == token_id, ApiToken.workspace_id == workspace_id)
    row = session.scalars(wanted.with_for_update()).first()
    if row is None:
        raise NotFound("error.token_unknown", id=token_id)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by_id = clock.now(), by.id
        session.flush()
        events.record(session, workspace_id, "token.revoke", f"api_token:{row.id}", by=by)
    return row


def opened(session: Session, shown: str) -> Opened | None:
    """What a token opens now; None for one that is unknown, revoked or expired, or whose workspace is retired."""
    if len(shown) > LONGEST_SHOWN:
        return None
    found = session.execute(
        select(ApiToken.id, Workspace.id, Workspace.slug)
        .join(Workspace, Workspace.id == ApiToken.workspace_id)
        .where(
            ApiToken.key == checksum(shown),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
            Workspace.retired_at.is_(None),
        )
    ).first()
    return None if found is None else Opened(id=found[0], workspace_id=found[1], slug=found[2])
