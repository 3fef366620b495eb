"""From SQLite to PostgreSQL: every row of every table, in one transaction, compared at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy import Table as Described

from tracker.backup.contents import ROWS_AT_ONCE, digests
from tracker.chains import verify
from tracker.database import Database, plain_errors
from tracker.errors import DatabaseProblem
from tracker.tables import Table

_REFERENCES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


def move(source: Database, target: Database) -> None:
    """Fill an empty database of this program's schema with the rows of another, kept to the letter.

    References are taken down and set up again, which checks them all: rows may refer to later ones of their own
    table. Triggers judge what people do and not what is moved. What does not come out equal is rolled back.
    """
    with (
        plain_errors(),
        source.read_engine.connect() as rows,
        target.write_engine.connect() as filled,
        filled.begin(),
    ):
        references = [tuple(each) for each in filled.exec_driver_sql(_REFERENCES)]
        for name, constraint, _ in references:
            filled.exec_driver_sql(f"ALTER TABLE {name} DROP CONSTRAINT {constraint}")
        for each in Table.metadata.sorted_tables:
            _triggers(filled, each.name, "DISABLE")
            _copy(rows, filled, each)
            _number_on(filled, each)
        for name, constraint, definition in references:
            filled.exec_driver_sql(f"ALTER TABLE {name} ADD CONSTRAINT {constraint} {definition}".replace("%", "%%"))
        for each in Table.metadata.sorted_tables:
            _triggers(filled, each.name, "ENABLE")
        _refuse_difference(rows, filled)


def _copy(rows: Connection, filled: Connection, known: Described) -> None:
    dialect = filled.dialect
    bound = [each.type.dialect_impl(dialect).bind_processor(dialect) for each in known.columns]
    quoted = dialect.identifier_preparer.quote
    columns = ", ".join(quoted(each.name) for each in known.columns)
    driver: Any = filled.connection.driver_connection
    result = rows.execution_options(stream_results=True).execute(select(*known.columns))
    with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(known.name)} ({columns}) FROM STDIN") as copy:
        for some in result.partitions(ROWS_AT_ONCE):
            for row in some:
                copy.write_row([_bound(value, by) for value, by in zip(row, bound, strict=True)])


def _bound(value: Any, by: Callable[[Any], Any] | None) -> Any:
    return value if by is None else by(value)


def _number_on(filled: Connection, known: Described) -> None:
    """Let the next row have the number after the last."""
    column = known.autoincrement_column
    if column is None:
        return
    last = filled.execute(select(func.max(column))).scalar()
    if last is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, :column), :last)")
        filled.execute(sequence, {"name": known.name, "column": column.name, "last": last})


def _triggers(filled: Connection, name: str, state: str) -> None:
    filled.exec_driver_sql(f"ALTER TABLE {filled.dialect.identifier_preparer.quote(name)} {state} TRIGGER USER")


def _refuse_difference(rows: Connection, filled: Connection) -> None:
    before, after = digests(rows), digests(filled)
    changed = next((name for name, digest in before.items() if after[name] != digest), None)
    if changed is not None or verify(rows).heads != (moved := verify(filled)).heads or moved.breaks:
        raise DatabaseProblem("error.move_differs", table=changed or "event")
