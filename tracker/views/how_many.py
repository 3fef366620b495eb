"""How many rows a question has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session


def how_many(session: Session, wanted: Select[*tuple[Any, ...]]) -> int:
    """How many rows a select gives, asked of the database without fetching them."""
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
