"""Hash chains verified from the rows as they are stored: every event's own hash, its place, and the newest known.

Reads with plain SQL and holds one event at a time, so that a million take seconds and no memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Connection, text

GENESIS = "0" * 64
"""What the first event of a chain has before it."""

SOME_EVENTS = 10_000
_MOST_BREAKS = 1000  # of one chain: what was altered wholesale need not be told event by event

_EVENTS = text(
    "SELECT id, seq, recorded_at, by_id, action, entity, CAST(before AS TEXT), CAST(after AS TEXT),"
    " request_id, note_commitment, prev_hash, hash FROM event WHERE chain = :chain AND seq > :seq ORDER BY seq, id"
)
_NEXT_CHAIN = text("SELECT MIN(chain) FROM event WHERE chain > :chain")  # one look in the index for each chain
_PLACED = text("SELECT MIN(id) FROM event WHERE chain = :chain AND seq = :seq AND hash = :hash")
_HEADS = text("SELECT chain, seq, hash FROM event_head ORDER BY chain")
_BEFORE_ALL = -(2**31)
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a chain goes: its number, how many events it holds, and the hash of the newest."""

    chain: int
    count: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a chain does not hold: a code (chain.altered, chain.missing ...), the event by chain and number."""

    code: str
    chain: int
    seq: int
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a walk through all chains found: how far each goes, and every place where one does not hold."""

    heads: tuple[Head, ...]
    breaks: tuple[Break, ...]

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(head.count for head in self.heads)


def verify(connection: Connection, known: Iterable[Head] = ()) -> Verified:
    """Walk through every chain of a database and compare with the heads it keeps.

    A chain that was found whole as far as a `known` head is walked from there on, if that event is still in its place.
    """
    begun = {head.chain: (head, placed) for head in known if (placed := _placed(connection, head))}
    heads: list[Head] = []
    breaks: list[Break] = []
    for chain in _chains(connection):
        head, wrong = _walk(connection, *begun.get(chain, (Head(chain=chain, count=0, hash=GENESIS), 0)))
        heads.append(head)
        breaks += wrong
    breaks += _against_heads(heads, {chain: (seq, stored) for chain, seq, stored in connection.execute(_HEADS)})
    breaks += _loose_ids(connection, sum(head.count for head in heads))
    return Verified(heads=tuple(heads), breaks=tuple(breaks))


def heads(connection: Connection) -> tuple[Head, ...]:
    """How far each chain goes by what the database keeps of it, unverified: what an export prints."""
    return tuple(Head(chain=chain, count=seq, hash=stored) for chain, seq, stored in connection.execute(_HEADS))


def digest(
    *,
    chain: int,
    seq: int,
    recorded_at: str,
    by_id: int,
    action: str,
    entity: str,
    before: str,
    after: str,
    request_id: str,
    note_commitment: str,
    prev_hash: str,
) -> str:
    """SHA-256 over every column of an event but `id` and `hash`: the one spelling they are hashed in.

    It is JSON with sorted keys and no spaces; `before` and `after` come in `canonical` form, the moment in UTC with
    microseconds ("2026-01-02T09:00:00.000000+00:00").
    """
    body = (
        f'{{"action":{encode_basestring(action)},"after":{after},"before":{before},"by":{by_id},"chain":{chain},'
        f'"entity":{encode_basestring(entity)},"note_commitment":{encode_basestring(note_commitment)},'
        f'"prev_hash":{encode_basestring(prev_hash)},"recorded_at":{encode_basestring(recorded_at)},'
        f'"request_id":{encode_basestring(request_id)},"seq":{seq}}}'
    )
    return hashlib.sha256(body.encode()).hexdigest()


def canonical(values: Mapping[str, Any]) -> str:
    """JSON in the one spelling that is hashed.

    >>> canonical({"b": "å", "a": [1, None]})
    '{"a":[1,null],"b":"å"}'
    """
    return _written(values) if values else "{}"


def _chains(connection: Connection) -> Iterator[int]:
    chain: int | None = _BEFORE_ALL
    while (chain := connection.execute(_NEXT_CHAIN, {"chain": chain}).scalar()) is not None:
        yield chain


def _placed(connection: Connection, head: Head) -> int:
    """The id of the event that a head names, 0 when it is not there any more."""
    where = {"chain": head.chain, "seq": head.count, "hash": head.hash}
    return connection.execute(_PLACED, where).scalar() or 0


def _walk(connection: Connection, last: Head, previous_id: int) -> tuple[Head, list[Break]]:
    """Read a chain from behind a head whose event has the id; gives how far it goes and where it does not hold."""
    chain, count, newest = last.chain, last.count, last.hash
    breaks: list[Break] = []
    where = {"chain": chain, "seq": count if previous_id else _BEFORE_ALL}
    result = connection.execute(_EVENTS, where, execution_options={"stream_results": True})
    for some in result.partitions(SOME_EVENTS):
        for row in some:
            number, seq, prev_hash, stored = row[0], row[1], row[10], row[11]
            holds = seq == count + 1 and prev_hash == newest and number > previous_id
            if not (holds and _holds(chain, row)) and len(breaks) < _MOST_BREAKS:
                breaks += _wrong(row, Head(chain=chain, count=count, hash=newest), previous_id)
            count, newest, previous_id = seq, stored, number
    return Head(chain=chain, count=count, hash=newest), breaks


def _wrong(row: Any, last: Head, previous_id: int) -> Iterator[Break]:
    """What does not hold of one event that comes after `last`."""
    number, seq, prev_hash, chain = row[0], row[1], row[10], last.chain
    if seq != last.count + 1:
        gap = {"first": last.count + 1, "last": seq - 1} if seq > last.count else {}
        yield Break(code="chain.missing" if gap else "chain.doubled", chain=chain, seq=seq, values=gap)
    elif prev_hash != last.hash:
        yield Break(code="chain.unlinked", chain=chain, seq=seq)
    if number <= previous_id:
        yield Break(code="chain.order", chain=chain, seq=seq, values={"id": number})
    if not _holds(chain, row):
        yield Break(code="chain.altered", chain=chain, seq=seq, values={"id": number})


def _holds(chain: int, row: Any) -> bool:
    """Whether a stored event has the hash it should have; not when it holds what no event holds."""
    _, seq, moment, by_id, action, entity, before, after, request_id, note_commitment, prev_hash, stored = row
    hashed = partial(
        digest, chain=chain, seq=seq, by_id=by_id, action=action, entity=entity, request_id=request_id,
        note_commitment=note_commitment, prev_hash=prev_hash,
    )  # fmt: skip
    try:
        at = _moment(moment)
        # Most stand in the one spelling as they are, and reading JSON takes longer than all else.
        if hashed(recorded_at=at, before=before, after=after) == stored:
            return True
        return bool(hashed(recorded_at=at, before=_respelled(before), after=_respelled(after)) == stored)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def _respelled(stored: str) -> str:
    """JSON as a database keeps it, in the one spelling: PostgreSQL has another, and older events of SQLite had."""
    return stored if stored == "{}" else _written(json.loads(stored))


def _moment(stored: datetime | str) -> str:
    """A moment as it is hashed: SQLite keeps UTC as text without saying so, PostgreSQL gives it with its zone."""
    if isinstance(stored, str):
        return f"{stored[:10]}T{stored[11:]}+00:00"
    return stored.astimezone(UTC).isoformat(timespec="microseconds")


def _against_heads(found: list[Head], kept: Mapping[int, tuple[int, str]]) -> Iterator[Break]:
    """Writers queue on the head and continue from it: it must be the newest event."""
    for head in found:
        if head.chain not in kept:
            yield Break(code="chain.headless", chain=head.chain, seq=head.count)
        elif kept[head.chain] != (head.count, head.hash):
            seq, _ = kept[head.chain]
            yield Break(code="chain.head", chain=head.chain, seq=head.count, values={"head": seq})
    walked = {head.chain for head in found}
    for chain, (seq, _) in kept.items():
        if chain not in walked and seq:
            yield Break(code="chain.head", chain=chain, seq=0, values={"head": seq})


def _loose_ids(connection: Connection, count: int) -> Iterator[Break]:
    """Notes find their event by its id, which is not hashed. SQLite numbers without gaps, as no event is ever deleted;
    PostgreSQL leaves out those of changes that failed, and knows the last one it gave.
    """
    last, chain, seq = connection.execute(
        text("SELECT id, chain, seq FROM event ORDER BY id DESC LIMIT 1")
    ).first() or (0, 0, 0)
    if connection.dialect.name == "sqlite":
        given = count
    else:
        given = connection.execute(
            text("SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('event', 'id')), 0)")
        ).scalar_one()
    if last > given:
        yield Break(code="chain.order", chain=chain, seq=seq, values={"id": last})
