"""Workspaces and the people who work in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Named, Table, UtcDateTime, enum, identity, reference

LOCAL_LOGIN = "local"
"""Who works where nobody signs in; nobody can be admitted by this name."""


class Role(StrEnum):
    """What a person may do in a workspace; see tracker.access."""

    VIEWER = "viewer"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Workspace(Named, Table):
    """One municipality or study, with its own evidence and people; a retired one keeps everything, out of use.

    `thresholds` holds those that were set otherwise than tracker.thresholds has them, `retention` for how many days
    what is kept of the use of the tracker stays, by kind. With `four_eyes` a decision holds once two people took it.
    """

    __tablename__ = "workspace"

    id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    created_at: Mapped[Moment]
    thresholds: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    retention: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    four_eyes: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Person(Table):
    """Who signs in, reviews and decides. The name is personal data and may be erased; the id stays.

    `login` is what an administrator admitted them by (an address in lower case), `subject` who the provider of
    identities said they are at their first sign-in; from then on the subject decides.
    """

    __tablename__ = "person"

    id: Mapped[int] = identity()
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str | None] = mapped_column(String(200), unique=True, default=None)
    subject: Mapped[str | None] = mapped_column(String(400), unique=True, default=None)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SignIn(Table):
    """One sign-in, from its first page until it ended: by the person, by an administrator, or left unused too long.

    `key` is a checksum of what the browser shows for it, never that itself.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = reference("person.id")
    key: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[Moment]
    last_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_by_id: Mapped[int | None] = reference("person.id", default=None)


class Membership(Table):
    """A person's role in a workspace."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    person_id: Mapped[int] = reference("person.id")
    role: Mapped[Role] = mapped_column(enum(Role, "role"))
