"""Rows as plain values: what an edit keeps to be undone by, and what a person has had before them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Enum, inspect, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.guideline import Requirement, Wording
from tracker.tables.schema import Table


def columns(row: Table) -> dict[str, Any]:
    """All columns of a row but its id, as JSON holds them: members of closed sets as their values."""
    return {
        column.key: _plain(getattr(row, column.key)) for column in inspect(type(row)).column_attrs if column.key != "id"
    }


def restore(row: Table, values: Mapping[str, Any]) -> None:
    """Give columns of a row the values that `columns` gave of them; moments and dates are never restored."""
    for key, value in values.items():
        kind = inspect(type(row)).columns[key].type
        closed = kind.enum_class if isinstance(kind, Enum) else None
        setattr(row, key, closed(value) if closed is not None and value is not None else value)


def name_of(row: Table) -> str:
    """The name of a row over all tables, "requirement:12"."""
    return f"{row.__tablename__}:{inspect(row).mapper.primary_key_from_instance(row)[0]}"


def digest(values: object) -> str:
    """A checksum of plain values.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def version(session: Session, requirement_id: int) -> str:
    """A checksum of a requirement and its wordings: the same as long as nobody has changed anything about them.

    Raises NotFound for a requirement that is not there.
    """
    requirement = session.get(Requirement, requirement_id)
    if requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    wordings = session.scalars(select(Wording).where(Wording.requirement_id == requirement_id).order_by(Wording.id))
    return digest([columns(requirement), *(columns(wording) for wording in wordings)])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
