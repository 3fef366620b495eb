"""Which guidelines count in a workspace, and when people last looked.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "guideline_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("guideline_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_choice")),
        *_refers("guideline_choice", workspace_id="workspace", guideline_id="guideline", by_id="person"),
        sa.UniqueConstraint("workspace_id", "guideline_id", name=op.f("uq_guideline_choice_workspace_id_guideline_id")),
    )
    _indexed("guideline_choice", "guideline_id", "by_id")
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        *_refers("visit", workspace_id="workspace", person_id="person"),
        sa.UniqueConstraint(
            "workspace_id", "person_id", "began_at", name=op.f("uq_visit_workspace_id_person_id_began_at")
        ),
    )
    _indexed("visit", "person_id")
    op.drop_index(op.f("ix_link_workspace_id_link_state_link_score"), table_name="link")
    op.create_index("ix_link_queue", "link", ["workspace_id", "state", "score", "requirement_id", "scorer"])


def _refers(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="RESTRICT")
        for name, target in targets.items()
    ]


def _indexed(table: str, *names: str) -> None:
    for name in names:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
