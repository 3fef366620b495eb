"""Looking again at what evidence rests on: addresses on the web, and the files in the archive.

`gather` and `store` are short transactions; `look_again` asks the network and has none open meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from policies.errors import NotFetched, NotThere
from policies.sources import LANGUAGES, find
from policies.sources.identifiers import Celex, Sfs, parse
from policies.sources.network import NO_HOST, Network
from policies.sources.web import look, words
from tracker import access, clock, events
from tracker.database import Database
from tracker.errors import NotFound, Refused
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.local import LocalDocument, LocalEdition
from tracker.tables.measurement import Record
from tracker.tables.original import Original
from tracker.tables.people import Person
from tracker.tables.service import Form, Service

GIVE_UP = 3
"""Looks at one host that nobody answered, after which it is left alone for the rest of a run."""

LONGEST = 2_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to look at: an address, an act by its identifier (`act`), or a file of the archive (no address)."""

    kind: str
    number: int
    workspace_id: int | None
    address: str = ""
    act: str = ""
    language: str = ""
    sha256: str = ""

    @property
    def place(self) -> tuple[str, int, str, str]:
        """What makes two looks a look at the same thing."""
        return self.kind, self.number, self.address, "" if self.address else self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look found. `no_host` marks what is gone only if the name service can be believed."""

    source: Source
    state: SourceState
    sha256: str = ""
    final_address: str = ""
    no_host: bool = False


def gather(session: Session, workspace_id: int, *, by: Person) -> list[Source]:
    """Everything of a workspace, and of the guidelines that all share, that has an address or a file."""
    access.allow(session, by, "source.check", workspace_id)
    return [*_guidelines(session, workspace_id), *_addresses(session, workspace_id), *_files(session, workspace_id)]


def look_again(
    database: Database, sources: Sequence[Source], network: Network, report: Callable[[int, int], None] | None = None
) -> list[Seen]:
    """Look at each source once; what nobody answers for is unreachable, never gone.

    A host that has not answered GIVE_UP times in a row is asked no more: behind a closed door each look takes its time.
    """
    found = []
    silent = Counter[str]()
    for done, source in enumerate(sources, 1):
        host = urlsplit(source.address).netloc
        if not source.address:
            seen = _file(database, source)
        elif silent[host] >= GIVE_UP:
            seen = _unreachable(source)
        else:
            seen = _web(source, network)
            silent[host] = silent[host] + 1 if seen.state is SourceState.UNREACHABLE else 0
        found.append(seen)
        if report is not None:
            report(done, len(sources))
    answered = any(
        seen.source.address and seen.state is not SourceState.UNREACHABLE and not seen.no_host for seen in found
    )
    return [seen if answered or not seen.no_host else _unreachable(seen.source) for seen in found]


def store(session: Session, workspace_id: int, seen: Iterable[Seen], *, by: Person) -> Mapping[str, int]:
    """Keep what was found, compared with the look before it; gives how many were in each state.

    A place that is still as a person settled it stays settled.
    """
    access.allow(session, by, "source.check", workspace_id)
    access.one_at_a_time(session, workspace_id)
    now, counts = clock.now(), Counter[str]()
    last, content = _last(session, workspace_id)
    for one in seen:
        source, before = one.source, last.get(one.source.place)
        known = content.get(source.place, "")
        edited = bool(source.address and one.sha256 and known and one.sha256 != known)
        state = SourceState.EDITED if edited else one.state
        if source.act and state is SourceState.GONE and not known:
            state = SourceState.UNREACHABLE  # imported as a file: its publisher was never seen to have it
        counts[state.value] += 1
        if not source.address and state is SourceState.SAME and (before is None or before.state is SourceState.SAME):
            continue  # a file that is as it was stored is no news
        row = SourceCheck(
            workspace_id=source.workspace_id,
            kind=source.kind,
            number=source.number,
            address=source.address,
            state=state,
            sha256=one.sha256 or source.sha256,
            final_address=one.final_address,
            checked_at=now,
            by_id=by.id,
        )
        if before is not None and before.state is state and not edited:
            row.settled_at, row.settled_by_id, row.reason = before.settled_at, before.settled_by_id, before.reason
        session.add(row)
    session.flush()
    events.record(session, workspace_id, "source.check", f"workspace:{workspace_id}", by=by, after=dict(counts))
    return counts


def settle(session: Session, check_id: int, reason: str, *, by: Person) -> SourceCheck:
    """A person looked again: what stands on the source still holds, and why."""
    check = session.get(SourceCheck, check_id, with_for_update=True)
    if check is None:
        raise NotFound("error.source_check_unknown", id=check_id)
    chain = LIBRARY_CHAIN if check.workspace_id is None else check.workspace_id
    access.allow(session, by, "suspect.clear", chain)
    if not reason.strip():
        raise Refused("error.source_reason_needed")
    if check.settled_at is not None:
        raise Refused("error.source_check_settled", id=check_id)
    check.settled_at, check.settled_by_id, check.reason = clock.now(), by.id, reason.strip()[:LONGEST]
    session.flush()
    after = {"kind": check.kind, "number": check.number, "state": check.state.value}
    events.record(session, chain, "source.settle", f"source_check:{check_id}", by=by, after=after, note=check.reason)
    return check


def _guidelines(session: Session, workspace_id: int) -> Iterator[Source]:
    """Guidelines by their identifier where their publisher is known, in the language last imported; else by address."""
    newest = (
        select(Edition.guideline_id, func.max(Edition.id).label("edition"))
        .where(Edition.undone_at.is_(None))
        .group_by(Edition.guideline_id)
        .subquery()
    )
    rows = session.execute(
        select(Guideline.id, Guideline.identifier, Guideline.source_url, Edition.language)
        .outerjoin(newest, newest.c.guideline_id == Guideline.id)
        .outerjoin(Edition, Edition.id == newest.c.edition)
        .where(or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id))
        .order_by(Guideline.id)
    )
    for row in rows:
        act = _act(row.identifier)
        language = "sv" if isinstance(act, Sfs) or row.language not in LANGUAGES else row.language
        if act is not None:
            yield Source(
                kind="guideline",
                number=row.id,
                workspace_id=None,
                address=act.page(language),
                act=row.identifier,
                language=language,
            )
        elif row.source_url:
            yield Source(kind="guideline", number=row.id, workspace_id=None, address=row.source_url)


def _act(identifier: str) -> Celex | Sfs | None:
    try:
        return parse(identifier)
    except NotFetched:
        return None


def _addresses(session: Session, workspace_id: int) -> Iterator[Source]:
    for kind, table in (("service", Service), ("form", Form)):
        rows = session.execute(
            select(table.id, table.url).where(table.workspace_id == workspace_id, table.url != "").order_by(table.id)
        )
        for number, url in rows:
            yield Source(kind=kind, number=number, workspace_id=workspace_id, address=url)
    records = session.execute(
        select(Record.id, Record.facts)
        .where(Record.workspace_id == workspace_id, Record.withdrawn_at.is_(None))
        .order_by(Record.id)
    )
    for number, facts in records:
        for value in facts.values():
            if isinstance(value, str) and value.startswith(("https://", "http://")):
                yield Source(kind="record", number=number, workspace_id=workspace_id, address=value[:1_000])


def _files(session: Session, workspace_id: int) -> Iterator[Source]:
    guidelines = session.execute(
        select(Edition.guideline_id, Edition.original_sha256)
        .join(Guideline, Guideline.id == Edition.guideline_id)
        .where(or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id))
        .order_by(Edition.id)
    )
    for number, sha256 in guidelines:
        yield Source(kind="guideline", number=number, workspace_id=None, sha256=sha256)
    documents = session.execute(
        select(LocalDocument.id, LocalEdition.original_sha256)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalDocument.workspace_id == workspace_id)
        .order_by(LocalEdition.id)
    )
    for number, sha256 in documents:
        yield Source(kind="document", number=number, workspace_id=workspace_id, sha256=sha256)


def _web(source: Source, network: Network) -> Seen:
    if source.act:
        return _published(source, network)
    found = look(source.address, network)
    if found.code and not found.gone:
        return _unreachable(source)
    if found.gone:
        return Seen(source=source, state=SourceState.GONE, final_address=found.address, no_host=found.code == NO_HOST)
    state = SourceState.MOVED if found.moved else SourceState.SAME
    return Seen(source=source, state=state, sha256=found.sha256, final_address=found.address[:1_000])


def _published(source: Source, network: Network) -> Seen:
    """What the publisher of an act has now."""
    try:
        found = find(source.act, source.language, network)
    except NotThere:
        return Seen(source=source, state=SourceState.GONE)
    except NotFetched:
        return _unreachable(source)
    if found.fetched.offline:
        return _unreachable(source)
    return Seen(
        source=source,
        state=SourceState.SAME,
        sha256=words(found.fetched.data, found.file_name),
        final_address=found.fetched.address[:1_000],
    )


def _file(database: Database, source: Source) -> Seen:
    """Whether the archive still has the bytes that were imported."""
    with database.reading() as session:
        data = session.scalars(select(Original.data).where(Original.sha256 == source.sha256)).first()
    intact = data is not None and hashlib.sha256(data).hexdigest() == source.sha256
    return Seen(source=source, state=SourceState.SAME if intact else SourceState.MISSING, sha256=source.sha256)


def _unreachable(source: Source) -> Seen:
    return Seen(source=source, state=SourceState.UNREACHABLE)


Place = tuple[str, int, str, str]


def _last(session: Session, workspace_id: int) -> tuple[dict[Place, SourceCheck], dict[Place, str]]:
    """The newest look at each place that found something out, and the content it last had."""
    last: dict[Place, SourceCheck] = {}
    content: dict[Place, str] = {}
    rows = session.scalars(
        select(SourceCheck)
        .where(
            and_(
                or_(SourceCheck.workspace_id == workspace_id, SourceCheck.workspace_id.is_(None)),
                SourceCheck.state != SourceState.UNREACHABLE,
            )
        )
        .order_by(SourceCheck.id)
    )
    for row in rows:
        place = (row.kind, row.number, row.address, "" if row.address else row.sha256)
        last[place] = row
        if row.address and row.sha256:
            content[place] = row.sha256
    return last, content
