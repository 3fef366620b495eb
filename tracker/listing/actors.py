"""Storing actors and their relations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.listing.parts import store_tree
from tracker.listing.rows import BadCell, Row
from tracker.listing.working import Work
from tracker.tables.guideline import Decided
from tracker.tables.network import Actor, ActorKind, Relation
from tracker.tables.schema import folded

_MUNICIPALITY = re.compile(r"^(?:kommunen )?(.+?)s?(?: kommun| stad| municipality)?$")


def store_actors(work: Work, rows: Sequence[Row]) -> None:
    """Actors by identifier, else by name; what they are part of is looked up once all are in.

    The workspace's own municipality goes by its name with or without the word for it.
    """
    query = select(Actor).where(Actor.workspace_id == work.workspace_id).order_by(Actor.id)
    actors = work.session.scalars(query).all()
    present = {actor.name_folded: actor for actor in actors}
    by_identifier = {actor.identifier: actor for actor in actors if actor.identifier}
    own = next((actor for actor in actors if actor.kind is ActorKind.MUNICIPALITY), None)
    stored: list[tuple[Row, Actor, bool]] = []
    for row in rows:
        with work.row(row):
            name, identifier = row.cells["name"], row.get("identifier", "")
            found = by_identifier.get(identifier) or present.get(folded(name))
            if found is not None and present.get(folded(name)) not in (None, found):
                raise BadCell("error.row_name_taken", column="name", value=name[:80], identifier=identifier[:80])
            values = row.only("name", "kind", "role", "note", "identifier")
            municipal = row.cells["kind"] is ActorKind.MUNICIPALITY
            if found is None and municipal and own is not None and _bare(name) == _bare(own.name):
                found = own
                del values["name"]
            if "holder" in row.cells:
                values["individual_id"] = work.individual(row.cells["holder"])
            actor = work.put(Actor, found, row, name, values)
            present[folded(name)] = actor
            if actor.identifier:
                by_identifier[actor.identifier] = actor
            stored.append((row, actor, found is None))
    store_tree(work, "actor", list(present.values()), stored)


def _bare(name: str) -> str:
    """The name of a municipality without the word for it.

    >>> _bare("Provby kommun") == _bare("Provby"), _bare("Borås stad") == _bare("Borås")
    (True, True)
    """
    match = _MUNICIPALITY.match(folded(name))
    return match[1] if match else folded(name)


def store_relations(work: Work, rows: Sequence[Row]) -> None:
    """Relations by both ends, kind and first day; one that was suggested is confirmed by being imported."""
    query = select(Relation).where(Relation.workspace_id == work.workspace_id)
    present = {
        (relation.from_id, relation.to_id, relation.kind, relation.valid_from): relation
        for relation in work.session.scalars(query)
    }
    for row in rows:
        with work.row(row):
            ends = {f"{end}_id": work.names.need("actor", row.cells[end], end) for end in ("from", "to")}
            if ends["from_id"] == ends["to_id"]:
                raise BadCell("error.row_same_actor", column="to", value=row.cells["to"][:80])
            kind, start = row.cells["kind"], row.get("valid_from")
            key = (ends["from_id"], ends["to_id"], kind, start)
            values: dict[str, Any] = {"formal": True} if "formal" not in row.cells and key not in present else {}
            values |= row.only("formal", "valid_to", "source")
            if key not in present or present[key].state is not Decided.CONFIRMED:
                values |= {"state": Decided.CONFIRMED, "decided_by_id": work.by.id, "decided_at": clock.now()}
            name = f"{row.cells['from']} – {row.cells['to']}"
            fixed = {**ends, "kind": kind, "valid_from": start, "recorded_at": clock.now()}
            present[key] = work.put(Relation, present.get(key), row, name, values, **fixed)
