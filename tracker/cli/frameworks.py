"""Frameworks of one's own from the command line: a sheet, a text or a shared file in, one file out."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import typer

from tracker.cli.workplace import open_tracker

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.tables.people import Person


def bring(
    database: Database, data: bytes, name: str, workspace_id: int, identifier: str, by: Person, *, preview: bool
) -> dict[str, object]:
    """Store a framework, or say what storing it would do; `identifier` names the one it is a new edition of.

    A new one is called after its file and counts in the workspace; one shared as JSON counts in all.
    """
    from sqlalchemy import select

    from tracker.importers import frameworks as reading
    from tracker.importers.table import read_sheets
    from tracker.tables.guideline import Guideline
    from tracker.tables.people import Workspace
    from tracker.tasks import frameworks

    ending = PurePath(name).suffix.lower()
    if ending == ".json":
        made = frameworks.shared(data, name)
    else:
        with database.reading() as session:
            known = session.scalars(select(Guideline.id).where(Guideline.identifier == identifier)).first()
            said = frameworks.Said(title=PurePath(name).stem.replace("_", " "), edition_of=known)
            if ending in (".txt", ".md"):
                rows = reading.text_rows(data.decode("utf-8-sig", "replace"), name)
            else:
                source = read_sheets(data, name)
                rows = reading.sheet_rows(source, frameworks.layout(session, source, workspace_id), name)
            made = frameworks.draft(session, rows, name, said, session.get_one(Workspace, workspace_id))
    if preview:
        seen = frameworks.look(database, made)
        found = seen.edition
        counts = {"provisions": seen.provisions, "requirements": seen.requirements}
        return {"new": found.known is None, "compared_with": found.against, **counts, **found.requirements}
    done = frameworks.store(database, made, workspace_id, by=by)
    stored = done.guideline
    return {
        "new": stored.new, "provisions": stored.provisions, "requirements": stored.requirements,
        "identifier": made.identifier, "edition": stored.edition_id, "crosswalks": done.tied, **stored.changes,
    }  # fmt: skip


def share(to: Path, workspace: str, guideline: str) -> None:
    """Write a guideline as one file for another installation; nothing of the workspace goes along."""
    from sqlalchemy import select

    from policies.framework import packed
    from tracker import locales, workspaces
    from tracker.cli import language
    from tracker.cli.files import write_whole
    from tracker.errors import NotFound
    from tracker.tables.guideline import Guideline
    from tracker.views.exports.shared_framework import shared_framework

    database, _ = open_tracker()
    with database.reading() as session:
        place = workspaces.find(session, workspace)
        number = session.scalars(
            select(Guideline.id).where((Guideline.identifier == guideline) | (Guideline.library_key == guideline))
        ).first()
        if number is None:
            raise NotFound("error.guideline_not_counted", name=guideline)
        found = shared_framework(session, place.id, number, language())
    write_whole(to, packed(found))
    counts = {"requirements": len(found.requirements), "crosswalks": len(found.crosswalks)}
    told = ", ".join(locales.text_n(f"count.{what}", count, language()) for what, count in counts.items())
    typer.echo(locales.text("cli.handed_over", language(), file=str(to), counts=told))
