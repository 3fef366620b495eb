"""The commands that make a coding project one file, and work every table of such a file out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.files import write_whole
from tracker.cli.workplace import LARGEST, Workspace, open_tracker


def freeze(
    study: Annotated[int, typer.Argument(min=1, max=LARGEST, help="The coding project, by its number.")],
    to: Annotated[Path, typer.Option(help="The ZIP to write.")],
    workspace: Workspace = "demo",
    names: Annotated[
        str, typer.Option(metavar="REASON", help="With names, notes and reasons of coders; the reason stays recorded.")
    ] = "",
) -> None:
    """Write a coding project as a package: data, tables, codebook, checksums, citation; coders by number."""
    from tracker import disclosing, locales, workspaces
    from tracker.cli import language
    from tracker.freezing import study as freezing

    database, by = open_tracker()
    if names:
        with database.writing() as session:
            disclosing.name_coders(session, workspaces.find(session, workspace).id, names, by=by)
    with database.reading() as session:
        content = freezing.package(session, workspaces.find(session, workspace).id, study, by.id, names=bool(names))
    write_whole(to, content)
    typer.echo(locales.text("cli.frozen", language(), file=str(to), bytes=len(content)))


def rebuild(
    file: Annotated[Path, typer.Argument(help="A package that `freeze` wrote.")],
    to: Annotated[Path | None, typer.Option(help="Where to write the package made anew.")] = None,
) -> None:
    """Work every table of a package out again from its data; ends with 1 where one comes out otherwise. No database."""
    from tracker import locales
    from tracker.cli import language
    from tracker.errors import ImportProblem
    from tracker.freezing import package

    try:
        content = file.read_bytes()
    except OSError as problem:
        raise ImportProblem("error.file_missing", file=str(file), detail=problem.strerror or "") from problem
    found = package.rebuilt(content, file.name)
    if to is not None:
        write_whole(to, found.content)
    for member in found.differing:
        typer.echo(locales.text("cli.rebuilt_differs", language(), member=member))
    same = content == found.content
    key = "cli.rebuilt_same" if same else "cli.rebuilt_other"
    typer.echo(locales.text(key, language(), tables=len(found.tables), differing=len(found.differing)))
    if found.differing:
        raise typer.Exit(1)
