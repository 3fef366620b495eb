"""Roll-ups for national views, and passages found by what they say.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTS = ("requirements", "examined", "suggested", "confirmed", "not_examined", "beside")


def upgrade() -> None:
    """Apply."""
    _table(
        "rollup_state",
        {"workspace_id": "workspace"},
        *_numbers("seq", "library_seq"),
        sa.Column("on", sa.Date(), nullable=False),
        *_numbers("documents"),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("own_criteria", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    _table(
        "rollup",
        {"workspace_id": "workspace", "guideline_id": "guideline"},
        *_numbers(*COUNTS, *(f"level_{level}" for level in range(8))),
    )
    _table(
        "rollup_level",
        {"workspace_id": "workspace", "requirement_id": "requirement"},
        *_numbers("level", "confirmed"),
    )
    _table(
        "rollup_reuse",
        {"workspace_id": "workspace", "other_id": "workspace"},
        *_numbers("passages", "first", "other_first"),
    )
    for table, *columns in (
        ("rollup", "guideline_id"),
        ("rollup_level", "requirement_id", "level", "confirmed"),
        ("rollup_reuse", "other_id"),
        ("passage", "fingerprint", "workspace_id"),
    ):
        op.create_index(op.f("ix_" + "_".join(f"{table}_{column}" for column in columns)), table, columns)


def _table(name: str, refers: dict[str, str], *items: SchemaItem) -> None:
    """A table with one row for each of what it refers to together."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in refers),
        *items,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"), ondelete="RESTRICT")
            for column, target in refers.items()
        ),
        sa.UniqueConstraint(*refers, name=op.f(f"uq_{name}_{'_'.join(refers)}")),
    )


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
