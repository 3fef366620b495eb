"""The command that works through a corpus: import, extract or link everything a manifest names."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.batch.partition import Aside
    from tracker.jobs import Progress

EVERY = 10.0
"""Seconds between two lines of progress where the output is no terminal."""


class StageName(StrEnum):
    """What is done with the files."""

    IMPORT = "import"
    EXTRACT = "extract"
    LINK = "link"
    ROLLUP = "rollup"


def batch(
    stage: Annotated[StageName, typer.Argument(help="import local documents, extract guidelines, link, or roll up.")],
    manifest: Annotated[
        Path, typer.Option(help="CSV: path, municipality_code of documents, and where known kind, sha256, identifier.")
    ],
    scheduler: Annotated[
        str, typer.Option(help="Address of a Dask scheduler; without one, processes of this machine.")
    ] = "",
    workers: Annotated[
        int, typer.Option(min=0, max=1024, help="Processes of this machine; 0 does everything in this one.")
    ] = os.cpu_count() or 1,
    memory: Annotated[str, typer.Option(help='What a process of this machine may take, "4GB".')] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
) -> None:
    """Do a stage for a whole corpus; what is stored already is not done again, so the same command goes on.

    Files that cannot be done are set aside with their reasons in <manifest>.<stage>.set-aside.csv, and stop nothing.
    """
    from tracker import locales
    from tracker.batch import corpus
    from tracker.cli import language
    from tracker.cli.workplace import open_tracker

    def describe(aside: Aside) -> str:
        return locales.text(aside.code, language(), **aside.values)

    database, by = open_tracker()
    began = time.monotonic()
    engine = corpus.Engine(scheduler=scheduler, workers=workers, memory=memory)
    with _progress(stage.value) as report:
        done = corpus.run(database, manifest, stage.value, by=by, engine=engine, describe=describe, report=report)
    seconds = round(time.monotonic() - began, 1)
    row = {
        "stage": stage.value,
        "done": done.done,
        "unchanged": done.unchanged,
        "set_aside": len(done.aside),
        "seconds": seconds,
        **done.made,
    }
    if as_json:
        typer.echo(json.dumps(row))
        return
    typer.echo(locales.text("cli.batch_done", language(), **row))
    made = ", ".join(f"{locales.text(f'cli.batch.{name}', language())} {count}" for name, count in done.made.items())
    if made:
        typer.echo(made)
    if done.aside:
        listed = corpus.aside_of(manifest, stage.value)
        typer.echo(locales.text("cli.batch_aside", language(), count=len(done.aside), file=str(listed)), err=True)


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """How far the run is, how fast and how much longer: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _lines(name)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None, rate="")
        began = time.monotonic()

        def report(done: int, total: int) -> None:
            rate = f"{done / max(time.monotonic() - began, 1e-9):,.1f}/s"
            bar.update(task, completed=done, total=total, rate=rate)

        yield report


def _lines(name: str) -> Callable[[int, int], None]:
    from tracker import locales
    from tracker.cli import language

    began = told = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < EVERY:
            return
        told, rate = now, done / (now - began)
        left = round((total - done) / rate / 60, 1) if rate else 0
        values = {"stage": name, "done": done, "total": total, "rate": round(rate, 1), "minutes": left}
        typer.echo(locales.text("cli.batch_progress", language(), **values), err=True)

    return report
