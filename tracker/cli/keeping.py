"""Commands that run and keep the tracker: serve, upgrade, backup, restore, and the hidden worker."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Address to listen on; other than 127.0.0.1 only once people sign in.")
    ] = "",
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
) -> None:
    """Start the app (the same as: streamlit run streamlit_app.py), unless its settings are not safe together."""
    from tracker import locales, prudence
    from tracker.cli import language
    from tracker.settings import ROOT

    listening = prudence.server(address=address or None)
    refused = [found for found in prudence.checks(listening) if found.refused]
    for found in refused:
        typer.echo(locales.text(found.code, language(), **found.values), err=True)
    if refused:
        typer.echo(locales.text("cli.prudence.refused", language(), count=len(refused)), err=True)
        raise typer.Exit(1)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    command += [f"--server.port={port}", f"--server.headless={'false' if open_browser else 'true'}"]
    command += ["--logger.hideWelcomeMessage=true"]  # nor does Streamlit offer help for whoever writes apps
    command += [f"--server.address={listening.address}"] if listening.address else []
    print(f"http://localhost:{port}", flush=True)  # noqa: T201 - before this process becomes the server
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - one process, which hears when it is told to end


def upgrade() -> None:
    """Create the database, or bring it to the schema this program needs; changes nothing when it is up to date."""
    from tracker import backup, locales, opening
    from tracker.cli import language
    from tracker.database import connect
    from tracker.settings import Settings
    from tracker.views.review.freshness import freshness
    from tracker.views.workspaces import workspace_names

    settings = Settings()
    database = connect(settings.database_url)
    done = backup.upgrade(database, settings.backups)
    if done.saved is not None:
        typer.echo(done.saved.path)
    typer.echo(done.revision)
    by = opening.local_person(database)
    with database.reading() as session:
        for workspace in workspace_names(session, by.id):
            older = freshness(session, workspace.id).older
            if older:
                typer.echo(locales.text("cli.suggestions_older", language(), workspace=workspace.slug, count=older))


def save(
    to: Annotated[Path | None, typer.Option(help="Folder to save in, instead of the one beside the database.")] = None,
) -> None:
    """Save the whole database to one file, look it through, and write beside it what it holds."""
    from tracker import backup, locales, migrations
    from tracker.cli import language
    from tracker.database import connect
    from tracker.errors import DatabaseProblem
    from tracker.settings import Settings

    settings = Settings()
    database = connect(settings.database_url)
    if migrations.present(database.read_engine) is None:
        raise DatabaseProblem("error.backup_empty")
    made = backup.save(database, to or settings.backups, reason="command")
    held = made.manifest.contents
    typer.echo(made.path)
    if held.faults:
        raise held.faults[0].problem(made.path)
    typer.echo(
        locales.text(
            "cli.backup_holds",
            language(),
            rows=sum(held.rows.values()),
            originals=held.rows.get("original", 0),
            events=sum(head.count for head in held.chains),
            size=made.manifest.size,
        )
    )


def restore(
    file: Annotated[Path, typer.Argument(help="The backup: a file that the command backup has made.")],
    to: Annotated[str, typer.Option(help="Address or file of the database to fill, instead of the usual one.")] = "",
) -> None:
    """Put a backup in the place of the database, which is kept as a backup first; from SQLite to PostgreSQL too."""
    from tracker import backup, locales
    from tracker.cli import language
    from tracker.settings import Settings

    settings = Settings() if not to else Settings(database_url=to if "://" in to else f"sqlite:///{Path(to).resolve()}")
    done = backup.restore(file, settings)
    if done.replaced:
        typer.echo(locales.text("cli.replaced_kept", language(), place=done.replaced))
    if not done.compared:
        typer.echo(locales.text("cli.restored_without_manifest", language()), err=True)
    held = done.contents
    typer.echo(
        locales.text(
            "cli.restored",
            language(),
            rows=sum(held.rows.values()),
            originals=held.rows.get("original", 0),
            events=sum(head.count for head in held.chains),
        )
    )


def work() -> None:
    """Do the queued background jobs and end."""
    from tracker import demonstration, jobs, opening, outward, tasks

    jobs.work(opening.open_tracker(), {**tasks.KINDS, **outward.KINDS, **demonstration.KINDS})
