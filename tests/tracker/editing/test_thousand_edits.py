"""A thousand random edits lose nothing: judgements, quotes, lineage and history hold all along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.requirements import Force, RoleKind
from tracker import assessing, descent, documents, editing, events, ingest, linking, planning, searching, snapshots
from tracker.database import Database
from tracker.editing import Part
from tracker.editing.carrying import OF_KIND
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import SideState
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import (
    Edition,
    Requirement,
    RequirementState,
    Statement,
    Wording,
    WordingReference,
    lead_in_text,
)
from tracker.tables.lineage import Edit, Lineage
from tracker.tables.link import LinkType
from tracker.tables.local import Passage, PassageType
from tracker.tables.network import Actor
from tracker.tables.people import Person

EDITS = {"sqlite": 900, "postgresql": 100}  # a thousand in all; the verbs are the same on both
LOOKS = 50  # edits between two looks at everything; what one breaks the next does not mend
TRACKED = (Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT)


class Idle(Exception):
    """There is nothing to do this to."""


@dataclass
class Desk:
    """Somebody who edits and judges at random, and remembers every judgement ever made."""

    database: Database
    person: Person
    workspace: int
    guideline: int
    random: Random
    editions: Callable[[int], ingest.Prepared]
    imported: int = 0
    judged: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)

    def step(self, *kinds: str) -> bool:
        """One random action; True when it was taken, False when it was refused, as some must be."""
        kind = self.random.choice(kinds)
        try:
            with self.database.writing() as session:
                getattr(self, kind)(session)
        except (Refused, Conflict, NotFound, Idle):
            return False
        self.done[kind] += 1
        return True

    def split(self, session: Session) -> None:
        wording = self._wording(session)
        ends = self._ends(session, wording)
        cuts = sorted(self.random.sample(ends, min(len(ends), self.random.choice((2, 2, 3)))))
        bounds = [wording.start, *cuts]
        stem = (wording.start, cuts[0]) if self.random.random() < 0.3 else None
        parts = [
            Part(start=one, end=two, stem=stem if stem and one >= stem[1] else None) for one, two in pairwise(bounds)
        ]
        version = snapshots.version(session, wording.requirement_id)
        editing.split(session, wording.requirement_id, {wording.edition_id: parts}, by=self.person, version=version)

    def merge(self, session: Session) -> None:
        wordings = sorted(self._active(session), key=lambda row: (row.edition_id, row.start))
        at = self._one_of(range(len(wordings) - 1))
        some = wordings[at : at + self.random.choice((2, 2, 3))]
        versions = {row.requirement_id: snapshots.version(session, row.requirement_id) for row in some}
        editing.merge(
            session, versions, some[0].edition_id, by=self.person, force=self.random.choice((None, Force.RIGHT))
        )

    def reword(self, session: Session) -> None:
        wording = self._wording(session)
        text = session.get_one(Edition, wording.edition_id).text
        start = max(0, wording.start + self.random.randint(-40, 20))
        end = min(len(text), wording.end + self.random.randint(-20, 40))
        roles = {self.random.choice((RoleKind.ACTION, RoleKind.DEADLINE)): self.random.choice((None, (start, end)))}
        editing.reword(
            session, wording.requirement_id, wording.edition_id, by=self.person,
            version=snapshots.version(session, wording.requirement_id),
            span=(start, end), roles=self.random.choice((None, roles)),
        )  # fmt: skip

    def retype(self, session: Session) -> None:
        number = self._wording(session).requirement_id
        force = self.random.choice((*TRACKED, *TRACKED, *TRACKED, *Force))
        editing.retype(session, number, force, by=self.person, version=snapshots.version(session, number))

    def withdraw(self, session: Session) -> None:
        number = self._wording(session).requirement_id
        editing.withdraw(session, number, by=self.person, version=snapshots.version(session, number), reason="x")

    def promote(self, session: Session) -> None:
        number = self._one_of(session.scalars(select(Statement.id)).all())
        editing.promote(session, number, self.random.choice((Force.OBLIGATION, Force.RIGHT)), by=self.person)

    def undo(self, session: Session) -> None:
        edits = session.scalars(select(Edit.id).where(Edit.undone_at.is_(None)).order_by(Edit.id)).all()
        editing.undo(session, self._one_of(edits[-12:]), by=self.person)

    def carry(self, session: Session) -> None:
        kind, number = self._one_of(list(self.judged))
        old = session.get_one(OF_KIND[kind], number)
        to = self._one_of(descent.line(session, old.requirement_id))
        self._remember(editing.carry_over(session, kind, number, to, by=self.person), kind)

    def judge(self, session: Session) -> None:
        number, kind = self._wording(session).requirement_id, self.random.choice(list(OF_KIND))
        passage = session.scalars(select(Passage.id).where(Passage.type == PassageType.RULE)).first() or 0
        actor = session.scalars(select(Actor.id)).first()
        if kind == "link":
            link = linking.add(session, self.workspace, number, "passage", passage, by=self.person)
            linking.confirm(session, link.id, LinkType.PARTLY, by=self.person, seen_version=link.version)
            self._remember(link, kind)
        elif kind == "assessment":
            self._remember(
                assessing.assess(
                    session, self.workspace, number, by=self.person, actor_id=actor, evidence_digest="0" * 64,
                    side_state=SideState.SUSPENDED, note="väntar",
                ), kind,
            )  # fmt: skip
        elif kind == "measure":
            self._remember(planning.plan(session, self.workspace, number, "Rutin", by=self.person), kind)
        else:
            self._remember(searching.record(session, self.workspace, number, by=self.person), "search_record")

    def reimport(self, session: Session) -> None:
        self.imported += 1
        ingest.import_guideline(session, self.editions(self.imported), by=self.person)

    def check(self) -> None:
        """What must hold at any time."""
        with self.database.reading() as session:
            _check_quotes(session)
            _check_requirements(session)
            self._check_judgements(session)
            self._check_history(session)

    def _check_judgements(self, session: Session) -> None:
        states = dict(session.execute(select(Requirement.id, Requirement.state)).all())
        onward: dict[int, list[int]] = {}
        for old, new in session.execute(select(Lineage.from_id, Lineage.to_id)):
            onward.setdefault(old, []).append(new)
        for (kind, number), before in self.judged.items():
            row = session.get(OF_KIND[kind], number)
            assert row is not None
            assert snapshots.columns(row) == before, "a judgement was rewritten"
            at = row.requirement_id
            while states[at] is RequirementState.REPLACED:
                at = onward[at][-1]  # lineage has no circles: every new requirement is younger
            assert states[at] in (RequirementState.ACTIVE, RequirementState.WITHDRAWN)

    def _check_history(self, session: Session) -> None:
        """Every event new since the last look follows the one before and hashes to what it says."""
        for chain in (LIBRARY_CHAIN, self.workspace):
            seq, last = self.heads.get(chain, (0, events.GENESIS))
            for event in session.scalars(
                select(Event).where(Event.chain == chain, Event.seq > seq).order_by(Event.seq)
            ):
                assert (event.seq, event.prev_hash, event.hash) == (seq + 1, last, events.digest(event))
                seq, last = event.seq, event.hash
            self.heads[chain] = seq, last

    def _remember(self, row: Any, kind: str) -> None:
        row_id = row.id
        self.judged[kind, row_id] = snapshots.columns(row)

    def _active(self, session: Session) -> list[Wording]:
        return list(
            session.scalars(
                select(Wording)
                .join(Requirement, Requirement.id == Wording.requirement_id)
                .where(Requirement.state == RequirementState.ACTIVE)
                .order_by(Wording.id)
            )
        )

    def _wording(self, session: Session) -> Wording:
        return self._one_of(self._active(session))

    def _one_of(self, things: Sequence[Any]) -> Any:
        if not things:
            raise Idle
        return self.random.choice(things)

    def _ends(self, session: Session, wording: Wording) -> list[int]:
        """Ends of words inside a wording."""
        text = session.get_one(Edition, wording.edition_id).text
        return [at for at in range(wording.start + 1, wording.end + 1) if at == wording.end or text[at].isspace()]


def _check_quotes(session: Session) -> None:
    """Every wording is found again by its offsets, and no two active requirements have the same words."""
    texts = dict(session.execute(select(Edition.id, Edition.text)).all())
    states = dict(session.execute(select(Requirement.id, Requirement.state)).all())
    taken: Counter[tuple[int, int, int]] = Counter()
    wordings = {row.id: row for row in session.scalars(select(Wording))}
    for row in wordings.values():
        text = texts[row.edition_id]
        assert 0 <= row.start < row.end <= len(text)
        assert row.fingerprint == events.fingerprint(lead_in_text(text, row.lead_ins), text[row.start : row.end])
        assert all(words in text for words in (row.duty_bearer, row.action, row.condition, row.deadline))
        taken[row.edition_id, row.start, row.end] += states[row.requirement_id] is RequirementState.ACTIVE
    assert max(taken.values()) <= 1
    for found in session.scalars(select(WordingReference)):
        row = wordings[found.wording_id]
        assert texts[row.edition_id][found.start : found.end] == found.text


def _check_requirements(session: Session) -> None:
    """A requirement repeats its newest wording; what is replaced lives on in something."""
    newest: dict[int, Wording] = {}
    for row in session.scalars(select(Wording).order_by(Wording.edition_id)):
        newest[row.requirement_id] = row
    onward = set(session.scalars(select(Lineage.from_id)))
    for requirement in session.scalars(select(Requirement)):
        assert requirement.fingerprint == newest[requirement.id].fingerprint
        if requirement.state is RequirementState.REPLACED:
            assert requirement.id in onward
    undone = session.scalars(select(Edit).where(Edit.undone_at.is_not(None))).all()
    assert all(edit.undone_by_id is not None for edit in undone)


@pytest.fixture
def make_desk(
    act: Any,
    database: Database,
    person: Person,
    workspace: Any,
    local_document: documents.ImportedDocument,
    prepare_act: Callable[..., ingest.Prepared],
    act_text: str,
) -> Callable[[Random], Desk]:
    """A desk over the small act; editions after the first differ in a word that nobody judges."""
    known: dict[int, ingest.Prepared] = {}

    def edition(number: int) -> ingest.Prepared:
        if number not in known:
            known[number] = prepare_act(act_text + "\n" * number)
        return known[number]

    return lambda random: Desk(database, person, workspace.id, act.guideline_id, random, edition)


MOSTLY = ("split", "split", "merge", "merge", "merge", "reword", "reword", "retype", "promote", "undo", "undo", "undo")
"""Edits in a proportion that keeps enough requirements active to go on."""


@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=True))
def test_a_thousand_edits_lose_nothing(make_desk: Callable[[Random], Desk], random: Random) -> None:
    desk = make_desk(random)
    for _ in range(30):
        desk.step("judge")
    taken = 0
    while taken < EDITS[desk.database.write_engine.dialect.name]:
        taken += desk.step(*MOSTLY, "withdraw", "carry", "judge")
        if taken % 250 == 100:
            desk.step("reimport")
        if taken % LOOKS == 0:
            desk.check()
    desk.check()
    assert desk.done["reimport"]
    assert {"split", "merge", "reword", "retype", "promote", "undo", "withdraw", "carry"} <= set(desk.done)


@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=True))
def test_taking_everything_back_gives_the_beginning(
    make_desk: Callable[[Random], Desk], database: Database, person: Person, random: Random
) -> None:
    desk = make_desk(random)
    with database.reading() as session:
        rows = [row for table in (Requirement, Wording, Statement) for row in session.scalars(select(table))]
        before = {snapshots.name_of(row): snapshots.columns(row) for row in rows}
    for _ in range(150):
        desk.step(*MOSTLY, "withdraw")
    desk.check()
    with database.reading() as session:
        edits = session.scalars(select(Edit.id).where(Edit.undone_at.is_(None)).order_by(Edit.id.desc())).all()
    assert edits
    for number in edits:
        with database.writing() as session:
            editing.undo(session, number, by=person)
    with database.reading() as session:
        rows = [row for table in (Requirement, Wording, Statement) for row in session.scalars(select(table))]
        after = {snapshots.name_of(row): snapshots.columns(row) for row in rows}
        active = set(session.scalars(select(Requirement.id).where(Requirement.state == RequirementState.ACTIVE)))
    assert {name: after[name] for name in before} == before
    assert {f"requirement:{number}" for number in active} <= set(before)
