"""What commands in a workspace begin with: the open database, the option that names it, a bar of progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.jobs import Progress
    from tracker.tables.people import Person

LARGEST = 2**31 - 1
"""No row has a larger number; both databases refuse to look for one."""
Workspace = Annotated[str, typer.Option(help="Short name of the workspace; `status` lists them.")]


def open_tracker() -> tuple[Database, Person]:
    """The database, brought up to date, and the person at this computer."""
    from tracker import opening

    database = opening.open_tracker()
    return database, opening.local_person(database)


@contextmanager
def progress(name: str) -> Iterator[Progress]:
    """A progress bar on the terminal, and nothing where the output is not one."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
