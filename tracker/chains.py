"""Hash chains verified from the rows as they are stored: every event's own hash, its place, and the newest known.

Reads with plain SQL and holds one event at a time, so that a million take seconds and no memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Connection, text

GENESIS = "0" * 64
"""What the first event of a chain has before it."""

SOME_EVENTS = 10_000
_MOST_BREAKS = 1000  # of one chain: what was altered wholesale need not be told event by event

_EVENTS = text(
    "SELECT id, chain, seq, recorded_at, by_id, action, entity, CAST(before AS TEXT), CAST(after AS TEXT),"
    " request_id, note_commitment, prev_hash, hash FROM event ORDER BY chain, seq, id"
)
_HEADS = text("SELECT chain, seq, hash FROM event_head ORDER BY chain")
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


def verify(connection: Connection) -> Verified:
    """Walk through every chain of a database and compare with the heads it keeps."""
    heads: list[Head] = []
    breaks: list[Break] = []
    here: Head | None = None
    previous_id = found = 0
    for row in _rows(connection):
        number, chain, seq, prev_hash, stored = row[0], row[1], row[2], row[11], row[12]
        if here is None or here.chain != chain:
            heads += [here] if here is not None else []
            here, previous_id, found = Head(chain=chain, count=0, hash=GENESIS), 0, 0
        if found < _MOST_BREAKS:
            wrong = list(_wrong(row, here, previous_id))
            found += len(wrong)
            breaks += wrong
        previous_id = number
        here = Head(chain=chain, count=seq, hash=stored) if prev_hash is not None else here
    heads += [here] if here is not None else []
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


def _rows(connection: Connection) -> Iterator[Any]:
    result = connection.execute(_EVENTS, execution_options={"stream_results": True})
    for some in result.partitions(SOME_EVENTS):
        yield from some


def _wrong(row: Any, last: Head, previous_id: int) -> Iterator[Break]:
    """What does not hold of one event that comes after `last`."""
    number, chain, seq, _, _, _, _, _, _, _, _, prev_hash, stored = row
    if seq != last.count + 1:
        gap = {"first": last.count + 1, "last": seq - 1} if seq > last.count else {}
        yield Break(code="chain.missing" if gap else "chain.doubled", chain=chain, seq=seq, values=gap)
    elif prev_hash != last.hash:
        yield Break(code="chain.unlinked", chain=chain, seq=seq)
    if number <= previous_id:
        yield Break(code="chain.order", chain=chain, seq=seq, values={"id": number})
    if _digest_of(row) != stored:
        yield Break(code="chain.altered", chain=chain, seq=seq, values={"id": number})


def _digest_of(row: Any) -> str:
    """The hash a stored event should have; "" when it holds what no event holds."""
    _, chain, seq, moment, by_id, action, entity, before, after, request_id, commitment, prev_hash, _ = row
    try:
        return digest(
            chain=chain,
            seq=seq,
            recorded_at=_moment(moment),
            by_id=by_id,
            action=action,
            entity=entity,
            before="{}" if before == "{}" else _written(json.loads(before)),
            after="{}" if after == "{}" else _written(json.loads(after)),
            request_id=request_id,
            note_commitment=commitment,
            prev_hash=prev_hash,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""


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
