"""The history: one hash chain per workspace and one for the shared library; the database refuses to change it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, identity, reference

LIBRARY_CHAIN = 0
"""The chain of what all workspaces share; any other chain number is a workspace id."""


class Event(Table):
    """One change. `hash` covers every column but itself, and through `prev_hash` everything before it.

    `before` and `after` hold codes, numbers and dates; names and free text stand in EventNote, of which only the
    salted `note_commitment` is hashed, so that a disposal decision can erase them and the chain still verifies.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[int] = identity()
    chain: Mapped[int]
    seq: Mapped[int]
    recorded_at: Mapped[Moment]
    by_id: Mapped[int] = reference("person.id")
    action: Mapped[str] = mapped_column(String(80), index=True)
    entity: Mapped[str] = mapped_column(String(80), index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(String(64), unique=True)
    note_commitment: Mapped[str] = mapped_column(String(64))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class EventNote(Table):
    """Free text and names of an event; erasable."""

    __tablename__ = "event_note"

    event_id: Mapped[int] = reference("event.id", index=False, primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)


class EventHead(Table):
    """The newest event of each chain: the row writers queue on."""

    __tablename__ = "event_head"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
