"""Commands that run and keep the tracker: serve, upgrade, and the hidden worker."""

from __future__ import annotations

import subprocess
import sys
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
    from tracker import backup, locales, migrations
    from tracker.cli import language
    from tracker.database import connect
    from tracker.settings import Settings
    from tracker.views.places import places
    from tracker.views.review.freshness import freshness

    settings = Settings()
    database = connect(settings.database_url)
    if not migrations.is_ready(database) and migrations.present(database.read_engine) is not None:
        typer.echo(backup.save(database, settings.backups, reason="upgrade"))
    typer.echo(migrations.upgrade(database))
    with database.reading() as session:
        for place in places(session):
            older = freshness(session, place.id).older
            if older:
                typer.echo(locales.text("cli.suggestions_older", language(), workspace=place.slug, count=older))


def work() -> None:
    """Do the queued background jobs and end."""
    from tracker import demonstration, jobs, opening, outward, tasks

    jobs.work(opening.open_tracker(), {**tasks.KINDS, **outward.KINDS, **demonstration.KINDS})
