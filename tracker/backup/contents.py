"""What a database holds, looked through: rows of every table, all chains, every original against its checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy.sql import sqltypes

from tracker import chains
from tracker.chains import Head
from tracker.errors import DatabaseProblem
from tracker.tables import Table
from tracker.tables.original import Original

ROWS_AT_ONCE = 2000
_VERSIONS = "alembic_version"  # one row, which is told apart as the revision

PROBLEMS = {
    "chain": "error.backup_chain",
    "file": "error.backup_file",
    "original": "error.backup_original",
    "reference": "error.backup_reference",
}
"""What may not hold, and the error that says so of a backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that does not hold: one of `PROBLEMS`, what it is about, and how many there are."""

    code: str
    about: str
    count: int = 1

    def problem(self, backup: Path) -> DatabaseProblem:
        """The same as an error that says of which backup."""
        return DatabaseProblem(PROBLEMS[self.code], file=backup.name, about=self.about, count=self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """`rows` counts every table by name; `chains` says how far each chain of events goes; `faults` is empty when all
    chains hold, every original is what its checksum says, and (on SQLite) file and foreign keys are whole.
    """

    revision: str
    rows: Mapping[str, int]
    chains: tuple[Head, ...]
    faults: tuple[Fault, ...]


def examine(connection: Connection, revision: str) -> Contents:
    """Look through a whole database, whatever its schema, a row at a time."""
    rows = count(connection)
    faults = list(_of_the_file(connection))
    heads: tuple[Head, ...] = ()
    if "event" in rows:
        verified = chains.verify(connection)
        heads = verified.heads
        faults += _by_chain(verified.breaks)
    if "original" in rows:
        altered = sum(1 for _ in _altered_originals(connection))
        faults += [Fault(code="original", about="original", count=altered)] if altered else []
    return Contents(revision=revision, rows=rows, chains=heads, faults=tuple(faults))


def count(connection: Connection) -> dict[str, int]:
    """How many rows each table has, by name."""
    names = sorted(set(inspect(connection).get_table_names()) - {_VERSIONS})
    return {name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}


def digests(connection: Connection) -> dict[str, str]:
    """A checksum of the rows of each table this program knows, the same on both kinds of databases.

    Rows count in any order, as text keys sort differently on the two.
    """
    return {each.name: _digest(connection, each.name) for each in Table.metadata.sorted_tables}


def _digest(connection: Connection, name: str) -> str:
    known = Table.metadata.tables[name]
    is_json = [isinstance(each.type, sqltypes.JSON) for each in known.columns]
    total = 0
    result = connection.execution_options(stream_results=True).execute(select(*known.columns))
    for some in result.partitions(ROWS_AT_ONCE):
        for row in some:
            plain = [chains.canonical({"": value}) if json else value for value, json in zip(row, is_json, strict=True)]
            total += int.from_bytes(hashlib.sha256(repr(plain).encode("utf-8", "surrogatepass")).digest())
    return f"{total % (1 << 256):064x}"


def _altered_originals(connection: Connection) -> Iterable[str]:
    held = select(Original.__table__.c.sha256, Original.__table__.c.data)
    result = connection.execution_options(stream_results=True).execute(held)
    for some in result.partitions(1):  # an original may be large
        for sha256, data in some:
            if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != sha256:
                yield sha256


def _by_chain(breaks: Iterable[chains.Break]) -> list[Fault]:
    counted: dict[int, int] = {}
    for each in breaks:
        counted[each.chain] = counted.get(each.chain, 0) + 1
    return [Fault(code="chain", about=str(chain), count=number) for chain, number in counted.items()]


def _of_the_file(connection: Connection) -> Iterable[Fault]:
    """What SQLite itself says of its pages and its foreign keys; PostgreSQL refuses both at the time."""
    if connection.dialect.name != "sqlite":
        return
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if said != ["ok"]:
        yield Fault(code="file", about=str(said[0])[:200], count=len(said))
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if loose:
        yield Fault(code="reference", about=str(loose[0][0]), count=len(loose))


def total(rows: Mapping[str, int]) -> int:
    """Rows of all tables.

    >>> total({"link": 2, "event": 3})
    5
    """
    return sum(rows.values())
