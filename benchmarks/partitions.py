"""Passages and links of many municipalities in one table each, and in partitions by municipality, beside one another.

    python -m benchmarks.partitions [--rows 5000000] [--municipalities 1450] [--parts 64] [--postgres URL]

Each table is made twice in a PostgreSQL database of its own: as the program makes it, and hash-partitioned over its
workspace with the same indexes (unique ones get the workspace, as PostgreSQL asks). What the program asks of them is
timed in turn on both, on random municipalities and rows: the median and the slowest of --rounds, in milliseconds.
References to and from other tables are left out on both sides.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import time
from collections.abc import Callable, Sequence
from random import Random

import psycopg

from benchmarks.batch import MEGABYTE, database
from tracker import opening
from tracker.settings import Settings

PASSAGES = """
INSERT INTO {table} (id, workspace_id, edition_id, position, locator, type, heading, page, start, "end", fingerprint)
SELECT n, least(n / {each} + 1, {towns}), n / 36 + 1, n % 36, (n % 40)::text, 'rule', 'Rubrik ' || n % 50, n % 9,
       n % 3000, n % 3000 + 180, encode(sha256((n % ({rows} / 3))::text::bytea), 'hex')
FROM generate_series(0, {rows} - 1) AS n
"""
LINKS = """
INSERT INTO {table} (id, workspace_id, requirement_id, passage_id, state, score, scorer, reasons,
                     requirement_fingerprint, target_fingerprint, note, recorded_at, version)
SELECT n, least(n / {each} + 1, {towns}), n % 350 + 1, n, 'suggested', (n % 1000 * 7919 % 1000) / 1000.0, 'chain-1',
       '[{{"code": "words", "value": 0.5}}]'::jsonb, repeat('f', 64), repeat('e', 64), '', now(), 1
FROM generate_series(0, {rows} - 1) AS n
"""
FILL = {"passage": PASSAGES, "link": LINKS}
ASKED = {
    "all passages of a municipality, as linking reads them": (
        "passage", "SELECT * FROM {table} WHERE workspace_id = {town} ORDER BY edition_id, position",
    ),
    "passages of one document": ("passage", "SELECT * FROM {table} WHERE edition_id = {edition} ORDER BY position"),
    "one passage by its number": ("passage", "SELECT * FROM {table} WHERE id = {row}"),
    "the same wording elsewhere": ("passage", "SELECT workspace_id FROM {table} WHERE fingerprint = {fingerprint}"),
    "passages of each municipality, counted": ("passage", "SELECT workspace_id, count(*) FROM {table} GROUP BY 1"),
    "40 passages of a new document": ("passage", PASSAGES.replace("(0, {rows} - 1)", "({new}, {new} + 39)")),
    "a queue of suggestions": (
        "link",
        "SELECT id FROM {table} WHERE workspace_id = {town} AND state = 'suggested' ORDER BY score DESC LIMIT 50",
    ),
    "one link by its number, decided": ("link", "UPDATE {table} SET note = note || 'x' WHERE id = {row}"),
    "links of a requirement in all municipalities": (
        "link", "SELECT workspace_id, count(*) FROM {table} WHERE requirement_id = {requirement} GROUP BY 1",
    ),
    "2,000 new suggestions of a municipality": (
        "link",
        LINKS.replace("least(n / {each} + 1, {towns}),", "{town},").replace("(0, {rows} - 1)", "({new}, {new} + 1999)"),
    ),
    "suggestions of a municipality taken away": ("link", "DELETE FROM {table} WHERE workspace_id = {town}"),
}  # fmt: skip
"""What is asked, the table it is asked of, and the statement."""
SLOW = {"passages of each municipality, counted": 3, "suggestions of a municipality taken away": 10}
"""How often at most what takes long is asked."""


def main() -> None:
    """Fill, ask and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=5_000_000)
    asked.add_argument("--municipalities", type=int, default=1450)
    asked.add_argument("--parts", type=int, default=64)
    asked.add_argument("--rounds", type=int, default=30)
    asked.add_argument("--postgres", default=os.environ.get("TRACKER_TEST_POSTGRES", ""))
    options = asked.parse_args()
    with database(options.postgres) as url:
        opening.open_tracker(Settings(database_url=url)).close()
        with psycopg.connect(url, autocommit=True) as connection:
            for name in FILL:
                _begin(connection, name, options.parts)
                for table in (f"{name}_plain", f"{name}_parts"):
                    seconds = _timed(lambda table=table: _fill(connection, table, options))  # type: ignore[misc]
                    size = connection.execute(_SIZE.format(table=table)).fetchone()
                    print(
                        f"{table}: filled in {seconds:.0f} s, {(size[0] if size else 0) / MEGABYTE:,.0f} MB", flush=True
                    )
            print("\n| asked | one table, ms (worst) | partitions, ms (worst) |\n|---|---:|---:|")
            for what in ASKED:
                print(f"| {what} | {' | '.join(_beside(connection, what, options))} |", flush=True)


_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)
FROM pg_class AS c LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid
WHERE c.relkind = 'r' AND (c.relname = '{table}' OR i.inhparent = '{table}'::regclass)
"""


def _begin(connection: psycopg.Connection, name: str, parts: int) -> None:
    """Both tables with the indexes of the real one, empty."""
    plain, parted = f"{name}_plain", f"{name}_parts"
    connection.execute(f"CREATE TABLE {plain} (LIKE {name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    like = f"LIKE {name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
    connection.execute(f"CREATE TABLE {parted} ({like}) PARTITION BY HASH (workspace_id)")
    for number in range(parts):
        values = f"FOR VALUES WITH (MODULUS {parts}, REMAINDER {number})"
        connection.execute(f"CREATE TABLE {parted}_{number} PARTITION OF {parted} {values}")
    rows = connection.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", (name,)).fetchall()
    for number, (definition,) in enumerate(rows):
        for table in (plain, parted):
            made = re.sub(r"INDEX \w+ ON public\.\w+", f"INDEX {table}_i{number} ON {table}", definition)
            if table == parted and "UNIQUE" in made and "workspace_id" not in made:
                made = made.replace("(id)", "(id, workspace_id)")
            connection.execute(made)


def _fill(connection: psycopg.Connection, table: str, options: argparse.Namespace) -> None:
    statement = FILL[table.partition("_")[0]].format(table=table, rows=options.rows, **_towns(options))
    connection.execute(statement)
    connection.execute(f"VACUUM ANALYZE {table}")


def _towns(options: argparse.Namespace) -> dict[str, int]:
    """How many municipalities there are and how many rows each has, which lie together as imports leave them."""
    return {"towns": options.municipalities, "each": options.rows // options.municipalities}


def _beside(connection: psycopg.Connection, what: str, options: argparse.Namespace) -> Sequence[str]:
    """The figures of both tables, asked in turn so that the machine's moods fall on both."""
    name, statement = ASKED[what]
    took: dict[str, list[float]] = {f"{name}_plain": [], f"{name}_parts": []}
    chance, rounds = Random(what), min(options.rounds, SLOW.get(what, options.rounds))
    for number in range(rounds):
        row = chance.randrange(options.rows)
        values = {
            "rows": options.rows, **_towns(options), "town": chance.randrange(options.municipalities) + 1,
            "row": row, "edition": chance.randrange(options.rows // 36) + 1, "requirement": chance.randrange(350) + 1,
            "fingerprint": f"encode(sha256('{row % (options.rows // 3)}'::bytea), 'hex')",
            "new": options.rows + 10_000 * (number + options.rounds * list(ASKED).index(what)),
        }  # fmt: skip
        for table, seconds in took.items():
            made = statement.format(table=table, **values)
            seconds.append(_timed(lambda made=made: _answered(connection, made)))  # type: ignore[misc]
    return [f"{statistics.median(each) * 1000:,.1f} ({max(each) * 1000:,.0f})" for each in took.values()]


def _answered(connection: psycopg.Connection, statement: str) -> None:
    cursor = connection.execute(statement)
    if cursor.description is not None:
        cursor.fetchall()


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
