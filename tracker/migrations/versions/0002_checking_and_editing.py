"""What checking, editing and the full reading of a sentence need: statements, corrections, edits, applicability.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
FORCES = (
    "obligation",
    "prohibition",
    "recommendation",
    "right",
    "permission",
    "exemption",
    "definition",
    "scope",
    "statement",
)
BEARER_KINDS = ("municipality", "any_authority", "state_body", "provider", "individual", "unspecified")
STATEMENT_TYPES = ("definition", "scope", "delegation", "amendment", "entry_into_force", "transitional")
EDIT_KINDS = ("split", "merge", "reword", "retype", "withdraw", "promote")


def upgrade() -> None:
    """Apply."""
    op.add_column("service", sa.Column("cross_border", sa.Boolean(), nullable=True))
    _requirements()
    _wordings()
    _statements()
    _edits()
    _checking()


def _closed(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _requirements() -> None:
    with op.batch_alter_table("requirement") as batch:
        batch.add_column(sa.Column("applies_reason", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("applies_by_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column(
                "bearer_kind", _closed("bearer_kind", *BEARER_KINDS), nullable=False, server_default="unspecified"
            )
        )
        batch.add_column(sa.Column("cross_border", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_foreign_key(
            op.f("fk_requirement_applies_by_id"), "person", ["applies_by_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("requirement") as batch:
        for column in ("applies_reason", "bearer_kind", "cross_border"):
            batch.alter_column(column, server_default=None)


def _wordings() -> None:
    """One lead-in becomes a list of them, for an item may stand in a list within a list."""
    with op.batch_alter_table("wording") as batch:
        batch.add_column(sa.Column("deadline_normal", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("combination", _closed("combination", "all_of", "any_of"), nullable=True))
        batch.add_column(sa.Column("edited_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("lead_ins", JSON, nullable=False, server_default="[]"))
        batch.create_foreign_key(
            op.f("fk_wording_edited_by_id"), "person", ["edited_by_id"], ["id"], ondelete="RESTRICT"
        )
    pair = "'[[' || lead_in_start || ', ' || lead_in_end || ']]'"
    if op.get_bind().dialect.name == "postgresql":
        pair = f"({pair})::jsonb"
    op.execute(f"UPDATE wording SET lead_ins = {pair} WHERE lead_in_start IS NOT NULL")
    with op.batch_alter_table("wording") as batch:
        batch.alter_column("deadline_normal", server_default=None)
        batch.alter_column("lead_ins", server_default=None)
        batch.drop_column("lead_in_start")
        batch.drop_column("lead_in_end")


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("lead_ins", JSON, nullable=False),
        sa.Column("force", _closed("force", *FORCES), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("p_requirement", sa.Double(), nullable=False),
        sa.Column("p_regulatory", sa.Double(), nullable=False),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("pipeline", sa.String(length=200), nullable=False),
        sa.Column("type", _closed("type", *STATEMENT_TYPES), nullable=True),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_statement_offsets")),
        _refers("statement", "edition_id", "edition"),
        _refers("statement", "provision_id", "provision"),
        _refers("statement", "requirement_id", "requirement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    for column in ("edition_id", "provision_id", "requirement_id"):
        op.create_index(op.f(f"ix_statement_{column}"), "statement", [column])


def _edits() -> None:
    op.create_table(
        "edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guideline_id", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("kind", *EDIT_KINDS), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        _refers("edit", "guideline_id", "guideline"),
        _refers("edit", "by_id", "person"),
        _refers("edit", "undone_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit")),
    )
    for column in ("guideline_id", "by_id"):
        op.create_index(op.f(f"ix_edit_{column}"), "edit", [column])


def _checking() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lead_in", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("read_as", _closed("read_as", *FORCES), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("force", _closed("force", *FORCES), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        _refers("correction", "workspace_id", "workspace"),
        _refers("correction", "edition_id", "edition"),
        _refers("correction", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    for column in ("edition_id", "by_id"):
        op.create_index(op.f(f"ix_correction_{column}"), "correction", [column])
    op.create_index(op.f("ix_correction_workspace_id_correction_language"), "correction", ["workspace_id", "language"])
    op.create_table(
        "refinement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        _refers("refinement", "workspace_id", "workspace"),
        _refers("refinement", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refinement")),
        sa.UniqueConstraint(
            "workspace_id", "language", "number", name=op.f("uq_refinement_workspace_id_language_number")
        ),
    )
    op.create_index(op.f("ix_refinement_by_id"), "refinement", ["by_id"])
