"""A thousand random amendments lose no judgement, call nothing unchanged that is not, and keep what only moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.comparison.folding import fold
from tracker import assessing, descent, editions, events, linking, planning, searching, snapshots
from tracker.database import Database
from tracker.editing.carrying import OF_KIND
from tracker.errors import Conflict, Refused
from tracker.suspects import suspect_links
from tracker.tables.assessment import Evidence, SideState
from tracker.tables.change import ChangeKind, RequirementChange
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Edition, Requirement, RequirementState, Summary, Verified, Wording, lead_in_text
from tracker.tables.link import LinkType
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person

EDITIONS = {"sqlite": 50, "postgresql": 5}
EACH = 20  # amendments that one edition brings: a thousand in all on SQLite, a tenth of them on PostgreSQL
KEPT = 0.95  # share of the sentences renumbered or moved whose requirement must be the same

WHO = ("Nämnden", "Kommunen", "Styrelsen", "Förvaltningen", "Registratorn", "Biblioteket", "Direktören")
MUST = ("ska", "ska", "ska", "bör", "får inte")
DO = (
    "redovisa", "granska", "förteckna", "publicera", "utvärdera", "säkra", "anmäla", "beskriva", "förvara", "pröva",
    "samordna", "dokumentera", "rensa", "kungöra", "bekosta", "övervaka",
)  # fmt: skip
WHAT = (
    "loggar", "ansökningar", "formulär", "kameror", "handlingar", "avtal", "kartor", "register", "upphandlingar",
    "nycklar", "larm", "fakturor", "protokoll", "bilder", "intyg", "remisser", "servrar", "böcker", "konton", "möten",
)  # fmt: skip
HOW = (
    "i samråd med",
    "på begäran av",
    "utan dröjsmål för",
    "i skriftlig form till",
    "varje kvartal hos",
    "med stöd från",
)
WHOM = (
    "revisorerna",
    "invånarna",
    "länsstyrelsen",
    "skolorna",
    "tillsynsmyndigheten",
    "leverantörerna",
    "föreningarna",
)
WHEN = ("före årets slut", "inom tio dagar", "under våren", "vid behov", "dagligen", "senast i mars", "på helger")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the sentence it was, as long as it has the same words or an edit of them."""

    line: int
    words: str


@dataclass
class Drafter:
    """A drafter who amends an act at random, a people who judge it, and what both remember."""

    database: Database
    person: Person
    workspace: int
    actor: int
    random: Random
    make_act: Any
    sections: list[tuple[str, list[Sentence]]] = field(default_factory=list)
    past: list[tuple[list[tuple[str, list[Sentence]]], int, dict[int, Any], date]] = field(default_factory=list)
    lines: int = 0
    day: date = date(2000, 1, 1)
    judged: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    amendments: int = 0
    displaced: int = 0
    kept: int = 0
    summaries: int = 0
    head: tuple[int, str] = (0, events.GENESIS)

    def sentence(self) -> Sentence:
        self.lines += 1
        pick = self.random.choice
        said = (pick(WHO), pick(MUST), pick(DO), *self.random.sample(WHAT, 3), pick(HOW), pick(WHOM), pick(WHEN))
        who, must, do, one, two, three, *rest = said
        return Sentence(self.lines, f"{who} {must} {do} {one}, {two} och {three} {' '.join(rest)}.")

    def begin(self) -> None:
        for number in range(1, 13):
            self.sections.append((str(number), [self.sentence() for _ in range(self.random.randint(1, 3))]))

    def amend(self) -> None:
        kind = self.random.choice(("edit", "edit", "insert", "delete", "renumber", "move", "merge", "split"))
        getattr(self, kind)()
        self.sections = [(number, said) for number, said in self.sections if said]
        self.amendments += 1
        self.done[kind] += 1

    def edit(self) -> None:
        said, at = self._any()
        words = said[at].words.split()
        words[self.random.randrange(2, len(words))] = self.random.choice(WHAT)
        said[at] = Sentence(said[at].line, " ".join(words))

    def insert(self) -> None:
        if self.random.random() < 0.5:
            said, at = self._any()
            said.insert(at, self.sentence())
        else:
            at = self.random.randrange(len(self.sections) + 1)
            self.sections.insert(at, (f"{self.random.randint(1, 40)} {self.random.choice('abcd')}", [self.sentence()]))
            self._unique()

    def delete(self) -> None:
        if len(self.sections) > 8:
            said, at = self._any()
            del said[at]

    def renumber(self) -> None:
        start = self.random.randint(1, 5)
        self.sections = [(str(start + at), said) for at, (_, said) in enumerate(self.sections)]

    def move(self) -> None:
        section = self.sections.pop(self.random.randrange(len(self.sections)))
        self.sections.insert(self.random.randrange(len(self.sections) + 1), section)

    def merge(self) -> None:
        said, at = self._any()
        if at + 1 < len(said):
            one, two = said[at].words, said[at + 1].words
            self.lines += 1
            said[at : at + 2] = [Sentence(self.lines, f"{one[:-1]} och {two[0].lower()}{two[1:]}")]

    def split(self) -> None:
        said, at = self._any()
        head, joint, tail = said[at].words.partition(" och ")
        if joint and len(tail.split()) > 4:
            self.lines += 2
            who = " ".join(said[at].words.split()[:2])
            said[at : at + 1] = [Sentence(self.lines - 1, f"{head}."), Sentence(self.lines, f"{who} även {tail}")]

    def publish(self) -> None:
        """Import the act as it stands now, and hold what came of it against what was amended."""
        before = self._worded()
        state = self._requirements()
        previous = {s.line: (s.words, number) for number, said in (self.past[-1][0] if self.past else ()) for s in said}
        self.day += timedelta(days=30)
        done = self._import(self.sections, self.day)
        if not done.new:
            return
        now = self._worded(done.edition_id)
        for number, said in self.sections:
            for sentence in said:
                was = previous.get(sentence.line)
                if was is not None and was[0] == sentence.words and was[1] != number:
                    self.displaced += 1
                    self.kept += now[sentence.words] == before[sentence.words]
        copy = [(number, list(said)) for number, said in self.sections]
        self.past.append((copy, done.edition_id, state, self.day))

    def take_back(self) -> None:
        if len(self.past) < 2:
            return
        _, edition, state, _ = self.past.pop()
        with self.database.writing() as session:
            editions.undo(session, edition, by=self.person)
        now = self._requirements()
        _check_same(state, now)
        assert all(now[number]["state"] == RequirementState.WITHDRAWN for number in now.keys() - state.keys())
        self.sections = [(number, list(said)) for number, said in self.past[-1][0]]
        self.done["undo"] += 1

    def look_back(self) -> None:
        """Import a text older than the newest: nothing that counts may change."""
        state = self._requirements()
        older = [(number, [s for s in said if self.random.random() < 0.8]) for number, said in self.past[-1][0]]
        done = self._import([(n, said) for n, said in older if said], self.past[-1][3] - timedelta(days=10))
        now = self._requirements()
        _check_same(state, now)
        assert all(now[number]["state"] != RequirementState.ACTIVE for number in now.keys() - state.keys())
        if done.new and done.against is not None:
            with self.database.writing() as session:  # so that the newest can be taken back again
                editions.undo(session, done.edition_id, by=self.person)
        self.done["older"] += 1

    def judge(self) -> None:
        with self.database.writing() as session:
            number = self.random.choice(
                session.scalars(select(Requirement.id).where(Requirement.state == RequirementState.ACTIVE)).all()
            )
            kind = self.random.choice(("link", "assessment", "measure", "search_record", "summary"))
            try:
                self._judge(session, kind, number)
            except (Refused, Conflict):
                return

    def check(self) -> None:
        with self.database.reading() as session:
            _check_unchanged(session)
            self._check_judgements(session)
            _check_newest(session)
            self._check_history(session)

    def _judge(self, session: Session, kind: str, number: int) -> None:
        if kind == "link":
            link = linking.add(session, self.workspace, number, "actor", self.actor, by=self.person)
            linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=self.person, seen_version=link.version)
            for evidence in session.scalars(select(Evidence).where(Evidence.link_id == link.id)):
                self._remember("evidence", evidence)
            self._remember("link", link)
        elif kind == "assessment":
            said = assessing.assess(
                session, self.workspace, number, by=self.person, actor_id=self.actor, evidence_digest="0" * 64,
                side_state=SideState.SUSPENDED, note="väntar",
            )  # fmt: skip
            self._remember(kind, said)
        elif kind == "measure":
            self._remember(kind, planning.plan(session, self.workspace, number, "Rutin", by=self.person))
        elif kind == "search_record":
            self._remember(kind, searching.record(session, self.workspace, number, by=self.person))
        else:
            self.summaries += 1
            summary = Summary(
                requirement_id=number, library_key=f"prov-{self.summaries}", text_sv="x", text_en="x", locator="1 §",
                verified=Verified.SECONDARY, fingerprint="0" * 64,
            )  # fmt: skip
            session.add(summary)
            session.flush()
            self._remember(kind, summary)

    def _remember(self, kind: str, row: Any) -> None:
        self.judged[kind, row.id] = snapshots.columns(row)

    def _check_judgements(self, session: Session) -> None:
        """Every judgement is as it was made, on the requirement it was made on, which counts or leads on."""
        states = dict(session.execute(select(Requirement.id, Requirement.state)).all())
        tables = {**OF_KIND, "summary": Summary}
        for (kind, number), before in self.judged.items():
            row = session.get(tables[kind], number)
            assert row is not None
            assert snapshots.columns(row) == before, "a judgement was rewritten"
            if states[row.requirement_id] is RequirementState.REPLACED:
                assert any(
                    states[other] is not RequirementState.REPLACED
                    for other in descent.descendants(session, row.requirement_id)
                )
        suspect = suspect_links(session, self.workspace)
        for (kind, number), before in self.judged.items():
            if kind == "link":
                now = session.get_one(Requirement, before["requirement_id"]).fingerprint
                assert (number in suspect) == (now != before["requirement_fingerprint"])

    def _check_history(self, session: Session) -> None:
        seq, last = self.head
        rows = select(Event).where(Event.chain == LIBRARY_CHAIN, Event.seq > seq).order_by(Event.seq)
        for event in session.scalars(rows):
            assert (event.seq, event.prev_hash, event.hash) == (seq + 1, last, events.digest(event))
            seq, last = event.seq, event.hash
        self.head = seq, last

    def _import(self, sections: list[tuple[str, list[Sentence]]], on: date) -> Any:
        from tracker import ingest

        prepared = self.make_act([(number, [s.words for s in said]) for number, said in sections])
        with self.database.writing() as session:
            return ingest.import_guideline(session, prepared, by=self.person, published_on=on)

    def _worded(self, edition: int | None = None) -> dict[str, int]:
        """The requirement of each sentence of the newest edition."""
        number = edition or (self.past[-1][1] if self.past else None)
        if number is None:
            return {}
        with self.database.reading() as session:
            text = session.get_one(Edition, number).text
            rows = session.scalars(select(Wording).where(Wording.edition_id == number))
            return {text[row.start : row.end]: row.requirement_id for row in rows}

    def _requirements(self) -> dict[int, Any]:
        with self.database.reading() as session:
            return {row.id: snapshots.columns(row) for row in session.scalars(select(Requirement))}

    def _any(self) -> tuple[list[Sentence], int]:
        said = self.random.choice([said for _, said in self.sections if said])
        return said, self.random.randrange(len(said))

    def _unique(self) -> None:
        """No two sections of one number."""
        seen: set[str] = set()
        for at, (number, said) in enumerate(self.sections):
            while number in seen:
                number = f"{number[:-1]}{chr(ord(number[-1]) + 1)}" if number[-1].isalpha() else f"{number} a"
            seen.add(number)
            self.sections[at] = number, said


def _check_same(before: dict[int, Any], now: dict[int, Any]) -> None:
    """What counted is as it was in every column; what did not count still does not."""
    for number, was in before.items():
        counted = was["state"] == RequirementState.ACTIVE
        assert now[number] == was if counted else now[number]["state"] == was["state"]


def _check_unchanged(session: Session) -> None:
    """What is called unchanged or moved has the same words, and nothing else has."""
    words: dict[tuple[int, int], str] = {}
    texts = dict(session.execute(select(Edition.id, Edition.text)).all())
    for row in session.scalars(select(Wording)):
        text = texts[row.edition_id]
        words[row.requirement_id, row.edition_id] = f"{lead_in_text(text, row.lead_ins)} {text[row.start : row.end]}"
    compared = dict(session.execute(select(Edition.id, Edition.previous_id)).all())
    for row in session.scalars(select(RequirementChange)):
        if row.from_id is not None and row.from_id == row.to_id:
            then, now = words[row.from_id, compared[row.edition_id]], words[row.from_id, row.edition_id]
            assert (fold(then) == fold(now)) == (row.kind in (ChangeKind.UNCHANGED, ChangeKind.MOVED))


def _check_newest(session: Session) -> None:
    """A requirement repeats the words of the newest edition that has any."""
    order = select(Edition.id).where(Edition.undone_at.is_(None)).order_by(Edition.published_on, Edition.id)
    places = {number: place for place, number in enumerate(session.scalars(order))}
    newest: dict[int, Wording] = {}
    for row in sorted(session.scalars(select(Wording)), key=lambda row: places.get(row.edition_id, -1)):
        if row.edition_id in places:
            newest[row.requirement_id] = row
    for requirement in session.scalars(select(Requirement)):
        if requirement.id in newest:
            assert requirement.fingerprint == newest[requirement.id].fingerprint
            assert requirement.locator == newest[requirement.id].locator
        else:
            assert requirement.state is not RequirementState.ACTIVE


@pytest.fixture
def desk(database: Database, person: Person, workspace: Any, local_document: Any, make_act: Any) -> Any:
    with database.writing() as session:
        actor = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Kansli")
        session.add(actor)
        session.flush()
        number = actor.id
    return lambda random: Drafter(database, person, workspace.id, number, random, make_act)


@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=True))
def test_a_thousand_amendments_lose_nothing(desk: Any, random: Random) -> None:
    drafter = desk(random)
    drafter.begin()
    drafter.publish()
    dialect = drafter.database.write_engine.dialect.name
    for number in range(EDITIONS[dialect]):
        for _ in range(2):
            drafter.judge()
        for _ in range(EACH):
            drafter.amend()
        drafter.publish()
        if number % 5 == 2:
            for _ in range(random.choice((1, 2))):
                drafter.judge()
                drafter.take_back()
        if number % 11 == 5:
            drafter.look_back()
        if number % 20 == 0:
            drafter.check()
    drafter.check()
    assert drafter.amendments == EDITIONS[dialect] * EACH
    assert drafter.displaced
    assert drafter.kept >= KEPT * drafter.displaced
    if dialect == "sqlite":
        assert {"edit", "insert", "delete", "renumber", "move", "merge", "split", "undo", "older"} <= set(drafter.done)
        assert {kind for kind, _ in drafter.judged} == {*OF_KIND, "summary"}
