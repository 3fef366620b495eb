"""What links are read for: modes suggested and coded, gaps proposed, wording shared between local documents.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MODES = ("copy", "ref", "para", "add", "omit", "alter", "none")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("guideline") as batch:
        batch.add_column(sa.Column("workspace_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_guideline_workspace_id"), "workspace", ["workspace_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_index(op.f("ix_guideline_workspace_id"), "guideline", ["workspace_id"])
    _gaps()
    _shared_wording()
    _codings()
    _mode_suggestions()


def _mode(name: str) -> sa.Enum:
    return sa.Enum(*MODES, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _gaps() -> None:
    op.create_table(
        "gap_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("best", sa.Double(), nullable=True),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("searched", sa.Integer(), nullable=False),
        sa.Column("editions", sa.Integer(), nullable=False),
        sa.Column("scorer", sa.String(length=80), nullable=False),
        sa.Column("requirement_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("0 <= probability AND probability <= 1", name=op.f("ck_gap_proposal_probability")),
        _refers("gap_proposal", "requirement_id", "requirement"),
        _refers("gap_proposal", "workspace_id", "workspace"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_proposal")),
        sa.UniqueConstraint("workspace_id", "requirement_id", name=op.f("uq_gap_proposal_workspace_id_requirement_id")),
    )
    op.create_index(op.f("ix_gap_proposal_requirement_id"), "gap_proposal", ["requirement_id"])


def _shared_wording() -> None:
    op.create_table(
        "shared_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("other_start", sa.Integer(), nullable=False),
        sa.Column("other_end", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "0 <= other_start AND other_start <= other_end", name=op.f("ck_shared_wording_other_offsets")
        ),
        sa.CheckConstraint("0 <= share AND share <= 1", name=op.f("ck_shared_wording_share")),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_shared_wording_offsets")),
        _refers("shared_wording", "other_id", "passage"),
        _refers("shared_wording", "passage_id", "passage"),
        _refers("shared_wording", "workspace_id", "workspace"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_wording")),
        sa.UniqueConstraint("passage_id", "other_id", name=op.f("uq_shared_wording_passage_id_other_id")),
    )
    op.create_index(op.f("ix_shared_wording_other_id"), "shared_wording", ["other_id"])
    op.create_index(op.f("ix_shared_wording_workspace_id"), "shared_wording", ["workspace_id"])


def _codings() -> None:
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("mode", _mode("mode"), nullable=False),
        sa.Column("modifiers", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("suggested", _mode("suggested"), nullable=True),
        sa.Column("requirement_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("target_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("link_id IS NOT NULL OR mode = 'none'", name=op.f("ck_coding_passage")),
        _refers("coding", "coder_id", "person"),
        _refers("coding", "link_id", "link"),
        _refers("coding", "requirement_id", "requirement"),
        _refers("coding", "workspace_id", "workspace"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
    )
    op.create_index(op.f("ix_coding_coder_id"), "coding", ["coder_id"])
    op.create_index(op.f("ix_coding_link_id"), "coding", ["link_id"])
    op.create_index(op.f("ix_coding_requirement_id"), "coding", ["requirement_id"])
    op.create_index(op.f("ix_coding_workspace_id_coding_requirement_id"), "coding", ["workspace_id", "requirement_id"])


def _mode_suggestions() -> None:
    op.create_table(
        "mode_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("mode", _mode("mode"), nullable=False),
        sa.Column("modifiers", JSON, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("elements", JSON, nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("requirement_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("target_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("0 <= confidence AND confidence <= 1", name=op.f("ck_mode_suggestion_confidence")),
        _refers("mode_suggestion", "link_id", "link"),
        _refers("mode_suggestion", "workspace_id", "workspace"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mode_suggestion")),
        sa.UniqueConstraint("link_id", name=op.f("uq_mode_suggestion_link_id")),
    )
    op.create_index(op.f("ix_mode_suggestion_workspace_id"), "mode_suggestion", ["workspace_id"])
