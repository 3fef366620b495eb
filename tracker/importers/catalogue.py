"""Importing the municipality's actors, relations and services; the same list again changes only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.document import ReadWarning
from tracker import access, clock, events, workspaces
from tracker.importers.actors import ActorRow
from tracker.importers.relations import RelationRow
from tracker.importers.services import ServiceRow
from tracker.tables.network import Actor, ActorKind, Relation
from tracker.tables.people import Person
from tracker.tables.schema import folded
from tracker.tables.service import Service, System, SystemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogued:
    """What an import changed; rows that name an unknown actor are set aside with a warning."""

    added: int
    changed: int
    unchanged: int
    warnings: tuple[ReadWarning, ...] = field(default=())


def import_actors(session: Session, rows: Sequence[ActorRow], workspace_id: int, *, by: Person) -> Catalogued:
    """Add or change actors by name; `part_of` is looked up once all rows are in, so that order does not matter."""
    access.allow(session, by, "actor.import", workspace_id)
    present = _actors(session, workspace_id)
    added = changed = 0
    for row in rows:
        actor = present.get(folded(row.name))
        if actor is None and row.kind is ActorKind.MUNICIPALITY:
            actor = workspaces.municipality(session, workspace_id)
            present[folded(row.name)] = actor
        if actor is None:
            actor = Actor(workspace_id=workspace_id, name=row.name, kind=row.kind, role=row.role, note=row.note)
            session.add(actor)
            present[folded(row.name)] = actor
            added += 1
        else:
            changed += _assign(actor, name=row.name, kind=row.kind, role=row.role, note=row.note)
    session.flush()
    warnings = []
    for row in rows:
        above = present.get(folded(row.part_of)) if row.part_of else None
        if row.part_of and above is None:
            warnings.append(ReadWarning(code="warning.actor_unknown", values={"name": row.part_of, "row": row.name}))
        if above is not None and above.id != present[folded(row.name)].id:
            present[folded(row.name)].part_of_id = above.id
    return _finish(session, workspace_id, "actor.import", by, added, changed, len(rows), warnings)


def import_services(session: Session, rows: Sequence[ServiceRow], workspace_id: int, *, by: Person) -> Catalogued:
    """Add or change services by name; the unit is looked up among the workspace's actors."""
    access.allow(session, by, "service.import", workspace_id)
    actors = _actors(session, workspace_id)
    present = {
        service.name_folded: service
        for service in session.scalars(select(Service).where(Service.workspace_id == workspace_id))
    }
    systems = {
        (system.kind, system.name_folded): system
        for system in session.scalars(select(System).where(System.workspace_id == workspace_id))
    }
    added = changed = 0
    warnings = []
    for row in rows:
        unit = actors.get(folded(row.unit)) if row.unit else None
        if row.unit and unit is None:
            warnings.append(ReadWarning(code="warning.actor_unknown", values={"name": row.unit, "row": row.name}))
        service = present.get(folded(row.name))
        if service is None:
            service = Service(workspace_id=workspace_id, name=row.name)
            present[folded(row.name)] = service
            session.add(service)
            added += 1
            new = True
        else:
            new = False
        different = _assign(
            service,
            unit_id=unit.id if unit else None,
            status=row.status,
            channel=row.channel,
            life_event=row.life_event,
            platform_id=_system(session, systems, workspace_id, SystemKind.PLATFORM, row.platform),
            back_office_id=_system(session, systems, workspace_id, SystemKind.BACK_OFFICE, row.back_office_system),
            vendor_id=_vendor(session, actors, workspace_id, row.vendor),
            contract_end=row.contract_end,
            cross_border=row.cross_border,
            started_on=row.started_on,
            url=row.url,
            description=row.description,
        )
        changed += 0 if new else different
    session.flush()
    return _finish(session, workspace_id, "service.import", by, added, changed, len(rows), warnings)


def import_relations(session: Session, rows: Sequence[RelationRow], workspace_id: int, *, by: Person) -> Catalogued:
    """Add relations between actors that are there; the same tie from the same day is not added twice."""
    access.allow(session, by, "relation.import", workspace_id)
    actors = _actors(session, workspace_id)
    present = {
        (relation.from_id, relation.to_id, relation.kind, relation.valid_from): relation
        for relation in session.scalars(select(Relation).where(Relation.workspace_id == workspace_id))
    }
    added = changed = 0
    warnings = []
    for row in rows:
        ends = [actors.get(folded(name)) for name in (row.from_name, row.to_name)]
        unknown = [name for name, end in zip((row.from_name, row.to_name), ends, strict=True) if end is None]
        if ends[0] is None or ends[1] is None:
            values = {"name": unknown[0], "row": f"{row.from_name} – {row.to_name}"}
            warnings.append(ReadWarning(code="warning.actor_unknown", values=values))
            continue
        key = (ends[0].id, ends[1].id, row.kind, row.valid_from)
        if key in present:
            changed += _assign(present[key], formal=row.formal, valid_to=row.valid_to, source=row.source)
            continue
        present[key] = Relation(
            workspace_id=workspace_id,
            from_id=ends[0].id,
            to_id=ends[1].id,
            kind=row.kind,
            formal=row.formal,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
            recorded_at=clock.now(),
        )
        session.add(present[key])
        added += 1
    session.flush()
    return _finish(session, workspace_id, "relation.import", by, added, changed, len(rows), warnings)


def _actors(session: Session, workspace_id: int) -> dict[str, Actor]:
    return {
        actor.name_folded: actor for actor in session.scalars(select(Actor).where(Actor.workspace_id == workspace_id))
    }


def _system(
    session: Session, present: dict[tuple[SystemKind, str], System], workspace_id: int, kind: SystemKind, name: str
) -> int | None:
    """The system a service runs on, made where nobody named it before."""
    if not folded(name):
        return None
    if (kind, folded(name)) not in present:
        system = present[kind, folded(name)] = System(workspace_id=workspace_id, kind=kind, name=name)
        session.add(system)
        session.flush()
    return present[kind, folded(name)].id


def _vendor(session: Session, present: dict[str, Actor], workspace_id: int, name: str) -> int | None:
    """The actor that supplies a service, made where nobody named it before."""
    if not folded(name):
        return None
    if folded(name) not in present:
        vendor = present[folded(name)] = Actor(workspace_id=workspace_id, kind=ActorKind.VENDOR, name=name)
        session.add(vendor)
        session.flush()
    return present[folded(name)].id


def _assign(row: Actor | Service | Relation, **values: object) -> int:
    """Set what differs; 1 when anything did, else 0."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    if different and isinstance(row, Actor | Service):
        row.version = (row.version or 0) + 1
    return int(bool(different))


def _finish(
    session: Session,
    workspace_id: int,
    action: str,
    by: Person,
    added: int,
    changed: int,
    total: int,
    warnings: Iterable[ReadWarning],
) -> Catalogued:
    aside = tuple(warnings)
    if added or changed:
        events.record(
            session,
            workspace_id,
            action,
            f"workspace:{workspace_id}",
            by=by,
            after={"added": added, "changed": changed, "rows": total, "warnings": len(aside)},
        )
    return Catalogued(added=added, changed=changed, unchanged=total - added - changed, warnings=aside)
