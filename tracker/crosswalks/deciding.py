"""What people decide of crosswalks: confirm, reject, reopen, add; the machine never does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, countersigning, events, meanwhile
from tracker.crosswalks.suggesting import BY_PERSON
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.crosswalk import DEPTH, Crosswalk, CrosswalkType
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Decided, Guideline, Requirement
from tracker.tables.people import Person


def confirm(
    session: Session,
    crosswalk_id: int,
    type: CrosswalkType,  # noqa: A002 - the domain's word for it
    *,
    by: Person,
    seen_version: int,
    note: str = "",
    on: date | None = None,
) -> Crosswalk:
    """A person says what the requirement below does for the one above, as both read today.

    `seen_version` is the version the person had before them; Conflict is raised when somebody else was faster, Refused
    where they cannot be tied this way (any more). As long as a second person has to agree, it comes back as it was.
    """
    row = _seen(session, crosswalk_id, seen_version, by)
    upper, lower = pair(session, row.upper_id, row.lower_id)
    decision = {"state": Decided.CONFIRMED, "type": type, "on": on}
    if waits(session, row, decision, by, note, saw=(upper.fingerprint, lower.fingerprint)):
        return row
    before = state_of(row)
    row.type = type
    row.upper_fingerprint, row.lower_fingerprint = upper.fingerprint, lower.fingerprint
    _decide(row, Decided.CONFIRMED, by, note, on)
    record(session, row, "crosswalk.confirm", before, by, note)
    return row


def reject(session: Session, crosswalk_id: int, *, by: Person, seen_version: int, note: str = "") -> Crosswalk:
    """A person says that it is no crosswalk; it stays, and is not suggested again. Waits as `confirm` does."""
    row = _seen(session, crosswalk_id, seen_version, by)
    prints = (session.get_one(Requirement, number).fingerprint for number in (row.upper_id, row.lower_id))
    if waits(session, row, {"state": Decided.REJECTED}, by, note, saw=prints):
        return row
    before = state_of(row)
    row.type = None
    _decide(row, Decided.REJECTED, by, note, None)
    record(session, row, "crosswalk.reject", before, by, note)
    return row


def reopen(session: Session, crosswalk_id: int, *, by: Person, seen_version: int, note: str = "") -> Crosswalk:
    """Undo: a decided crosswalk is a suggestion again."""
    row = _seen(session, crosswalk_id, seen_version, by)
    before = state_of(row)
    row.state, row.type = Decided.SUGGESTED, None
    row.decided_by_id = row.decided_at = row.on = None
    row.note, row.version = "", row.version + 1
    record(session, row, "crosswalk.reopen", before, by, note)
    return row


def add(session: Session, upper_id: int, lower_id: int, *, by: Person) -> Crosswalk:
    """A person points out a pair the machine did not suggest; it starts as a suggestion without a score."""
    access.allow(session, by, "crosswalk.decide")
    upper, lower = pair(session, upper_id, lower_id)
    for requirement in (upper, lower):
        access.allow_guideline(session, by, "crosswalk.decide", requirement.guideline_id)
    session.refresh(upper, with_for_update={"key_share": True})  # whoever adds the same at once waits, and finds it
    same = between(session, upper.id, lower.id)
    if same is not None:
        return same
    row = made(upper, lower, scorer=BY_PERSON)
    session.add(row)
    session.flush()
    record(session, row, "crosswalk.add", {}, by, "")
    return row


def pair(session: Session, upper_id: int, lower_id: int) -> tuple[Requirement, Requirement]:
    """Both requirements of a crosswalk; NotFound where one is missing, Refused where they cannot be tied this way.

    Above and below may be of one level (an act and what was issued under it), but a crosswalk never leads up, nor
    back: what carries another out is not carried out by it.
    """
    found = []
    for number in (upper_id, lower_id):
        requirement = session.get(Requirement, number)
        if requirement is None:
            raise NotFound("error.requirement_unknown", id=number)
        found.append(requirement)
    upper, lower = found
    high, low = (session.get_one(Guideline, one.guideline_id).level for one in found)
    if upper.id == lower.id or DEPTH[high] > DEPTH[low] or between(session, lower.id, upper.id, confirmed=True):
        raise Refused("error.crosswalk_upward", upper=upper.key, lower=lower.key)
    return upper, lower


def between(session: Session, upper_id: int, lower_id: int, *, confirmed: bool = False) -> Crosswalk | None:
    """The crosswalk from one requirement to another."""
    wanted = select(Crosswalk).where(Crosswalk.upper_id == upper_id, Crosswalk.lower_id == lower_id)
    if confirmed:
        wanted = wanted.where(Crosswalk.state == Decided.CONFIRMED)
    return session.scalars(wanted).first()


def made(upper: Requirement, lower: Requirement, *, scorer: str) -> Crosswalk:
    """A new crosswalk as both read today, of which nothing is decided."""
    return Crosswalk(
        upper_id=upper.id,
        lower_id=lower.id,
        upper_fingerprint=upper.fingerprint,
        lower_fingerprint=lower.fingerprint,
        scorer=scorer,
        recorded_at=clock.now(),
    )


def state_of(row: Crosswalk) -> dict[str, Any]:
    """What events keep of a crosswalk."""
    return {
        "state": row.state,
        "type": row.type,
        "on": row.on,
        "upper": row.upper_id,
        "lower": row.lower_id,
        "upper_fingerprint": row.upper_fingerprint,
        "lower_fingerprint": row.lower_fingerprint,
        "version": row.version,
    }


def record(session: Session, row: Crosswalk, action: str, before: Mapping[str, Any], by: Person, note: str) -> None:
    """Write the event of a change, on the chain of what all workspaces share."""
    session.flush()
    events.record(
        session, LIBRARY_CHAIN, action, f"crosswalk:{row.id}", by=by, before=before, after=state_of(row), note=note
    )


def waits(
    session: Session, row: Crosswalk, decision: Mapping[str, Any], by: Person, note: str, *, saw: Iterable[str]
) -> bool:
    """Whether a decision about it waits for a second person now."""
    first = countersigning.waits(
        session, None, f"crosswalk:{row.id}", "crosswalk.decide", decision, by=by, seen_version=row.version, saw=saw,
        note=note,
    )  # fmt: skip
    return first is not None


def _seen(session: Session, crosswalk_id: int, seen_version: int, by: Person) -> Crosswalk:
    """The crosswalk, locked, if it is still the one the person saw."""
    row = session.get(Crosswalk, crosswalk_id, with_for_update=True)
    if row is None:
        raise NotFound("error.crosswalk_unknown", id=crosswalk_id)
    access.allow(session, by, "crosswalk.decide")
    for number in (row.upper_id, row.lower_id):
        access.allow_guideline(session, by, "crosswalk.decide", session.get_one(Requirement, number).guideline_id)
    if row.version != seen_version:
        who = meanwhile.last(session, LIBRARY_CHAIN, f"crosswalk:{row.id}", reader=by.id)
        raise Conflict("error.crosswalk_changed", id=row.id, state=row.state.value, type=row.type or "", **who)
    return row


def _decide(row: Crosswalk, state: Decided, by: Person, note: str, on: date | None) -> None:
    row.state, row.decided_by_id, row.decided_at = state, by.id, clock.now()
    row.on, row.note, row.version = on or clock.today(), note, row.version + 1
