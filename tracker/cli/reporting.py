"""The command that writes reports for people outside the tracker."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.workplace import Workspace, open_tracker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.subjects import Subject


class Kind(StrEnum):
    """What can be reported."""

    BOARD = "board"
    AUDIT = "audit"
    UNIT = "unit"
    SERVICE = "service"
    CONTROL = "control"


class Format(StrEnum):
    """What a report can be written as."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


DAY = ["%Y-%m-%d"]


def report(
    kind: Annotated[
        Kind, typer.Argument(help="Board brief, audit report, sheet on a unit or service, extract for control.")
    ],
    output: Annotated[Path, typer.Option(help="File to write; its ending decides the format unless that is given.")],
    workspace: Workspace = "demo",
    language: Annotated[str, typer.Option(help="sv or en; the language of the messages if not given.")] = "",
    form: Annotated[Format | None, typer.Option("--format", help="pdf (tagged, PDF/UA), docx or xlsx.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The day compared with; the end of last quarter if not given.")
    ] = None,
    on: Annotated[datetime | None, typer.Option(formats=DAY, help="The day reported, as it was known then.")] = None,
    unit: Annotated[str, typer.Option(help="The unit, by name or number: for a sheet, or to narrow control.")] = "",
    service: Annotated[str, typer.Option(help="The service, by name or number.")] = "",
    secrecy: Annotated[bool, typer.Option("--secrecy", help="Include documents under secrecy, if you may.")] = False,
) -> None:
    """Write a report: its numbers are those of the screen, and it says what they rest on."""
    from tracker import locales, workspaces
    from tracker.cli import language as messages
    from tracker.cli.files import write_whole
    from tracker.reports import building, writing

    ending = form.value if form is not None else output.suffix.lstrip(".").lower()
    writing.known(ending)
    database, by = open_tracker()
    with database.reading() as session:
        found = workspaces.find(session, workspace)
        wanted = building.Wanted(
            kind=kind.value,
            language=language or messages(),
            on=_day(on),
            since=_day(since),
            subject=_subject(session, found.id, unit, service),
            secrecy=secrecy,
        )
        made = building.build(session, found.id, wanted, by=by)
    write_whole(output, writing.write(ending, made))
    said = locales.text("cli.reported", messages(), file=str(output), title=made.title, on=made.on, head=made.head[:12])
    typer.echo(said)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _subject(session: Session, workspace_id: int, unit: str, service: str) -> Subject | None:
    """The unit or service meant by a name or a number; raises NotFound for one that is not there."""
    from tracker.errors import NotFound
    from tracker.tables.schema import folded
    from tracker.views.matrix.table import columns

    for by, said in (("unit", unit), ("service", service)):
        if not said:
            continue
        known = {column.subject: column.name for column in columns(session, workspace_id, by=by)}
        for subject, name in known.items():
            if said == str(subject[1]) or folded(said) == folded(name):
                return subject
        raise NotFound("error.report_nobody", name=said)
    return None
