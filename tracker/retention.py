"""For how long what is kept of the use of the tracker stays: visits, sign-ins, finished jobs, files nobody imported.

Only that. What was decided, what it rests on, originals and the history are kept as the archive's rules say, and
nothing here touches them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from tracker import access, clock, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.choice import Visit
from tracker.tables.guideline import Edition
from tracker.tables.job import Job, JobState
from tracker.tables.local import LocalEdition
from tracker.tables.original import Original
from tracker.tables.people import Membership, Person, SignIn, Workspace
from tracker.tables.portions import portions

DAYS: Mapping[str, int] = {"visits": 365, "sign_ins": 90, "jobs": 180, "uploads": 90}
"""By kind for how many days it stays where nobody has said otherwise."""
LEAST, MOST = 1, 3650
_ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def days(workspace: Workspace) -> dict[str, int]:
    """By kind the days that hold in the workspace."""
    return {kind: int(workspace.retention.get(kind, proposal)) for kind, proposal in DAYS.items()}


def set_days(
    session: Session, workspace_id: int, kind: str, number: int, *, by: Person, seen: int | None = None
) -> dict[str, int]:
    """Keep a kind for so many days from now on; gives all that hold.

    `seen` is the number the person saw: Conflict when somebody set another one since.
    """
    access.allow(session, by, "retention.set", workspace_id)
    if kind not in DAYS:
        raise Refused("error.retention_kind", kind=kind)
    if not LEAST <= number <= MOST:
        raise Refused("error.retention_days", days=number, least=LEAST, most=MOST)
    workspace = session.get(Workspace, workspace_id, with_for_update=True)
    if workspace is None:
        raise NotFound("error.workspace_unknown", slug=workspace_id, known="-")
    before = days(workspace)
    if seen is not None and before[kind] != seen:
        who = meanwhile.last(session, workspace_id, f"workspace:{workspace_id}", reader=by.id)
        raise Conflict("error.retention_changed", days=before[kind], **who)
    workspace.retention = {**workspace.retention, kind: number}
    session.flush()
    events.record(
        session, workspace_id, "retention.set", f"workspace:{workspace_id}", by=by,
        before={kind: before[kind]}, after={kind: number},
    )  # fmt: skip
    return days(workspace)


def due(session: Session, workspace_id: int) -> dict[str, int]:
    """By kind how many rows are kept longer than they are to be."""
    limits = days(session.get_one(Workspace, workspace_id))
    now = clock.now()
    return {
        kind: len(session.scalars(find(workspace_id, now - timedelta(days=limits[kind]))).all())
        for kind, find in KINDS.items()
    }


def apply(session: Session, workspace_id: int, *, by: Person) -> dict[str, int]:
    """Dispose of what has been kept for its time, by kind how many rows; the event holds the counts alone."""
    access.allow(session, by, "retention.apply", workspace_id)
    limits = days(session.get_one(Workspace, workspace_id))
    now, done = clock.now(), {}
    for kind, find in KINDS.items():
        numbers = session.scalars(find(workspace_id, now - timedelta(days=limits[kind]))).all()
        key: Any = Original.sha256 if kind == "uploads" else TABLES[kind].id
        for some in portions(numbers):
            session.execute(delete(TABLES[kind]).where(key.in_(some)))
        done[kind] = len(numbers)
    session.flush()
    if any(done.values()):
        events.record(
            session, workspace_id, "retention.apply", f"workspace:{workspace_id}", by=by, after={**done, "days": limits}
        )
    return done


def _visits(workspace_id: int, before: datetime) -> Any:
    return select(Visit.id).where(Visit.workspace_id == workspace_id, Visit.last_at < before)


def _sign_ins(workspace_id: int, before: datetime) -> Any:
    """Ended or long unused ones of people who work here and nowhere else, or nowhere any more."""
    elsewhere = select(Membership.person_id).where(Membership.workspace_id != workspace_id)
    theirs = or_(
        SignIn.person_id.in_(select(Membership.person_id).where(Membership.workspace_id == workspace_id)),
        SignIn.person_id.not_in(select(Membership.person_id)),
    )
    return select(SignIn.id).where(SignIn.last_at < before, theirs, SignIn.person_id.not_in(elsewhere))


def _jobs(workspace_id: int, before: datetime) -> Any:
    return select(Job.id).where(Job.workspace_id == workspace_id, _over(before))


def _uploads(workspace_id: int, before: datetime) -> Any:
    """Files that were dropped for an import and never became anything, here or elsewhere."""
    uses: list[ColumnElement[bool]] = [
        Original.sha256.not_in(select(table.original_sha256)) for table in (LocalEdition, Edition)
    ]
    named = Job.arguments["sha256"].as_string()
    waiting = select(named).where(named.is_not(None), ~_over(before))
    own = select(named).where(named.is_not(None), Job.workspace_id == workspace_id)
    other = select(named).where(named.is_not(None), Job.workspace_id != workspace_id)
    return select(Original.sha256).where(
        *uses, Original.sha256.in_(own), Original.sha256.not_in(waiting), Original.sha256.not_in(other)
    )


def _over(before: datetime) -> ColumnElement[bool]:
    return Job.state.in_(_ENDED) & (Job.finished_at < before)


KINDS: Mapping[str, Callable[[int, datetime], Any]] = {
    "uploads": _uploads,  # before the jobs that name them
    "visits": _visits,
    "sign_ins": _sign_ins,
    "jobs": _jobs,
}
"""By kind what is kept from before a moment."""
TABLES: Mapping[str, Any] = {"visits": Visit, "sign_ins": SignIn, "jobs": Job, "uploads": Original}
