"""Guidelines by their identifier: the way out as the settings have it, and where a text came from kept with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from policies.document import ReadWarning
from policies.sources import Found
from policies.sources.network import Network, pinned, through
from policies.sources.web import words
from tracker import access, clock, events
from tracker.settings import Settings
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.people import Person

PROVENANCE = "source"
"""The fact of an edition that says where its text was fetched."""

ADDRESS = 1_000  # characters the columns hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text was fetched, all of it plain, so that a job can hold it until the text is stored.

    `asked` led to `address`; `page` is for people; `sha256` is that of the bytes, `content` that of the words alone.
    `retrieved_at` is in ISO 8601.
    """

    address: str
    asked: str
    page: str
    retrieved_at: str
    sha256: str
    content: str


def source_of(found: Found) -> Source:
    """Where an act that was found came from."""
    fetched = found.fetched
    return Source(
        address=fetched.address,
        asked=fetched.asked,
        page=found.page,
        retrieved_at=fetched.confirmed_at.isoformat(),
        sha256=fetched.sha256,
        content=words(fetched.data, found.file_name),
    )


def network(settings: Settings) -> Network:
    """The way out: straight, or through the proxy that the settings name."""
    return Network(folder=settings.fetched, open=through(settings.proxy) if settings.proxy else pinned)


def warnings(found: Found) -> tuple[ReadWarning, ...]:
    """What to say of a text besides what its reader says: that it is of an earlier day."""
    if not found.fetched.offline:
        return ()
    day = found.fetched.confirmed_at.astimezone(clock.STOCKHOLM).date().isoformat()
    return (ReadWarning(code="warning.fetched_offline", values={"day": day}),)


def keep_provenance(session: Session, edition_id: int, source: Source, *, by: Person) -> None:
    """Keep with an edition where and when its text was fetched; its guideline gets the address where it has none.

    Its words are the first look at that address, which later ones are compared with. The same again changes nothing.
    """
    access.allow(session, by, "guideline.import")
    edition = session.get_one(Edition, edition_id, with_for_update=True)
    if PROVENANCE in edition.facts:
        return
    guideline = session.get_one(Guideline, edition.guideline_id, with_for_update=True)
    kept = {name: value for name, value in asdict(source).items() if name != "content"}
    edition.facts = {**edition.facts, PROVENANCE: kept}
    guideline.source_url = guideline.source_url or source.page[:ADDRESS]
    session.add(
        SourceCheck(
            kind="guideline",
            number=guideline.id,
            address=source.page[:ADDRESS],
            state=SourceState.SAME,
            sha256=source.content,
            final_address=source.address[:ADDRESS],
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
        after={"sha256": source.sha256, "retrieved_at": source.retrieved_at},
        note=f"{source.asked} {source.address}",
    )
