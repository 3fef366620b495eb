"""Coding projects: codebooks, samples, judgements of coders, adjudications, memos and replies; tokens of programs.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import SchemaItem

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MODES = ("copy", "ref", "para", "add", "omit", "alter", "none")
CODES = ("modifiers", "rules", "codes")


def upgrade() -> None:
    """Apply."""
    _study()
    _codebook()
    _sample()
    _judged()
    _said_of_it()
    _token()


def _study() -> None:
    _table(
        "study",
        sa.Column("name", sa.String(200), nullable=False),
        _text("question"),
        _one_of("state", "draft", "coding", "adjudicating", "replying", "published"),
        _one_of("sample", "all", "random", "stratified"),
        _one_of("stratum", "guideline", "level", "document_type", check="stratum_kind", nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        _number("seed"),
        sa.Column("suggestions", sa.Boolean(), nullable=False),
        sa.Column("shows_suggestion", sa.Boolean(), nullable=False),
        _number("reply_days"),
        sa.Column("replies_until", sa.Date(), nullable=True),
        _moment("replied_at", nullable=True),
        _moment("published_at", nullable=True),
        _moment("recorded_at"),
        _number("version"),
        sa.CheckConstraint("(sample = 'stratified') = (stratum IS NOT NULL)", name=op.f("ck_study_stratum")),
        sa.CheckConstraint("reply_days >= 0", name=op.f("ck_study_reply_days")),
        sa.CheckConstraint("size IS NULL OR size > 0", name=op.f("ck_study_size")),
        indexed={"by_id": "person"},
    )


def _codebook() -> None:
    _table(
        "codebook_edition",
        _number("number"),
        _moment("recorded_at"),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_codebook_edition_study_id_number")),
        indexed={"by_id": "person"},
        others={"study_id": "study"},
    )
    told = [f"{what}_{language}" for what in ("definition", "example") for language in ("sv", "en")]
    _table(
        "code",
        _number("position"),
        _one_of("kind", "mode", "modifier", "rule", "own"),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("name_sv", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        *(_text(name) for name in told),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_code_edition_id_key")),
        others={"edition_id": "codebook_edition"},
    )


def _sample() -> None:
    _table(
        "sampled_link",
        _number("position"),
        sa.Column("stratum", sa.String(200), nullable=False),
        *_fingerprints(),
        sa.UniqueConstraint("study_id", "position", name=op.f("uq_sampled_link_study_id_position")),
        sa.UniqueConstraint("study_id", "link_id", name=op.f("uq_sampled_link_study_id_link_id")),
        indexed={"link_id": "link", "requirement_id": "requirement", "passage_id": "passage"},
        others={"study_id": "study"},
    )
    _table(
        "study_coder",
        _number("number"),
        _moment("recorded_at"),
        _moment("finished_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.UniqueConstraint("study_id", "person_id", name=op.f("uq_study_coder_study_id_person_id")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_study_coder_study_id_number")),
        indexed={"person_id": "person"},
        others={"study_id": "study"},
    )


def _judged() -> None:
    _table(
        "judgement",
        _one_of("mode", *MODES),
        *(sa.Column(name, JSON, nullable=False) for name in CODES),
        _text("note"),
        _one_of("suggested", *MODES, nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        *_fingerprints(),
        sa.Column("seal", sa.String(64), nullable=False),
        _moment("recorded_at"),
        _moment("withdrawn_at", nullable=True),
        indexed={"study_id": "study", "coder_id": "study_coder", "edition_id": "codebook_edition"},
        others={"unit_id": "sampled_link"},
    )
    _one_stands("judgement", "unit_id", "coder_id")
    _table(
        "adjudication",
        _one_of("mode", *MODES),
        *(sa.Column(name, JSON, nullable=False) for name in CODES),
        _text("reason"),
        _moment("recorded_at"),
        _moment("withdrawn_at", nullable=True),
        indexed={"study_id": "study", "edition_id": "codebook_edition", "by_id": "person"},
        others={"unit_id": "sampled_link"},
    )
    _one_stands("adjudication", "unit_id")


def _said_of_it() -> None:
    _table(
        "memo",
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(40), nullable=False),
        _text("text"),
        _moment("recorded_at"),
        _moment("withdrawn_at", nullable=True),
        sa.CheckConstraint("unit_id IS NULL OR code = ''", name=op.f("ck_memo_subject")),
        indexed={"study_id": "study", "by_id": "person"},
        optional={"unit_id": "sampled_link"},
    )
    _table(
        "reply",
        sa.Column("objects", sa.Boolean(), nullable=False),
        _text("text"),
        _moment("recorded_at"),
        _text("response"),
        sa.Column("responded_by_id", sa.Integer(), nullable=True),
        _moment("responded_at", nullable=True),
        _moment("withdrawn_at", nullable=True),
        indexed={"study_id": "study", "by_id": "person"},
        others={"unit_id": "sampled_link"},
        optional={"responded_by_id": "person"},
    )
    _one_stands("reply", "unit_id")


def _token() -> None:
    _table(
        "api_token",
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_api_token_expiry")),
        sa.UniqueConstraint("key", name=op.f("uq_api_token_key")),
        indexed={"made_by_id": "person"},
        optional={"revoked_by_id": "person"},
    )


def _table(
    name: str,
    *items: SchemaItem,
    indexed: dict[str, str] | None = None,
    others: dict[str, str] | None = None,
    optional: dict[str, str] | None = None,
) -> None:
    """A table of a workspace; references that are `indexed`, those that a unique key begins with, and optional ones."""
    references = {"workspace_id": "workspace", **(indexed or {})}
    required = {**references, **(others or {})}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in required),
        *items,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"), ondelete="RESTRICT")
            for column, target in {**required, **(optional or {})}.items()
        ),
    )
    for column in {**references, **(optional or {})}:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _one_stands(table: str, *columns: str) -> None:
    stands = sa.text("withdrawn_at IS NULL")
    op.create_index(
        f"uq_{table}_stands", table, list(columns), unique=True, sqlite_where=stands, postgresql_where=stands
    )


def _one_of(name: str, *values: str, check: str = "", nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=check or name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _fingerprints() -> tuple[sa.Column[str], ...]:
    names = ("requirement_fingerprint", "target_fingerprint")
    return tuple(sa.Column(name, sa.String(64), nullable=False) for name in names)
