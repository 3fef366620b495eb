"""The municipality behind the documents: systems, journeys, forms, contact topics, staffing, parts and roles.

A service's platform, back-office system and vendor were words; they become rows that can be looked at by themselves.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
DECIDED = ("suggested", "confirmed", "rejected")
PARTS = ("drafted", "decided", "responsible", "consulted", "objected")
ROLES = ("issue_entrepreneur", "political_entrepreneur", "broker", "translator", "sponsor", "veto_point")
CHANNELS = ("e_service", "web", "app", "form", "email", "chat", "phone", "letter", "visit", "home_visit")
RELATIONS = (
    "steers", "decides", "refers_case", "reports_to", "advises", "supplies", "funds", "cooperates", "informs",
    "trains", "tests_with", "supervises", "works_with", "member_of",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    _staffing()
    _services()
    _journeys()
    _parts()
    _goals()
    _figures()
    _actors()
    _systems_of_services()
    with op.batch_alter_table("workspace") as batch:
        batch.add_column(_filled("thresholds", JSON, "{}"))
    with op.batch_alter_table("workspace") as batch:
        batch.alter_column("thresholds", server_default=None)


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _filled(name: str, kind: Any, value: Any) -> sa.Column[Any]:
    """A column for rows that are there already; the default is taken away afterwards."""
    return sa.Column(name, kind, nullable=False, server_default=value)


def _closed(name: str, *members: str) -> sa.Column[Any]:
    return _column(name, _members(name, *members))


def _members(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def _named() -> list[sa.Column[Any]]:
    return [_column("name", sa.String(1000)), _column("name_folded", KEY), _column("name_sort", KEY)]


def _create(
    table: str,
    *columns: sa.Column[Any],
    refers: Sequence[tuple[str, str, bool]] = (),
    unique: Sequence[str] = (),
    checks: Sequence[tuple[str, str]] = (),
    workspace_index: bool = False,
) -> None:
    """A table with a number, a workspace, and foreign keys (column, table, whether it may be empty), each indexed."""
    ends = [("workspace_id", "workspace", False), *refers]
    op.create_table(
        table,
        _column("id", sa.Integer()),
        *(_column(name, sa.Integer(), null=null) for name, _, null in ends),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="RESTRICT")
            for name, target, _ in ends
        ),
        *([sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}"))] if unique else ()),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks),
    )
    indexed = [name for name, _, _ in (ends if workspace_index else refers)]
    indexed += ["name_folded"] if any(column.name == "name_folded" for column in columns) else []
    for name in indexed:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _staffing() -> None:
    _create(
        "individual",
        *_named(),
        _column("contact", sa.String(400)),
        _column("recorded_at", MOMENT),
        _column("disposed_at", MOMENT, null=True),
        _column("disposal", sa.Text()),
        workspace_index=True,
    )
    _create(
        "position",
        _column("title", KEY),
        _column("core_role", sa.String(80)),
        _column("fte", sa.Double()),
        _column("filled", sa.Double(), null=True),
        _column("valid_from", sa.Date(), null=True),
        _column("valid_to", sa.Date(), null=True),
        _column("source", sa.Text()),
        _column("recorded_at", MOMENT),
        _column("version", sa.Integer()),
        refers=[("unit_id", "actor", False), ("actor_id", "actor", True), ("individual_id", "individual", True)],
        unique=("workspace_id", "unit_id", "title", "valid_from"),
        checks=[("fte", "0 <= fte"), ("filled", "filled IS NULL OR (0 <= filled AND filled <= fte)")],
    )
    _create(
        "staffing_move",
        _column("title", KEY),
        _column("fte", sa.Double()),
        _column("on", sa.Date()),
        _column("backfilled", sa.Double(), null=True),
        _column("backfilled_on", sa.Date(), null=True),
        _column("source", sa.Text()),
        _column("recorded_at", MOMENT),
        _column("version", sa.Integer()),
        refers=[("from_id", "actor", False), ("to_id", "actor", False)],
        checks=[
            ("fte", "0 < fte"),
            ("backfilled", "backfilled IS NULL OR 0 <= backfilled"),
            ("two_units", "from_id <> to_id"),
        ],
    )
    op.create_index(op.f("ix_staffing_move_workspace_id_staffing_move_on"), "staffing_move", ["workspace_id", "on"])


def _services() -> None:
    _create(
        "system",
        *_named(),
        _closed("kind", "platform", "back_office"),
        _column("acquired_on", sa.Date(), null=True),
        _column("contract_end", sa.Date(), null=True),
        _column("integrations", sa.Text()),
        _column("note", sa.Text()),
        _column("version", sa.Integer()),
        refers=[("vendor_id", "actor", True), ("owner_id", "actor", True)],
        unique=("workspace_id", "kind", "name_folded"),
    )
    _create(
        "form",
        *_named(),
        _column("url", sa.String(1000)),
        _column("fields", sa.Integer(), null=True),
        _column("required_fields", sa.Integer(), null=True),
        _column("note", sa.Text()),
        _column("version", sa.Integer()),
        refers=[("service_id", "service", False)],
        unique=("workspace_id", "service_id", "name_folded"),
        checks=[("fields", "required_fields IS NULL OR fields IS NULL OR required_fields <= fields")],
    )
    _create(
        "contact_topic",
        *_named(),
        _column("taken_over_on", sa.Date(), null=True),
        _column("note", sa.Text()),
        _column("version", sa.Integer()),
        refers=[("service_id", "service", True), ("unit_id", "actor", True)],
        unique=("workspace_id", "name_folded"),
    )
    _create(
        "column_mapping",
        _column("kind", sa.String(80)),
        _column("headings", sa.String(64)),
        _column("columns", JSON),
        _column("recorded_at", MOMENT),
        refers=[("by_id", "person", False)],
        unique=("workspace_id", "kind", "headings"),
    )


def _journeys() -> None:
    _create(
        "journey",
        *_named(),
        _closed("kind", "citizen", "process_as_is", "process_to_be"),
        _column("life_event", sa.String(200)),
        _column("mapped_on", sa.Date(), null=True),
        _column("participants", sa.Text()),
        _column("version", sa.Integer()),
        refers=[("service_id", "service", True), ("document_id", "local_document", True)],
        unique=("workspace_id", "kind", "name_folded"),
    )
    _create(
        "journey_step",
        _column("position", sa.Integer()),
        _column("name", sa.String(400)),
        _column("days", sa.Double(), null=True),
        _column("opportunity", sa.Text()),
        refers=[("journey_id", "journey", False), ("actor_id", "actor", True), ("system_id", "system", True)],
        unique=("workspace_id", "journey_id", "position"),
    )
    _create(
        "touchpoint",
        _closed("channel", *CHANNELS),
        _column("note", sa.Text()),
        refers=[("step_id", "journey_step", False), ("service_id", "service", True)],
        unique=("workspace_id", "step_id", "channel"),
    )
    _create(
        "pain_point",
        _closed("side", "internal", "external"),
        _column("text", sa.Text()),
        _column("frequency", sa.String(200)),
        _column("source", sa.Text()),
        refers=[("step_id", "journey_step", False)],
        workspace_index=True,
    )


def _parts() -> None:
    _create(
        "participation",
        _closed("part", *PARTS),
        _column("on", sa.Date(), null=True),
        _column("start", sa.Integer()),
        _column("end", sa.Integer()),
        _closed("state", *DECIDED),
        _column("decided_at", MOMENT, null=True),
        _column("recorded_at", MOMENT),
        refers=[
            ("document_id", "local_document", False),
            ("actor_id", "actor", False),
            ("edition_id", "local_edition", True),
            ("decided_by_id", "person", True),
        ],
        unique=("workspace_id", "document_id", "actor_id", "part"),
    )
    _create(
        "actor_role",
        _closed("role", *ROLES),
        _closed("state", *DECIDED),
        _column("reasons", JSON),
        _column("note", sa.Text()),
        _column("decided_at", MOMENT, null=True),
        _column("recorded_at", MOMENT),
        refers=[("actor_id", "actor", False), ("decided_by_id", "person", True)],
        unique=("workspace_id", "actor_id", "role"),
    )


def _goals() -> None:
    _create(
        "goal",
        *_named(),
        _column("kind", sa.String(80)),
        _column("indicator", sa.String(80), null=True),
        _column("target", sa.Double(), null=True),
        _column("due_on", sa.Date(), null=True),
        _column("note", sa.Text()),
        _column("version", sa.Integer()),
        refers=[
            ("part_of_id", "goal", True),
            ("owner_id", "actor", True),
            ("service_id", "service", True),
            ("requirement_id", "requirement", True),
            ("document_id", "local_document", True),
        ],
        unique=("workspace_id", "name_folded"),
    )
    with op.batch_alter_table("goal") as batch:
        batch.create_foreign_key(op.f("fk_goal_indicator"), "indicator", ["indicator"], ["code"], ondelete="RESTRICT")
    op.create_index(op.f("ix_goal_indicator"), "goal", ["indicator"])


def _refer(table: str, *ends: tuple[str, str], columns: Sequence[sa.Column[Any]] = ()) -> None:
    """Columns for a table that is there already; `ends` are foreign keys that may be empty, each indexed."""
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)
        for name, target in ends:
            batch.add_column(_column(name, sa.Integer(), null=True))
            batch.create_foreign_key(op.f(f"fk_{table}_{name}"), target, [name], ["id"], ondelete="RESTRICT")
    with op.batch_alter_table(table) as batch:
        for column in columns:
            if column.server_default is not None:
                batch.alter_column(column.name, server_default=None)
        for name, _ in ends:
            batch.create_index(op.f(f"ix_{table}_{name}"), [name])


def _figures() -> None:
    withdrawn = ("withdrawn_at", MOMENT)
    _refer("measurement", ("topic_id", "contact_topic"), ("form_id", "form"), columns=[_column(*withdrawn, null=True)])
    _refer("record", ("form_id", "form"), ("requirement_id", "requirement"), columns=[_column(*withdrawn, null=True)])
    op.add_column("indicator", _column("higher_is_better", sa.Boolean(), null=True))
    _refer("record_kind", columns=[_filled("facts", JSON, "[]")])
    _refer(
        "measure",
        columns=[
            _filled("cause", sa.String(40), ""),
            _filled("decision", sa.Text(), ""),
            _column("meeting_on", sa.Date(), null=True),
        ],
    )
    with op.batch_alter_table("measure") as batch:
        batch.alter_column("requirement_id", existing_type=sa.Integer(), nullable=True)
        batch.create_check_constraint(
            op.f("ck_measure_about"), "requirement_id IS NOT NULL OR actor_id IS NOT NULL OR service_id IS NOT NULL"
        )


def _actors() -> None:
    _refer("actor", ("individual_id", "individual"), columns=[_filled("identifier", KEY, "")])
    with op.batch_alter_table("relation") as batch:
        batch.drop_constraint(op.f("ck_relation_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_relation_kind"), sa.column("kind").in_(RELATIONS))
    _refer(
        "relation",
        ("document_id", "local_document"),
        ("decided_by_id", "person"),
        columns=[
            _filled("state", _members("state", *DECIDED), "confirmed"),
            _filled("reasons", JSON, "[]"),
            _column("decided_at", MOMENT, null=True),
        ],
    )


def _systems_of_services() -> None:
    _refer(
        "service",
        ("platform_id", "system"),
        ("back_office_id", "system"),
        ("vendor_id", "actor"),
        ("built_by_id", "actor"),
        columns=[
            _filled("identifier", KEY, ""),
            _filled(
                "acquisition", _members("acquisition", "unknown", "add_on", "platform", "own", "shared"), "unknown"
            ),
            _filled("design_driver", _members("design_driver", "unknown", "system", "user", "both"), "unknown"),
            _column("personal_data", sa.Boolean(), null=True),
            _filled("statements", sa.Text(), ""),
        ],
    )
    _move_words()
    with op.batch_alter_table("service") as batch:
        for column in ("platform", "back_office_system", "vendor"):
            batch.drop_column(column)


def _move_words() -> None:
    """A row for every platform, back-office system and vendor that services name; the services refer to it."""
    bind = op.get_bind()
    known = sa.MetaData()
    known.reflect(bind, only=["actor", "service", "system"])
    actor, service, system = (known.tables[name] for name in ("actor", "service", "system"))
    systems: dict[tuple[int, str, str], int] = {}
    vendors: dict[tuple[int, str], int] = {
        (row.workspace_id, row.name_folded): row.id for row in bind.execute(sa.select(actor))
    }

    def system_of(workspace: int, kind: str, name: str) -> int | None:
        key = (workspace, kind, _folded(name))
        if not key[2]:
            return None
        if key not in systems:
            words = {"integrations": "", "note": "", "version": 1, "workspace_id": workspace, "kind": kind}
            systems[key] = _inserted(bind, system, words | _keys(name))
        return systems[key]

    def vendor_of(workspace: int, name: str) -> int | None:
        key = (workspace, _folded(name))
        if not key[1]:
            return None
        if key not in vendors:
            words = {"workspace_id": workspace, "kind": "vendor", "role": "", "note": "", "version": 1}
            vendors[key] = _inserted(bind, actor, words | {"identifier": ""} | _keys(name))
        return vendors[key]

    for row in bind.execute(sa.select(service).order_by(service.c.id)).all():
        bind.execute(
            service.update()
            .where(service.c.id == row.id)
            .values(
                platform_id=system_of(row.workspace_id, "platform", row.platform),
                back_office_id=system_of(row.workspace_id, "back_office", row.back_office_system),
                vendor_id=vendor_of(row.workspace_id, row.vendor),
            )
        )


def _inserted(bind: sa.Connection, table: sa.Table, values: dict[str, Any]) -> int:
    number: int = bind.execute(table.insert().values(values).returning(table.c.id)).scalar_one()
    return number


def _keys(name: str) -> dict[str, str]:
    """The keys that names had when this migration was written."""
    sorted_by = unicodedata.normalize("NFC", name).casefold().translate(str.maketrans("åäæöø", "{||}}"))
    return {"name": name, "name_folded": _folded(name), "name_sort": _folded(sorted_by)}


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())[:400]
