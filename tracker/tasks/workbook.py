"""The workbook of working data: made, looked at when it comes back, and stored whole or without what conflicts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker import access, chains, offline
from tracker.database import Database
from tracker.errors import Conflict, ImportProblem
from tracker.exporters import stamp
from tracker.exporters import workbook as writing
from tracker.importers import edited, edits
from tracker.importers.edited import Edited
from tracker.offline import RowEdit, Trouble, Weight
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.people import Person
from tracker.views.clearance import sees_secrecy
from tracker.views.exports import working


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWorkbook:
    """A file, and how many rows each of its sheets has by key."""

    content: bytes
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a workbook changes, or changed; `digest` stands for the file and all that would come of it."""

    stored: tuple[RowEdit, ...]
    waiting: tuple[RowEdit, ...]
    troubles: tuple[Trouble, ...]
    digest: str

    @property
    def blocked(self) -> bool:
        """Whether some rows cannot be stored, so that the rest must be asked for."""
        return any(trouble.weight is not Weight.TOLD for trouble in self.troubles)

    @property
    def cells(self) -> int:
        """How many cells change, those included that wait for a second person."""
        return sum(len(row.edits) for row in (*self.stored, *self.waiting))


class WorkbookRefused(ImportProblem):
    """A workbook with rows that cannot be stored, asked to be stored whole; nothing was."""

    def __init__(self, file: str, brought: Brought) -> None:
        blocking = [trouble for trouble in brought.troubles if trouble.weight is not Weight.TOLD]
        super().__init__("error.workbook_refused", file=file, count=len(blocking))
        self.brought = brought


def make_workbook(
    database: Database, workspace_id: int, language: str, *, by: Person, secrecy: bool = False
) -> MadeWorkbook:
    """The workbook of today, stamped; with what is under secrecy for somebody who may read that and asks for it."""
    with database.reading() as session:
        access.allow(session, by, "workspace.read", workspace_id)
        if secrecy:
            access.allow(session, by, "secrecy.read", workspace_id)
        content = working.workbook(session, workspace_id, language, sees_secrecy=secrecy)
        heads = [head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, workspace_id)]
    made = writing.workbook(content)
    counts = {sheet.key: len(sheet.rows) for sheet in content.sheets}
    return MadeWorkbook(content=stamp.stamped("xlsx", made, heads), counts=counts)


def preview_workbook(database: Database, data: bytes, file: str, workspace_id: int, *, by: Person) -> Brought:
    """What `import_workbook` would do to all rows that can be stored, by doing it in a transaction that is taken back.

    Raises ImportProblem where the file is no workbook of this workspace.
    """
    found = edited.read(data, file)
    with database.writing() as session:
        brought = _bring(session, found, workspace_id, by=by)
        session.rollback()
    return brought


def import_workbook(
    database: Database,
    data: bytes,
    file: str,
    workspace_id: int,
    *,
    by: Person,
    rest: bool = False,
    digest: str = "",
) -> Brought:
    """Store the edits of a workbook whole, or with `rest` those of the rows that nothing is wrong with.

    `digest` is that of the preview a person looked at: Conflict is raised where it would not hold any more. Raises
    WorkbookRefused where rows cannot be stored and the rest was not asked for.
    """
    found = edited.read(data, file)
    with database.writing() as session:
        brought = _bring(session, found, workspace_id, by=by)
        if digest and digest != brought.digest:
            raise Conflict("error.workbook_changed", file=file)
        if brought.blocked and not rest:
            raise WorkbookRefused(file, brought)
    return brought


def _bring(session: Session, found: Edited, workspace_id: int, *, by: Person) -> Brought:
    access.allow(session, by, "workspace.read", workspace_id)
    origin = found.origin
    if origin.workspace_id != workspace_id:
        raise ImportProblem("error.workbook_of_another", file=found.file, workspace=origin.workspace[:80])
    if origin.events and working.event_hash(session, workspace_id, origin.events) != origin.hash:
        raise ImportProblem("error.workbook_history", file=found.file)
    sees = sees_secrecy(session, workspace_id, by.id)
    ids = edits.edited_ids(found)
    now = working.sheets(session, workspace_id, origin.language, sees_secrecy=sees, only=ids)
    compared = edits.compare(session, workspace_id, found, now)
    applied = offline.apply(session, workspace_id, compared.rows, by=by, file=found.file)
    order = {sheet.title: place for place, sheet in enumerate(found.sheets)}
    told = (*compared.troubles, *applied.troubles)
    troubles = tuple(sorted(told, key=lambda one: (order.get(one.title, len(order)), one.row)))
    said = repr((found.sha256, applied.stored, applied.waiting, troubles))
    return Brought(
        stored=applied.stored,
        waiting=applied.waiting,
        troubles=troubles,
        digest=hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest(),
    )
