"""Storing journeys and process maps, one row a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tracker.listing.rows import BadCell, Change, FieldChange, Row
from tracker.listing.working import Work
from tracker.tables.journey import Channel, Journey, JourneyStep, PainPoint, Side, Touchpoint
from tracker.tables.schema import folded

OF_JOURNEY = ("service", "life_event", "mapped_on", "participants", "document")
"""Said of the whole journey, on any of its rows."""
PAINS = {"pain_internal": Side.INTERNAL, "pain_external": Side.EXTERNAL}


def store_journeys(work: Work, rows: Sequence[Row]) -> None:
    """Journeys by name and kind, their steps by position; steps that the file does not name stay."""
    query = select(Journey).where(Journey.workspace_id == work.workspace_id)
    present = {(journey.kind, journey.name_folded): journey for journey in work.session.scalars(query)}
    said: dict[tuple[Any, str], dict[str, tuple[int, Any]]] = {}
    new: set[int] = set()
    for row in rows:
        with work.row(row):
            key = (row.cells["kind"], folded(row.cells["journey"]))
            of_journey = said.setdefault(key, {})
            values = _of_journey(work, row, of_journey)
            if key not in present:
                fixed = {"name": row.cells["journey"], "kind": row.cells["kind"]}
                present[key] = Journey(workspace_id=work.workspace_id, **fixed, **values)
                work.session.add(present[key])
                work.session.flush()
                new.add(present[key].id)
                work.introduced.append(("journey", row.cells["journey"]))
            else:
                fields = work.assign(present[key], values)
                if fields and present[key].id not in new:
                    work.amend(Change(row=row.number, name=row.cells["journey"], new=False, fields=fields))
            _store_step(work, row, present[key])


def _of_journey(work: Work, row: Row, said: dict[str, tuple[int, Any]]) -> dict[str, Any]:
    """What the row says of the whole journey; BadCell where an earlier row says otherwise."""
    for key in OF_JOURNEY:
        cell = row.get(key)
        if cell:
            earlier, before = said.setdefault(key, (row.number, cell))
            if before != cell:
                raise BadCell("error.row_contradicts", column=key, value=str(cell)[:80], earlier=earlier)
    filled = Row(number=row.number, cells={key: row.cells[key] for key in OF_JOURNEY if row.get(key)})
    values: dict[str, Any] = filled.only("life_event", "mapped_on", "participants")
    return values | work.refer(filled, "service", "service") | work.refer(filled, "document", "local_document")


def _store_step(work: Work, row: Row, journey: Journey) -> None:
    query = select(JourneyStep).where(
        JourneyStep.journey_id == journey.id, JourneyStep.position == row.cells["position"]
    )
    found = work.session.scalars(query).first()
    values = row.only("days", "opportunity") | {"name": row.cells["step"]}
    values |= work.refer(row, "actor", "actor") | work.refer(row, "system", "system")
    name = f"{row.cells['journey']} {row.cells['position']}: {row.cells['step']}"
    fixed = {"journey_id": journey.id, "position": row.cells["position"]}
    step = work.put(JourneyStep, found, row, name, values, **fixed)
    work.session.flush()
    fields = [*_channels(work, row, step), *(change for key in PAINS for change in _pain(work, row, step, key))]
    if fields and found is not None:
        work.amend(Change(row=row.number, name=name, new=False, fields=tuple(fields)))


def _channels(work: Work, row: Row, step: JourneyStep) -> list[FieldChange]:
    """The touchpoints of a step are those of the file."""
    if "channels" not in row.cells:
        return []
    present = {
        touch.channel: touch for touch in work.session.scalars(select(Touchpoint).where(Touchpoint.step_id == step.id))
    }
    wanted: tuple[Channel, ...] = tuple(row.cells["channels"])
    for channel in wanted:
        if channel not in present:
            work.session.add(Touchpoint(workspace_id=work.workspace_id, step_id=step.id, channel=channel))
    for channel, touch in present.items():
        if channel not in wanted:
            work.session.delete(touch)
    before, after = ("; ".join(sorted(channels)) for channels in (present, wanted))
    return [FieldChange(field="channels", before=before, after=after)] if before != after else []


def _pain(work: Work, row: Row, step: JourneyStep, key: str) -> list[FieldChange]:
    """What goes wrong at a step for one side; a step has one such text in a list, more on its page."""
    if key not in row.cells:
        return []
    query = select(PainPoint).where(PainPoint.step_id == step.id, PainPoint.side == PAINS[key]).order_by(PainPoint.id)
    found, text = work.session.scalars(query).first(), row.cells[key]
    beside = row.only("frequency", "source")
    if found is None:
        if not text:
            return []
        made = PainPoint(workspace_id=work.workspace_id, step_id=step.id, side=PAINS[key], text=text, **beside)
        work.session.add(made)
        return [FieldChange(field=key, before="", after=text)]
    if not text:
        work.session.delete(found)
        return [FieldChange(field=key, before=found.text, after="")]
    fields = work.assign(found, {"text": text, **beside})
    return [FieldChange(field=key if f.field == "text" else f.field, before=f.before, after=f.after) for f in fields]
