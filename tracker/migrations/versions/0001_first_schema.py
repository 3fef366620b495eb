"""The first schema, with everything that later would be a rewrite.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "event_head",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_event_head")),
    )
    op.create_table(
        "evidence_kind",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("needs_adopted", sa.Boolean(), nullable=False),
        sa.Column("name_sv", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_evidence_kind")),
    )
    op.create_table(
        "guideline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "identifier",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("library_key", sa.String(length=80), nullable=True),
        sa.Column("title_sv", sa.String(length=1000), nullable=False),
        sa.Column("title_en", sa.String(length=1000), nullable=False),
        sa.Column("issuer", sa.String(length=400), nullable=False),
        sa.Column(
            "level",
            sa.Enum("eu", "national", "regional", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "bindingness",
            sa.Enum(
                "binding", "soft", "unknown", name="bindingness", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("bindingness_note", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "not_yet_in_force",
                "in_force",
                "current",
                "superseded",
                "repealed",
                "unknown",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_note", sa.Text(), nullable=False),
        sa.Column(
            "verified",
            sa.Enum(
                "official_text",
                "partly",
                "secondary",
                "knowledge",
                name="verified",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("verified_note", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("applies_on", sa.Date(), nullable=True),
        sa.Column("repealed_on", sa.Date(), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_sort",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["guideline.id"], name=op.f("fk_guideline_superseded_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline")),
        sa.UniqueConstraint("identifier", name=op.f("uq_guideline_identifier")),
        sa.UniqueConstraint("library_key", name=op.f("uq_guideline_library_key")),
    )
    with op.batch_alter_table("guideline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guideline_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_guideline_superseded_by_id"), ["superseded_by_id"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name_sv", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator")),
    )
    op.create_table(
        "original",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_original")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "record_kind",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name_sv", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_record_kind")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_sort",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("slug", name=op.f("uq_workspace_slug")),
    )
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workspace_name_folded"), ["name_folded"], unique=False)

    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "political_body",
                "unit",
                "board",
                "company",
                "role",
                "authority",
                "eu_body",
                "network",
                "interest_organisation",
                "vendor",
                "citizen_group",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("part_of_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=400), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_sort",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["part_of_id"], ["actor.id"], name=op.f("fk_actor_part_of_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_actor_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("workspace_id", "name_folded", name=op.f("uq_actor_workspace_id_name_folded")),
    )
    with op.batch_alter_table("actor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_actor_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_actor_part_of_id"), ["part_of_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guideline_id", sa.Integer(), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("tradition", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("warnings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["guideline_id"], ["guideline.id"], name=op.f("fk_edition_guideline_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_edition_imported_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["original_sha256"], ["original.sha256"], name=op.f("fk_edition_original_sha256"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("guideline_id", "original_sha256", name=op.f("uq_edition_guideline_id_original_sha256")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_guideline_id"), ["guideline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_imported_by_id"), ["imported_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_original_sha256"), ["original_sha256"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("entity", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("note_commitment", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_event_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_event_chain_seq")),
        sa.UniqueConstraint("request_id", name=op.f("uq_event_request_id")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_entity"), ["entity"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_job_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_job_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "coder",
                "reviewer",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_membership_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("workspace_id", "person_id", name=op.f("uq_membership_workspace_id_person_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guideline_id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "locator",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "force",
            sa.Enum(
                "obligation",
                "prohibition",
                "recommendation",
                "right",
                "permission",
                "exemption",
                "definition",
                "scope",
                "statement",
                name="force",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("goal", sa.Boolean(), nullable=False),
        sa.Column("tracked", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active", "withdrawn", "replaced", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "applies",
            sa.Enum(
                "yes",
                "conditional",
                "no",
                "unknown",
                name="applies",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("applies_condition", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["guideline_id"], ["guideline.id"], name=op.f("fk_requirement_guideline_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("guideline_id", "key", name=op.f("uq_requirement_guideline_id_key")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_requirement_guideline_id_requirement_locator"), ["guideline_id", "locator"], unique=False
        )

    op.create_table(
        "event_note",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_note_event_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_note")),
    )
    op.create_table(
        "lineage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("split", "merged", "taken_over", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["requirement.id"], name=op.f("fk_lineage_from_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["to_id"], ["requirement.id"], name=op.f("fk_lineage_to_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_lineage_from_id_to_id")),
    )
    with op.batch_alter_table("lineage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lineage_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lineage_to_id"), ["to_id"], unique=False)

    op.create_table(
        "local_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=400), nullable=False),
        sa.Column("dnr", sa.String(length=120), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "unknown",
                "draft",
                "proposed",
                "adopted",
                "replaced",
                "repealed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column(
            "publicity",
            sa.Enum("public", "secrecy", name="publicity", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("rights_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_sort",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["local_document.id"], name=op.f("fk_local_document_replaces_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["actor.id"], name=op.f("fk_local_document_responsible_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_local_document_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_document")),
    )
    with op.batch_alter_table("local_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_document_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_local_document_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_local_document_responsible_id"), ["responsible_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_local_document_workspace_id_local_document_name_sort"),
            ["workspace_id", "name_sort"],
            unique=False,
        )

    op.create_table(
        "provision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "locator",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "zone",
            sa.Enum(
                "preamble",
                "recital",
                "enacting",
                "annex",
                "transitional",
                "body",
                name="zone",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_provision_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["provision.id"], name=op.f("fk_provision_parent_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
        sa.UniqueConstraint("edition_id", "position", name=op.f("uq_provision_edition_id_position")),
    )
    with op.batch_alter_table("provision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_provision_edition_id_provision_locator"), ["edition_id", "locator"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_provision_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "steers",
                "decides",
                "refers_case",
                "reports_to",
                "advises",
                "supplies",
                "funds",
                "cooperates",
                "informs",
                "trains",
                "tests_with",
                "supervises",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("formal", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_relation_two_actors")),
        sa.ForeignKeyConstraint(["from_id"], ["actor.id"], name=op.f("fk_relation_from_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["to_id"], ["actor.id"], name=op.f("fk_relation_to_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_relation_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint(
            "workspace_id",
            "from_id",
            "to_id",
            "kind",
            "valid_from",
            name=op.f("uq_relation_workspace_id_from_id_to_id_kind_valid_from"),
        ),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_to_id"), ["to_id"], unique=False)

    op.create_table(
        "search_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("requirement_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_search_record_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_search_record_requirement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_search_record_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_record")),
    )
    with op.batch_alter_table("search_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_record_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_record_requirement_id"), ["requirement_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_search_record_workspace_id_search_record_requirement_id"),
            ["workspace_id", "requirement_id"],
            unique=False,
        )

    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "unknown",
                "planned",
                "pilot",
                "in_service",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("life_event", sa.String(length=200), nullable=False),
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("back_office_system", sa.String(length=200), nullable=False),
        sa.Column("vendor", sa.String(length=200), nullable=False),
        sa.Column("contract_end", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_sort",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["actor.id"], name=op.f("fk_service_unit_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_service_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("workspace_id", "name_folded", name=op.f("uq_service_workspace_id_name_folded")),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("library_key", sa.String(length=80), nullable=False),
        sa.Column("text_sv", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("locator", sa.String(length=400), nullable=False),
        sa.Column("places", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "verified",
            sa.Enum(
                "official_text",
                "partly",
                "secondary",
                "knowledge",
                name="verified",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("duty_bearer", sa.Text(), nullable=False),
        sa.Column("evidence_codes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_summary_requirement_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint("library_key", name=op.f("uq_summary_library_key")),
    )
    with op.batch_alter_table("summary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_summary_requirement_id"), ["requirement_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column(
            "side_state",
            sa.Enum(
                "not_applicable",
                "rejected",
                "suspended",
                "superseded",
                "regressed",
                name="side_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "compliance",
            sa.Enum(
                "not_assessed",
                "met",
                "partly",
                "not_met",
                name="compliance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("requirement_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("evidence_digest", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side_state IS NULL OR note <> ''", name=op.f("ck_assessment_reason")),
        sa.CheckConstraint("(actor_id IS NULL) <> (service_id IS NULL)", name=op.f("ck_assessment_one_subject")),
        sa.CheckConstraint("level IS NULL OR (0 <= level AND level <= 7)", name=op.f("ck_assessment_level")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_assessment_actor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assessment_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_assessment_requirement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_assessment_service_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_assessment_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_requirement_id"), ["requirement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assessment_workspace_id_assessment_requirement_id"),
            ["workspace_id", "requirement_id"],
            unique=False,
        )

    op.create_table(
        "local_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("tradition", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.String(length=200), nullable=False),
        sa.Column("warnings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["local_document.id"], name=op.f("fk_local_edition_document_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_local_edition_imported_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["original_sha256"], ["original.sha256"], name=op.f("fk_local_edition_original_sha256"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_local_edition_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_edition")),
        sa.UniqueConstraint(
            "workspace_id",
            "document_id",
            "original_sha256",
            name=op.f("uq_local_edition_workspace_id_document_id_original_sha256"),
        ),
    )
    with op.batch_alter_table("local_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_edition_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_local_edition_imported_by_id"), ["imported_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_local_edition_original_sha256"), ["original_sha256"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_local_edition_workspace_id_local_edition_original_sha256"),
            ["workspace_id", "original_sha256"],
            unique=False,
        )

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "ongoing",
                "done",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("barrier", sa.String(length=40), nullable=False),
        sa.Column("decision_wanted_from_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT (actor_id IS NOT NULL AND service_id IS NOT NULL)", name=op.f("ck_measure_subject")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_measure_actor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["decision_wanted_from_id"],
            ["actor.id"],
            name=op.f("fk_measure_decision_wanted_from_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["actor.id"], name=op.f("fk_measure_owner_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_measure_requirement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_measure_service_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_measure_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_measure_workspace_id_id")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_measure_decision_wanted_from_id"), ["decision_wanted_from_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_measure_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_requirement_id"), ["requirement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_measure_workspace_id_measure_requirement_id"),
            ["workspace_id", "requirement_id"],
            unique=False,
        )

    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=120), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(actor_id IS NULL) <> (service_id IS NULL)", name=op.f("ck_measurement_one_subject")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_measurement_actor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_measurement_indicator"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_measurement_service_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_measurement_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurement_indicator"), ["indicator"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurement_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_measurement_workspace_id_measurement_indicator"), ["workspace_id", "indicator"], unique=False
        )

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("body", sa.String(length=400), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(actor_id IS NULL) <> (service_id IS NULL)", name=op.f("ck_record_one_subject")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_record_actor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_record_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["local_document.id"], name=op.f("fk_record_document_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["kind"], ["record_kind.code"], name=op.f("fk_record_kind"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_record_service_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_record_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_workspace_id_record_kind"), ["workspace_id", "kind"], unique=False)

    op.create_table(
        "takeover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "suggested", "confirmed", "rejected", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'suggested' OR decided_by_id IS NOT NULL", name=op.f("ck_takeover_person")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_takeover_decided_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_takeover_requirement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["summary.id"], name=op.f("fk_takeover_summary_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeover")),
        sa.UniqueConstraint("summary_id", "requirement_id", name=op.f("uq_takeover_summary_id_requirement_id")),
    )
    with op.batch_alter_table("takeover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takeover_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_takeover_requirement_id"), ["requirement_id"], unique=False)

    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column(
            "locator",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("lead_in_start", sa.Integer(), nullable=True),
        sa.Column("lead_in_end", sa.Integer(), nullable=True),
        sa.Column(
            "force",
            sa.Enum(
                "obligation",
                "prohibition",
                "recommendation",
                "right",
                "permission",
                "exemption",
                "definition",
                "scope",
                "statement",
                name="force",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("p_requirement", sa.Double(), nullable=False),
        sa.Column("p_regulatory", sa.Double(), nullable=False),
        sa.Column("duty_bearer", sa.Text(), nullable=False),
        sa.Column("duty_bearer_inferred", sa.Boolean(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("spans", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("pipeline", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_wording_offsets")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_wording_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["provision_id"], ["provision.id"], name=op.f("fk_wording_provision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_wording_requirement_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("requirement_id", "edition_id", name=op.f("uq_wording_requirement_id_edition_id")),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wording_provision_id"), ["provision_id"], unique=False)

    op.create_table(
        "document_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "suggested", "confirmed", "rejected", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["local_edition.id"], name=op.f("fk_document_fact_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_document_fact_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_fact")),
        sa.UniqueConstraint(
            "workspace_id", "edition_id", "field", name=op.f("uq_document_fact_workspace_id_edition_id_field")
        ),
    )
    with op.batch_alter_table("document_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_fact_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "locator",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "rule",
                "decision",
                "proposal",
                "rejected",
                "reservation",
                "background",
                "quotation",
                "heading",
                "contents",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_passage_offsets")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["local_edition.id"], name=op.f("fk_passage_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_passage_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            "workspace_id", "edition_id", "position", name=op.f("uq_passage_workspace_id_edition_id_position")
        ),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "searched_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("search_record_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["local_edition.id"], name=op.f("fk_searched_edition_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["search_record_id"],
            ["search_record.id"],
            name=op.f("fk_searched_edition_search_record_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_searched_edition_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searched_edition")),
        sa.UniqueConstraint(
            "workspace_id",
            "search_record_id",
            "edition_id",
            name=op.f("uq_searched_edition_workspace_id_search_record_id_edition_id"),
        ),
    )
    with op.batch_alter_table("searched_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_searched_edition_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_searched_edition_search_record_id"), ["search_record_id"], unique=False)

    op.create_table(
        "wording_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "target",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_wording_reference_wording_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_reference")),
    )
    with op.batch_alter_table("wording_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_reference_target"), ["target"], unique=False)
        batch_op.create_index(batch_op.f("ix_wording_reference_wording_id"), ["wording_id"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "implements",
                "partly",
                "mentions",
                "responsible",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "suggested", "confirmed", "rejected", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("scorer", sa.String(length=80), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("requirement_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("target_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'confirmed' OR type IS NOT NULL", name=op.f("ck_link_typed")),
        sa.CheckConstraint("state = 'suggested' OR decided_by_id IS NOT NULL", name=op.f("ck_link_person")),
        sa.CheckConstraint(
            "(CASE WHEN passage_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN actor_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_link_one_target"),
        ),
        sa.CheckConstraint("score IS NULL OR (0 <= score AND score <= 1)", name=op.f("ck_link_score")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_link_actor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_link_decided_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], name=op.f("fk_link_passage_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_link_requirement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_link_service_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["subject_id"], ["actor.id"], name=op.f("fk_link_subject_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_link_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "workspace_id", "requirement_id", "actor_id", name=op.f("uq_link_workspace_id_requirement_id_actor_id")
        ),
        sa.UniqueConstraint(
            "workspace_id", "requirement_id", "passage_id", name=op.f("uq_link_workspace_id_requirement_id_passage_id")
        ),
        sa.UniqueConstraint(
            "workspace_id", "requirement_id", "service_id", name=op.f("uq_link_workspace_id_requirement_id_service_id")
        ),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_passage_id"), ["passage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_requirement_id"), ["requirement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_link_workspace_id_link_state_link_score"), ["workspace_id", "state", "score"], unique=False
        )

    op.create_table(
        "passage_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "target",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_passage_reference_passage_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_passage_reference_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_reference")),
    )
    with op.batch_alter_table("passage_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_reference_passage_id"), ["passage_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_passage_reference_workspace_id_passage_reference_target"),
            ["workspace_id", "target"],
            unique=False,
        )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("measurement_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN link_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN measurement_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN record_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_evidence_one_source"),
        ),
        sa.CheckConstraint("(actor_id IS NULL) <> (service_id IS NULL)", name=op.f("ck_evidence_one_subject")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_evidence_actor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_evidence_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["kind"], ["evidence_kind.code"], name=op.f("fk_evidence_kind"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_evidence_link_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["measurement_id"], ["measurement.id"], name=op.f("fk_evidence_measurement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_evidence_record_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_evidence_requirement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_evidence_service_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_evidence_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_measurement_id"), ["measurement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_record_id"), ["record_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_requirement_id"), ["requirement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_service_id"), ["service_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_evidence_workspace_id_evidence_requirement_id"),
            ["workspace_id", "requirement_id"],
            unique=False,
        )
    _refuse_changes("event")


def _refuse_changes(table: str) -> None:
    """History is append-only in the database itself, whatever a program tries."""
    message = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
