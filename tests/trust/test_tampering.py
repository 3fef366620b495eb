"""Whoever has the file can change what they like in it; the doctor says so every time."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, delete, event, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests import throwaway
from tests.tracker import stock
from tests.trust.conftest import Tell, Times
from tracker import accounts, chains, database, events
from tracker.doctor.examining import examine
from tracker.settings import Settings
from tracker.tables import schema
from tracker.tables.people import Person

TABLES = schema.Table.metadata.tables
EVENT, NOTE, HEAD = TABLES["event"], TABLES["event_note"], TABLES["event_head"]
SET_BACK = ("link", "event", "passage", "evidence")
Tampering = Callable[[Connection, random.Random], None]


class Nothing(Exception):
    """There is nothing to tamper with in this way, or the database refused even without its triggers."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[database.Database]:
    """A workspace in which people have imported, decided, judged, searched, measured and planned.

    One for all tests, which take back what they do.
    """
    folder = tmp_path_factory.mktemp("tampered")
    with ExitStack() as stack:
        if request.param == "sqlite":
            shutil.copyfile(request.getfixturevalue("empty_sqlite"), folder / "tracker.db")
            address = f"sqlite:///{folder / 'tracker.db'}"
        else:
            template = request.getfixturevalue("empty_postgresql")
            address = stack.enter_context(throwaway.database(template, copied=True))
        opened = database.connect(address)
        stack.callback(opened.close)
        stock.fill(opened, "evening", Settings(database_url=f"sqlite:///{folder / 'beside' / 'tracker.db'}"))
        yield opened


@pytest.fixture(scope="module")
def attacker(filled: database.Database) -> Engine:
    """Access to the file itself: no foreign keys, no checks, no limits of ours."""
    engine = filled.write_engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _unlocked)
        engine.dispose()
    return engine


def _unlocked(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")


@contextmanager
def tampered(engine: Engine) -> Iterator[Connection]:
    """The database without any trigger; all is taken back at the end."""
    with engine.connect() as connection:
        begun = connection.begin()
        try:
            if connection.dialect.name == "sqlite":
                found = connection.execute(text("SELECT name, '' FROM sqlite_master WHERE type = 'trigger'"))
            else:
                found = connection.execute(
                    text("SELECT tgname, ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
                )
            for name, on in found.all():
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
            yield connection
        finally:
            begun.rollback()
            _put_forward(connection)


def _put_forward(connection: Connection) -> None:
    """Sequences are not taken back with a transaction: one left behind would be found ever after, and hide misses."""
    if connection.dialect.name == "postgresql":
        for name in SET_BACK:
            highest = f"(SELECT MAX(id) FROM {name})"
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {highest})"))


def findings(connection: Connection, *anchors: chains.Head) -> set[str]:
    """The codes the doctor gives, without those of the guards that were taken away."""
    with Session(connection) as session:
        found = examine(session, replay=True, anchors=anchors).found
    return {finding.code for name, some in found.items() if name != "guards" for finding in some}


def other(column: Any, value: Any, rng: random.Random, connection: Connection) -> Any:
    """Another value of the same kind, one that looks as good."""
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        there = [found for found in connection.execute(select(target)).scalars() if found != value]
        if not there:
            raise Nothing
        return rng.choice(sorted(there))
    kind = getattr(column.type, "enums", None)
    if kind:
        return rng.choice([choice for choice in kind if choice != (value.value if isinstance(value, Enum) else value)])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + rng.choice((1, 2, 1000))
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, dict):
        return {**value, "state": f"x{rng.random()}"}
    if isinstance(value, str) and value:
        place = rng.randrange(len(value))
        return f"{value[:place]}{'a' if value[place] != 'a' else 'b'}{value[place + 1 :]}"
    raise Nothing  # an absent value has no kind; columns that may be absent are met where they are not


def one(connection: Connection, rng: random.Random, wanted: Any) -> Any:
    rows = connection.execute(wanted).all()
    if not rows:
        raise Nothing
    return rng.choice(rows)


def alter(table: Table, name: str, where: Any = None) -> Tampering:
    """Another value in one column of one row."""

    def done(connection: Connection, rng: random.Random) -> None:
        key = next(iter(table.primary_key.columns))
        wanted = select(key, table.c[name]).where(table.c[name].is_not(None)).order_by(key)
        row = one(connection, rng, wanted if where is None else wanted.where(where))
        value = other(table.c[name], row[1], rng, connection)
        connection.execute(update(table).where(key == row[0]).values({name: value}))

    done.__name__ = f"{table.name}.{name} altered"
    return done


def take_away(table: Table, where: Any = None) -> Tampering:
    def done(connection: Connection, rng: random.Random) -> None:
        key = next(iter(table.primary_key.columns))
        wanted = select(key).order_by(key)
        row = one(connection, rng, wanted if where is None else wanted.where(where))
        if table is EVENT:
            connection.execute(delete(NOTE).where(NOTE.c.event_id == row[0]))
        connection.execute(delete(table).where(key == row[0]))

    done.__name__ = f"{table.name} row deleted"
    return done


def put_in(table: Table, where: Any = None) -> Tampering:
    """A copy of a row under a number of its own, as a forged decision would be."""

    def done(connection: Connection, rng: random.Random) -> None:
        wanted = select(table).order_by(table.c.id)
        row = one(connection, rng, wanted if where is None else wanted.where(where))
        values = dict(row._mapping)
        values["id"] = connection.execute(select(func.max(table.c.id))).scalar_one() + 1
        if table.name in ("link", "crosswalk", "takeover", "membership", "guideline_choice"):  # one of a kind only
            target = {"link": "requirement_id", "crosswalk": "lower_id", "takeover": "requirement_id"}
            name = target.get(table.name, "workspace_id")
            values[name] = other(table.c[name], values[name], rng, connection)
        connection.execute(insert(table).values(values))

    done.__name__ = f"{table.name} row put in"
    return done


def swap_events(connection: Connection, rng: random.Random) -> None:
    """Two events change places."""
    chain = one(connection, rng, select(HEAD.c.chain).where(HEAD.c.seq > 2).order_by(HEAD.c.chain))[0]
    numbers = connection.execute(select(EVENT.c.id, EVENT.c.seq).where(EVENT.c.chain == chain)).all()
    (first, a), (second, b) = rng.sample(numbers, 2)
    for number, seq in ((first, -1), (second, a), (first, b)):
        connection.execute(update(EVENT).where(EVENT.c.id == number).values(seq=seq))


def put_event_in(connection: Connection, rng: random.Random) -> None:
    """A forged event behind the last, hashed as it should be; the head is forgotten."""
    row = one(connection, rng, select(EVENT).order_by(EVENT.c.id))._mapping
    last = (
        connection.execute(select(EVENT).where(EVENT.c.chain == row["chain"]).order_by(EVENT.c.seq.desc()).limit(1))
        .one()
        ._mapping
    )
    highest = connection.execute(select(func.max(EVENT.c.id))).scalar_one()
    values = {**row, "id": highest + 1, "seq": last["seq"] + 1, "prev_hash": last["hash"], "note_commitment": "",
              "request_id": f"{rng.getrandbits(128):032x}"}  # fmt: skip
    connection.execute(insert(EVENT).values({**values, "hash": hashed(values)}))


def hash_anew(connection: Connection, rng: random.Random) -> None:
    """An event is altered and hashed as it should be; those after it are not."""
    newest = HEAD.c.seq
    wanted = select(EVENT).join(HEAD, HEAD.c.chain == EVENT.c.chain).where(EVENT.c.seq < newest)
    row = dict(one(connection, rng, wanted.order_by(EVENT.c.id))._mapping)
    row["action"] = "link.reject"
    row["after"] = {**row["after"], "state": "rejected"}
    connection.execute(update(EVENT).where(EVENT.c.id == row["id"]).values({**row, "hash": hashed(row)}))


def cut_tail(connection: Connection, rng: random.Random) -> None:
    """The last events go with their notes, and the head is set to what is left: only an anchor outside can tell."""
    chain, seq = one(connection, rng, select(HEAD.c.chain, HEAD.c.seq).where(HEAD.c.seq > 1).order_by(HEAD.c.chain))
    left = rng.randrange(1, seq)
    gone = select(EVENT.c.id).where(EVENT.c.chain == chain, EVENT.c.seq > left)
    connection.execute(delete(NOTE).where(NOTE.c.event_id.in_(gone)))
    connection.execute(delete(EVENT).where(EVENT.c.chain == chain, EVENT.c.seq > left))
    stored = connection.execute(select(EVENT.c.hash).where(EVENT.c.chain == chain, EVENT.c.seq == left)).scalar_one()
    connection.execute(update(HEAD).where(HEAD.c.chain == chain).values(seq=left, hash=stored))


def move_note(connection: Connection, rng: random.Random) -> None:
    """A note stands at another event."""
    number = one(connection, rng, select(NOTE.c.event_id).order_by(NOTE.c.event_id))[0]
    free = select(EVENT.c.id).where(EVENT.c.id.not_in(select(NOTE.c.event_id)))
    to = one(connection, rng, free.order_by(EVENT.c.id))[0]
    connection.execute(update(NOTE).where(NOTE.c.event_id == number).values(event_id=to))


def alter_text(table: str, part: str) -> Tampering:
    """A letter of an imported text is another, where something quotes it."""

    def done(connection: Connection, rng: random.Random) -> None:
        of, quoted = TABLES[table], TABLES[part]
        row = one(connection, rng, select(quoted).where(quoted.c.start < quoted.c.end).order_by(quoted.c.id))._mapping
        words = connection.execute(select(of.c.text).where(of.c.id == row["edition_id"])).scalar_one()
        place = next(i for i in range(row["start"], row["end"]) if words[i].isalnum())
        changed = f"{words[:place]}{'x' if words[place] != 'x' else 'y'}{words[place + 1 :]}"
        connection.execute(update(of).where(of.c.id == row["edition_id"]).values(text=changed))

    done.__name__ = f"{table}.text altered"
    return done


def alter_file(connection: Connection, rng: random.Random) -> None:
    """A byte of an original file is another."""
    file = TABLES["original"]
    sha256, data = one(connection, rng, select(file.c.sha256, file.c.data).order_by(file.c.sha256))
    place = rng.randrange(len(data))
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    connection.execute(update(file).where(file.c.sha256 == sha256).values(data=changed))


def set_back(connection: Connection, rng: random.Random) -> None:
    """A sequence gives numbers again that rows have (PostgreSQL)."""
    if connection.dialect.name != "postgresql":
        raise Nothing
    name = rng.choice(SET_BACK)
    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1)"))


def confirm_by_hand(connection: Connection, rng: random.Random) -> None:
    """A suggestion is made a confirmed link of somebody's."""
    link = TABLES["link"]
    number = one(connection, rng, select(link.c.id).where(link.c.state == "suggested").order_by(link.c.id))[0]
    by = one(connection, rng, select(TABLES["person"].c.id))[0]
    values = {"state": "confirmed", "type": "implements", "decided_by_id": by, "version": link.c.version + 1}
    connection.execute(update(link).where(link.c.id == number).values(values))


def hashed(row: Any) -> str:
    return chains.digest(
        chain=row["chain"], seq=row["seq"], recorded_at=row["recorded_at"].isoformat(timespec="microseconds"),
        by_id=row["by_id"], action=row["action"], entity=row["entity"],
        before=chains.canonical(json.loads(json.dumps(row["before"]))),
        after=chains.canonical(json.loads(json.dumps(row["after"]))), request_id=row["request_id"],
        note_commitment=row["note_commitment"], prev_hash=row["prev_hash"],
    )  # fmt: skip


def ways() -> list[Tampering]:
    """Every kind of tampering there is, decided rows by every column their accounts cover."""
    told = [alter(EVENT, column.name) for column in EVENT.c]
    told += [take_away(EVENT), swap_events, put_event_in, hash_anew, cut_tail]
    beside = [alter(NOTE, "text"), alter(NOTE, "salt"), take_away(NOTE), move_note]
    beside += [alter(HEAD, "seq"), alter(HEAD, "hash"), take_away(HEAD, HEAD.c.seq > 0), set_back]
    words = [alter(TABLES[table], name) for table in ("wording", "passage") for name in ("start", "end", "fingerprint")]
    words += [alter_text("edition", "wording"), alter_text("local_edition", "passage"), alter_file]
    words += [alter(TABLES["original"], "size"), take_away(TABLES["passage"]), confirm_by_hand]
    rows: list[Tampering] = []
    for name, columns in accounts.DECIDED.items():
        table = TABLES[name]
        decided = table.c.state != "suggested" if "state" in table.c else None
        rows += [alter(table, column, decided) for column in columns]
        rows += [take_away(table, decided), put_in(table, decided)]
    return [*told, *beside, *words, *rows]


def test_every_tampering_is_found(attacker: Engine, times: Times, tell: Tell) -> None:
    rng, wanted = random.Random(7), times(300, least=8)  # on each of two databases
    with tampered(attacker) as connection:
        assert findings(connection) == set(), "the control: nothing is wrong before anybody tampers"
        anchors = chains.heads(connection)
    missed, done = [], 0
    pool = ways()
    while done < wanted:
        rng.shuffle(pool)
        before = done
        for way in pool:
            if done == wanted:
                break
            with tampered(attacker) as connection:
                try:
                    way(connection, rng)
                except (Nothing, DBAPIError):
                    continue
                done += 1
                if not findings(connection, *anchors):
                    missed.append(way.__name__)
        assert done > before
    tell(
        f"tamperings with the file ({attacker.dialect.name}) found by the doctor", of=done, bad=len(missed),
        control="an untouched database gave no finding; a cut tail is not found without the head of an export",
    )  # fmt: skip
    assert missed == []


def test_a_cut_tail_needs_an_anchor(attacker: Engine) -> None:
    """The control of anchors: events that changed nothing else are gone without a trace."""
    with tampered(attacker) as connection:
        session = Session(connection, join_transaction_mode="create_savepoint")
        by = session.scalars(select(Person)).first()
        assert by is not None
        events.record(session, 1, "test.looked", "test:1", by=by)
        session.commit()
        anchors = chains.heads(connection)
        seq = next(head.count for head in anchors if head.chain == 1)
        connection.execute(delete(EVENT).where(EVENT.c.chain == 1, EVENT.c.seq == seq))
        stored = connection.execute(select(EVENT.c.hash).where(EVENT.c.chain == 1, EVENT.c.seq == seq - 1)).scalar_one()
        connection.execute(update(HEAD).where(HEAD.c.chain == 1).values(seq=seq - 1, hash=stored))
        assert findings(connection) == set()
        assert findings(connection, *anchors) == {"anchor.short"}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET action = 'x'", "UPDATE event SET id = id", "DELETE FROM event", "TRUNCATE event CASCADE",
     "DELETE FROM event WHERE id = 1", "INSERT INTO event SELECT * FROM event WHERE id = 1"],
)  # fmt: skip
def test_the_database_refuses(filled: database.Database, statement: str, tell: Tell) -> None:
    """With its triggers in place."""
    refused = False
    try:
        with filled.write_engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError:
        refused = True
    tell(f"{statement}, tried on {filled.write_engine.dialect.name}", of=1, bad=0 if refused else 1)
    assert refused
