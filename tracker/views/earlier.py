"""The state of any date: the database as it was known at the end of a day, for every view to read as on that evening.

A copy in memory is rolled back through the history. What was made later goes, what ended later has not ended yet, and
what changed later holds what the first later event says it held before (tracker.former). A day that has passed can
gain no events, so whatever is reported of it is the same whenever it is made again. Names and words stay as they read
today; suggestions of the machine that were taken back since are gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, CreateTableAs, Engine, Select, Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.database import in_memory
from tracker.former import BEFORE, KEPT, MADE, UNDATED
from tracker.migrations import guards
from tracker.tables import schema
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.portions import portions
from tracker.tables.schema import UtcDateTime

BORN = ("recorded_at", "created_at", "imported_at", "added_at")
"""Columns that say when their row was made: it was not there before."""
STUDIES = frozenset({
    "study", "codebook_edition", "code", "sampled_link", "study_coder", "judgement", "adjudication", "memo", "reply",
})  # fmt: skip
ROLLUPS = frozenset({"rollup_state", "rollup", "rollup_level", "rollup_reuse"})
LEFT_OUT = frozenset({"original", "job", "event_note", "refinement", "visit", "api_token"}) | STUDIES | ROLLUPS
"""Tables no view of an earlier day reads."""
STAYS = frozenset({"workspace", "event", "event_head", *LEFT_OUT})
"""Tables whose rows are never taken out."""
ROWS = 2000
TABLES: Mapping[str, Table] = schema.Table.metadata.tables
LINK = TABLES[Link.__tablename__]

Later = tuple[datetime, Mapping[str, Any], Mapping[str, Any]]
"""The moment, `before` and `after` of an event."""


@contextmanager
def earlier(session: Session, workspace_id: int, day: date, *, suggestions: bool = True) -> Iterator[Session]:
    """A session on the workspace and the library as they were known at the end of a day, with the clock set to it.

    Today, or a day to come, is the session itself. Without `suggestions` the links that nobody has ever decided on may
    be missing: where requirements stand does not rest on them, and there are twenty of them to one of the others.
    """
    if day >= clock.today():
        yield session
    else:
        yield from walk(session, workspace_id, [day], suggestions=suggestions)


def walk(session: Session, workspace_id: int, days: Iterable[date], *, suggestions: bool = True) -> Iterator[Session]:
    """The same for several days that have passed, the newest first, on one copy that is taken back step by step."""
    wanted = sorted(set(days), reverse=True)
    if not wanted:
        return
    later = _later(session, workspace_id, clock.end_of(wanted[-1]))
    engine = in_memory()
    try:
        touched = None if suggestions else _touched(later, "link")
        shrunk = _copy(session, engine, workspace_id, touched)
        for day in wanted:
            known_by = clock.end_of(day)
            with engine.begin() as connection:
                _take_back(connection, [found for found in later if found[0] >= known_by], known_by, shrunk)
            shrunk = frozenset()
            later = [found for found in later if found[0] < known_by]
            with Session(engine) as then, clock.fixed(known_by - timedelta(microseconds=1)):
                yield then
    finally:
        engine.dispose()


def begins(session: Session, workspace_id: int) -> date | None:
    """The first day of which anything is known: that of the workspace's first event; None without any."""
    first = session.scalar(
        select(Event.recorded_at).where(Event.chain == workspace_id).order_by(Event.recorded_at).limit(1)
    )
    return first.astimezone(clock.STOCKHOLM).date() if first is not None else None


def history_until(session: Session, workspace_id: int, day: date) -> dict[str, str]:
    """By chain the checksum of the last event by the end of a day, which stands for all before it."""
    known_by, found = clock.end_of(day), {}
    for chain in (LIBRARY_CHAIN, workspace_id):
        last = select(Event.hash).where(Event.chain == chain, Event.recorded_at < known_by)
        found[str(chain)] = session.scalar(last.order_by(Event.seq.desc()).limit(1)) or ""
    return found


def changed_rows(session: Session, workspace_id: int, day: date) -> Mapping[str, tuple[date, Mapping[str, Any]]]:
    """By row ("service:7") the day it last changed on since the end of a day, and what it held then."""
    found: dict[str, tuple[date, dict[str, Any]]] = {}
    for moment, before, _ in _later(session, workspace_id, clock.end_of(day)):
        for name, values in before.get(BEFORE, {}).items():
            found.setdefault(name, (moment.astimezone(clock.STOCKHOLM).date(), {}))[1].update(values)
    return found


def _later(session: Session, workspace_id: int, known_by: datetime) -> list[Later]:
    """The events of the workspace and the library from a moment on, the newest first."""
    rows = session.execute(
        select(Event.recorded_at, Event.before, Event.after)
        .where(Event.chain.in_((LIBRARY_CHAIN, workspace_id)), Event.recorded_at >= known_by)
        .order_by(Event.recorded_at.desc(), Event.id.desc())
    )
    return [tuple(row) for row in rows if BEFORE in row.before or MADE in row.after]


def _touched(later: Iterable[Later], table: str) -> frozenset[int]:
    """The rows of a table that events have changed."""
    names = {name for _, before, _ in later for name in before.get(BEFORE, {})}
    return frozenset(int(number) for kind, _, number in (name.partition(":") for name in names) if kind == table)


def _copy(session: Session, engine: Engine, workspace_id: int, touched: frozenset[int] | None) -> frozenset[str]:
    """The whole file where the database is one, else what the workspace and the library have, row by row.

    Of suggested links only those `touched` since, which were something else before; None for all.
    Gives the tables that may lack rows others belong to: none of a file, which holds what it refers to.
    """
    source = session.connection()
    held = source.connection.driver_connection
    with engine.connect() as connection:
        target = connection.connection.driver_connection
        if isinstance(held, sqlite3.Connection) and isinstance(target, sqlite3.Connection):
            held.backup(target)
            with engine.begin() as copied:
                guards.drop(copied)  # the copy is taken back to what was, which nothing else may be
            if touched is not None:
                with engine.begin() as copied:
                    _only_decided(copied, workspace_id, touched)
            return frozenset()
    schema.Table.metadata.create_all(engine)
    with engine.begin() as connection:
        for table in schema.Table.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            wanted: Iterable[Select[Any]] = [select(table)]
            if table is LINK and touched is not None:
                wanted = _decided(workspace_id, touched)
            elif "workspace_id" in table.c:
                wanted = [
                    select(table).where(or_(table.c.workspace_id == workspace_id, table.c.workspace_id.is_(None)))
                ]
            for part in wanted:
                for some in source.execute(part).mappings().partitions(ROWS):
                    connection.execute(insert(table), [dict(row) for row in some])
    return frozenset(TABLES)


def _only_decided(copy: Connection, workspace_id: int, touched: frozenset[int]) -> None:
    """Set the decided links aside, empty the table and put them back: row by row every index would be kept in order."""
    first, *others = _decided(workspace_id, touched)
    aside = CreateTableAs(first, "decided_link", temporary=True)
    copy.execute(aside)
    for some in others:
        copy.execute(insert(aside.table).from_select(LINK.c.keys(), some))
    copy.execute(delete(LINK))
    copy.execute(insert(LINK).from_select(LINK.c.keys(), select(aside.table)))


def _decided(workspace_id: int, touched: frozenset[int]) -> Iterator[Select[Any]]:
    """The links of a workspace that are decided, and some at a time those that were."""
    suggested = LINK.c.state == Decided.SUGGESTED
    yield select(LINK).where(LINK.c.workspace_id == workspace_id, ~suggested)
    for some in portions(sorted(touched)):
        # Asked by id: "is true" keeps the database from going through all suggestions instead.
        yield select(LINK).where(LINK.c.id.in_(some), suggested.is_(True))


def _take_back(connection: Connection, later: Iterable[Later], known_by: datetime, shrunk: frozenset[str]) -> None:
    """Undo what happened from a moment on; `later` has the newest first, `shrunk` tables lack rows already."""
    lacking = set(shrunk)
    before: dict[str, dict[str, Any]] = {}
    made: dict[str, set[int]] = {}
    for _, was, came in later:
        for name, values in was.get(BEFORE, {}).items():
            before.setdefault(name, {}).update(values)  # an older event knows better what was there first
        for name, numbers in came.get(MADE, {}).items():
            made.setdefault(name, set()).update(numbers)
    # A row written anew later was there before. All that came later goes before anything else is given back: of some
    # things only one may stand, as it did then.
    _restore(connection, _only(before, BORN))
    for name, table in TABLES.items():
        if name in STAYS:
            continue
        gone = [column >= known_by for column in table.c if column.name in BORN]
        if name in made and name in UNDATED:
            gone.append(table.c.id.in_(made[name]))
        if gone:
            taken = connection.execute(delete(table).where(or_(*gone)))
            if taken.rowcount:
                lacking.add(name)
    _restore(connection, before)
    for table in (table for name, table in TABLES.items() if name not in STAYS):
        for column in table.c:
            if column.nullable and isinstance(column.type, UtcDateTime):
                connection.execute(update(table).where(column >= known_by).values({column: None}))
    _without_orphans(connection, lacking)


def _only(rows: Mapping[str, Mapping[str, Any]], columns: Collection[str]) -> dict[str, dict[str, Any]]:
    return {name: {key: value for key, value in row.items() if key in columns} for name, row in rows.items()}


def _restore(connection: Connection, before: Mapping[str, Mapping[str, Any]]) -> None:
    """Give rows back what they held, those of one table with the same columns together."""
    together: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for name, values in before.items():
        table, _, number = name.partition(":")
        kept = tuple(sorted(column for column in values if column in KEPT.get(table, ())))
        if kept:
            row = {f"to_{column}": _typed(TABLES[table].c[column], values[column]) for column in kept}
            together.setdefault((table, kept), []).append({"row": int(number), **row})
    for (table, columns), rows in together.items():
        changed = update(TABLES[table]).where(TABLES[table].c.id == bindparam("row"))
        connection.execute(changed.values({column: bindparam(f"to_{column}") for column in columns}), rows)


def _typed(column: Any, value: Any) -> Any:
    """A value as events hold it, as its column does."""
    kind = column.type.python_type if not isinstance(column.type, UtcDateTime) else datetime
    return kind.fromisoformat(value) if isinstance(value, str) and kind in (date, datetime) else value


def _without_orphans(connection: Connection, lacking: set[str]) -> None:
    """Take out what belongs to something that is gone from the tables `lacking` rows, parents before their parts."""
    for table in schema.Table.metadata.sorted_tables:
        if table.name in STAYS:
            continue
        for key in table.foreign_keys:
            parent = key.column.table
            belongs = not key.parent.nullable and parent.name not in STAYS and parent is not table
            if belongs and parent.name in lacking:
                there = select(key.column).where(key.column == key.parent).exists()
                if connection.execute(delete(table).where(~there)).rowcount:
                    lacking.add(table.name)
