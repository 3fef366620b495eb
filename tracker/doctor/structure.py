"""The database itself: its schema, what its rows point to, the guards in place, and the numbers it gives out next."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session, aliased

from tracker import migrations
from tracker.doctor.finding import Finding
from tracker.migrations import guards
from tracker.tables.schema import Table

EVENT_TRIGGERS = {"sqlite": ("event_no_update", "event_no_delete"), "postgresql": ("event_no_change",)}


def schema(session: Session) -> Iterator[Finding]:
    """The schema is the one this program is written for, with every table and column of it."""
    connection = session.connection()
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != migrations.newest():
        yield Finding(
            code="schema.other", place="database", values={"found": found or "-", "known": migrations.newest()}
        )
    there = {
        name: {each["name"] for each in rows} for (_, name), rows in inspect(connection).get_multi_columns().items()
    }
    for table in Table.metadata.sorted_tables:
        columns = there.get(table.name, set())
        for name in [column.name for column in table.c if column.name not in columns]:
            yield Finding(code="schema.lacks", place=f"table:{table.name}", values={"column": name})


def triggers(session: Session) -> Iterator[Finding]:
    """What the database refuses is still refused, and it does nothing of its own that this program never asked for."""
    connection = session.connection()
    kind = connection.dialect.name
    if kind == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"))
    standing, own = set(found.scalars()), set(EVENT_TRIGGERS[kind])
    for name in sorted({*(own - standing), *guards.missing(connection)}):
        yield Finding(code="guard.missing", place="database", values={"guard": name})
    for name in sorted(standing - own - {guard.trigger for guard in guards.guards()}):
        yield Finding(code="guard.foreign", place="database", values={"guard": name})


def references(session: Session) -> Iterator[Finding]:
    """Nothing points to a row that is not there."""
    for table in Table.metadata.sorted_tables:
        key = next(iter(table.primary_key.columns))
        for foreign in sorted(table.foreign_keys, key=lambda each: each.parent.name):
            parent = aliased(foreign.column.table)
            there = select(1).where(parent.c[foreign.column.name] == foreign.parent).exists()
            lost = select(func.count(), func.min(key)).where(foreign.parent.is_not(None), ~there)
            count, first = session.execute(lost).one()
            if count:
                yield Finding(
                    code="row.points_nowhere",
                    place=f"{table.name}:{first}",
                    values={"column": foreign.parent.name, "count": count},
                )


def sequences(session: Session) -> Iterator[Finding]:
    """The next number PostgreSQL gives a row is one that no row has. SQLite counts from the rows themselves."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return
    for table in Table.metadata.sorted_tables:
        if "id" not in table.c:
            continue
        given = connection.execute(
            text("SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')), 0)"),
            {"name": table.name},
        ).scalar_one()
        highest = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        if given < highest:
            yield Finding(
                code="sequence.behind", place=f"table:{table.name}", values={"next": given + 1, "highest": highest}
            )
