"""Alembic's entry: runs on the connection handed over by tracker.schema_version, foreign keys off while it does."""

from __future__ import annotations

from alembic import context

from tracker.tables import Table


def run() -> None:
    """Bring the connection's database to the wanted revision inside the caller's transaction."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
