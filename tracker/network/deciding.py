"""Decisions about the network: a person confirms or rejects parts, ties and roles; to undo is to decide anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tracker import access, clock, events, meanwhile
from tracker.errors import Conflict, NotFound
from tracker.tables.guideline import Decided
from tracker.tables.network import ActorRole, Participation, Relation
from tracker.tables.people import Person

Row = TypeVar("Row", Participation, Relation, ActorRole)


def decide_participation(
    session: Session, participation_id: int, state: Decided, *, by: Person, seen: Decided
) -> Participation:
    """A person says whether an actor had a part in a document.

    `seen` is the state the person had before them; Conflict is raised when somebody else decided meanwhile.
    """
    row = _seen(session, Participation, participation_id, seen, by)
    _decide(session, row, state, by, {"part": row.part, "actor": row.actor_id, "document": row.document_id})
    return row


def decide_relation(session: Session, relation_id: int, state: Decided, *, by: Person, seen: Decided) -> Relation:
    """A person says whether a tie between two actors holds."""
    row = _seen(session, Relation, relation_id, seen, by)
    _decide(session, row, state, by, {"kind": row.kind, "from": row.from_id, "to": row.to_id})
    return row


def decide_role(
    session: Session, role_id: int, state: Decided, *, by: Person, seen: Decided, note: str = ""
) -> ActorRole:
    """A person says whether an actor plays a role it was proposed for."""
    row = _seen(session, ActorRole, role_id, seen, by)
    row.note = note or row.note
    _decide(session, row, state, by, {"role": row.role, "actor": row.actor_id}, note)
    return row


def confirm_parts(session: Session, participation_ids: Sequence[int], *, by: Person) -> int:
    """A person confirms several suggested parts at once; what somebody else decided meanwhile stays as it is."""
    done = 0
    for number in participation_ids:
        row = session.get(Participation, number, with_for_update=True)
        if row is not None and row.state is Decided.SUGGESTED:
            decide_participation(session, number, Decided.CONFIRMED, by=by, seen=Decided.SUGGESTED)
            done += 1
    return done


def _seen(session: Session, table: type[Row], number: int, seen: Decided, by: Person) -> Row:
    """The row, locked, if it is still as the person saw it."""
    row = session.get(table, number, with_for_update=True)
    if row is None:
        raise NotFound("error.network_unknown", id=number)
    access.allow(session, by, "network.decide", row.workspace_id)
    if row.state is not seen:
        who = meanwhile.last(session, row.workspace_id, f"{row.__tablename__}:{row.id}", reader=by.id)
        raise Conflict("error.network_decided", state=row.state.value, **who)
    return row


def _decide(
    session: Session,
    row: Participation | Relation | ActorRole,
    state: Decided,
    by: Person,
    what: Mapping[str, Any],
    note: str = "",
) -> None:
    before = {"state": row.state}
    row.state = state
    undone = state is Decided.SUGGESTED
    row.decided_by_id, row.decided_at = (None, None) if undone else (by.id, clock.now())
    session.flush()
    entity = row.__tablename__
    events.record(
        session,
        row.workspace_id,
        f"network.{entity}",
        f"{entity}:{row.id}",
        by=by,
        before=before,
        after={"state": state, **what},
        note=note,
    )
