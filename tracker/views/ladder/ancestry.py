"""Who stands above each unit and service: whose texts speak for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.subjects import Subject
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Service

Above = tuple[bool, tuple[int, ...]]
"""Whether the subject is a service, and the actors above it, nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Units and services, those with the same actors above them in one group; groups `under` an actor, `of` a subject.

    Most requirements have evidence in a few places only: what lies under none of them need not be looked at.
    """

    groups: Sequence[tuple[Above, Sequence[Subject]]]
    under: Mapping[int, Iterable[int]]
    of: Mapping[Subject, int]


def places_of(session: Session, workspace_id: int) -> Places:
    """The units and services of a workspace, found by what stands above them."""
    groups = _subjects_by_ancestors(session, workspace_id)
    under: dict[int, set[int]] = defaultdict(set)
    of: dict[Subject, int] = {}
    for number, ((_, ancestors), below) in enumerate(groups.items()):
        of.update(dict.fromkeys(below, number))
        for ancestor in ancestors:
            under[ancestor].add(number)
    return Places(groups=tuple(groups.items()), under=under, of=of)


def _subjects_by_ancestors(session: Session, workspace_id: int) -> Mapping[Above, Sequence[Subject]]:
    """The units and services of a workspace, those with the same actors above them together.

    A service stands under its unit; the municipality stands above all.
    """
    actors = session.execute(
        select(Actor.id, Actor.part_of_id, Actor.kind).where(Actor.workspace_id == workspace_id)
    ).all()
    parent = {row.id: row.part_of_id for row in actors}
    top = [row.id for row in actors if row.kind is ActorKind.MUNICIPALITY]

    def chain(first: int | None) -> tuple[int, ...]:
        found: dict[int, None] = {}
        while first is not None and first not in found:
            found[first] = None
            first = parent.get(first)
        return tuple(dict.fromkeys([*found, *top]))

    above: dict[Above, list[Subject]] = {}
    for row in actors:
        if row.kind in UNIT_KINDS:
            ancestors = tuple(actor for actor in chain(row.part_of_id) if actor != row.id)
            above.setdefault((False, ancestors), []).append(("actor", row.id))
    services = session.execute(select(Service.id, Service.unit_id).where(Service.workspace_id == workspace_id))
    for service, unit in services:
        above.setdefault((True, chain(unit)), []).append(("service", service))
    return above
