"""Over any sequence of editions, clearings and undos, no link and no judgement is lost, and none is asked twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.reading import read
from tests.tracker.revising.conftest import text_of
from tracker import documents, events, ingest, linking, workspaces
from tracker.clearing import links
from tracker.database import Database, connect
from tracker.errors import Refused
from tracker.revising import applying, previewing
from tracker.suspects import successors, suspect_links
from tracker.tables.assessment import Evidence
from tracker.tables.change import Clearance, Outcome
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.people import Person

DATA = Path(__file__).parents[2] / "data" / "tracker"
WORDS = (
    "Kommunen ska ha en plan för provbarhet som nämnden följer upp varje år.",
    "För planen tas ingen avgift ut av den som bor i kommunen eller på landet.",
    "Den som frågar får svar inom två arbetsdagar av kontaktcenter i första hand.",
    "Förvaltningen utser en person som svarar för att uppgifterna hålls aktuella.",
    "Varje e-tjänst prövas av tio användare innan den öppnas för alla i kommunen.",
)
STEP = st.one_of(
    st.tuples(st.just("revise"), st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("clear"), st.tuples(st.integers(0, 4), st.sampled_from(Outcome))),
    st.tuples(st.just("unclear"), st.none()),
)


def words(number: int) -> str:
    """Ten texts: five of them, and the same with other words in them."""
    return WORDS[number] if number < 5 else WORDS[number - 5].replace("en ", "någon ").replace("två", "fem") + " Nytt."


@contextmanager
def opened(template: Path) -> Iterator[tuple[Database, Person, int, int]]:
    """A database of its own with the document and five links, one of them rejected."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.db"
        shutil.copyfile(template, path)
        database = connect(f"sqlite:///{path}")
        with database.writing() as session:
            person = workspaces.local_person(session, "Testperson")
            workspace = workspaces.create(session, "Provby kommun", by=person).id
            statute = (DATA / "provbarhet.md").read_bytes()
            ingest.import_guideline(session, ingest.prepare(statute, "p.md", read(statute, "p.md")), by=person)
            data = text_of(*WORDS)
            prepared = documents.prepare(data, "riktlinje.md", read(data, "riktlinje.md"))
            document = documents.import_document(session, prepared, workspace, by=person).document_id
            requirement = session.scalars(select(Requirement.id).where(Requirement.tracked)).first() or 0
            for number, passage in enumerate(_rules(session)):
                link = linking.add(session, workspace, requirement, "passage", passage, by=person)
                if number == 4:
                    linking.reject(session, link.id, by=person, seen_version=link.version)
                else:
                    linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        yield database, person, workspace, document
        database.close()


def _rules(session: Session) -> list[int]:
    text = session.scalars(select(LocalEdition.text)).one()
    rows = session.scalars(select(Passage).order_by(Passage.position)).all()
    return [row.id for row in rows if text[row.start : row.end] in WORDS]


def _revise(session: Session, document: int, passages: list[int], person: Person) -> None:
    data = text_of(*map(words, passages))
    prepared = documents.prepare(data, "ny.md", read(data, "ny.md"))
    try:
        applying.apply(session, previewing.plan(session, prepared, document, by=person), by=person)
    except Refused as problem:
        if problem.code != "error.edition_there":
            raise


def _undo(session: Session, person: Person) -> None:
    used = session.scalars(select(LocalEdition.id).where(LocalEdition.current)).one()
    try:
        applying.undo(session, used, by=person)
    except Refused as problem:
        if problem.code != "error.edition_is_first":
            raise


def _clear(session: Session, place: int, outcome: Outcome, workspace: int, person: Person) -> None:
    suspects = sorted(suspect_links(session, workspace))
    if not suspects:
        return
    link = session.get_one(Link, suspects[place % len(suspects)])
    became = successors(session, [link.passage_id or 0])[link.passage_id or 0]
    other = LinkType.PARTLY if link.type is LinkType.IMPLEMENTS else LinkType.IMPLEMENTS
    try:
        links.clear_link(
            session, link.id, outcome, "Läst.", by=person, seen_version=link.version,
            seen_requirement=session.get_one(Requirement, link.requirement_id).fingerprint,
            passage_id=became[0] if became and outcome is not Outcome.WITHDRAWN else None,
            type=other if outcome is Outcome.CHANGED else None,
        )  # fmt: skip
    except Refused as problem:
        if problem.code not in {"error.clear_passage_needed", "error.clear_link_there"}:
            raise
        session.rollback()
        return
    assert link.id not in suspect_links(session, workspace)


def _unclear(session: Session, person: Person) -> None:
    last = session.scalars(select(Clearance).where(Clearance.undone_at.is_(None)).order_by(Clearance.id.desc())).first()
    if last is not None:
        link = session.get_one(Link, last.link_id)
        if link.version == last.after["version"]:
            links.undo(session, last.id, by=person)


def _check(session: Session, workspace: int, had: dict[int, tuple[str, str]]) -> None:
    """What holds whatever was done."""
    rows = session.scalars(select(Link).order_by(Link.id)).all()
    assert {row.id for row in rows} >= had.keys()
    (used,) = session.scalars(select(LocalEdition.id).where(LocalEdition.current)).all()
    suspects = suspect_links(session, workspace)
    there = {row.fingerprint for row in session.scalars(select(Passage).where(Passage.edition_id == used))}
    for row in rows:
        live = session.scalars(
            select(Evidence.id).where(Evidence.link_id == row.id, Evidence.withdrawn_at.is_(None))
        ).all()
        assert bool(live) == (row.state is Decided.CONFIRMED)
        if row.state is Decided.CONFIRMED:
            assert (row.id in suspects) == (row.target_fingerprint not in there)
    cleared = set(session.scalars(select(Clearance.link_id)))
    for number, (state, words_then) in had.items():
        now = session.get_one(Link, number)
        if number not in cleared:
            assert (now.state, now.target_fingerprint) == (state, words_then)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_nothing_is_lost_over_editions_clearings_and_undos(sqlite_template: Path, steps: list[tuple]) -> None:
    with opened(sqlite_template) as (database, person, workspace, document):
        with database.reading() as session:
            had = {row.id: (row.state, row.target_fingerprint) for row in session.scalars(select(Link))}
        assert len(had) == 5
        for what, how in steps:
            with database.writing() as session:
                if what == "revise":
                    _revise(session, document, how, person)
                elif what == "undo":
                    _undo(session, person)
                elif what == "clear":
                    _clear(session, *how, workspace, person)
                else:
                    _unclear(session, person)
            with database.reading() as session:
                _check(session, workspace, had)
        with database.reading() as session:
            chain = session.scalars(select(Event).where(Event.chain == workspace).order_by(Event.seq)).all()
        assert all(events.digest(event) == event.hash for event in chain)
