"""What every table shares: the naming convention, portable column types, and keys for searching and sorting names."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from math import inf
from typing import Annotated, Any, Literal, dataclass_transform

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Mapper, mapped_column, validates

from tracker.errors import Refused

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses naive values, and gives aware ones back from both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - given
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - given
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum(kind: type[StrEnum], name: str) -> Enum:
    """A closed set kept as its values in a checked text column, alike on both databases.

    `name` names the CHECK constraint; it must be unique within the table.
    """
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


Json = JSON().with_variant(JSONB(), "postgresql")
Key = String(400).with_variant(String(400, collation="C"), "postgresql")  # bytes order, as SQLite has it

LONGEST_WRITTEN = 40_000
"""Characters of a text that somebody writes, whatever way it comes: no form takes more than a quarter of it."""


class FileText(Text):
    """Words out of a file, as long as they are there; any other Text somebody writes, and holds LONGEST_WRITTEN."""


Moment = Annotated[datetime, mapped_column(UtcDateTime)]
LongText = Annotated[str, mapped_column(FileText)]


def identity(*, init: Literal[False] = False) -> Any:
    """The row's number, given by the database."""
    return mapped_column(Integer, primary_key=True, init=init)


def reference(target: str, *, index: bool = True, **options: Any) -> Any:
    """A foreign key that keeps what it points to: evidence is never deleted from under a judgement (RESTRICT)."""
    return mapped_column(ForeignKey(target, ondelete="RESTRICT"), index=index, **options)


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column, reference, identity))
class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Root of all tables; rows are made with keywords."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012 - read by SQLAlchemy, never changed


@event.listens_for(Table, "before_insert", propagate=True)
@event.listens_for(Table, "before_update", propagate=True)
def _is_storable(mapper: Mapper[Any], _connection: Connection, row: Table) -> None:
    """Refuse what PostgreSQL would: SQLite keeps NUL and any length, and could then never be moved to it."""
    held = row.__dict__  # what is not loaded was not written
    for key, longest in _longest(mapper):
        value = held.get(key)
        if isinstance(value, str) and (len(value) > longest or "\0" in value):
            raise Refused("error.value_unstorable")


@cache
def _longest(mapper: Mapper[Any]) -> tuple[tuple[str, float], ...]:
    """Attributes that hold text, with the most characters each may have."""
    columns = [(each.key, each.columns[0].type) for each in mapper.column_attrs]
    return tuple(
        (key, inf if isinstance(kind, FileText) else kind.length or LONGEST_WRITTEN)
        for key, kind in columns
        if isinstance(kind, String) and not isinstance(kind, Enum)
    )


def folded(name: str) -> str:
    """The key names are searched by: no case, no accents, single spaces.

    >>> folded("  Förvaltningen för  Barn & UNGA ")
    'forvaltningen for barn & unga'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())[:400]


_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def sort_key(name: str) -> str:
    """The key names are sorted by in bytes order: å, ä and ö after z, other accents ignored.

    >>> sorted(["Öst", "Ås", "Zon", "Äng", "Éva"], key=sort_key)
    ['Éva', 'Zon', 'Ås', 'Äng', 'Öst']
    """
    return folded(unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z))


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column,))
class Named(MappedAsDataclass, kw_only=True):
    """A table whose rows people look up by name; the two keys follow the name by themselves."""

    name: Mapped[str] = mapped_column(String(1000))
    name_folded: Mapped[str] = mapped_column(Key, init=False, index=True)
    name_sort: Mapped[str] = mapped_column(Key, init=False)

    @validates("name")
    def _follow(self, _key: str, name: str) -> str:
        self.name_folded, self.name_sort = folded(name), sort_key(name)
        return name
