from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tracker import chains, events
from tracker.database import Database
from tracker.tables.event import Event
from tracker.tables.people import Person, Workspace


@pytest.fixture
def chained(database: Database, workspace: Workspace, person: Person) -> int:
    """A workspace whose chain holds three events of ours, with what is easily spelled otherwise; gives its number."""
    with database.writing() as session:
        for number in range(3):
            after = {"z": number, "å": 'sagt "så"\n\u2028', "a": [None, True, 0.1, 1.0, {"b": 2, "a": ""}]}
            events.record(session, workspace.id, "test.action", f"test:{number}", by=person, after=after, note="ord")
    return workspace.id


def verified(database: Database) -> chains.Verified:
    with database.reading() as session:
        return chains.verify(session.connection())


def broken(database: Database) -> set[str]:
    return {found.code for found in verified(database).breaks}


def unguarded(database: Database, *statements: str, **values: object) -> None:
    """What somebody with access to the file could do: the triggers are theirs to drop."""
    with database.writing() as session:
        if session.connection().dialect.name == "sqlite":
            triggers = ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"]
        else:
            triggers = ["DROP TRIGGER event_no_change ON event"]
        for statement in (*triggers, *statements):
            session.execute(text(statement), values if ":" in statement else {})


def test_an_untouched_chain_holds_and_says_how_far_it_goes(database: Database, chained: int) -> None:
    found = verified(database)
    assert found.breaks == ()
    with database.reading() as session:
        assert found.heads == chains.heads(session.connection())
        assert found.events == session.execute(text("SELECT count(*) FROM event")).scalar_one()


def test_the_spelling_is_plain_json_with_sorted_keys() -> None:
    body = {
        "chain": 1, "seq": 2, "recorded_at": "2026-01-02T09:00:00.000000+00:00", "by": 3, "action": "a\u2028å",
        "entity": 'e"\\', "before": {"b": 1, "a": "ö"}, "after": {}, "request_id": "r", "note_commitment": "",
        "prev_hash": chains.GENESIS,
    }  # fmt: skip
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    event = Event(
        chain=1, seq=2, recorded_at=datetime(2026, 1, 2, 9, tzinfo=UTC), by_id=3, action="a\u2028å", entity='e"\\',
        before={"b": 1, "a": "ö"}, after={}, request_id="r", note_commitment="", prev_hash=chains.GENESIS, hash="",
    )  # fmt: skip
    assert events.digest(event) == hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "'x'"), ("before", "'{\"state\": 1}'"), ("by_id", "by_id + 0"), ("hash", "request_id")],
)
def test_an_altered_column_is_found(database: Database, chained: int, column: str, value: str) -> None:
    unguarded(database, f"UPDATE event SET {column} = {value} WHERE chain = :chain AND seq = 2", chain=chained)
    assert ("chain.altered" in broken(database)) is (column != "by_id"), "by_id stayed as it was"


def test_a_missing_event_is_found(database: Database, chained: int) -> None:
    cut = "DELETE FROM event WHERE chain = :chain AND seq = 2"
    unguarded(database, "DELETE FROM event_note", cut, chain=chained)
    found = next(found for found in verified(database).breaks if found.code == "chain.missing")
    assert (found.chain, found.values) == (chained, {"first": 2, "last": 2})


def test_an_event_hashed_anew_without_its_followers_is_found(database: Database, chained: int) -> None:
    with database.reading() as session:
        event = session.query(Event).filter_by(chain=chained, seq=2).one()
        event.action = "other"
        anew = events.digest(event)
    unguarded(
        database,
        "UPDATE event SET action = 'other', hash = :hash WHERE chain = :chain AND seq = 2",
        hash=anew,
        chain=chained,
    )
    assert "chain.unlinked" in broken(database)


def test_a_tail_cut_without_its_head_is_found(database: Database, chained: int) -> None:
    last = "SELECT max(id) FROM event WHERE chain = :chain"
    unguarded(database, "DELETE FROM event_note", f"DELETE FROM event WHERE id = ({last})", chain=chained)
    assert "chain.head" in broken(database)


def test_a_number_that_is_not_hashed_is_found_moved(database: Database, chained: int) -> None:
    moved = "UPDATE event SET id = id + 1000 WHERE id = (SELECT max(id) FROM event)"
    unguarded(database, "DELETE FROM event_note", moved)
    assert "chain.order" in broken(database)


def test_what_no_event_holds_is_found_and_does_not_stop_the_walk(database: Database, chained: int) -> None:
    nothing = "'null'" if database.write_engine.dialect.name != "sqlite" else "'{'"  # PostgreSQL takes JSON only
    unguarded(database, f"UPDATE event SET before = {nothing} WHERE chain = :chain", chain=chained)
    assert [found.code for found in verified(database).breaks].count("chain.altered") >= 3


def test_only_what_came_since_is_walked(database: Database, chained: int, person: Person) -> None:
    known = verified(database).heads
    unguarded(database, "UPDATE event SET action = 'x' WHERE chain = :chain AND seq = 2", chain=chained)
    with database.writing() as session:
        events.record(session, chained, "test.action", "test:9", by=person)
    with database.reading() as session:
        found = chains.verify(session.connection(), known)
        assert found.breaks == (), "the altered event is not looked at again"
        assert found.heads == chains.heads(session.connection())


def test_a_known_head_that_is_gone_is_not_relied_on(database: Database, chained: int) -> None:
    known = verified(database).heads
    last = "SELECT max(id) FROM event WHERE chain = :chain"
    unguarded(database, "DELETE FROM event_note", f"UPDATE event SET hash = 'x' WHERE id = ({last})", chain=chained)
    with database.reading() as session:
        assert {found.code for found in chains.verify(session.connection(), known).breaks} >= {"chain.altered"}


def test_sqlite_keeps_events_as_they_are_hashed(database: Database, person: Person) -> None:
    with database.writing() as session:
        if session.connection().dialect.name != "sqlite":
            pytest.skip("PostgreSQL has a spelling of its own")
        events.record(session, 0, "test.action", "test:1", by=person, after={"b": {"d": 1, "c": 2}, "a": 1})
        stored = session.execute(text("SELECT after FROM event ORDER BY id DESC LIMIT 1")).scalar_one()
    assert stored == '{"a":1,"b":{"c":2,"d":1}}'
