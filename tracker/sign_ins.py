"""Sign-ins: who came in by which claim, for how long it holds, and how it ends."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.database import Database
from tracker.errors import NotAllowed, NotFound
from tracker.settings import Settings
from tracker.signing_in import Claim
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.people import Membership, Person, SignIn

EVERY = timedelta(minutes=1)
"""So seldom at most is it written down that a sign-in is in use."""


def who(database: Database, settings: Settings, claim: Claim) -> Person:
    """The person of a claim whose sign-in holds, begun where it is new; NotAllowed says why one may not come in."""
    with database.reading() as session:
        found = _found(session, claim)
    if found is None:
        with database.writing() as session:
            found = _begun(session, settings, claim)
    sign_in, person = found
    if _over(sign_in, settings) or person.erased_at is not None:
        raise NotAllowed("error.sign_in_ended")
    return person


def holds(database: Database, settings: Settings, claim: Claim) -> bool:
    """Whether a sign-in of the claim was begun and is not over; begins none, and none counts as used by asking.

    A proxy's word (a claim without a key) belongs to no window: any sign-in of that person will do.
    """
    now = clock.now()
    whose = SignIn.key == claim.key if claim.key else func.lower(Person.login) == claim.login
    wanted = select(SignIn.id).join(Person, Person.id == SignIn.person_id).where(
        whose, SignIn.ended_at.is_(None), SignIn.last_at > now - settings.idle,
        SignIn.began_at > now - settings.longest, Person.erased_at.is_(None),
    )  # fmt: skip
    with database.reading() as session:
        return session.scalars(wanted.limit(1)).first() is not None


def use(database: Database, claim: Claim) -> None:
    """Note that a sign-in is in use; pages that refresh themselves do not ask for it."""
    now = clock.now()
    with database.reading() as session:
        found = _found(session, claim)
    if found is not None and now - found[0].last_at >= EVERY:
        with database.writing() as session:
            changed = update(SignIn).where(SignIn.id == found[0].id, SignIn.ended_at.is_(None))
            session.execute(changed.values(last_at=now))


def sign_out(session: Session, claim: Claim, *, by: Person) -> None:
    """End one's own sign-in: what the browser showed for it opens nothing any more, wherever it was copied to."""
    _end(session, [SignIn.key == claim.key, SignIn.person_id == by.id], by=by)


def end(session: Session, workspace_id: int, person_id: int, *, by: Person) -> int:
    """End every sign-in of a person who works in the workspace; returns how many there were."""
    access.allow(session, by, "people.change", workspace_id)
    member = select(Membership.id).where(Membership.workspace_id == workspace_id, Membership.person_id == person_id)
    if session.scalars(member).first() is None:
        raise NotFound("error.person_unknown", id=person_id)
    ended = end_all(session, person_id, by=by)
    events.record(session, workspace_id, "people.sign_out", f"person:{person_id}", by=by, after={"ended": ended})
    return ended


def end_all(session: Session, person_id: int, *, by: Person) -> int:
    """The same within a change that was allowed already."""
    return _end(session, [SignIn.person_id == person_id], by=by)


def _end(session: Session, which: list[ColumnElement[bool]], *, by: Person) -> int:
    open_ones = update(SignIn).where(*which, SignIn.ended_at.is_(None))
    ended = session.execute(open_ones.values(ended_at=clock.now(), ended_by_id=by.id).returning(SignIn.id))
    return len(ended.all())


def _found(session: Session, claim: Claim) -> tuple[SignIn, Person] | None:
    both = select(SignIn, Person).join(Person, Person.id == SignIn.person_id).where(SignIn.key == claim.key)
    row = session.execute(both).first()
    return (row[0], row[1]) if row else None


def _over(sign_in: SignIn, settings: Settings) -> bool:
    now = clock.now()
    unused, lasted = now - sign_in.last_at, now - sign_in.began_at
    return sign_in.ended_at is not None or unused >= settings.idle or lasted >= settings.longest


def _begun(session: Session, settings: Settings, claim: Claim) -> tuple[SignIn, Person]:
    person = _known(session, settings, claim)
    # Two windows opened at once take turns here, else each would begin the sign-in.
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    there = _found(session, claim)
    if there is not None:
        return there
    now = clock.now()
    if claim.subject and person.subject is None:
        person.subject = claim.subject
        session.flush()
        events.record(session, LIBRARY_CHAIN, "people.bind", f"person:{person.id}", by=person)
    sign_in = SignIn(person_id=person.id, key=claim.key, began_at=min(now, claim.since or now), last_at=now)
    session.add(sign_in)
    session.flush()
    return sign_in, person


def _known(session: Session, settings: Settings, claim: Claim) -> Person:
    """The person the provider once said this is, else the one admitted by the name, bound from now on.

    A name that was bound to somebody else is refused: addresses of e-mail are given out anew, subjects are not.
    """
    if claim.subject:
        bound = session.scalars(select(Person).where(Person.subject == claim.subject)).first()
        if bound is not None:
            return bound
    admitted = session.scalars(select(Person).where(func.lower(Person.login) == claim.login)).first()
    contact = settings.contact or "-"
    if admitted is None or admitted.erased_at is not None:
        raise NotAllowed("error.sign_in_unknown", login=claim.login, contact=contact)
    if claim.subject and admitted.subject is not None:
        raise NotAllowed("error.sign_in_other_subject", login=claim.login, contact=contact)
    return admitted
