"""The hash-chained history: every change writes its event in the same transaction."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import chains, clock, former
from tracker.chains import GENESIS as GENESIS
from tracker.tables.event import Event, EventHead, EventNote
from tracker.tables.people import Person

RESTORES = "restores"
"""The key for the event that another takes back ("1/17"): in its `after`, and in `session.info` until then."""
FILE = "file"
"""The key in `session.info` for the file that what is recorded came back in."""


@contextmanager
def restoring(session: Session, place: str) -> Iterator[None]:
    """What a session records meanwhile restores what stood before the event at the place."""
    session.info[RESTORES] = place
    try:
        yield
    finally:
        del session.info[RESTORES]


@contextmanager
def out_of(session: Session, file: str) -> Iterator[None]:
    """What a session records meanwhile came back in the file so called: the last line of every note says so."""
    session.info[FILE] = file
    try:
        yield
    finally:
        del session.info[FILE]


def record(
    session: Session,
    chain: int,
    action: str,
    entity: str,
    *,
    by: Person,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
    request_id: str | None = None,
) -> Event:
    """Append one event to a chain (a workspace id, or LIBRARY_CHAIN) and return it.

    `before` and `after` must hold no names and no free text: those go in `note`, which stays outside the hash.
    What rows held before (tracker.former) is added to both. `request_id` makes a repeated request recognisable; the
    database refuses the second.
    """
    note = "\n".join(part for part in (note, session.info.get(FILE, "")) if part)
    rows_before, rows_made = former.taken(session, chain)
    if RESTORES in session.info:
        rows_made[RESTORES] = session.info[RESTORES]
    head = _head(session, chain)
    salt = secrets.token_hex(16)
    event = Event(
        chain=chain,
        seq=head.seq + 1,
        recorded_at=clock.now(),
        by_id=by.id,
        action=action,
        entity=entity,
        before=_plain({**(before or {}), **rows_before}),
        after=_plain({**(after or {}), **rows_made}),
        request_id=request_id or secrets.token_hex(16),
        note_commitment=commitment(salt, note),
        prev_hash=head.hash,
        hash="",
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    if note:
        session.add(EventNote(event_id=event.id, salt=salt, text=note))
    head.seq, head.hash = event.seq, event.hash
    session.flush()
    return event


def hold(session: Session, chain: int) -> None:
    """Keep others from a chain until the transaction ends, so that what is looked for and not found stays absent."""
    _head(session, chain)


def _head(session: Session, chain: int) -> EventHead:
    """The newest event of a chain, locked; of several who begin one at once all but the first go on from there."""
    locked = select(EventHead).where(EventHead.chain == chain).with_for_update()
    head = session.scalars(locked).first()
    if head is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(EventHead(chain=chain, seq=0, hash=GENESIS))
        head = session.scalars(locked).one()
    return head


def digest(event: Event) -> str:
    """SHA-256 over every column of the event but `id` and `hash`, in one canonical spelling (tracker.chains)."""
    return chains.digest(
        chain=event.chain,
        seq=event.seq,
        recorded_at=event.recorded_at.isoformat(timespec="microseconds"),
        by_id=event.by_id,
        action=event.action,
        entity=event.entity,
        before=chains.canonical(event.before),
        after=chains.canonical(event.after),
        request_id=event.request_id,
        note_commitment=event.note_commitment,
        prev_hash=event.prev_hash,
    )


def commitment(salt: str, note: str) -> str:
    """What the chain keeps of a note: enough to prove it unchanged, nothing to read it from."""
    return hashlib.sha256(f"{salt}\x00{note}".encode()).hexdigest() if note else ""


def fingerprint(*texts: str) -> str:
    """Checksum of texts with white space folded: what links and assessments remember of what they were made against.

    >>> fingerprint("Kommunen  ska", "svara.") == fingerprint("Kommunen ska", "svara. ")
    True
    """
    return hashlib.sha256("\x00".join(" ".join(text.split()) for text in texts).encode()).hexdigest()


def checksum(text: str) -> str:
    """Checksum of a text exactly as it stands: offsets into it hold for as long as it is the same.

    >>> checksum("Kommunen  ska") == checksum("Kommunen ska")
    False
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """The values as JSON gives them back, so that the hash is the same before and after storage, and in its order."""
    told = json.loads(json.dumps(dict(values or {}), ensure_ascii=False, default=str))
    plain: dict[str, Any] = json.loads(chains.canonical(told))
    return plain
