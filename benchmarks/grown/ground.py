"""What everything grown stands on: the open session, the seed, numbers for new rows, and how many there shall be."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.tables.original import Original
from tracker.tables.schema import Table, folded, sort_key

Row = dict[str, Any]
FIRST = date(2023, 11, 27)
"""The day the demonstration begins on."""
DAYS = 1080
"""How many days from then on decisions are spread over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many rows the database shall hold in all, what the demonstration brings along counted in."""

    guidelines: int = 300
    requirements: int = 15_000
    documents: int = 600
    passages: int = 100_000
    links: int = 200_000
    confirmed: int = 10_000
    units: int = 60
    services: int = 200
    measures: int = 400
    crosswalks: int = 3_000
    events: int = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One workspace that grows. Rows are given their numbers here, so that no table has to be read back."""

    session: Session
    workspace_id: int
    person_id: int
    chance: random.Random
    sizes: Sizes
    _last: dict[type[Table], int] = field(default_factory=dict)

    def number(self, table: type[Any]) -> int:
        """The next free number of a table."""
        if table not in self._last:
            self._last[table] = self.session.scalar(select(func.max(table.id))) or 0
        self._last[table] += 1
        return self._last[table]

    def add(self, table: type[Table], rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert all rows at once."""
        some = [dict(row) for row in rows]
        if some:
            self.session.execute(insert(table), some)

    def held(self, table: type[Any], *conditions: Any) -> int:
        """How many rows there are."""
        return self.session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    def day(self) -> date:
        """Some day since the demonstration began."""
        return FIRST + timedelta(days=self.chance.randrange(DAYS))

    def original(self, text: str) -> str:
        """Store the bytes of a text; gives their checksum."""
        data = text.encode()
        checksum = hashlib.sha256(data).hexdigest()
        self.add(Original, [{"sha256": checksum, "size": len(data), "data": data, "stored_at": morning(FIRST)}])
        return checksum


def named(name: str) -> Row:
    """The three columns of a name."""
    return {"name": name, "name_folded": folded(name), "name_sort": sort_key(name)}


def morning(day: date) -> datetime:
    """Eight in the morning."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Paragraphs as one text, and where each begins."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 2
    return "\n\n".join(texts), starts
