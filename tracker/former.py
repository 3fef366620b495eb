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

from tracker import accounts
from tracker.accounts import DESCRIBED
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Decided
from tracker.tables.schema import Table

BEFORE, MADE, SUMS = "former", "made", "sums"
"""The keys in an event's `before` (row: column: value) and `after` (table: ids; row: account) that this module owns.

An account (tracker.accounts) is null for a row that is gone, and "" for one that nobody has decided on any more.
"""
OURS = frozenset({BEFORE, MADE, SUMS})
"""They say nothing to people."""

SHARED: Mapping[str, Sequence[str]] = {
    **{table: DESCRIBED[table] for table in ("guideline", "edition", "requirement", "wording", "summary")},
    "takeover": ("state", "decided_by_id", "decided_at"),
    "crosswalk": ("type", "state", "upper_fingerprint", "lower_fingerprint", "on", "decided_by_id", "decided_at"),
}
"""By table the columns that all workspaces share: told by events of the library."""

OWN: Mapping[str, Sequence[str]] = {
    **{table: columns for table, columns in DESCRIBED.items() if table not in SHARED},
    "guideline_choice": ("counts",),
    "relation": ("kind", "formal", "valid_from", "valid_to", "state", "document_id", "decided_by_id", "decided_at"),
    "participation": ("part", "on", "state", "edition_id", "start", "end", "decided_by_id", "decided_at"),
    "actor_role": ("state", "decided_by_id", "decided_at"),
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
}  # fmt: skip
"""The same for what a workspace has of its own; what the machine alone says (scores, reasons) is not kept.

Of rows that people describe, what is told before a change is what the account covers after it; of those they decide on,
only what can change.
"""

KEPT: Mapping[str, Sequence[str]] = {**SHARED, **OWN}
UNDATED = frozenset({"actor", "service", "system", "contact_topic", "form", "goal"})
"""Tables whose rows do not say when they were made, so that the event does."""
OF_THE_LIBRARY = frozenset({*SHARED, "edit"})
_PENDING = "untold changes"
"""The key in `session.info` of what no event has told yet."""


@dataclass(slots=True)
class Pending:
    """What a session has written and no event has told yet: earlier values by row, new rows by table, rows written."""

    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


def taken(session: Session, chain: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an event on a chain must add to its `before` and its `after`; the session forgets it.

    Flushes first. What all workspaces share waits for an event of the library's chain.
    """
    session.flush()
    pending = pending_of(session)
    sums = _accounts(session, pending, {name for name in pending.written if _told_by(chain, name)})
    before = {name: pending.before.pop(name) for name in list(pending.before) if _told_by(chain, name)}
    made, pending.made = pending.made, {}
    after = {MADE: made, SUMS: sums}
    return ({BEFORE: before} if before else {}), {key: values for key, values in after.items() if values}


def _told_by(chain: int, name: str) -> bool:
    return chain == LIBRARY_CHAIN or name.partition(":")[0] not in OF_THE_LIBRARY


def _accounts(session: Session, pending: Pending, names: set[str]) -> dict[str, str | None]:
    """The accounts of rows as they are now; what the machine proposed is told only where it was decided before."""
    pending.written -= names
    by_table: dict[str, set[int]] = {}
    for name in names:
        table, _, row = name.partition(":")
        by_table.setdefault(table, set()).add(int(row))
    found: dict[str, str | None] = {}
    for table, numbers in sorted(by_table.items()):
        there = dict(accounts.of(session, table, numbers))
        for number in sorted(numbers):
            name, held = f"{table}:{number}", there.get(number)
            was = pending.before.get(name, {}).get("state", Decided.SUGGESTED)
            if held != "" or was != Decided.SUGGESTED:
                found[name] = held
    return found


def pending_of(session: Session) -> Pending:
    """What no event has told yet; empty at the end of every verb that leaves nothing out."""
    found: Pending = session.info.setdefault(_PENDING, Pending())
    return found


@event.listens_for(Session, "before_flush")
def _changed(session: Session, _context: object, _instances: object) -> None:
    """Keep what rows held in the database before this flush."""
    written = pending_of(session).written
    written |= {
        _name(row) for row in session.deleted if row.__tablename__ in accounts.TOLD and not accounts.is_open(vars(row))
    }
    for row in session.dirty:
        columns = KEPT.get(row.__tablename__, ())
        state = inspect(row)
        if any(state.attrs[name].history.has_changes() for name in accounts.TOLD.get(row.__tablename__, ())):
            written.add(_name(row))
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
    """Keep which rows came, where they do not say when, or where people decide on them."""
    pending = pending_of(session)
    for row in session.new:
        if row.__tablename__ in UNDATED:
            pending.made.setdefault(row.__tablename__, []).append(row.id)
        if row.__tablename__ in accounts.DECIDED and not accounts.is_open(vars(row)):
            pending.written.add(_name(row))


@event.listens_for(Session, "do_orm_execute")
def _updated(state: ORMExecuteState) -> None:
    """Keep what rows held before an UPDATE of many: by their ids in the parameters, else by its condition."""
    mapper = state.bind_mapper
    if not state.is_update or not isinstance(state.statement, Update) or mapper is None:
        return
    table: type[Table] = mapper.class_
    columns = KEPT.get(table.__tablename__, ())
    if table.__tablename__ not in accounts.TOLD:
        return
    wanted = select(_number(mapper), *(getattr(table, name) for name in columns))
    if isinstance(state.parameters, list):
        wanted = wanted.where(_number(mapper).in_([values["id"] for values in state.parameters]))
    elif (condition := state.statement.whereclause) is not None:
        wanted = wanted.where(condition)
    for number, *held in state.session.execute(wanted).all():
        if columns:
            _note(state.session, table.__tablename__, number, dict(zip(columns, held, strict=True)))
        pending_of(state.session).written.add(f"{table.__tablename__}:{number}")


@event.listens_for(Session, "after_soft_rollback")
def _undone(session: Session, _previous: object) -> None:
    session.info.pop(_PENDING, None)


@event.listens_for(Session, "after_commit")
def _done(session: Session) -> None:
    session.info.pop(_PENDING, None)


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


def _name(row: Any) -> str:
    return f"{row.__tablename__}:{inspect(row).identity[0] if inspect(row).identity else row.id}"


def _number(mapper: Mapper[Any]) -> Any:
    return mapper.primary_key[0]
