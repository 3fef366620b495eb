"""Accounts of rows, not of users: what a row that people decided on holds, as a checksum of a few letters.

Every event gives an account of each row it left behind. A row that was changed, added or taken away behind the
history's back is found by it (tracker.doctor). Words are left out, as everywhere in the chain, and so is what the
machine alone says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from tracker.tables import schema
from tracker.tables.guideline import Decided
from tracker.tables.portions import portions

LETTERS = 16

DECIDED: Mapping[str, Sequence[str]] = {
    "link": (
        "id", "workspace_id", "requirement_id", "passage_id", "service_id", "actor_id", "subject_id", "type",
        "state", "requirement_fingerprint", "target_fingerprint", "on", "decided_by_id", "decided_at",
        "recorded_at", "version",
    ),
    "evidence": (
        "id", "workspace_id", "requirement_id", "actor_id", "service_id", "kind", "link_id", "measurement_id",
        "record_id", "on", "by_id", "recorded_at", "withdrawn_at",
    ),
    "assessment": (
        "id", "workspace_id", "requirement_id", "actor_id", "service_id", "level", "side_state", "compliance",
        "requirement_fingerprint", "evidence_digest", "on", "by_id", "recorded_at",
    ),
    "measure": (
        "id", "workspace_id", "requirement_id", "actor_id", "service_id", "owner_id", "due_on", "state",
        "barrier", "cause", "meeting_on", "decision_wanted_from_id", "recorded_at", "version",
    ),
    "search_record": (
        "id", "workspace_id", "requirement_id", "requirement_fingerprint", "on", "by_id", "recorded_at",
        "withdrawn_at",
    ),
    "coding": (
        "id", "workspace_id", "requirement_id", "link_id", "coder_id", "mode", "suggested",
        "requirement_fingerprint", "target_fingerprint", "on", "recorded_at", "withdrawn_at",
    ),
    "crosswalk": (
        "id", "upper_id", "lower_id", "type", "state", "upper_fingerprint", "lower_fingerprint", "on",
        "decided_by_id", "decided_at", "recorded_at", "version",
    ),
    "clearance": (
        "id", "workspace_id", "link_id", "assessment_id", "crosswalk_id", "outcome", "by_id", "recorded_at",
        "undone_at",
    ),
    "takeover": ("id", "summary_id", "requirement_id", "state", "decided_by_id", "decided_at", "version"),
    "relation": (
        "id", "workspace_id", "from_id", "to_id", "kind", "formal", "valid_from", "valid_to", "state",
        "document_id", "decided_by_id", "decided_at", "recorded_at",
    ),
    "participation": (
        "id", "workspace_id", "document_id", "actor_id", "part", "on", "edition_id", "start", "end", "state",
        "decided_by_id", "decided_at", "recorded_at",
    ),
    "actor_role": ("id", "workspace_id", "actor_id", "role", "state", "decided_by_id", "decided_at", "recorded_at"),
    "edit": ("id", "guideline_id", "kind", "by_id", "recorded_at", "edition_id", "undone_at", "undone_by_id"),
    "correction": (
        "id", "workspace_id", "edition_id", "start", "end", "language", "zone", "read_as", "force", "by_id",
        "recorded_at", "withdrawn_at",
    ),
    "membership": ("id", "workspace_id", "person_id", "role"),
    "guideline_choice": ("id", "workspace_id", "guideline_id", "counts", "by_id", "recorded_at"),
    "record": (
        "id", "workspace_id", "actor_id", "service_id", "form_id", "requirement_id", "kind", "on",
        "document_id", "by_id", "recorded_at", "withdrawn_at",
    ),
    "study": (
        "id", "workspace_id", "state", "sample", "stratum", "size", "seed", "suggestions", "shows_suggestion",
        "reply_days", "replies_until", "replied_at", "published_at", "by_id", "recorded_at", "version",
    ),
    "codebook_edition": ("id", "workspace_id", "study_id", "number", "by_id", "recorded_at"),
    "code": ("id", "workspace_id", "edition_id", "position", "kind", "key"),
    "sampled_link": (
        "id", "workspace_id", "study_id", "position", "link_id", "requirement_id", "passage_id", "stratum",
        "requirement_fingerprint", "target_fingerprint",
    ),
    "study_coder": (
        "id", "workspace_id", "study_id", "person_id", "number", "recorded_at", "finished_at", "ended_at",
    ),
    "judgement": (
        "id", "workspace_id", "study_id", "unit_id", "coder_id", "edition_id", "mode", "modifiers", "rules", "codes",
        "suggested", "shown", "requirement_fingerprint", "target_fingerprint", "seal", "recorded_at", "withdrawn_at",
    ),
    "adjudication": (
        "id", "workspace_id", "study_id", "unit_id", "edition_id", "mode", "modifiers", "rules", "codes", "by_id",
        "recorded_at", "withdrawn_at",
    ),
    "memo": ("id", "workspace_id", "study_id", "unit_id", "code", "by_id", "recorded_at", "withdrawn_at"),
    "reply": (
        "id", "workspace_id", "study_id", "unit_id", "objects", "by_id", "recorded_at", "responded_by_id",
        "responded_at", "withdrawn_at",
    ),
}  # fmt: skip
"""By table of what people decide and record, the columns told of each row when it is made and when it changes."""

DESCRIBED: Mapping[str, Sequence[str]] = {
    "guideline": (
        "level", "bindingness", "status", "adopted_on", "in_force_on", "applies_on", "repealed_on",
        "superseded_by_id", "workspace_id",
    ),
    "edition": ("published_on", "applies_on", "previous_id", "undone_at"),
    "requirement": (
        "key", "locator", "position", "force", "goal", "tracked", "state", "applies", "applies_by_id",
        "bearer_kind", "cross_border", "applies_on", "fingerprint",
    ),
    "wording": (
        "requirement_id", "edition_id", "provision_id", "start", "end", "lead_ins", "force", "locator",
        "deadline_normal", "fingerprint", "edited_by_id",
    ),
    "summary": ("requirement_id",),
    "workspace": ("thresholds",),
    "actor": ("kind", "part_of_id"),
    "local_document": ("decided_on", "status", "valid_from", "valid_to", "replaces_id", "responsible_id"),
    "local_edition": ("current", "previous_id", "undone_at"),
    "service": (
        "unit_id", "status", "platform_id", "back_office_id", "vendor_id", "contract_end", "acquisition",
        "design_driver", "built_by_id", "personal_data", "cross_border", "started_on", "closed_at",
    ),
    "measurement": ("value", "n", "recorded_at"),
    "position": ("unit_id", "actor_id", "core_role", "fte", "filled", "valid_from", "valid_to", "recorded_at"),
    "staffing_move": ("from_id", "to_id", "fte", "on", "backfilled", "backfilled_on", "recorded_at"),
}  # fmt: skip
"""The same for rows that are told only when they change: an import is one event with a digest of what it stored."""
TOLD: Mapping[str, Sequence[str]] = {**DECIDED, **DESCRIBED}
"""All of them. Accounts once told must hold for ever: a column may be added if it is empty in the rows that are there
(what is empty is left out), none taken away.
"""


def is_open(values: Mapping[str, Any]) -> bool:
    """Whether a row is what the machine proposed and nobody decided: it may change or go without an event."""
    return values.get("state") == Decided.SUGGESTED


def of(session: Session, table: str, numbers: Iterable[int] | None = None) -> Iterator[tuple[int, str]]:
    """The id and account of rows of a table, all of them without `numbers`; "" for what nobody decided."""
    found: Table = schema.Table.metadata.tables[table]
    names = TOLD[table]
    wanted = select(found.c.id, *(found.c[name] for name in names)).order_by(found.c.id)
    if numbers is None and table in DECIDED and "state" in names:
        wanted = wanted.where(found.c.state != Decided.SUGGESTED)
    parts = [wanted] if numbers is None else [wanted.where(found.c.id.in_(some)) for some in portions(sorted(numbers))]
    for part in parts:
        for number, *held in session.execute(part):
            values = dict(zip(names, held, strict=True))
            yield number, "" if is_open(values) else _sum(values)


def _sum(values: Mapping[str, Any]) -> str:
    there = {name: value for name, value in values.items() if value is not None}
    spelled = json.dumps(there, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_spelled)
    return hashlib.sha256(spelled.encode()).hexdigest()[:LETTERS]


def _spelled(value: object) -> str:
    """Moments alike however a database gives them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
