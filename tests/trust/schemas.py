"""Databases as earlier programs left them: what one of each schema held, kept in tests/data/schemas."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, MetaData, make_url

from tracker import migrations
from tracker.database import connect

FOLDER = Path(__file__).parents[1] / "data" / "schemas"
SCHEMAS = sorted(path.name.removesuffix(".sql.xz") for path in FOLDER.glob("*.sql.xz"))


def load(schema: str, address: str) -> None:
    """Fill a database without tables with what one of this schema held."""
    words = lzma.decompress((FOLDER / f"{schema}.sql.xz").read_bytes()).decode()
    with closing(sqlite3.connect(":memory:")) as held:
        held.executescript(words)
        if make_url(address).get_backend_name() == "sqlite":
            with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as file:
                held.backup(file)
        else:
            _load_postgresql(held, schema, address)


def _load_postgresql(held: sqlite3.Connection, schema: str, address: str) -> None:
    """The tables by that schema's own migrations, the rows as they are."""
    opened = connect(address)
    try:
        with opened.write_engine.begin() as connection:
            config = migrations._config()
            config.attributes["connection"] = connection
            command.upgrade(config, schema)
            known = MetaData()
            known.reflect(connection)
            for table in known.sorted_tables:
                if table.name != "alembic_version":
                    _copy(held, connection, table.name)
    finally:
        opened.close()


def _copy(held: sqlite3.Connection, connection: Connection, table: str) -> None:
    rows = held.execute(f'SELECT * FROM "{table}"')
    names = [each[0] for each in rows.description]
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    if "id" in names:
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\" HAVING max(id) > 0"
        )
