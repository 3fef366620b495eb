"""The workbook of working data from the command line: written to a file, and what came back in one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tracker.cli.files import write_whole
from tracker.cli.workplace import open_tracker

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.tables.people import Person
    from tracker.tasks.workbook import Brought


def write(to: Path, workspace: str, *, secrecy: bool) -> None:
    """Write the workbook and say how many rows its sheets have."""
    from tracker import locales, tasks, workspaces
    from tracker.cli import language
    from tracker.errors import TrackerError

    if to.suffix.lower() != ".xlsx":
        raise TrackerError("error.export_format", format=to.suffix.lstrip("."), choices="xlsx")
    database, by = open_tracker()
    with database.reading() as session:
        found = workspaces.find(session, workspace).id
    made = tasks.make_workbook(database, found, language(), by=by, secrecy=secrecy)
    write_whole(to, made.content)
    counts = ", ".join(
        f"{locales.text(f'workbook.sheet.{key}', language())} {count}" for key, count in made.counts.items()
    )
    typer.echo(locales.text("cli.workbook_written", language(), file=str(to), counts=counts))


def bring(
    database: Database, data: bytes, file: str, workspace_id: int, by: Person, *, preview: bool, rest: bool
) -> dict[str, object]:
    """What a workbook changed, or would change: counts, each cell, and each trouble with its reason in words."""
    from tracker import tasks

    if preview:
        return {"preview": True, **told(tasks.preview_workbook(database, data, file, workspace_id, by=by))}
    return told(tasks.import_workbook(database, data, file, workspace_id, by=by, rest=rest))


def told(found: Brought) -> dict[str, object]:
    """Counts, cells and troubles as plain values."""
    from tracker import locales
    from tracker.cli import language
    from tracker.offline import Weight

    cells = [
        {
            "sheet": row.title,
            "cell": edit.cell,
            "row": row.name,
            "column": edit.column,
            "before": edit.before,
            "after": edit.after,
            "waits": row in found.waiting,
        }
        for row in (*found.stored, *found.waiting)
        for edit in row.edits
    ]
    troubles = [
        {
            "weight": one.weight.value,
            "sheet": one.title,
            "cell": one.cell,
            "column": one.column,
            "code": one.code,
            "mine": one.mine,
            "theirs": one.theirs,
            "message": locales.text(one.code, language(), **one.values),
        }
        for one in found.troubles
    ]
    weights = [one.weight for one in found.troubles]
    return {
        "rows": len(found.stored),
        "waiting": len(found.waiting),
        "conflicts": weights.count(Weight.CONFLICT),
        "problems": weights.count(Weight.ROW),
        "cells": cells,
        "troubles": troubles,
    }


def sentence(row: dict[str, object]) -> str:
    """The same for people: one line, and one for each cell."""
    from tracker import locales
    from tracker.cli import language

    cells, troubles = row["cells"], row["troubles"]
    assert isinstance(cells, list)
    assert isinstance(troubles, list)
    key = "cli.workbook_would" if "preview" in row else "cli.workbook_did"
    counts = {**row, "cells": len(cells)}
    changes = [f"  {one['sheet']} {one['cell']} {one['column']}: {one['before']} → {one['after']}" for one in cells]
    return "\n".join([locales.text(key, language(), **counts), *changes, *map(trouble_line, troubles)])


def trouble_line(trouble: dict[str, str]) -> str:
    """Where something is wrong, both values of a conflict, and the reason."""
    place = " ".join(part for part in (trouble["sheet"], trouble["cell"], trouble["column"]) if part)
    values = f"{trouble['mine']} ≠ {trouble['theirs']}. " if trouble["weight"] == "conflict" else ""
    return f"  ! {place}: {values}{trouble['message']}"
