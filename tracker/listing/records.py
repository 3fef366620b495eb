"""Storing records, each with the facts of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import clock, facts
from tracker.listing import fact_cells
from tracker.listing.rows import BadCell, Row
from tracker.listing.working import Work
from tracker.tables.measurement import Record
from tracker.vocabulary import RecordKind

SUBJECT = ("service_id", "actor_id", "form_id")
TELLING = frozenset({"text", "launch_item", "barrier", "indicator"})
"""Required facts of these types tell two records of one kind and day apart: a course, an item, a type of barrier."""


def store_records(work: Work, rows: Sequence[Row]) -> None:
    """Records by subject, kind, day and what their kind is told apart by; a withdrawn one is left alone."""
    present = _present(work)
    known = {name: tuple(codes) for name, codes in facts.known_codes(work.session).items()}
    for row in rows:
        with work.row(row):
            kind = work.names.record_kind(row.cells["kind"], "kind")
            subject = work.about(row)
            given = {fact.code: row.get(fact.code) for fact in kind.facts}
            said = fact_cells.read(kind, {code: cell for code, cell in given.items() if cell}, known, work.names)
            key = _key(subject, kind.code, row.cells["on"], said, kind)
            found = present.get(key)
            if found is not None:
                said = _with_others(found.facts, said, row)
            for problem in facts.problems(kind, said, known):
                raise BadCell(problem.code, **{**problem.values, "column": problem.fact})
            values: dict[str, Any] = {"facts": facts.checked(kind, said, known)} | row.only("body", "note")
            values |= work.refer(row, "document", "local_document") | work.requirement(row)
            fixed = {**subject, "kind": kind.code, "on": row.cells["on"], "by_id": work.by.id}
            name = f"{row.get('service') or row.get('actor') or row.get('form')} – {row.cells['kind']}"
            present[key] = work.put(Record, found, row, name, values, **fixed, recorded_at=clock.now())


def _present(work: Work) -> dict[tuple[Any, ...], Record]:
    query = select(Record).where(Record.workspace_id == work.workspace_id, Record.withdrawn_at.is_(None))
    found = {}
    for record in work.session.scalars(query.order_by(Record.id.desc())):
        kind = work.names.record_kind(record.kind, "kind")
        subject = {field: getattr(record, field) for field in SUBJECT}
        found[_key(subject, record.kind, record.on, record.facts, kind)] = record
    return found


def _key(
    subject: Mapping[str, int | None], kind: str, on: date, said: Mapping[str, Any], described: RecordKind
) -> tuple[Any, ...]:
    telling = (said.get(fact.code) for fact in described.facts if fact.required and fact.type in TELLING)
    return (*(subject[field] for field in SUBJECT), kind, on, *telling)


def _with_others(before: Mapping[str, Any], said: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """What was said, and what stood before in fields that the file has no column for."""
    return {code: value for code, value in before.items() if code not in row.cells} | dict(said)
