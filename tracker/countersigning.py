"""Four eyes: where a workspace demands them, a decision holds once a second person has decided the same.

Until then what it is about stays as it was, and what the first person decided waits. A verb that decides asks `waits`
when it has checked everything, before it changes anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from tracker import access, clock, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.countersign import FirstDecision
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Requirement
from tracker.tables.people import Person, Workspace

SAW = "saw"
"""The key in a decision for checksums of what the person saw besides the version: others, and it is another thing."""
LONGEST = 2000
"""Characters of a reason."""


def waits(
    session: Session,
    workspace_id: int | None,
    entity: str,
    action: str,
    decision: Mapping[str, Any],
    *,
    by: Person,
    seen_version: int,
    saw: Iterable[str] = (),
    note: str = "",
) -> FirstDecision | None:
    """The first decision that now waits for a second person, so that the verb stops here; None where it may go on.

    It may go on where nobody demands two people, and where another person decided the same before, on the same
    version. What all workspaces share (`workspace_id` None) waits as soon as one of them demands two. A first decision
    on a version that has changed since ends, and this one takes its place. Raises Conflict where a first decision
    stands that says something else, whoever made it.
    """
    place = demanded_by(session, workspace_id)
    if place is None:
        return None
    wanted: dict[str, Any] = json.loads(json.dumps({**decision, SAW: list(saw)}, default=str))
    first = session.scalars(
        select(FirstDecision)
        .where(FirstDecision.workspace_id == place, FirstDecision.entity == entity, FirstDecision.ended_at.is_(None))
        .with_for_update()
    ).first()
    if first is not None and (first.seen_version, first.decision[SAW]) != (seen_version, wanted[SAW]):
        _end(session, first, "countersign.lapse", by)
        first = None
    if first is None:
        return _begun(session, place, entity, action, wanted, by, seen_version, note)
    if (first.action, first.decision) != (action, wanted):
        _differs(session, first, by)
    if first.by_id == by.id:
        return first
    _end(session, first, "countersign.second", by, note)
    return None


def demanded_by(session: Session, workspace_id: int | None) -> int | None:
    """The workspace that demands two people for what is its own, or (None) for what all share; None for nobody."""
    demanding = select(Workspace.id).where(Workspace.four_eyes, Workspace.retired_at.is_(None))
    if workspace_id is not None:
        demanding = demanding.where(Workspace.id == workspace_id)
    return session.scalars(demanding.order_by(Workspace.id)).first()


def decline(session: Session, first_id: int, *, by: Person, reason: str) -> FirstDecision:
    """The second person does not agree: the first decision ends, and what it was about stays as it is."""
    first = _standing(session, first_id, by)
    if first.by_id == by.id:
        raise Refused("error.first_decision_own")
    if not reason.strip():
        raise Refused("error.decline_reason_needed")
    _end(session, first, "countersign.decline", by, reason.strip()[:LONGEST])
    return first


def withdraw(session: Session, first_id: int, *, by: Person) -> FirstDecision:
    """Undo: the first person takes it back before anybody has decided the same."""
    first = _standing(session, first_id, by)
    if first.by_id != by.id:
        raise Refused("error.first_decision_of_another")
    _end(session, first, "countersign.withdraw", by)
    return first


def end_all(session: Session, workspace_id: int, *, by: Person) -> int:
    """End what waits in a workspace that begins or ceases to demand two people; gives how many did."""
    rows = session.scalars(
        select(FirstDecision)
        .where(FirstDecision.workspace_id == workspace_id, FirstDecision.ended_at.is_(None))
        .order_by(FirstDecision.id)
        .with_for_update()
    ).all()
    for first in rows:
        _end(session, first, "countersign.lapse", by)
    return len(rows)


def waiting_ids(session: Session, kind: str) -> frozenset[int]:
    """The numbers of the links ("link") or crosswalks that somebody has decided first: no suggestion to throw away."""
    number = cast(func.substr(FirstDecision.entity, len(kind) + 2), Integer)
    return frozenset(
        session.scalars(
            select(number).where(FirstDecision.ended_at.is_(None), FirstDecision.entity.startswith(f"{kind}:"))
        )
    )


def _begun(
    session: Session,
    place: int,
    entity: str,
    action: str,
    decision: dict[str, Any],
    by: Person,
    seen_version: int,
    note: str,
) -> FirstDecision:
    first = FirstDecision(
        workspace_id=place, entity=entity, action=action, decision=decision, seen_version=seen_version,
        note=note, by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(first)
    session.flush()
    events.record(session, _chain(first), "countersign.first", entity, by=by, after=_state(first), note=note)
    return first


def _differs(session: Session, first: FirstDecision, by: Person) -> NoReturn:
    code = "error.first_decision_own_differs" if first.by_id == by.id else "error.first_decision_differs"
    said = {key: value for key, value in first.decision.items() if isinstance(value, str | int) and value != ""}
    raise Conflict(
        code,
        **{**dict.fromkeys(("state", "type", "outcome"), ""), **said},
        **meanwhile.told(session, first.workspace_id, first.by_id, first.recorded_at, reader=by.id),
    )


def _standing(session: Session, first_id: int, by: Person) -> FirstDecision:
    """A first decision that waits, locked, for who may take such decisions."""
    first = session.get(FirstDecision, first_id, with_for_update=True, populate_existing=True)
    if first is None:
        raise NotFound("error.first_decision_unknown", id=first_id)
    access.allow(session, by, first.action, _chain(first))
    kind, _, number = first.entity.partition(":")
    row = session.get(Crosswalk, int(number)) if kind == "crosswalk" else None
    for requirement in (row.upper_id, row.lower_id) if row is not None else ():
        access.allow_guideline(session, by, first.action, session.get_one(Requirement, requirement).guideline_id)
    if first.ended_at is not None:
        raise Conflict("error.first_decision_ended", id=first_id)
    return first


def _end(session: Session, first: FirstDecision, action: str, by: Person, note: str = "") -> None:
    first.ended_at = clock.now()
    session.flush()
    events.record(session, _chain(first), action, first.entity, by=by, before=_state(first), note=note)


def _chain(first: FirstDecision) -> int:
    """Crosswalks are told of in the history that all share, like every decision of them."""
    return LIBRARY_CHAIN if first.entity.startswith("crosswalk:") else first.workspace_id


def _state(first: FirstDecision) -> dict[str, Any]:
    return {
        "first_decision": first.id,
        "decides": first.action,
        "decision": first.decision,
        "seen_version": first.seen_version,
        "first_by": first.by_id,
    }
