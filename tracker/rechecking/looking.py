"""One look at each source: the network is asked, and no transaction is open meanwhile."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select

from policies.errors import NotFetched, NotThere
from policies.sources import find
from policies.sources.network import NO_HOST, Network
from policies.sources.web import look, words
from tracker.database import Database
from tracker.rechecking.gathering import Source
from tracker.tables.change import SourceState
from tracker.tables.original import Original

GIVE_UP = 3
"""Looks at one host that nobody answered, after which it is left alone for the rest of a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look found. `no_host` marks what is gone only if the name service can be believed."""

    source: Source
    state: SourceState
    sha256: str = ""
    final_address: str = ""
    no_host: bool = False


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
