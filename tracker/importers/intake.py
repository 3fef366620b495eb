"""A list on its way in: read, looked at as a preview, stored whole or not at all.

A preview is made by the code that stores: it runs in a transaction that the caller rolls back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from policies.document import ReadWarning
from tracker import listing
from tracker.errors import Conflict, ImportProblem
from tracker.importers import headings, linked_data, lists, reading
from tracker.importers.columns import PROBLEMS, Imported
from tracker.importers.headings import Heading, Layout
from tracker.importers.table import Sheets
from tracker.listing import mappings
from tracker.listing.rows import Row, RowProblem, Stored
from tracker.tables.people import Person


class RowsRefused(ImportProblem):
    """Rows of a list that cannot be stored; nothing of the list was. `problems` says of each cell why."""

    def __init__(self, file: str, problems: Sequence[RowProblem]) -> None:
        super().__init__("error.list_refused", file=file, count=len(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that was read: a table as its sheets, linked data as its rows."""

    kind: str
    source: Sheets | None = None
    rows: Imported[Row] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the columns of a file are taken to mean, before any row is read; linked data has no columns.

    `chosen` says that a person looked at the columns.
    """

    kind: str
    source: Sheets | None = None
    rows: Imported[Row] | None = None
    layout: Layout | None = None
    chosen: bool = False

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the file, none for linked data."""
        return self.layout.headings if self.layout else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What storing a list would do. `digest` stands for the file, its mapping and all that it would change."""

    kind: str
    headings: tuple[Heading, ...]
    rows: int
    stored: Stored
    problems: tuple[RowProblem, ...]
    warnings: tuple[ReadWarning, ...]
    digest: str

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to import."""
        return bool(self.stored.added or self.stored.changed or self.stored.introduced)


def opened(data: bytes, file: str, kind: str) -> Opened:
    """Read a file, which may take long: before any transaction begins.

    Raises ImportProblem where the file cannot be read, NotFound for a kind there is none of.
    """
    described = lists.kind_of(kind)
    if kind in linked_data.READERS and linked_data.is_linked_data(data):
        return Opened(kind=kind, rows=linked_data.READERS[kind](data, file))
    return Opened(kind=kind, source=described.sheets(data, file))


def propose(
    session: Session,
    found: Opened,
    workspace_id: int,
    *,
    chosen: Mapping[int, str] | None = None,
    guess: bool = False,
) -> Proposal:
    """Where the headings of a file stand and what they mean; `chosen` is what a person says, by position."""
    kind, source = found.kind, found.source
    if source is None:
        return Proposal(kind=kind, rows=found.rows)
    columns = lists.kind_of(kind).columns
    remembered = mappings.remembered(session, workspace_id, kind)
    layout = headings.find(source.sheets, kind, columns, remembered=remembered, chosen=chosen, guess=guess)
    return Proposal(kind=kind, source=source, layout=layout, chosen=chosen is not None)


def store(session: Session, proposal: Proposal, data: bytes, file: str, workspace_id: int, *, by: Person) -> Preview:
    """Store a list and say what it changed. Where `problems` are given the caller must roll back.

    Raises ImportProblem where two columns mean the same, a needed one is missing, or there are no rows.
    """
    found = _rows(proposal, file)
    layout = proposal.layout
    sha256 = hashlib.sha256(data).hexdigest()
    stored = listing.store(session, proposal.kind, found.rows, workspace_id, by=by, sha256=sha256, note=file)
    problems = _problems(found, stored, layout)
    if layout is not None and proposal.chosen and layout.tells_more and not problems:
        mappings.remember(session, workspace_id, proposal.kind, layout.checksum, layout.mapping, by=by)
    return Preview(
        kind=proposal.kind,
        headings=proposal.headings,
        rows=len(found.rows),
        stored=replace(stored, problems=()),
        problems=problems,
        warnings=found.warnings,
        digest=_digest(sha256, proposal, stored),
    )


def _rows(proposal: Proposal, file: str) -> Imported[Row]:
    if proposal.rows is not None:
        return proposal.rows
    if proposal.layout is None or proposal.source is None:
        raise ImportProblem("error.table_no_rows", file=file)
    kind = lists.kind_of(proposal.kind)
    headings.check(proposal.layout, kind.code, kind.columns, file)
    return reading.read(kind, proposal.layout, proposal.source, file)


def settle(preview: Preview, file: str, digest: str) -> None:
    """Raise RowsRefused where anything is wrong, Conflict where this is not what `digest` (if any) was given for."""
    if preview.problems:
        raise RowsRefused(file, preview.problems)
    if digest and digest != preview.digest:
        raise Conflict("error.list_changed", file=file)


def _problems(found: Imported[Row], stored: Stored, layout: Layout | None) -> tuple[RowProblem, ...]:
    """What reading and storing found, in the order of the file.

    What a row is part of may stand in a row that could not be read: then its name is not missing yet.
    """
    late = [problem for problem in stored.problems if not (found.problems and problem.column == "part_of")]
    if layout is not None:
        late = [reading.placed(problem, layout) for problem in late]
    every = [*found.problems, *late]
    return tuple(sorted(every, key=lambda problem: problem.row)[:PROBLEMS])


def _digest(sha256: str, proposal: Proposal, stored: Stored) -> str:
    mapping = sorted((heading.position, heading.key) for heading in proposal.headings)
    said = repr((sha256, proposal.kind, mapping, stored.changes, stored.introduced, stored.unchanged))
    return hashlib.sha256(said.encode()).hexdigest()


def likely(data: bytes, file: str) -> str:
    """The kind of list that a file fits best, "" where none is told by what it says. Raises ImportProblem."""
    if b'"kpi"' in data[:4096] or not linked_data.is_linked_data(data):
        return next(iter(lists.likely(lists.source(data, file))), "")
    return ""
