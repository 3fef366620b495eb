"""The command that writes tables, and files for other systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import exchanging, frameworks, workbook
from tracker.cli.files import write_whole
from tracker.cli.workplace import LARGEST, Workspace, open_tracker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.views.exports.sheets import Sheet


class Kind(StrEnum):
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


TABLES = frozenset({Kind.MATRIX, Kind.GAPS, Kind.LINKS, Kind.SERVICES, Kind.CROSSWALK, Kind.IMPACT, Kind.PROGRESS})
"""What is a table; all else is a file for other systems (tracker.interchange)."""


def export(
    kind: Annotated[Kind, typer.Argument(help="What to export.")],
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
    given = {
        "edition": edition, "since": since, "names": names, "guideline": guideline, "study": study, "secrecy": secrecy,
    }  # fmt: skip
    _refuse_misfits(kind, [option for option, value in given.items() if value])
    if kind is Kind.WORKBOOK:
        workbook.write(to, workspace, secrecy=secrecy)
    elif kind is Kind.FRAMEWORK:
        frameworks.share(to, workspace, guideline)
    elif kind in TABLES:
        _write_table(kind, to, workspace, edition=edition, since=since, names=names)
    else:
        exchanging.write(kind.value, to, workspace, guideline=guideline, study=study, secrecy=secrecy)


def _refuse_misfits(kind: Kind, given: Sequence[str]) -> None:
    """Raise Refused for an option that the kind would leave unheeded, naming the kinds it is for."""
    if not given:
        return
    from tracker.errors import Refused
    from tracker.interchange import KINDS
    from tracker.views.exports.sheets import NAMED

    fitting: Mapping[str, Sequence[str]] = {
        "edition": [Kind.IMPACT],
        "since": [Kind.PROGRESS],
        "names": [*NAMED],
        "guideline": [*(name for name, one in KINDS.items() if one.of_guideline), Kind.FRAMEWORK],
        "study": [name for name, one in KINDS.items() if one.of_study],
        "secrecy": [*KINDS, Kind.WORKBOOK],
    }
    for option in given:
        if kind not in fitting[option]:
            raise Refused("error.export_option", option=f"--{option}", kinds=", ".join(fitting[option]))


def _write_table(kind: Kind, to: Path, workspace: str, *, edition: int, since: datetime | None, names: str) -> None:
    """Write a table and say how many rows it has; asking for names is recorded, whatever comes of it."""
    from tracker import chains, disclosing, locales, workspaces
    from tracker.cli import language
    from tracker.exporters import stamp
    from tracker.tables.event import LIBRARY_CHAIN

    form = to.suffix.lstrip(".").lower()
    database, by = open_tracker()
    if names:
        with database.writing() as session:
            disclosing.name_coders(session, workspaces.find(session, workspace).id, names, by=by)
    with database.reading() as session:
        found = workspaces.find(session, workspace)
        sheet = _sheet(session, found.id, kind, edition=edition, since=since, names=bool(names))
        content = _spelled(session, found.id, kind, sheet, form)
        heads = [head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, found.id)]
    write_whole(to, stamp.stamped(form, content, heads))
    typer.echo(locales.text("cli.exported", language(), file=str(to), rows=len(sheet.rows)))


def _sheet(
    session: Session, workspace_id: int, kind: Kind, *, edition: int, since: datetime | None, names: bool
) -> Sheet:
    """The rows of a table; NotFound for an edition that is not there."""
    from tracker.cli import language
    from tracker.errors import NotFound
    from tracker.tables.guideline import Edition
    from tracker.views.exports import sheets
    from tracker.views.exports.impact import impact_sheet
    from tracker.views.exports.progress import progress_sheet

    if kind is Kind.IMPACT:
        if session.get(Edition, edition) is None:
            raise NotFound("error.edition_unknown", id=edition)
        return impact_sheet(session, workspace_id, edition)
    if kind is Kind.PROGRESS:
        return progress_sheet(session, workspace_id, language(), since=since.date() if since else None)
    if names:
        return sheets.NAMED[kind.value](session, workspace_id, language(), names=True)
    return sheets.SHEETS[kind.value](session, workspace_id, language())


def _spelled(session: Session, workspace_id: int, kind: Kind, sheet: Sheet, form: str) -> bytes:
    """The sheet in the form; services also have forms of descriptions, which are no table."""
    from tracker import locales
    from tracker.cli import language
    from tracker.exporters import cpsv, tables
    from tracker.views.exports.described_services import described_services

    if kind is Kind.SERVICES and form in cpsv.SERVICES:
        return cpsv.services(form, described_services(session, workspace_id))
    titles = {key: sheet.titles.get(key) or locales.text(f"column.{key}", language()) for key in sheet.columns}
    return tables.table(form, sheet.rows, titles, name=sheet.name)
