"""Commands that work in a workspace: demo, link, status."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import lines
from tracker.cli.workplace import Workspace, open_tracker, progress


def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Rebuild only the workspace demo, after a backup.")] = False,
) -> None:
    """Create the demonstration workspace when it is missing, and say what is in it."""
    from tracker import demonstration, locales
    from tracker.cli import language

    database, _ = open_tracker()
    if reset:
        saved = demonstration.reset(database)
        if saved is not None:
            typer.echo(locales.text("cli.backup_saved", language(), file=str(saved)))
    with progress("demo") as report:
        built = demonstration.build(database, report=report)
    key = "cli.demo_built" if built.new else "cli.demo_present"
    typer.echo(
        locales.text(
            key,
            language(),
            slug=built.slug,
            documents=built.documents,
            services=built.services,
            actors=built.actors,
            suggestions=built.suggestions,
            decided=built.decided,
        )
    )
    for problem in built.refused:
        typer.echo(locales.text(problem.code, language(), **problem.values), err=True)


def link(workspace: Workspace = "demo") -> None:
    """Suggest links between the requirements and everything local; only a person confirms them, in the app."""
    from dataclasses import asdict

    from tracker import locales, tasks, workspaces
    from tracker.cli import language
    from tracker.settings import Settings

    database, by = open_tracker()
    with database.reading() as session:
        found = workspaces.find(session, workspace)
    with progress("link") as report:
        done = tasks.suggest(database, found.id, by=by, settings=Settings(), report=report)
    typer.echo(locales.text("cli.linked", language(), **asdict(done)))


def status(
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
) -> None:
    """Say how far every workspace has come: requirements examined, gaps, suggestions, suspects, levels."""
    from dataclasses import asdict

    from tracker import locales
    from tracker.cli import language
    from tracker.views.status import workspace_status

    database, _ = open_tracker()
    with database.reading() as session:
        rows = workspace_status(session)
    if as_json:
        typer.echo(lines.spelled([asdict(row) for row in rows]))
        return
    if not rows:
        typer.echo(locales.text("cli.no_workspaces", language()))
    for row in rows:
        typer.echo(locales.text("cli.status", language(), **{k: v for k, v in asdict(row).items() if k != "levels"}))
