"""The anchoring index of every unit and service, with each item's finding; see docs/anchoring.md for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.anchoring import Index, index, items
from tracker.subjects import Subject
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Service
from tracker.thresholds import Thresholds
from tracker.views import settings
from tracker.views.anchoring.answers import answers
from tracker.views.anchoring.findings import Finding, Findings, ItemFinding, Unusable, of_unit
from tracker.views.anchoring.rules import RULES, core_roles_filled, units_moved_from

NOBODY = ItemFinding()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """How well something is anchored inside; `is_own` is false while everything known comes from above the subject."""

    subject: Subject
    name: str
    unit: str
    index: Index
    items: Findings
    is_own: bool


def index_of(session: Session, workspace_id: int) -> Mapping[Subject, Anchoring]:
    """The anchoring of the municipality, its units and its services, units and services each by name.

    A service takes its own findings, and its unit's where it has none of an item.
    """
    thresholds = settings.thresholds(session, workspace_id)
    known = _known(session, workspace_id, thresholds)
    shared = _shared(session, workspace_id)
    actors = session.execute(
        select(Actor.id, Actor.name)
        .where(Actor.workspace_id == workspace_id, Actor.kind.in_((*UNIT_KINDS, ActorKind.MUNICIPALITY)))
        .order_by(Actor.name_sort, Actor.id)
    ).all()
    services = session.execute(
        select(Service.id, Service.name, Service.unit_id)
        .where(Service.workspace_id == workspace_id)
        .order_by(Service.name_sort, Service.id)
    ).all()
    names = dict(actors)
    found: dict[Subject, Anchoring] = {}
    for number, name in names.items():
        own = known.get(("actor", number), {})
        findings = _complete(own, shared, unit=number)
        found["actor", number] = _anchoring(("actor", number), name, "", findings, own, thresholds)
    for number, name, unit in services:
        own = known.get(("service", number), {})
        findings = _complete(_with_lent(own, known.get(("actor", unit or 0), {})), shared, unit=unit)
        found["service", number] = _anchoring(
            ("service", number), name, names.get(unit or 0, ""), findings, own, thresholds
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What all subjects have in common: the core roles, and the units anybody was moved from."""

    core_roles: Finding | None
    moved_from: frozenset[int]


def _shared(session: Session, workspace_id: int) -> _Shared:
    return _Shared(
        core_roles=core_roles_filled(session, workspace_id), moved_from=units_moved_from(session, workspace_id)
    )


def _known(session: Session, workspace_id: int, thresholds: Thresholds) -> Mapping[Subject, Mapping[str, ItemFinding]]:
    """What units and services know by themselves, item by item."""
    found: dict[Subject, dict[str, ItemFinding]] = {}
    for subject, said in answers(session, workspace_id, thresholds).items():
        found[subject] = {
            code: ItemFinding(unusable=answer) if isinstance(answer, Unusable) else ItemFinding(answered=answer)
            for code, answer in said.items()
        }
    for item in items().values():
        rule = RULES.get(item.rule)
        for subject, computed in (rule(session, workspace_id, thresholds) if rule else {}).items():
            known = found.setdefault(subject, {})
            known[item.code] = replace(known.get(item.code, NOBODY), computed=computed)
    return found


def _said(found: ItemFinding | None) -> bool:
    return found is not None and found.counts is not None


def _with_lent(own: Findings, lent: Findings) -> Findings:
    """A service's own findings, its unit's where it has none that counts."""
    merged = {code: of_unit(row) for code, row in lent.items()}
    return merged | {code: row for code, row in own.items() if _said(row) or not _said(merged.get(code))}


def _complete(findings: Findings, shared: _Shared, *, unit: int | None) -> Findings:
    """All items in order: the core roles for everybody, backfill only where somebody was moved from.

    While no move at all is on record nobody knows whom it concerns, and so it is missing everywhere.
    """
    complete = {code: findings.get(code, NOBODY) for code in items()}
    complete["core_roles"] = ItemFinding(computed=shared.core_roles)
    if shared.moved_from and unit is not None and unit not in shared.moved_from:
        complete["backfill"] = ItemFinding(concerns=False)
    return complete


def _anchoring(
    subject: Subject, name: str, unit: str, findings: Findings, own: Findings, thresholds: Thresholds
) -> Anchoring:
    scores = {code: row.counts.score for code, row in findings.items() if row.counts is not None}
    beside = [code for code, row in findings.items() if not row.concerns]
    return Anchoring(
        subject=subject,
        name=name,
        unit=unit,
        index=index(scores, thresholds, beside=beside),
        items=findings,
        is_own=any(map(_said, own.values())),
    )
