"""Commands that run and keep the tracker: serve, upgrade, backup, restore, and the hidden worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on; only this machine can reach it.")] = 8501,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
) -> None:
    """Start the app on this machine (the same as: streamlit run streamlit_app.py)."""
    from tracker.settings import ROOT

    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    command += [f"--server.port={port}", f"--server.headless={'false' if open_browser else 'true'}"]
    typer.echo(f"http://localhost:{port}")
    raise typer.Exit(subprocess.call(command, cwd=ROOT))  # noqa: S603 - our own command, the port is a number


def upgrade() -> None:
    """Create the database, or bring it to the schema this program needs; changes nothing when it is up to date."""
    from tracker import backup, locales, opening
    from tracker.cli import language
    from tracker.database import connect
    from tracker.settings import Settings
    from tracker.views.places import places
    from tracker.views.review.freshness import freshness

    settings = Settings()
    database = connect(settings.database_url)
    done = backup.upgrade(database, settings.backups)
    if done.saved is not None:
        typer.echo(done.saved.path)
    typer.echo(done.revision)
    by = opening.local_person(database)
    with database.reading() as session:
        for place in places(session, by.id):
            older = freshness(session, place.id).older
            if older:
                typer.echo(locales.text("cli.suggestions_older", language(), workspace=place.slug, count=older))


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
        first = held.faults[0]
        raise DatabaseProblem(first.code, file=made.path.name, about=first.about, count=first.count)
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
