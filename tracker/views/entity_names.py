"""What the things are called that the history tells of: "link:7" in words, for who may know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.tables.assessment import Assessment, Evidence, Measure
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.tables.link import Link, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor, Participation
from tracker.tables.people import Workspace
from tracker.tables.service import Service
from tracker.tables.translation import Coding
from tracker.views.clearance import open_documents, open_passages

BETWEEN = " · "

PARTS: Mapping[str, tuple[type[Any], Mapping[str, str]]] = {
    "link": (
        Link,
        {"requirement_id": "requirement", "passage_id": "passage", "service_id": "service", "actor_id": "actor"},
    ),
    "assessment": (Assessment, {"requirement_id": "requirement", "actor_id": "actor", "service_id": "service"}),
    "evidence": (Evidence, {"requirement_id": "requirement", "actor_id": "actor", "service_id": "service"}),
    "coding": (Coding, {"requirement_id": "requirement"}),
    "search_record": (SearchRecord, {"requirement_id": "requirement"}),
    "crosswalk": (Crosswalk, {"upper_id": "requirement", "lower_id": "requirement"}),
    "record": (Record, {"actor_id": "actor", "service_id": "service", "requirement_id": "requirement"}),
    "measurement": (Measurement, {"actor_id": "actor", "service_id": "service"}),
    "participation": (Participation, {"document_id": "local_document", "actor_id": "actor"}),
}
"""By kind of what has no name of its own, the columns that say what it is between or about."""


def names(session: Session, workspace_id: int, entities: Iterable[str], *, sees: bool) -> dict[str, str]:
    """By entity what it is called; none for what is gone, of another workspace, or under secrecy unless `sees`."""
    wanted: dict[str, set[int]] = {}
    for entity in entities:
        kind, _, told = entity.partition(":")
        if told.isascii() and told.isdecimal() and len(told) < 10:
            wanted.setdefault(kind, set()).add(int(told))
    made = _made_up(session, workspace_id, wanted)
    for pieces in made.values():
        for kind, number in pieces:
            wanted.setdefault(kind, set()).add(number)
    found = {
        f"{kind}:{number}": name
        for kind, query in _named(workspace_id, sees).items()
        if wanted.get(kind)
        for number, name in session.execute(query.where(_TABLES[kind].id.in_(wanted[kind]))).all()
        if name
    }
    for entity, pieces in made.items():
        said = [found[f"{kind}:{number}"] for kind, number in pieces if f"{kind}:{number}" in found]
        if said:
            found[entity] = BETWEEN.join(said)
    return found


def _made_up(
    session: Session, workspace_id: int, wanted: Mapping[str, Iterable[int]]
) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for kind in sorted(PARTS.keys() & wanted.keys()):
        table, parts = PARTS[kind]
        rows = select(table.id, *(getattr(table, name) for name in parts)).where(table.id.in_(wanted[kind]))
        if hasattr(table, "workspace_id"):
            rows = rows.where(table.workspace_id == workspace_id)
        for number, *held in session.execute(rows):
            pairs = zip(parts.values(), held, strict=True)
            found[f"{kind}:{number}"] = [(of, part) for of, part in pairs if part is not None]
    return found


_TABLES: Mapping[str, Any] = {
    "guideline": Guideline, "edition": Edition, "requirement": Requirement, "service": Service, "actor": Actor,
    "measure": Measure, "local_document": LocalDocument, "local_edition": LocalEdition, "passage": Passage,
    "workspace": Workspace,
}  # fmt: skip


def _named(workspace_id: int, sees: bool) -> dict[str, Select[Any]]:
    """By kind of what has a name, its numbers and names as this workspace may read them."""
    ours = or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id)
    short = func.coalesce(func.nullif(Guideline.identifier, ""), Guideline.name)
    where = LocalDocument.name + " " + Passage.locator
    return {
        "guideline": select(Guideline.id, Guideline.name).where(ours),
        "edition": select(Edition.id, Guideline.name).join(Guideline, Guideline.id == Edition.guideline_id).where(ours),
        "requirement": select(Requirement.id, func.trim(short + " " + Requirement.locator))
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(ours),
        "service": select(Service.id, Service.name).where(Service.workspace_id == workspace_id),
        "actor": select(Actor.id, Actor.name).where(Actor.workspace_id == workspace_id),
        "measure": select(Measure.id, Measure.title).where(Measure.workspace_id == workspace_id),
        "local_document": select(LocalDocument.id, LocalDocument.name).where(
            LocalDocument.workspace_id == workspace_id, open_documents(sees)
        ),
        "local_edition": select(LocalEdition.id, LocalDocument.name)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(LocalDocument.workspace_id == workspace_id, open_documents(sees)),
        "passage": select(Passage.id, where)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Passage.workspace_id == workspace_id, open_passages(sees)),
        "workspace": select(Workspace.id, Workspace.name).where(Workspace.id == workspace_id),
    }
