"""The command that writes tables to files."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import exchanging, frameworks, workbook
from tracker.cli.workplace import LARGEST, Workspace, open_tracker


class Table(StrEnum):
    """What can be exported."""

    MATRIX = "matrix"
    GAPS = "gaps"
    LINKS = "links"
    SERVICES = "services"
    CROSSWALK = "crosswalk"
    IMPACT = "impact"
    PROGRESS = "progress"
    WORKBOOK = "workbook"
    FRAMEWORK = "framework"
    REQIF = "reqif"
    CATALOG = "catalog"
    MAPPINGS = "mappings"
    ASSESSMENTS = "assessments"
    CODINGS = "codings"
    CODEBOOK = "codebook"
    LINKED_DATA = "linked-data"
    NETWORK = "network"


TABLES = frozenset({"matrix", "gaps", "links", "services", "crosswalk", "impact", "progress"})
"""What is a table; all else is a file for other systems (tracker.interchange)."""


def export(
    table: Annotated[Table, typer.Argument(help="What to export.")],
    to: Annotated[
        Path,
        typer.Option(
            help="File to write; its ending decides the format: .xlsx or .csv for tables, else docs/formats.md."
        ),
    ],
    workspace: Workspace = "demo",
    edition: Annotated[
        int, typer.Option(min=0, max=LARGEST, help="For impact: the edition of a guideline, by its number.")
    ] = 0,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For progress: the day compared with.")
    ] = None,
    names: Annotated[
        str, typer.Option(metavar="REASON", help="For links and gaps: name who decided; the reason stays recorded.")
    ] = "",
    guideline: Annotated[
        str,
        typer.Option(
            metavar="IDENTIFIER", help="For reqif and catalog: one guideline instead of all; for framework: which."
        ),
    ] = "",
    study: Annotated[int, typer.Option(min=0, max=LARGEST, help="For codings: a coding project, by its number.")] = 0,
    secrecy: Annotated[
        bool, typer.Option("--secrecy", help="For other systems: with what is under secrecy, if you may read it.")
    ] = False,
) -> None:
    """Write a table, never with a formula, or a file for other systems; nobody is named unless asked for."""
    if table is Table.WORKBOOK and not names:
        workbook.write(to, workspace, secrecy=secrecy)
        return
    if table is Table.FRAMEWORK:
        frameworks.share(to, workspace, guideline)
        return
    if table.value not in TABLES and not names:
        exchanging.write(table.value, to, workspace, guideline=guideline, study=study, secrecy=secrecy)
        return
    from tracker import chains, disclosing, locales, workspaces
    from tracker.cli import language
    from tracker.errors import NotFound, Refused, TrackerError
    from tracker.exporters import cpsv, stamp, tables
    from tracker.tables.event import LIBRARY_CHAIN
    from tracker.tables.guideline import Edition
    from tracker.views.exports import sheets
    from tracker.views.exports.described_services import described_services
    from tracker.views.exports.impact import impact_sheet
    from tracker.views.exports.progress import progress_sheet

    form = to.suffix.lstrip(".").lower()
    if names and table.value not in sheets.NAMED:
        raise Refused("error.export_names_nobody", tables=", ".join(sheets.NAMED))
    database, by = open_tracker()
    if names:
        with database.writing() as session:
            disclosing.name_coders(session, workspaces.find(session, workspace).id, names, by=by)
    with database.reading() as session:
        found = workspaces.find(session, workspace)
        if table is Table.IMPACT:
            if session.get(Edition, edition) is None:
                raise NotFound("error.edition_unknown", id=edition)
            sheet = impact_sheet(session, found.id, edition)
        elif table is Table.PROGRESS:
            day = since.date() if since is not None else None
            sheet = progress_sheet(session, found.id, language(), since=day)
        elif names:
            sheet = sheets.NAMED[table.value](session, found.id, language(), names=True)
        else:
            sheet = sheets.SHEETS[table.value](session, found.id, language())
        described = described_services(session, found.id) if table is Table.SERVICES else ()
        heads = [head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, found.id)]
    if table is Table.SERVICES and form in cpsv.SERVICES:
        content = cpsv.services(form, described)
    else:
        titles = {key: sheet.titles.get(key) or locales.text(f"column.{key}", language()) for key in sheet.columns}
        content = tables.table(form, sheet.rows, titles, name=sheet.name)
    content = stamp.stamped(form, content, heads)
    try:
        to.write_bytes(content)
    except OSError as problem:
        raise TrackerError("error.file_not_written", file=str(to), detail=problem.strerror or "") from problem
    typer.echo(locales.text("cli.exported", language(), file=str(to), rows=len(sheet.rows)))
