"""Measures (åtgärder): planned steps that close a gap, changed and finished by people, with what they answer to."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, Unpack

from sqlalchemy.orm import Session

from tracker import access, barriers, clock, events, facts, meanwhile, subjects
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.network import Actor
from tracker.tables.people import Person

CAUSES = ("gap", "hollow_front", "overdue", "aged_evidence", "above_gap", "suspect", "outdated", "follow_up", "other")
"""What a measure can answer to; `other` where none of them fits."""


class Details(TypedDict, total=False):
    """What is planned about a measure; `decision` is what is wanted from the actor at its meeting."""

    state: MeasureState
    owner_id: int | None
    due_on: date | None
    barrier: str
    cause: str
    decision: str
    decision_wanted_from_id: int | None
    meeting_on: date | None
    note: str


class Changes(Details, total=False):
    """What can be changed about a measure afterwards: its title too."""

    title: str


def plan(
    session: Session,
    workspace_id: int,
    requirement_id: int | None,
    title: str,
    *,
    by: Person,
    actor_id: int | None = None,
    service_id: int | None = None,
    **details: Unpack[Details],
) -> Measure:
    """A planned step for a requirement, a unit, a service, or a requirement in one of these."""
    access.allow(session, by, "measure.plan", workspace_id)
    if requirement_id is None and actor_id is None and service_id is None:
        raise Refused("error.measure_about_nothing")
    if requirement_id is not None:
        subjects.known_requirement(session, workspace_id, requirement_id)
    if actor_id is not None or service_id is not None:
        subjects.check(session, workspace_id, actor_id, service_id)
    measure = Measure(
        workspace_id=workspace_id,
        requirement_id=requirement_id,
        actor_id=actor_id,
        service_id=service_id,
        title="",
        recorded_at=clock.now(),
    )
    changes: Changes = {**details, "title": title}
    _set(session, measure, changes)
    session.add(measure)
    session.flush()
    _record(session, measure, "measure.plan", {}, by, f"{measure.title}\n{measure.note}".strip())
    return measure


def change(
    session: Session, measure_id: int, *, by: Person, seen_version: int, why: str = "", **changes: Unpack[Changes]
) -> Measure:
    """Change what is named in `changes` and leave the rest; `why` stays in the history.

    A measure is cancelled with a reason only. Raises Conflict when somebody changed it after the person saw it.
    """
    measure = session.get(Measure, measure_id, with_for_update=True)
    if measure is None:
        raise NotFound("error.measure_unknown", id=measure_id)
    access.allow(session, by, "measure.plan", measure.workspace_id)
    if measure.version != seen_version:
        who = meanwhile.last(session, measure.workspace_id, f"measure:{measure.id}", reader=by.id)
        raise Conflict("error.measure_changed", id=measure.id, state=measure.state.value, **who)
    cancelled = changes.get("state") is MeasureState.CANCELLED and measure.state is not MeasureState.CANCELLED
    if cancelled and not why.strip():
        raise Refused("error.measure_reason_needed")
    before, words = _state(measure), _words(measure)
    _set(session, measure, changes)
    measure.version += 1
    said = [why.strip(), *(_words(measure)[key] for key in words if words[key] != _words(measure)[key])]
    _record(session, measure, "measure.change", before, by, "\n".join(part for part in said if part))
    return measure


def _set(session: Session, measure: Measure, changes: Changes) -> None:
    """Write the changes once they are known to be possible."""
    if "title" in changes and not changes["title"].strip():
        raise Refused("error.title_needed")
    for actor_id in (changes.get("owner_id"), changes.get("decision_wanted_from_id")):
        subjects.of_workspace(session, Actor, actor_id, measure.workspace_id)
    if changes.get("cause") and changes["cause"] not in CAUSES:
        raise NotFound("error.cause_unknown", cause=changes["cause"], known=", ".join(CAUSES))
    if changes.get("barrier") and changes["barrier"] not in barriers.types():
        raise NotFound("error.barrier_unknown", barrier=changes["barrier"][:40], known=", ".join(barriers.types()))
    facts.refuse_unlikely(changes.get("due_on"), changes.get("meeting_on"))
    for name, value in changes.items():
        setattr(measure, name, value.strip() if type(value) is str else value)


def _words(measure: Measure) -> dict[str, str]:
    """The free text of a measure: kept beside the chain of events, never in it."""
    return {"title": measure.title, "decision": measure.decision, "note": measure.note}


def _state(measure: Measure) -> dict[str, Any]:
    return {
        "requirement": measure.requirement_id,
        "actor": measure.actor_id,
        "service": measure.service_id,
        "state": measure.state,
        "owner": measure.owner_id,
        "due_on": measure.due_on,
        "barrier": measure.barrier,
        "cause": measure.cause,
        "meeting_on": measure.meeting_on,
        "decision_wanted_from": measure.decision_wanted_from_id,
        "version": measure.version,
    }


def _record(session: Session, measure: Measure, action: str, before: dict[str, Any], by: Person, note: str) -> None:
    session.flush()
    events.record(
        session,
        measure.workspace_id,
        action,
        f"measure:{measure.id}",
        by=by,
        before=before,
        after=_state(measure),
        note=note,
    )
