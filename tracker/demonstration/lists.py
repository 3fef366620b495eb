"""The lists of the demonstration: what a municipality keeps in spreadsheets, imported as it came to be known."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from tracker import tasks
from tracker.database import Database
from tracker.demonstration import chronicle, story
from tracker.importers import lists
from tracker.listing.rows import Stored
from tracker.tables.network import ActorKind
from tracker.tables.people import Person
from tracker.tables.service import ServiceStatus

Row: TypeAlias = dict[str, str]
BEFORE_DOCUMENTS = ("actors", "systems", "services", "relations", "forms", "topics", "positions", "moves")
BEHIND_DOCUMENTS = (
    "contact_statistics",
    "analytics",
    "measurements",
    "surveys",
    "records",
    "journeys",
    "goals",
    "kolada",
)
"""Records and goals name the documents they rest on."""
DATED = {
    "relations": "valid_from",
    "positions": "valid_from",
    "moves": "on",
    "contact_statistics": "month",
    "analytics": "to",
    "measurements": "period_to",
    "surveys": "period_to",
    "records": "on",
    "journeys": "mapped_on",
}
"""The column with the day from which a row can be known; the other lists are known from the beginning."""
AT_ONCE = {"goals": chronicle.READ, "kolada": chronicle.READ}
"""Lists that come in whole: their rows rest on one another, or are of one export."""


def load(
    database: Database, folder: Path, kinds: Sequence[str], workspace_id: int, day: date, *, by: Person
) -> Mapping[str, Stored]:
    """Import what became known, by a day of work, of the lists of these kinds that the folder holds."""
    stored = {}
    for kind in kinds:
        path = folder / f"{kind}.csv"
        if path.is_file() and (data := _due(path, kind, day)):
            stored[kind] = tasks.import_list(database, data, path.name, kind, workspace_id, by=by)
    return stored


def municipality(folder: Path) -> str:
    """The municipality's name, as its own list of actors has it."""
    rows = lists.read("actors", (folder / "actors.csv").read_bytes(), "actors.csv").rows
    return next(str(row.cells["name"]) for row in rows if row.cells["kind"] is ActorKind.MUNICIPALITY)


def _due(path: Path, kind: str, day: date) -> bytes:
    """The rows that are due on a day as a file of their own; nothing where there are none."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    known_on = _known_on(kind)
    found = _services(rows, day) if kind == "services" else [row for row in rows if known_on(row) == day]
    return _written(columns, found) if found else b""


def _known_on(kind: str) -> Callable[[Row], date]:
    """When a row of a list is imported: once its own day has come, and the document it rests on is there."""
    documents, column = chronicle.of_documents(), DATED.get(kind)

    def known_on(row: Row) -> date:
        own = row.get(column, "") if column else ""
        if kind == "measurements" and own > chronicle.PLANNED.isoformat():
            own = row["period_from"]  # what is counted once for a year is known when the year begins
        rests_on = documents.get(row["document"], chronicle.READ) if row.get("document") else chronicle.BEGAN
        found = max(_day(own), rests_on, AT_ONCE.get(kind, chronicle.BEGAN))
        return chronicle.worked_on(found)

    return known_on


def _services(rows: Iterable[Row], day: date) -> list[Row]:
    """The services as they were on a day of work, where they were otherwise on the one before."""
    before = max((one for one in chronicle.days() if one < day), default=None)
    return [_as_of(row, day) for row in rows if before is None or _as_of(row, before) != _as_of(row, day)]


def _as_of(row: Row, day: date) -> Row:
    """A service that has not started yet is planned; one that is closed was in use until then."""
    closed_on = story.decisions()["closed"]
    if row["started_on"] > day.isoformat():
        return row | {"status": ServiceStatus.PLANNED.value, "started_on": ""}
    if row["status"] == ServiceStatus.CLOSED.value and row["name"] in closed_on:
        return row if closed_on[row["name"]] <= day.isoformat() else row | {"status": ServiceStatus.IN_SERVICE.value}
    return row


def _day(text: str) -> date:
    """A day, or the last but a few of a month, as a cell holds it; the beginning for none."""
    if not text:
        return chronicle.BEGAN
    return date.fromisoformat(text if len(text) > len("2026-11") else f"{text}-28")


def _written(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()
