"""Change over time: what new editions changed, how suspects were cleared, crosswalks, and checks of sources.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
CHANGES = ("unchanged", "changed", "moved", "split", "merged", "added", "removed")
EDITS = ("split", "merge", "reword", "retype", "withdraw", "promote", "edition")


def upgrade() -> None:
    """Apply."""
    _editions()
    _crosswalk()
    _changes()
    _clearance()
    _source_check()


def _editions() -> None:
    _refer(
        "edition",
        ("previous_id", "edition"),
        columns=[_column("applies_on", sa.Date(), null=True), _column("undone_at", MOMENT, null=True)],
    )
    stands = sa.text("undone_at IS NULL")
    with op.batch_alter_table("edition") as batch:
        batch.drop_constraint(op.f("uq_edition_guideline_id_original_sha256"), type_="unique")
    with op.batch_alter_table("edition") as batch:
        batch.create_index(
            op.f("uq_edition_standing"),
            ["guideline_id", "original_sha256"],
            unique=True,
            sqlite_where=stands,
            postgresql_where=stands,
        )
    _refer("local_edition", ("previous_id", "local_edition"), columns=[_column("undone_at", MOMENT, null=True)])
    with op.batch_alter_table("requirement") as batch:
        batch.add_column(_column("applies_on", sa.Date(), null=True))
    with op.batch_alter_table("edit") as batch:
        batch.drop_constraint(op.f("ck_edit_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_edit_kind"), sa.column("kind").in_(EDITS))
    _refer("edit", ("edition_id", "edition"))


def _crosswalk() -> None:
    _create(
        "crosswalk",
        _members("type", "implements", "partly", "supplements", "related", null=True),
        _members("state", "suggested", "confirmed", "rejected"),
        _column("score", sa.Double(), null=True),
        _column("scorer", sa.String(80)),
        _column("reasons", JSON),
        _column("upper_fingerprint", sa.String(64)),
        _column("lower_fingerprint", sa.String(64)),
        _column("source", sa.String(400)),
        _column("on", sa.Date(), null=True),
        _column("decided_at", MOMENT, null=True),
        _column("note", sa.Text()),
        _column("recorded_at", MOMENT),
        _column("version", sa.Integer()),
        refers=[
            ("upper_id", "requirement", False),
            ("lower_id", "requirement", False),
            ("decided_by_id", "person", True),
        ],
        unique=("upper_id", "lower_id"),
        checks=[
            ("two", "upper_id <> lower_id"),
            ("person", "state = 'suggested' OR decided_by_id IS NOT NULL"),
            ("typed", "state <> 'confirmed' OR type IS NOT NULL"),
            ("score", "score IS NULL OR (0 <= score AND score <= 1)"),
        ],
        indexes=[("lower_id",), ("decided_by_id",), ("state",)],
    )


def _changes() -> None:
    compared: tuple[tuple[str, Any], ...] = (("similarity", sa.Double()), ("moved", sa.Boolean()))
    for table, edition, part, words in (
        ("provision_change", "edition", "provision", ()),
        ("requirement_change", "edition", "requirement", ("before", "after")),
        ("passage_change", "local_edition", "passage", ()),
    ):
        local = table == "passage_change"
        _create(
            table,
            _members("kind", *CHANGES),
            *(_column(name, kind) for name, kind in compared),
            *(_column(name, sa.String(64)) for name in words),
            refers=[
                *([("workspace_id", "workspace", False)] if local else ()),
                ("edition_id", edition, False),
                ("from_id", part, True),
                ("to_id", part, True),
            ],
            indexes=[("workspace_id", "edition_id")] * local + [("edition_id",), ("from_id",), ("to_id",)],
        )


def _clearance() -> None:
    ends = ("workspace", "link", "assessment", "crosswalk")
    given = " + ".join(f"(CASE WHEN {end}_id IS NULL THEN 0 ELSE 1 END)" for end in ends[1:])
    _create(
        "clearance",
        _members("outcome", "kept", "changed", "withdrawn"),
        _column("reason", sa.Text()),
        _column("before", JSON),
        _column("after", JSON),
        _column("recorded_at", MOMENT),
        _column("undone_at", MOMENT, null=True),
        refers=[*((f"{end}_id", end, True) for end in ends), ("by_id", "person", False)],
        checks=[
            ("one_subject", f"{given} = 1"),
            ("scope", "(workspace_id IS NULL) = (crosswalk_id IS NOT NULL)"),
            ("reason", "reason <> ''"),
        ],
        indexes=[*((f"{end}_id",) for end in ends), ("by_id",)],
    )


def _source_check() -> None:
    _create(
        "source_check",
        _column("kind", sa.String(40)),
        _column("number", sa.Integer()),
        _column("address", sa.String(1000)),
        _members("state", "same", "edited", "moved", "gone", "unreachable", "missing"),
        _column("sha256", sa.String(64)),
        _column("final_address", sa.String(1000)),
        _column("checked_at", MOMENT),
        _column("settled_at", MOMENT, null=True),
        _column("reason", sa.Text()),
        refers=[("workspace_id", "workspace", True), ("by_id", "person", False), ("settled_by_id", "person", True)],
        indexes=[("workspace_id",), ("by_id",), ("kind", "number")],
    )


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _members(name: str, *members: str, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32), null=null)


def _create(
    table: str,
    *columns: sa.Column[Any],
    refers: Sequence[tuple[str, str, bool]],
    unique: Sequence[str] = (),
    checks: Sequence[tuple[str, str]] = (),
    indexes: Sequence[Sequence[str]] = (),
) -> None:
    """A table with a number and foreign keys (column, table, whether it may be empty)."""
    op.create_table(
        table,
        _column("id", sa.Integer()),
        *(_column(name, sa.Integer(), null=null) for name, _, null in refers),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="RESTRICT")
            for name, target, _ in refers
        ),
        *([sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}"))] if unique else ()),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks),
    )
    for names in indexes:
        # the naming convention repeats the table before every column but the first
        shown = "_".join([names[0], *(f"{table}_{name}" for name in names[1:])])
        op.create_index(op.f(f"ix_{table}_{shown}"), table, list(names))


def _refer(table: str, end: tuple[str, str], *, columns: Sequence[sa.Column[Any]] = ()) -> None:
    """Columns for a table that is there already; `end` is a foreign key that may be empty, indexed."""
    name, target = end
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)
        batch.add_column(_column(name, sa.Integer(), null=True))
        batch.create_foreign_key(op.f(f"fk_{table}_{name}"), target, [name], ["id"], ondelete="RESTRICT")
    with op.batch_alter_table(table) as batch:
        batch.create_index(op.f(f"ix_{table}_{name}"), [name])
