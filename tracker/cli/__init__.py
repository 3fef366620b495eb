"""The command line: python -m tracker COMMAND. Scripts depend on it, so its inputs and outputs stay as they are.

Anything slow is imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import typer

from tracker.cli import (
    admitting,
    batch,
    exporting,
    freezing,
    importing,
    keeping,
    looking_over,
    reading,
    reporting,
    working,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Follow national and EU e-government guidelines into what a municipality has done about them.",
)

_READ = "Read files (no database)"
_WORK = "Work in a workspace"
_KEEP = "Run and keep"

app.command(rich_help_panel=_READ)(reading.outline)
app.command(rich_help_panel=_READ)(reading.extract)
app.command(rich_help_panel=_READ)(reading.analyse)
app.command(rich_help_panel=_READ)(reading.suggest)
app.command(rich_help_panel=_READ)(freezing.rebuild)
app.command(rich_help_panel=_WORK)(working.demo)
app.command("import", rich_help_panel=_WORK)(importing.import_files)
app.command(rich_help_panel=_WORK)(working.link)
app.command(rich_help_panel=_WORK)(batch.batch)
app.command(rich_help_panel=_WORK)(working.status)
app.command(rich_help_panel=_WORK)(reporting.report)
app.command(rich_help_panel=_WORK)(exporting.export)
app.command(rich_help_panel=_WORK)(freezing.freeze)
app.command(rich_help_panel=_KEEP)(keeping.serve)
app.command(rich_help_panel=_KEEP)(admitting.admit)
app.command(rich_help_panel=_KEEP)(keeping.upgrade)
app.command("backup", rich_help_panel=_KEEP)(keeping.save)
app.command(rich_help_panel=_KEEP)(keeping.restore)
app.command(rich_help_panel=_KEEP)(looking_over.doctor)
app.command(hidden=True)(keeping.work)


def main() -> None:
    """Run a command; what goes wrong on purpose ends in one plain message and exit status 1."""
    from nlp.errors import NlpError
    from policies.errors import PoliciesError
    from tracker import locales
    from tracker.errors import TrackerError

    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files may hold bytes that are no letters
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except (TrackerError, PoliciesError, NlpError) as problem:
        typer.echo(locales.text(problem.code, language(), **problem.values), err=True)
        sys.exit(1)
    except MemoryError:
        typer.echo(locales.text("error.memory", language()), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stdout = None  # the reader of our output has seen enough
        sys.exit(1)
    except OSError as problem:
        detail = ": ".join(str(part) for part in (problem.filename, problem.strerror or problem) if part)
        typer.echo(locales.text("error.system", language(), detail=detail), err=True)
        sys.stdout = None  # what it still holds may be what could not be written
        sys.exit(1)


def _open_what_is_closed() -> None:
    """Let an output that was closed before we began (`>&-`) take what is written, and keep its number from files."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end


def language() -> str:
    """The language messages are written in: TRACKER_LANGUAGE, else Swedish."""
    return "en" if os.environ.get("TRACKER_LANGUAGE", "sv").startswith("en") else "sv"
