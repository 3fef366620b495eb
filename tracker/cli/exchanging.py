"""Files for other systems from the command line: the kinds of `tracker.interchange`, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import typer

from tracker.cli.files import write_whole
from tracker.cli.workplace import open_tracker


def write(kind: str, to: Path, workspace: str, *, guideline: str, study: int, secrecy: bool) -> None:
    """Write a kind of file and say how much it holds.

    `guideline` is an identifier or library key, "" for all; `study` the number of a coding project, 0 for none. That
    they fit the kind is seen to by the command.
    """
    from tracker import access, interchange, locales, workspaces
    from tracker.cli import language
    from tracker.views.exports.framework import guideline_called

    database, by = open_tracker()
    with database.reading() as session:
        found = workspaces.find(session, workspace)
        if secrecy:
            access.allow(session, by, "secrecy.read", found.id)
        number = guideline_called(session, found.id, guideline) if guideline else None
        wanted = interchange.Wanted(
            language=language(), guideline_id=number, secrecy=secrecy, study_id=study or None, reader=by.id
        )
        made = interchange.make(session, found.id, kind, to.suffix.lstrip(".").lower(), wanted)
    write_whole(to, made.content)
    told = ", ".join(locales.text_n(f"count.{what}", count, language()) for what, count in made.counts.items())
    typer.echo(locales.text("cli.handed_over", language(), file=str(to), counts=told))
