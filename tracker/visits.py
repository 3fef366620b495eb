"""When people last looked at a workspace, for "since my last visit": no judgement, so without an event.

How often somebody looks is their own business: of a person's stays in a workspace only the last two are kept, the
present one and the one before it, and nobody else is shown them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.database import Database
from tracker.errors import TrackerError
from tracker.tables.choice import Visit
from tracker.tables.people import Person

STAY = timedelta(minutes=30)
"""Who comes back after so long comes back: half an hour is what web statistics take for the end of a visit."""
EVERY = timedelta(minutes=5)
"""So seldom is the end of a stay moved: nobody asks for it to the minute, and every write keeps others waiting."""
KEPT = 2


def note(database: Database, workspace_id: int, *, by: Person) -> None:
    """Note that the person is here, where that is not known already; a database that cannot be written is left alone.

    The page has been read all the same, so no failure of this is worth a word to the reader.
    """
    try:
        with database.reading() as session:
            last = _newest(session, workspace_id, by.id)
        if last is None or clock.now() - last.last_at >= EVERY:
            with database.writing() as session:
                stay(session, workspace_id, by=by)
    except (TrackerError, DatabaseError):
        return


def stay(session: Session, workspace_id: int, *, by: Person) -> None:
    """Begin a stay, or move the end of the one that goes on."""
    # Two tabs opened at once take turns here, else each would begin a stay of its own.
    session.execute(select(Person.id).where(Person.id == by.id).with_for_update(key_share=True))
    now, last = clock.now(), _newest(session, workspace_id, by.id)
    if last is not None and now - last.last_at < STAY:
        last.last_at = max(now, last.last_at)
        return
    session.add(Visit(workspace_id=workspace_id, person_id=by.id, began_at=now, last_at=now))
    session.flush()
    kept = session.scalars(_stays(workspace_id, by.id).with_only_columns(Visit.id).limit(KEPT)).all()
    session.execute(
        delete(Visit).where(
            Visit.workspace_id == workspace_id, Visit.person_id == by.id, Visit.id.not_in(kept)
        )
    )  # fmt: skip


def last_visit(session: Session, workspace_id: int, person_id: int) -> datetime | None:
    """When the visit before this one ended; None on the first."""
    now = clock.now()
    ends = session.scalars(_stays(workspace_id, person_id).with_only_columns(Visit.last_at).limit(KEPT))
    return next((end for end in ends if now - end >= STAY), None)


def _newest(session: Session, workspace_id: int, person_id: int) -> Visit | None:
    return session.scalars(_stays(workspace_id, person_id).limit(1)).first()


def _stays(workspace_id: int, person_id: int) -> Select[Visit]:
    """A person's stays, the newest first."""
    return (
        select(Visit)
        .where(Visit.workspace_id == workspace_id, Visit.person_id == person_id)
        .order_by(Visit.began_at.desc(), Visit.id.desc())
    )
