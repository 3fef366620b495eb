"""A run from its manifest to its end: what is to be done, for whom, and what was set aside."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sqlalchemy.orm import Session

from tracker import library, workspaces
from tracker.batch import manifest, running, worker
from tracker.batch.manifest import Entry, Kind
from tracker.batch.partition import Aside, Outcome, Partition, cut
from tracker.batch.stages import STAGES, Stage
from tracker.database import Database
from tracker.errors import NotFound
from tracker.formulas import guarded
from tracker.tables.people import Person
from tracker.views.workspaces import municipalities, starter_library

if TYPE_CHECKING:
    from distributed import Client

Report = Callable[[int, int], None]
Describe = Callable[[Aside], str]
HEADINGS = ("path", "sha256", "code", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What does the work: a cluster whose scheduler is at an address, else processes here, else this process alone.

    `memory` is what a process here may take ("4GB"; "auto" for its share of the machine).
    """

    scheduler: str = ""
    workers: int = 0
    memory: str = "auto"

    def started(self) -> AbstractContextManager[Client | None]:
        """The cluster for as long as a run takes; None where this process does everything."""
        if not self.scheduler and not self.workers:
            return nullcontext()
        return running.cluster(self.scheduler, self.workers, self.memory)


def run(
    database: Database, file: Path, name: str, *, by: Person, engine: Engine, describe: Describe, report: Report
) -> Outcome:
    """Do a stage for all files of a manifest, and give what became of them.

    Files that cannot be done are listed beside the manifest (`aside_of`) with the reason as `describe` says it.
    `report(done, total)` counts files. Raises NotFound for an unknown stage; see also `manifest.read`.
    """
    if name not in STAGES:
        raise NotFound("error.batch_stage", stage=name, known=", ".join(STAGES))
    stage = STAGES[name]
    entries = [entry for entry in manifest.read(file, stage.kind) if entry.kind is stage.kind]
    owners = _workspaces(database, entries, by)
    whole = Partition(
        folder=str(file.resolve().parent),
        workspace_id=None,
        by_id=by.id,
        database=worker.database_identity(database),
        entries=(),
    )
    total = Outcome()
    database.count_anew()  # a run that was broken off has left much that nobody has counted
    with aside_of(file, name).open("w", encoding="utf-8", newline="") as listed, engine.started() as client:
        keep = _keeper(listed, describe)

        def told(outcome: Outcome) -> None:
            nonlocal total
            total = total.and_(outcome)
            keep(outcome.aside)
            report(total.files, len(entries))

        partitions = _partitions(stage, entries, owners, whole)
        if client is None:
            running.alone(stage, partitions, told)
        else:
            running.together(stage, partitions, told, client)
    database.count_anew()
    return total


def aside_of(file: Path, name: str) -> Path:
    """The list of what a stage set aside, beside the manifest; a new run writes it anew."""
    return file.with_name(f"{file.stem}.{name}.set-aside.csv")


def _workspaces(database: Database, entries: Sequence[Entry], by: Person) -> Mapping[str, int]:
    """The workspace of each municipality, begun with the starter library where there is none."""
    codes = sorted({entry.municipality for entry in entries if entry.kind is Kind.DOCUMENT})
    names = {code: municipalities()[code].partition(",")[0] for code in codes}

    def begin(session: Session) -> Mapping[str, int]:
        begun = {code: workspaces.begin(session, name, code, by=by).id for code, name in names.items()}
        if begun:
            library.stock(session, starter_library(), by=by)
        return begun

    return database.write(begin)


def _partitions(
    stage: Stage, entries: Sequence[Entry], owners: Mapping[str, int], whole: Partition
) -> Iterator[Partition]:
    for some in cut(entries, stage.size or len(entries)):
        owner = owners.get(some[0].municipality)
        yield replace(whole, workspace_id=owner, entries=some, apart=stage.size > 0)


def _keeper(listed: TextIO, describe: Describe) -> Callable[[Sequence[Aside]], None]:
    """What writes reasons as soon as they are known, so that a run that is broken off has them too."""
    rows = csv.writer(listed)
    rows.writerow(HEADINGS)

    def keep(aside: Sequence[Aside]) -> None:
        rows.writerows([*map(guarded, (one.path, one.sha256, one.code, describe(one)))] for one in aside)
        listed.flush()

    return keep
