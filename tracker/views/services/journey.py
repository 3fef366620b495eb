"""The citizen's journey through a service and the administration's own process, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.tables.journey import Channel, Journey, JourneyKind, JourneyStep, PainPoint, Side, Touchpoint
from tracker.tables.local import LocalDocument
from tracker.tables.network import Actor
from tracker.tables.service import Service, System
from tracker.views.clearance import secret_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A channel in which a step is taken; `service` is "" unless it is one of the municipality's services."""

    channel: Channel
    service_id: int | None
    service: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """What goes wrong at a step, for whom and how often."""

    side: Side
    text: str
    frequency: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage of the journey or a step of the process; `days` is None when nobody said how long it takes."""

    id: int
    position: int
    name: str
    actor: str
    system: str
    days: float | None
    opportunity: str
    touches: Sequence[Touch]
    pains: Sequence[Pain]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyMap:
    """A map with its steps in order; `document` is "" when there is none, or it is under secrecy for the reader."""

    id: int
    kind: JourneyKind
    name: str
    spans: bool
    life_event: str
    mapped_on: date | None
    participants: str
    document: str
    version: int
    steps: Sequence[Step]

    @property
    def days(self) -> tuple[float, int]:
        """The days of all steps together, and of how many steps they are known."""
        known = [step.days for step in self.steps if step.days is not None]
        return sum(known), len(known)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels some step is taken in, in the order of the closed set."""
        used = {touch.channel for step in self.steps for touch in step.touches}
        return tuple(channel for channel in Channel if channel in used)


def journeys(
    session: Session, workspace_id: int, *, service_id: int, sees_secrecy: bool = False
) -> list[JourneyMap]:  # fmt: skip
    """The maps of a service, and those of several services that touch it; the newest of a kind first."""
    touching = (
        select(JourneyStep.journey_id)
        .join(Touchpoint, Touchpoint.step_id == JourneyStep.id)
        .where(Touchpoint.service_id == service_id)
    )
    rows = session.execute(
        select(Journey, LocalDocument.name, secret_document())
        .outerjoin(LocalDocument, LocalDocument.id == Journey.document_id)
        .where(Journey.workspace_id == workspace_id, or_(Journey.service_id == service_id, Journey.id.in_(touching)))
        .order_by(Journey.kind, Journey.mapped_on.is_(None), Journey.mapped_on.desc(), Journey.id.desc())
    ).all()
    steps = _steps(session, [row.id for row, _, _ in rows])
    return [
        JourneyMap(
            id=row.id,
            kind=row.kind,
            name=row.name,
            spans=row.service_id != service_id,
            life_event=row.life_event,
            mapped_on=row.mapped_on,
            participants=row.participants,
            document=(title or "") if sees_secrecy or not secret else "",
            version=row.version,
            steps=steps.get(row.id, []),
        )
        for row, title, secret in rows
    ]


def _steps(session: Session, journey_ids: Sequence[int]) -> dict[int, list[Step]]:
    rows = session.execute(
        select(JourneyStep, Actor.name, System.name)
        .outerjoin(Actor, Actor.id == JourneyStep.actor_id)
        .outerjoin(System, System.id == JourneyStep.system_id)
        .where(JourneyStep.journey_id.in_(journey_ids))
        .order_by(JourneyStep.position)
    ).all()
    ids = [step.id for step, _, _ in rows]
    touches: dict[int, list[Touch]] = defaultdict(list)
    for touch, service in session.execute(
        select(Touchpoint, Service.name)
        .outerjoin(Service, Service.id == Touchpoint.service_id)
        .where(Touchpoint.step_id.in_(ids))
        .order_by(Touchpoint.id)
    ):
        touches[touch.step_id].append(
            Touch(channel=touch.channel, service_id=touch.service_id, service=service or "", note=touch.note)
        )
    pains: dict[int, list[Pain]] = defaultdict(list)
    for pain in session.scalars(select(PainPoint).where(PainPoint.step_id.in_(ids)).order_by(PainPoint.id)):
        pains[pain.step_id].append(Pain(side=pain.side, text=pain.text, frequency=pain.frequency, source=pain.source))
    found: dict[int, list[Step]] = defaultdict(list)
    for step, actor, system in rows:
        found[step.journey_id].append(
            Step(
                id=step.id,
                position=step.position,
                name=step.name,
                actor=actor or "",
                system=system or "",
                days=step.days,
                opportunity=step.opportunity,
                touches=touches.get(step.id, []),
                pains=pains.get(step.id, []),
            )
        )
    return found
