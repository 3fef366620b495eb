"""How services spread over vendors and systems, which contracts end, and what new ones must bring along."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.network import Actor
from tracker.tables.schema import sort_key
from tracker.tables.service import System, SystemKind
from tracker.views.counted import counted_requirements
from tracker.views.services.listing import RUNNING, ContractState, ServiceRow, contract_state, service_list
from tracker.views.settings import thresholds
from tracker.vocabulary import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRow:
    """A vendor with its services in use, its systems, and the contract of it that ends first."""

    name: str
    services: Sequence[str]
    systems: Sequence[str]
    share: float
    contract_end: date | None
    contract: ContractState


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRow:
    """A platform or back-office system with the services that run on it."""

    name: str
    kind: SystemKind
    vendor: str
    owner: str
    contract_end: date | None
    contract: ContractState
    integrations: str
    services: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The spread of the e-services people can use today.

    `on_platform` is the share on the largest platform, None without any e-service. `concentration` is the
    Herfindahl index over vendors, the sum of the squared shares of services with a known vendor: 1 is one vendor for
    all, 1/N an even spread over N; None when no vendor is known. `unknown` counts services without one.
    """

    e_services: int
    platform: str
    on_platform: float | None
    outside: int
    concentration: float | None
    unknown: int
    vendors: Sequence[VendorRow]
    systems: Sequence[SystemRow]
    themes: Mapping[str, Sequence[int]]


@cache
def contract_themes() -> Mapping[str, frozenset[str]]:
    """What a new contract must bring along, with the library's guidelines that say so."""
    return {row["code"]: frozenset(row["guidelines"]) for row in rows("contract_themes.toml", "theme")}


def spread(session: Session, workspace_id: int) -> Spread:
    """Vendors and systems as they are used today."""
    rows = service_list(session, workspace_id)
    running = [row for row in rows if row.status in RUNNING]
    e_services = [row for row in running if row.is_e_service]
    platforms = Counter(row.platform for row in e_services if row.platform)
    largest, most = next(iter(platforms.most_common(1)), ("", 0))
    known = Counter(row.vendor for row in e_services if row.vendor)
    total = known.total()
    systems = _systems(session, workspace_id, running)
    return Spread(
        e_services=len(e_services),
        platform=largest,
        on_platform=most / len(e_services) if e_services else None,
        outside=sum(row.outside for row in rows),
        concentration=sum((count / total) ** 2 for count in known.values()) if total else None,
        unknown=len(e_services) - total,
        vendors=_vendors(session, workspace_id, running, systems),
        systems=systems,
        themes=theme_requirements(session, workspace_id),
    )


def theme_requirements(session: Session, workspace_id: int) -> dict[str, list[int]]:
    """For each theme of a contract the counted requirements of its guidelines."""
    rows = session.execute(
        select(Guideline.library_key, Requirement.id)
        .join(Requirement, Requirement.guideline_id == Guideline.id)
        .where(Requirement.id.in_(counted_requirements(workspace_id)))
        .order_by(Requirement.guideline_id, Requirement.position, Requirement.id)
    ).all()
    return {code: [number for key, number in rows if key in keys] for code, keys in contract_themes().items()}


def _vendors(
    session: Session, workspace_id: int, running: Sequence[ServiceRow], systems: Sequence[SystemRow]
) -> list[VendorRow]:
    limits = thresholds(session, workspace_id)
    services: dict[str, list[ServiceRow]] = defaultdict(list)
    supplied: dict[str, list[SystemRow]] = defaultdict(list)
    for service in running:
        if service.vendor:
            services[service.vendor].append(service)
    for system in systems:
        if system.vendor:
            supplied[system.vendor].append(system)
    total = sum(map(len, services.values()))
    found = []
    for name in {*services, *supplied}:
        ends = [service.contract_end for service in services[name]] + [system.contract_end for system in supplied[name]]
        end = min((day for day in ends if day is not None), default=None)
        found.append(
            VendorRow(
                name=name,
                services=[row.name for row in services[name]],
                systems=[row.name for row in supplied[name]],
                share=len(services[name]) / total if total else 0.0,
                contract_end=end,
                contract=contract_state(end, limits),
            )
        )
    return sorted(found, key=lambda row: (-len(row.services), sort_key(row.name)))


def _systems(session: Session, workspace_id: int, running: Sequence[ServiceRow]) -> list[SystemRow]:
    limits = thresholds(session, workspace_id)
    vendor, owner = aliased(Actor), aliased(Actor)
    rows = session.execute(
        select(System, vendor.name, owner.name)
        .outerjoin(vendor, vendor.id == System.vendor_id)
        .outerjoin(owner, owner.id == System.owner_id)
        .where(System.workspace_id == workspace_id)
        .order_by(System.kind, System.name_sort)
    )
    return [
        SystemRow(
            name=row.name,
            kind=row.kind,
            vendor=supplier or "",
            owner=bought_by or "",
            contract_end=row.contract_end,
            contract=contract_state(row.contract_end, limits),
            integrations=row.integrations,
            services=[
                service.name
                for service in running
                if row.name == (service.platform if row.kind is SystemKind.PLATFORM else service.back_office)
            ],
        )
        for row, supplier, bought_by in rows
    ]
