"""The stages of a run: what a worker does with a partition, by the verbs that pages use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import documents, rollups, tasks
from tracker.batch import worker
from tracker.batch.manifest import Entry, Kind
from tracker.batch.partition import Aside, Outcome, Partition
from tracker.settings import Settings
from tracker.tables.local import LocalEdition
from tracker.tables.people import Person
from tracker.views.national.among import freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is done with files of a kind; `size` is how many a partition holds at most, 0 for all of a municipality."""

    kind: Kind
    size: int
    work: Callable[[Partition], Outcome]


def import_documents(partition: Partition) -> Outcome:
    """Read local documents one by one, then store them all in one transaction."""
    database, by = worker.opened(partition)
    workspace_id = partition.workspace_id or 0
    with database.reading() as session:
        known = _stored(session, workspace_id, [entry.sha256 for entry in partition.entries])
    read: list[tuple[Entry, documents.PreparedDocument]] = []
    aside: list[Aside] = []
    unknown = [entry for entry in partition.entries if entry.sha256 not in known]
    for entry in unknown:
        try:
            data = worker.file_of(partition, entry)
            read.append((entry, tasks.read_document(data, entry.path)))
        except worker.PROBLEMS as problem:
            aside.append(worker.aside(entry, problem))
    stored = database.write(lambda session: _store(session, workspace_id, read, by)) if read else Outcome()
    return stored.and_(Outcome(unchanged=len(partition.entries) - len(unknown), aside=tuple(aside)))


def _stored(session: Session, workspace_id: int, checksums: Iterable[str]) -> set[str]:
    """The checksums whose text the workspace has."""
    wanted = select(LocalEdition.original_sha256).where(
        LocalEdition.workspace_id == workspace_id, LocalEdition.original_sha256.in_([one for one in checksums if one])
    )
    return set(session.scalars(wanted))


def _store(
    session: Session, workspace_id: int, read: Iterable[tuple[Entry, documents.PreparedDocument]], by: Person
) -> Outcome:
    """Store what was read, each on its own: one that is refused takes no other with it."""
    stored: list[documents.ImportedDocument] = []
    aside: list[Aside] = []
    for entry, prepared in read:
        try:
            with session.begin_nested():
                stored.append(documents.import_document(session, prepared, workspace_id, by=by))
        except worker.PROBLEMS as problem:
            aside.append(worker.aside(entry, problem))
    return Outcome(
        done=sum(one.new for one in stored),
        unchanged=sum(not one.new for one in stored),
        made={"passages": sum(one.passages for one in stored), "facts": sum(one.facts for one in stored)},
        aside=tuple(aside),
    )


def extract_guidelines(partition: Partition) -> Outcome:
    """Read guidelines and split them into requirements, each stored in a transaction of its own."""
    database, by = worker.opened(partition)
    total = Outcome()
    for entry in partition.entries:
        try:
            data = worker.file_of(partition, entry)
            done = tasks.import_guideline(database, data, entry.path, by=by, identifier=entry.identifier)
        except worker.PROBLEMS as problem:
            total = total.and_(Outcome(aside=(worker.aside(entry, problem),)))
            continue
        made = {"provisions": done.provisions, "requirements": done.requirements} if done.new else {}
        total = total.and_(Outcome(done=int(done.new), unchanged=int(not done.new), made=made))
    return total


def link_municipality(partition: Partition) -> Outcome:
    """Suggest links for a whole municipality, unless the same was compared with the same before."""
    database, by = worker.opened(partition)
    files = len(partition.entries)
    try:
        done = tasks.suggest_anew(database, partition.workspace_id or 0, by=by, settings=Settings())
    except worker.PROBLEMS as problem:
        return Outcome(aside=(worker.aside(partition.entries[0], problem),))
    roll_up(partition)
    if done is None:
        return Outcome(unchanged=files)
    made = {"added": done.added, "renewed": done.renewed, "dropped": done.dropped, "modes": done.modes}
    return Outcome(done=files, made=made)


def roll_up(partition: Partition) -> Outcome:
    """Work out what national views show of a municipality, unless nothing was written since it was worked out."""
    database, by = worker.opened(partition)
    workspace_id, files = partition.workspace_id or 0, len(partition.entries)
    with database.reading() as session:
        behind = freshness(session, reader=by.id, workspace_id=workspace_id).behind
    if not behind:
        return Outcome(unchanged=files)
    rollups.renew(database, workspace_id)
    return Outcome(done=files, made={"rolled_up": 1})


STAGES: Mapping[str, Stage] = {
    "import": Stage(kind=Kind.DOCUMENT, size=50, work=import_documents),
    "extract": Stage(kind=Kind.GUIDELINE, size=1, work=extract_guidelines),
    "link": Stage(kind=Kind.DOCUMENT, size=0, work=link_municipality),
    "rollup": Stage(kind=Kind.DOCUMENT, size=0, work=roll_up),
}
"""The stages by the word of the command."""
