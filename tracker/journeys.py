"""Journeys and processes that people map step by step."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from tracker import access, events, facts, meanwhile, subjects
from tracker.errors import Conflict, NotFound, Refused
from tracker.services import title
from tracker.tables.event import Event
from tracker.tables.journey import Channel, Journey, JourneyKind, JourneyStep, PainPoint, Side, Touchpoint
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import folded
from tracker.tables.service import Service


def add_journey(
    session: Session,
    service_id: int,
    kind: JourneyKind,
    name: str,
    *,
    by: Person,
    mapped_on: date | None = None,
    participants: str = "",
) -> Journey:
    """A map of a service, still without steps; `participants` says which roles or groups took part."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFound("error.service_unknown", id=service_id)
    access.allow(session, by, "service.change", service.workspace_id)
    access.one_at_a_time(session, service.workspace_id)
    facts.refuse_unlikely(mapped_on)
    kept = title(name)
    same = select(Journey.id).where(
        Journey.workspace_id == service.workspace_id, Journey.kind == kind, Journey.name_folded == folded(kept)
    )
    if session.scalars(same).first() is not None:
        raise Refused("error.name_taken", name=kept[:80])
    journey = Journey(
        workspace_id=service.workspace_id,
        kind=kind,
        name=kept,
        service_id=service_id,
        life_event=service.life_event,
        mapped_on=mapped_on,
        participants=participants.strip(),
    )
    session.add(journey)
    session.flush()
    after = {"service": service_id, "kind": kind, "mapped_on": mapped_on}
    note = f"{kept}\n{journey.participants}".strip()
    events.record(session, journey.workspace_id, "journey.add", f"journey:{journey.id}", by=by, after=after, note=note)
    return journey


def add_step(
    session: Session,
    journey_id: int,
    name: str,
    *,
    by: Person,
    seen_version: int,
    channels: Collection[Channel] = (),
    pain_internal: str = "",
    pain_external: str = "",
    frequency: str = "",
    opportunity: str = "",
    days: float | None = None,
    actor_id: int | None = None,
) -> JourneyStep:
    """The next step of a map: the channels it is taken in, what goes wrong for whom, and how many days it takes."""
    journey = _seen(session, journey_id, seen_version, by)
    kept = title(name)
    if days is not None and not (math.isfinite(days) and 0 <= days <= 3650):
        raise Refused("error.fact_days", fact="days", value=days)
    subjects.of_workspace(session, Actor, actor_id, journey.workspace_id)
    last = session.scalar(select(func.max(JourneyStep.position)).where(JourneyStep.journey_id == journey_id)) or 0
    step = JourneyStep(
        workspace_id=journey.workspace_id,
        journey_id=journey_id,
        position=last + 1,
        name=kept,
        actor_id=actor_id,
        days=days,
        opportunity=opportunity.strip(),
    )
    session.add(step)
    session.flush()
    for channel in sorted(set(channels)):
        session.add(Touchpoint(workspace_id=journey.workspace_id, step_id=step.id, channel=channel))
    pains = [(Side.INTERNAL, pain_internal.strip()), (Side.EXTERNAL, pain_external.strip())]
    for side, text in pains:
        if text:
            session.add(
                PainPoint(
                    workspace_id=journey.workspace_id,
                    step_id=step.id,
                    side=side,
                    text=text,
                    frequency=frequency.strip()[:200],
                )
            )
    journey.version += 1
    session.flush()
    after = {"journey": journey_id, "position": step.position, "channels": sorted(set(channels)), "days": days}
    note = "\n".join(filter(None, (step.name, *(text for _, text in pains), step.opportunity)))
    events.record(
        session, journey.workspace_id, "journey.add_step", f"journey_step:{step.id}", by=by, after=after, note=note
    )
    return step


def remove_step(session: Session, step_id: int, *, by: Person, seen_version: int) -> None:
    """Take a step out of its map with its channels and pain points; what it said stays in the history."""
    step = session.get(JourneyStep, step_id)
    if step is None:
        raise NotFound("error.step_unknown", id=step_id)
    journey = _seen(session, step.journey_id, seen_version, by)
    pains = session.scalars(select(PainPoint.text).where(PainPoint.step_id == step_id)).all()
    for table in (Touchpoint, PainPoint):
        session.execute(delete(table).where(table.step_id == step_id))
    session.execute(delete(JourneyStep).where(JourneyStep.id == step_id))
    journey.version += 1
    before = {"journey": journey.id, "position": step.position, "days": step.days}
    note = "\n".join(filter(None, (step.name, *pains, step.opportunity)))
    events.record(
        session, journey.workspace_id, "journey.remove_step", f"journey_step:{step_id}", by=by, before=before, note=note
    )


def _seen(session: Session, journey_id: int, seen_version: int, by: Person) -> Journey:
    """The map, locked, if it is still the one the person saw."""
    journey = session.get(Journey, journey_id, with_for_update=True)
    if journey is None:
        raise NotFound("error.journey_unknown", id=journey_id)
    access.allow(session, by, "service.change", journey.workspace_id)
    if journey.version != seen_version:
        steps = and_(
            Event.action.in_(("journey.add_step", "journey.remove_step")),
            or_(*(values["journey"].as_integer() == journey_id for values in (Event.before, Event.after))),
        )
        who = meanwhile.last(session, journey.workspace_id, f"journey:{journey_id}", reader=by.id, also=steps)
        raise Conflict("error.journey_changed", id=journey_id, journey=journey.name, **who)
    return journey
