"""Nothing but a person's decision makes a suggestion hold, and what holds stays as it was decided: by SQL, by rows in
bulk, and by the verbs of the machine with rows that somebody forged. Without the guards the same succeeds.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from policies.reading import read
from tests.tracker import stock
from tests.trust.conftest import Tell
from tracker import clock, documents, suggestions, tasks
from tracker.database import Database, connect
from tracker.migrations import guards
from tracker.network import roles
from tracker.settings import Settings
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Requirement, Takeover
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentFact, Passage
from tracker.tables.network import Actor, ActorRole, NetworkRole, Part, Participation, Relation, RelationKind
from tracker.tables.people import Person, Workspace

ONE = "(SELECT min(id) FROM {0} WHERE state = 'suggested')"
DONE = "(SELECT min(id) FROM {0} WHERE state = 'confirmed')"
WHO = "(SELECT min(id) FROM person)"
TYPED = {"link": ", type = 'implements'", "crosswalk": ", type = 'implements'"}
COUNTED = {"link", "crosswalk", "takeover"}


def _attempts() -> Iterator[tuple[str, str]]:
    """What is tried, by what it would do."""
    for table in guards.DECIDED:
        one, typed = ONE.format(table), TYPED.get(table, "")
        later = ", version = version + 1" if table in COUNTED else ""
        if table not in COUNTED:  # those have had a constraint for it from the first schema
            for state in ("confirmed", "rejected"):
                yield f"{table} {state} by nobody", f"UPDATE {table} SET state = '{state}' WHERE id = {one}"
        yield f"{table} in somebody's name already", f"UPDATE {table} SET decided_by_id = {WHO}{later} WHERE id = {one}"
        if table in COUNTED:
            yield (
                f"{table} decided, and the version people see the same",
                f"UPDATE {table} SET state = 'confirmed', decided_by_id = {WHO}{typed} WHERE id = {one}",
            )
            yield f"{table} back a version", f"UPDATE {table} SET version = version - 1 WHERE id = {one}"
    for table, columns in guards.SAID.items():
        later = ", version = version + 1" if table in COUNTED else ""
        typed = TYPED.get(table, "")
        value = "'[1]'" if columns == ("reasons",) else "0.99"
        yield (
            f"{table} confirmed by what writes its {columns[0]}",
            (
                f"UPDATE {table} SET {columns[0]} = {value}, state = 'confirmed', decided_by_id = {WHO}{later}{typed}"
                f" WHERE id = {ONE.format(table)}"
            ),
        )
    done = DONE.format("link")
    for column in ("score = 0.01", "scorer = 'other'", "reasons = '[1]'"):
        yield f"what the machine said of a confirmed link ({column})", f"UPDATE link SET {column} WHERE id = {done}"
    served = "(SELECT min(id) FROM link WHERE state = 'confirmed' AND service_id IS NOT NULL)"
    yield (
        "confirmed link to another requirement",
        (
            "UPDATE link SET requirement_id = (SELECT max(id) FROM requirement WHERE id NOT IN (SELECT requirement_id"
            f" FROM link WHERE service_id IS NOT NULL)), version = version + 1 WHERE id = {served}"
        ),
    )
    yield (
        "confirmed link from a service to an actor",
        (
            "UPDATE link SET service_id = NULL, actor_id = (SELECT min(id) FROM actor), version = version + 1"
            f" WHERE id = {served}"
        ),
    )
    linked = "(SELECT min(id) FROM link WHERE state = 'confirmed' AND passage_id IS NOT NULL)"
    yield (
        "confirmed link to a passage of another document",
        f"UPDATE link SET passage_id = (SELECT max(id) FROM passage), version = version + 1 WHERE id = {linked}",
    )
    for side in ("requirement", "target"):
        words = f"UPDATE link SET {side}_fingerprint = 'x' WHERE id = {linked}"
        yield f"confirmed link on other words than were seen ({side})", words
    yield "confirmed link deleted", f"DELETE FROM link WHERE id = {linked} AND 1 = 1"
    given = 'SELECT workspace_id, requirement_id, actor_id, kind, {0}, "on", by_id, recorded_at FROM evidence'
    into = 'INSERT INTO evidence (workspace_id, requirement_id, actor_id, kind, link_id, "on", by_id, recorded_at) '
    where = f" WHERE id = (SELECT min(id) FROM evidence WHERE link_id = {linked})"
    yield "evidence from a suggested link", into + given.format(ONE.format("link")) + where
    yield (
        "evidence moved to another link",
        (
            f"UPDATE evidence SET link_id = {ONE.format('link')} WHERE id = (SELECT min(id) FROM evidence"
            " WHERE link_id IS NOT NULL)"
        ),
    )
    yield "evidence deleted", "DELETE FROM evidence"
    for column in ("level = 7", "compliance = 'met'", "evidence_digest = 'x'", "requirement_fingerprint = 'x'"):
        yield f"judgement altered ({column})", f"UPDATE assessment SET {column}"
    yield "judgement deleted", "DELETE FROM assessment"
    yield "bytes of an original altered", "UPDATE original SET data = data || data"
    for column in ("seq = seq + 1", "seq = seq - 1", f"hash = '{'0' * 64}'"):
        yield f"head of the history ({column})", f"UPDATE event_head SET {column}"
    yield "head of the history deleted", "DELETE FROM event_head"
    for column in ("seen_version = 9", f"by_id = {WHO} + 1", "action = 'link.reject'"):
        yield f"first decision altered ({column})", f"UPDATE first_decision SET {column}"


ATTEMPTS = tuple(_attempts())
HELD_BESIDES = {
    "confirmed link deleted",  # its evidence refers to it
    *(f"{table} in somebody's name already" for table in guards.IN_MASSES),
    *(f"{table} decided, and the version people see the same" for table in guards.IN_MASSES),
}
"""What references and constraints of the tables refuse without the guards too."""


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the filled database is kept, to be copied."""
    return tmp_path_factory.mktemp("kept") / "filled.db"


@pytest.fixture
def filled(address: str, kept: Path) -> Iterator[Database]:
    """A town on an evening, with something of every kind that the machine suggests."""
    sqlite = address.startswith("sqlite")
    if sqlite and kept.exists():
        shutil.copyfile(kept, address.removeprefix("sqlite:///"))
    database = connect(address)
    if not (sqlite and kept.exists()):
        _fill(database, kept)
    if sqlite and not kept.exists():
        shutil.copyfile(address.removeprefix("sqlite:///"), kept)
    yield database
    database.close()


def _fill(database: Database, kept: Path) -> None:
    town = stock.fill(database, "evening", Settings(database_url=f"sqlite:///{kept}")).town
    assert town is not None
    with database.writing() as session:
        here: dict[str, Any] = {"workspace_id": town.workspace, "recorded_at": clock.now()}
        session.execute(text("INSERT INTO person (name) VALUES ('Två')"))
        session.add_all([
            Relation(**here, from_id=town.unit, to_id=town.other_unit, kind=RelationKind.ADVISES, formal=True),
            ActorRole(**here, actor_id=town.unit, role=NetworkRole.BROKER),
        ])  # fmt: skip
        _another(session, town.workspace)
        session.execute(
            text(
                "INSERT INTO first_decision (workspace_id, entity, action, decision, seen_version, note, by_id,"
                " recorded_at) SELECT id, 'link:1', 'link.confirm', '{}', 1, '', 1, created_at FROM workspace"
            )
        )
        lower = {"lower": town.requirements[2]}
        session.execute(
            text(
                "INSERT INTO crosswalk (upper_id, lower_id, state, score, scorer, reasons, upper_fingerprint,"
                " lower_fingerprint, source, note, recorded_at, version) SELECT upper_id, :lower, 'suggested', 0.5,"
                " 'x', '[]', 'x', 'x', '', '', recorded_at, 2 FROM crosswalk"
            ),
            lower,
        )


def _another(session: Session, workspace: int) -> None:
    """A second document with a passage, so that there is one to be moved to."""
    for table, changed in (
        ("local_document", {"name": "'Annan'", "name_folded": "'annan'", "name_sort": "'annan'"}),
        ("local_edition", {"document_id": "(SELECT max(id) FROM local_document)"}),
        ("passage", {"edition_id": "(SELECT max(id) FROM local_edition)", "position": "99999"}),
    ):
        columns = _columns(session.connection(), table)
        values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        session.execute(
            text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = (SELECT min(id) FROM {table})")
        )


def _columns(connection: Connection, table: str) -> list[str]:
    found = connection.execute(text(f"SELECT * FROM {table} LIMIT 0")).keys()
    return [column for column in found if column != "id"]


def _refused(connection: Connection, attempt: Callable[[Connection], int]) -> bool:
    """Whether the database refused; what it let through is taken back, and must have been something."""
    savepoint = connection.begin_nested()
    try:
        changed = attempt(connection)
    except IntegrityError:
        return True
    finally:
        savepoint.rollback()
    assert changed > 0, "the attempt changes nothing, so that nothing could refuse it"
    return False


def test_no_statement_confirms_a_suggestion_or_alters_what_was_decided(filled: Database, tell: Tell) -> None:
    with filled.write_engine.connect() as connection, connection.begin() as whole:
        got_through = [what for what, sql in ATTEMPTS if not _refused(connection, partial(_run, sql))]
        guards.drop(connection)
        refused_anyhow = {what for what, sql in ATTEMPTS if _refused(connection, partial(_run, sql))}
        whole.rollback()
    tell(
        f"statements that confirm, or alter what was decided ({filled.write_engine.dialect.name})",
        of=len(ATTEMPTS), bad=len(got_through),
        control="without the guards all but those that constraints refuse go through",
    )  # fmt: skip
    assert got_through == []
    assert refused_anyhow <= HELD_BESIDES


def _run(sql: str, connection: Connection) -> int:
    return connection.execute(text(sql)).rowcount


def _links_in_bulk(connection: Connection) -> int:
    """Links as a program would write many: decided from the start, in the name of a person there is."""
    with Session(connection) as session:
        there = {tuple(row) for row in session.execute(select(Link.requirement_id, Link.passage_id))}
        passages = session.scalars(select(Passage.id)).all()
        requirement, workspace = session.execute(select(Link.requirement_id, Link.workspace_id)).first() or (0, 0)
        rows = [
            {
                "workspace_id": workspace, "requirement_id": requirement, "passage_id": passage, "score": 0.9,
                "state": Decided.CONFIRMED, "type": LinkType.IMPLEMENTS, "decided_by_id": 1, "reasons": [],
                "scorer": "machine", "requirement_fingerprint": "x", "target_fingerprint": "x", "note": "",
                "version": 1, "recorded_at": clock.now(),
            }
            for passage in passages
            if (requirement, passage) not in there
        ]  # fmt: skip
        session.execute(insert(Link), rows)
        return len(rows)


def _update_in_bulk(connection: Connection) -> int:
    with Session(connection) as session:
        ids = session.scalars(select(Link.id).where(Link.state == Decided.SUGGESTED)).all()
        one = {"state": Decided.CONFIRMED, "type": LinkType.IMPLEMENTS, "decided_by_id": 1, "score": 0.99, "version": 2}
        session.execute(update(Link), [{"id": number, **one} for number in ids])
        return len(ids)


def _objects(connection: Connection) -> int:
    with Session(connection) as session:
        rows = session.scalars(select(Takeover).where(Takeover.state == Decided.SUGGESTED)).all()
        for row in rows:
            row.state, row.decided_by_id = Decided.CONFIRMED, 1
        session.flush()
        return len(rows)


def _parts(connection: Connection) -> int:
    """A part read in a document, stored as confirmed."""
    with Session(connection) as session:
        part = session.scalars(select(Participation)).first()
        assert part is not None
        values = {column.key: getattr(part, column.key) for column in Participation.__table__.columns}
        values |= {"id": part.id + 1, "part": Part.CONSULTED, "start": 3, "end": 9, "state": Decided.CONFIRMED}
        session.execute(insert(Participation), [{**values, "decided_by_id": 1}])
        return 1


IN_BULK: dict[str, Callable[[Connection], int]] = {
    "suggested links confirmed and scored at once": _update_in_bulk,
    "proposals confirmed as objects, no version": _objects,
    "parts that were read stored as confirmed": _parts,
}


def test_no_rows_in_bulk_come_in_as_decided(filled: Database, tell: Tell) -> None:
    with filled.write_engine.connect() as connection, connection.begin() as whole:
        assert _refused(connection, _links_in_bulk)  # by a constraint of the table: they come in masses
        got_through = [what for what, attempt in IN_BULK.items() if not _refused(connection, attempt)]
        guards.drop(connection)
        refused_anyhow = [what for what, attempt in IN_BULK.items() if _refused(connection, attempt)]
        whole.rollback()
    tell(
        f"rows and objects in bulk that come in as decided ({filled.write_engine.dialect.name})",
        of=len(IN_BULK) + 1, bad=len(got_through), control="without the guards they all come in",
    )  # fmt: skip
    assert (got_through, refused_anyhow) == ([], [])


def _forged(session: Session, _flush: object, _instances: object) -> None:
    """What a program gone wrong would do to whatever the machine is about to store: confirm it."""
    for row in (*session.new, *session.dirty):
        if isinstance(row, Link | Crosswalk | Takeover | Relation | Participation | ActorRole | DocumentFact):
            row.state = Decided.CONFIRMED
            row.decided_by_id = 1
            if isinstance(row, Link):
                row.type = LinkType.IMPLEMENTS
            elif isinstance(row, Crosswalk):
                row.type = CrosswalkType.PARTLY


def _forged_in_bulk(state: ORMExecuteState) -> None:
    """The same to rows that go straight to the database."""
    rows = state.parameters
    if state.is_insert and state.bind_mapper is not None and state.bind_mapper.class_ is DocumentFact:
        for row in rows if isinstance(rows, list) else []:
            row |= {"state": Decided.CONFIRMED, "decided_by_id": 1}


def _read_again(database: Database, workspace: int, by: Person) -> None:
    data = "# Plan för ångbåtar\n\nFastställd av kommunstyrelsen 2026-03-01, dnr KS 2026/77. Bygg svarar för den.\n"
    with database.writing() as session:
        prepared = documents.prepare(data.encode(), "plan.md", read(data.encode(), "plan.md"))
        documents.import_document(session, prepared, workspace, by=by)


def _link_again(database: Database, workspace: int, by: Person) -> None:
    with database.writing() as session:  # room for the machine to store something new
        untouched = select(Link.id).where(Link.state == Decided.SUGGESTED, Link.version == 1, Link.score.is_not(None))
        suggestions.drop(session, session.scalars(untouched).all())
    tasks.suggest(database, workspace, by=by, settings=Settings(suggestion_floor=0.0))


def _tie_again(database: Database, workspace: int, by: Person) -> None:
    with database.writing() as session:
        session.execute(delete(Crosswalk).where(Crosswalk.state == Decided.SUGGESTED))
        upper, lower = session.scalars(select(Requirement.id).order_by(Requirement.id.desc()).limit(2)).all()
        session.add(Crosswalk(upper_id=upper, lower_id=lower, score=0.7, scorer="x", upper_fingerprint="",
                              lower_fingerprint="", recorded_at=clock.now()))  # fmt: skip


def _network_again(database: Database, workspace: int, by: Person) -> None:
    _read_again(database, workspace, by)
    tasks.read_network(database, workspace, by=by)


def _roles_again(database: Database, workspace: int, by: Person) -> None:
    with database.writing() as session:
        for role in session.scalars(select(ActorRole)):
            session.delete(role)
        session.flush()
        session.add(ActorRole(workspace_id=workspace, actor_id=session.scalars(select(Actor.id)).all()[0],
                              role=NetworkRole.SPONSOR, recorded_at=clock.now()))  # fmt: skip


VERBS: dict[str, Callable[[Database, int, Person], None]] = {
    "links": _link_again,
    "facts of a document": _read_again,
    "crosswalks": _tie_again,
    "parts and ties": _network_again,
    "roles": _roles_again,
}


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_the_machines_own_verbs_store_nothing_decided(filled: Database, guarded: bool, tell: Tell) -> None:
    """Every row is forged on its way to the database, as if the program itself had gone wrong."""
    with filled.writing() as session:
        by, workspace = session.scalars(select(Person)).first(), session.scalars(select(Workspace.id)).one()
        assert by is not None
        if not guarded:
            guards.drop(session.connection())
    event.listen(Session, "before_flush", _forged)
    event.listen(Session, "do_orm_execute", _forged_in_bulk)
    refused = []
    try:
        for what, attempt in VERBS.items():
            try:
                attempt(filled, workspace, by)
            except IntegrityError as problem:
                refused.append((what, str(problem.orig)))
    finally:
        event.remove(Session, "before_flush", _forged)
        event.remove(Session, "do_orm_execute", _forged_in_bulk)
    if not guarded:
        assert len(refused) < len(VERBS)
        return
    got_through = VERBS.keys() - dict(refused).keys()
    kind = filled.write_engine.dialect.name
    tell(f"jobs and imports whose rows were forged as decided ({kind})", of=len(VERBS), bad=len(got_through),
         control="without the guards forged rows are stored")  # fmt: skip
    assert (got_through, [why for _, why in refused if not {"born", "person"} & set(re.findall(r"[a-z]+", why))]) == (
        set(),
        [],
    )


def test_jobs_and_imports_leave_every_decision_as_it_was(filled: Database, tell: Tell) -> None:
    """All the machine does, done again after people have decided."""
    with filled.writing() as session:
        by, workspace = session.scalars(select(Person)).first(), session.scalars(select(Workspace.id)).one()
        assert by is not None
    before = _decisions(filled)
    for attempt in (_link_again, _read_again, _network_again):
        attempt(filled, workspace, by)
    with filled.writing() as session:
        roles.propose(session, workspace, by=by)
    after = _decisions(filled)
    tell(f"decisions that jobs and imports left as they were ({filled.write_engine.dialect.name})", of=len(before),
         bad=len(before ^ after))  # fmt: skip
    assert before == after


def _decisions(database: Database) -> frozenset[tuple[str, str]]:
    with database.reading() as session:
        return frozenset(
            (table, str(tuple(row)))
            for table in guards.DECIDED
            for row in session.execute(text(f"SELECT * FROM {table} WHERE state <> 'suggested'"))
        )
