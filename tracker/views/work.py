"""Background jobs as a page shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.tables.job import UNFINISHED, Job, JobState
from tracker.tables.local import LocalDocument, LocalEdition
from tracker.views.clearance import secret_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A job: `done` of `total` steps (0 when unknown); `name` is the file it reads, "" for other kinds."""

    id: int
    kind: str
    name: str
    state: JobState
    done: int
    total: int
    result: Mapping[str, Any]

    @property
    def unfinished(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in UNFINISHED


def work(
    session: Session,
    workspace_id: int | None,
    kinds: Collection[str],
    mine: Collection[int],
    *,
    sees_secrecy: bool = False,
) -> list[Work]:
    """The jobs of these kinds that are not finished in the workspace, and those in `mine` whatever their state.

    Names of files and documents under secrecy are left out unless the reader `sees_secrecy`.
    """
    rows = session.scalars(
        select(Job)
        .where(
            Job.kind.in_(kinds),
            or_(Job.workspace_id == workspace_id, Job.workspace_id.is_(None)),
            or_(Job.state.in_(UNFINISHED), Job.id.in_(mine)),
        )
        .order_by(Job.id)
    )
    hidden = _Hidden() if sees_secrecy else _hidden(session)
    return [
        Work(
            id=row.id,
            kind=row.kind,
            name="" if row.arguments.get("sha256") in hidden.files else str(row.arguments.get("file_name", "")),
            state=row.state,
            done=row.done,
            total=row.total,
            result=_open(row.result, hidden),
        )
        for row in rows
    ]


def recent(session: Session, workspace_id: int, kinds: Collection[str], *, limit: int = 20) -> list[int]:
    """The newest jobs of these kinds that ended, oldest first: each file once, as it was last read."""
    rows = session.scalars(
        select(Job)
        .where(Job.workspace_id == workspace_id, Job.kind.in_(kinds), Job.state.not_in(UNFINISHED))
        .order_by(Job.id.desc())
        .limit(limit)
    )
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(str(row.arguments.get("sha256", row.kind)), row.id)
    return sorted(newest.values())


def uploaded(session: Session, workspace_id: int, *, sha256: str) -> str | None:
    """The name a file was dropped under in the workspace; None for one that never was, whoever has it elsewhere."""
    rows = session.scalars(
        select(Job).where(Job.workspace_id == workspace_id, Job.kind == "import_document").order_by(Job.id.desc())
    )
    return next((str(row.arguments["file_name"]) for row in rows if row.arguments.get("sha256") == sha256), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hidden:
    """Checksums of the files, and numbers of the documents, that are under secrecy."""

    files: frozenset[str] = frozenset()
    documents: frozenset[int] = frozenset()


def _hidden(session: Session) -> _Hidden:
    rows = session.execute(
        select(LocalEdition.original_sha256, LocalDocument.id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(secret_document())
    ).all()
    return _Hidden(files=frozenset(sha for sha, _ in rows), documents=frozenset(number for _, number in rows))


def _open(result: Mapping[str, Any], hidden: _Hidden) -> Mapping[str, Any]:
    """What came out of a job, without the titles of documents and names of files under secrecy."""
    shown = dict(result)
    if shown.get("sha256") in hidden.files:
        shown.pop("file_name", None)
    if "waits" in shown:
        shown["waits"] = [one for one in shown["waits"] if one.get("document_id") not in hidden.documents]
    return shown
