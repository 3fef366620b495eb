"""Sign-ins, decisions of two people, passages under secrecy, and for how long use is remembered.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.add_column("workspace", sa.Column("retention", JSON, nullable=False, server_default="{}"))
    op.add_column("workspace", sa.Column("four_eyes", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("passage", sa.Column("secret", sa.Boolean(), nullable=False, server_default=sa.false()))
    _people()
    _first_decision()
    op.drop_index("ix_link_queue", table_name="link")
    queue = ["workspace_id", "state", "score", "requirement_id", "scorer", "recorded_at"]
    op.create_index("ix_link_queue", "link", queue)
    _deciders()


def _people() -> None:
    op.add_column("person", sa.Column("subject", sa.String(400), nullable=True))
    with op.batch_alter_table("person") as batch:
        batch.create_unique_constraint(op.f("uq_person_subject"), ["subject"])
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        *_refers("sign_in", person_id="person", ended_by_id="person"),
        sa.UniqueConstraint("key", name=op.f("uq_sign_in_key")),
    )
    _indexed("sign_in", "person_id", "ended_by_id")


def _first_decision() -> None:
    op.create_table(
        "first_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(80), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("decision", JSON, nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_decision")),
        *_refers("first_decision", workspace_id="workspace", by_id="person"),
    )
    _indexed("first_decision", "by_id")
    waiting = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_first_decision_open",
        "first_decision",
        ["workspace_id", "entity"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _deciders() -> None:
    """Say who decided facts of documents and imported relations; a fact that nobody did is a proposal again."""
    op.add_column("document_fact", sa.Column("decided_by_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("document_fact") as batch:
        name = op.f("fk_document_fact_decided_by_id")
        batch.create_foreign_key(name, "person", ["decided_by_id"], ["id"], ondelete="RESTRICT")
    _indexed("document_fact", "decided_by_id")
    op.execute(
        "UPDATE document_fact SET decided_by_id = (SELECT event.by_id FROM event JOIN local_edition"
        " ON event.entity = 'local_document:' || local_edition.document_id"
        " WHERE local_edition.id = document_fact.edition_id AND event.chain = document_fact.workspace_id"
        " AND event.action = 'local.describe' ORDER BY event.seq DESC LIMIT 1) WHERE state = 'confirmed'"
    )
    op.execute("UPDATE document_fact SET state = 'suggested' WHERE decided_by_id IS NULL")
    op.execute(
        "UPDATE relation SET decided_by_id = (SELECT event.by_id FROM event WHERE event.chain = relation.workspace_id"
        " AND event.action = 'list.import' AND event.recorded_at >= relation.recorded_at ORDER BY event.seq LIMIT 1),"
        " decided_at = recorded_at WHERE state <> 'suggested' AND decided_by_id IS NULL"
    )
    for table in ("link", "crosswalk"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_person"), type_="check")
            batch.create_check_constraint(
                op.f(f"ck_{table}_person"), sa.text("(state = 'suggested') = (decided_by_id IS NULL)")
            )
            batch.create_check_constraint(
                op.f(f"ck_{table}_born"), sa.text("state = 'suggested' OR score IS NULL OR version > 1")
            )


def _refers(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="RESTRICT")
        for name, target in targets.items()
    ]


def _indexed(table: str, *names: str) -> None:
    for name in names:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
