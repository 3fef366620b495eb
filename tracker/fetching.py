"""Guidelines by their identifier: the way out as the settings have it, and where a text came from kept with it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from policies.document import ReadWarning
from policies.sources import Found
from policies.sources.network import Network, pinned, through
from tracker import access, clock, events
from tracker.settings import Settings
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.people import Person

PROVENANCE = "source"
"""The fact of an edition that says where its text was fetched."""

ADDRESS = 1_000  # characters the columns hold


def network(settings: Settings) -> Network:
    """The way out: straight, or through the proxy that the settings name."""
    return Network(folder=settings.fetched, open=through(settings.proxy) if settings.proxy else pinned)


def warnings(found: Found) -> tuple[ReadWarning, ...]:
    """What to say of a text besides what its reader says: that it is of an earlier day."""
    if not found.fetched.offline:
        return ()
    day = found.fetched.confirmed_at.astimezone(clock.STOCKHOLM).date().isoformat()
    return (ReadWarning(code="warning.fetched_offline", values={"day": day}),)


def keep_provenance(session: Session, edition_id: int, found: Found, content: str, *, by: Person) -> None:
    """Keep with an edition where and when its text was fetched; its guideline gets the address where it has none.

    `content` is the checksum of its words (`policies.sources.web.words`), the first look at that address that later
    ones are compared with. The same again changes nothing.
    """
    access.allow(session, by, "guideline.import")
    edition = session.get_one(Edition, edition_id, with_for_update=True)
    if PROVENANCE in edition.facts:
        return
    guideline = session.get_one(Guideline, edition.guideline_id, with_for_update=True)
    fetched = found.fetched
    source = {
        "address": fetched.address,
        "asked": fetched.asked,
        "page": found.page,
        "retrieved_at": fetched.confirmed_at.isoformat(),
        "sha256": fetched.sha256,
    }
    edition.facts = {**edition.facts, PROVENANCE: source}
    guideline.source_url = guideline.source_url or found.page[:ADDRESS]
    session.add(
        SourceCheck(
            kind="guideline",
            number=guideline.id,
            address=found.page[:ADDRESS],
            state=SourceState.SAME,
            sha256=content,
            final_address=fetched.address[:ADDRESS],
            checked_at=clock.now(),
            by_id=by.id,
        )
    )
    session.flush()
    events.record(
        session,
        LIBRARY_CHAIN,
        "guideline.fetch",
        f"edition:{edition_id}",
        by=by,
        after={"sha256": fetched.sha256, "retrieved_at": source["retrieved_at"]},
        note=f"{fetched.asked} {fetched.address}",
    )
