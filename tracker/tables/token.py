"""Keys by which programs read a workspace over HTTP."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, UtcDateTime, identity, reference


class ApiToken(Table):
    """What a program shows to read one workspace as a viewer, from when it was made until it expires or is revoked.

    `key` is a checksum of what is shown, never that itself; `purpose` says what reads with it.
    """

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("expires_at > made_at", "expiry"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    purpose: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = reference("person.id")
    expires_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    revoked_by_id: Mapped[int | None] = reference("person.id", default=None)
