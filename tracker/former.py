"""What rows held before they changed: gathered as a session writes them, told by the next event, read by earlier days.

A verb need not think of it: whatever changes one of the columns below, by a row or in bulk, is in the event that the
verb writes anyhow. Names and free text are left out, as everywhere in the chain; what is withdrawn or made on a moment
that its own row states needs no telling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Update, event, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.schema import Table

BEFORE, MADE = "former", "made"
"""The keys in an event's `before` (row: column: value) and `after` (table: ids) that this module owns."""

SHARED: Mapping[str, Sequence[str]] = {
    "guideline": (
        "level", "bindingness", "status", "adopted_on", "in_force_on", "applies_on", "repealed_on", "superseded_by_id",
        "workspace_id",
    ),
    "edition": ("published_on", "applies_on", "previous_id", "undone_at"),
    "requirement": (
        "key", "locator", "position", "force", "goal", "tracked", "state", "applies", "applies_by_id", "bearer_kind",
        "cross_border", "applies_on", "fingerprint",
    ),
    "wording": (
        "requirement_id", "edition_id", "provision_id", "start", "end", "lead_ins", "force", "locator",
        "deadline_normal", "fingerprint", "edited_by_id",
    ),
    "summary": ("requirement_id",),
    "takeover": ("state", "decided_by_id", "decided_at"),
    "crosswalk": (
        "type", "state", "upper_fingerprint", "lower_fingerprint", "on", "decided_by_id", "decided_at",
    ),
}  # fmt: skip
"""By table the columns that all workspaces share: told by events of the library."""

OWN: Mapping[str, Sequence[str]] = {
    "workspace": ("thresholds",),
    "guideline_choice": ("counts",),
    "actor": ("kind", "part_of_id"),
    "relation": ("kind", "formal", "valid_from", "valid_to", "state", "document_id", "decided_by_id", "decided_at"),
    "participation": ("part", "on", "state", "edition_id", "start", "end", "decided_by_id", "decided_at"),
    "actor_role": ("state", "decided_by_id", "decided_at"),
    "local_document": (
        "decided_on", "status", "valid_from", "valid_to", "replaces_id", "responsible_id", "publicity",
    ),
    "local_edition": ("current", "previous_id", "undone_at"),
    "service": (
        "unit_id", "status", "platform_id", "back_office_id", "vendor_id", "contract_end", "acquisition",
        "design_driver", "built_by_id", "personal_data", "cross_border", "started_on", "closed_at",
    ),
    "link": (
        "requirement_id", "passage_id", "service_id", "actor_id", "subject_id", "type", "state",
        "requirement_fingerprint", "target_fingerprint", "on", "decided_by_id", "decided_at",
    ),
    "search_record": ("requirement_id", "requirement_fingerprint"),
    "evidence": ("requirement_id", "kind", "actor_id", "service_id", "link_id", "on"),
    "assessment": ("requirement_id", "requirement_fingerprint", "evidence_digest"),
    "measure": (
        "requirement_id", "actor_id", "service_id", "owner_id", "due_on", "state", "barrier", "cause", "meeting_on",
        "decision_wanted_from_id",
    ),
    "measurement": ("value", "n", "recorded_at"),
    "position": ("unit_id", "actor_id", "core_role", "fte", "filled", "valid_from", "valid_to", "recorded_at"),
    "staffing_move": ("from_id", "to_id", "fte", "on", "backfilled", "backfilled_on", "recorded_at"),
}  # fmt: skip
"""The same for what a workspace has of its own; what the machine alone says (scores, reasons) is not kept."""

KEPT: Mapping[str, Sequence[str]] = {**SHARED, **OWN}
UNDATED = frozenset({"actor", "service", "system", "contact_topic", "form", "goal"})
"""Tables whose rows do not say when they were made, so that the event does."""
PENDING = "former"


@dataclass(slots=True)
class Pending:
    """What a session has written and no event has told yet: earlier values by row, and new rows by table."""

    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)


def taken(session: Session, chain: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an event on a chain must add to its `before` and its `after`; the session forgets it.

    Flushes first. What all workspaces share waits for an event of the library's chain.
    """
    session.flush()
    pending = pending_of(session)
    told = [name for name in pending.before if chain == LIBRARY_CHAIN or name.partition(":")[0] not in SHARED]
    before = {name: pending.before.pop(name) for name in told}
    made, pending.made = pending.made, {}
    return ({BEFORE: before} if before else {}), ({MADE: made} if made else {})


def pending_of(session: Session) -> Pending:
    """What no event has told yet; empty at the end of every verb that leaves nothing out."""
    found: Pending = session.info.setdefault(PENDING, Pending())
    return found


@event.listens_for(Session, "before_flush")
def _changed(session: Session, _context: object, _instances: object) -> None:
    """Keep what rows held in the database before this flush."""
    for row in session.dirty:
        columns = KEPT.get(row.__tablename__, ())
        state = inspect(row)
        histories = {name: state.attrs[name].history for name in columns}
        changed = {name: found.deleted for name, found in histories.items() if found.has_changes()}
        if not changed:
            continue
        (number,) = state.identity
        unread = [name for name, held in changed.items() if not held]
        known = {name: held[0] for name, held in changed.items() if held}
        _note(session, row.__tablename__, number, {**known, **_stored(session, type(row), number, unread)})


@event.listens_for(Session, "after_flush")
def _made(session: Session, _context: object) -> None:
    """Keep which rows came, where they do not say when."""
    for row in session.new:
        if row.__tablename__ in UNDATED:
            pending_of(session).made.setdefault(row.__tablename__, []).append(row.id)


@event.listens_for(Session, "do_orm_execute")
def _updated(state: ORMExecuteState) -> None:
    """Keep what rows held before an UPDATE of many: by their ids in the parameters, else by its condition."""
    mapper = state.bind_mapper
    if not state.is_update or not isinstance(state.statement, Update) or mapper is None:
        return
    table: type[Table] = mapper.class_
    columns = KEPT.get(table.__tablename__)
    if not columns:
        return
    wanted = select(_number(mapper), *(getattr(table, name) for name in columns))
    if isinstance(state.parameters, list):
        wanted = wanted.where(_number(mapper).in_([values["id"] for values in state.parameters]))
    elif (condition := state.statement.whereclause) is not None:
        wanted = wanted.where(condition)
    for number, *held in state.session.execute(wanted).all():
        _note(state.session, table.__tablename__, number, dict(zip(columns, held, strict=True)))


@event.listens_for(Session, "after_soft_rollback")
def _undone(session: Session, _previous: object) -> None:
    session.info.pop(PENDING, None)


@event.listens_for(Session, "after_commit")
def _done(session: Session) -> None:
    session.info.pop(PENDING, None)


def _note(session: Session, table: str, number: int, held: Mapping[str, Any]) -> None:
    """The first value a column held in this transaction is what it held before it."""
    kept = pending_of(session).before.setdefault(f"{table}:{number}", {})
    for name, value in held.items():
        kept.setdefault(name, value)


def _stored(session: Session, table: type[Table], number: int, names: Sequence[str]) -> dict[str, Any]:
    """The values of columns that were set without ever having been read."""
    if not names:
        return {}
    wanted = select(*(getattr(table, name) for name in names)).where(_number(inspect(table)) == number)
    return dict(zip(names, session.execute(wanted).one(), strict=True))


def _number(mapper: Mapper[Any]) -> Any:
    return mapper.primary_key[0]
