"""Files for other systems from the command line: the kinds of `tracker.interchange`, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import typer

from tracker.cli.workplace import open_tracker


def write(kind: str, to: Path, workspace: str, *, guideline: str, study: int, secrecy: bool) -> None:
    """Write a kind of file and say how much it holds.

    `guideline` is an identifier or library key, "" for all; `study` the number of a coding project, 0 for none.
    """
    from tracker import access, interchange, locales, workspaces
    from tracker.cli import language
    from tracker.errors import Refused, TrackerError
    from tracker.views.exports.framework import guideline_called

    if guideline and not interchange.KINDS[kind].of_guideline:
        kinds = [name for name, one in interchange.KINDS.items() if one.of_guideline]
        raise Refused("error.export_not_by_guideline", kinds=", ".join(kinds))
    if study and not interchange.KINDS[kind].of_study:
        kinds = [name for name, one in interchange.KINDS.items() if one.of_study]
        raise Refused("error.export_not_by_study", kinds=", ".join(kinds))
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
    try:
        to.write_bytes(made.content)
    except OSError as problem:
        raise TrackerError("error.file_not_written", file=str(to), detail=problem.strerror or "") from problem
    told = ", ".join(locales.text_n(f"count.{what}", count, language()) for what, count in made.counts.items())
    typer.echo(locales.text("cli.handed_over", language(), file=str(to), counts=told))
