"""Two people confirm, reject, reopen, code, search and take back in any order; a model beside them knows what holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.translation.modes import Mode
from tests.trust import history, stocked
from tests.trust.conftest import SHARE, Tell
from tracker import coding, linking, people, searching
from tracker.database import Database, connect
from tracker.doctor.examining import examine
from tracker.errors import Conflict, Refused
from tracker.tables.assessment import Evidence
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.people import Person, Role
from tracker.tables.translation import Coding

LINKS = 3
EXAMPLES = max(5, round(150 * SHARE))
STEPS = 30

WHICH = st.integers(0, LINKS - 1)
WHO = st.integers(0, 1)
BEHIND = st.sampled_from((0, 0, 0, 1))  # now and then somebody decides on what is no longer so
MODES = st.sampled_from([mode for mode in Mode if mode is not Mode.NONE])


class Review(RuleBasedStateMachine):
    """The verbs of review beside a model of what they should leave; every step is checked against the database."""

    template: ClassVar[Path]
    steps: ClassVar[int] = 0
    codes = Bundle("codes")
    searches = Bundle("searches")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = shutil.copy(self.template, self.folder.name)
        self.database: Database = connect(f"sqlite:///{path}")
        with self.database.reading() as session:
            self.people = session.scalars(select(Person).order_by(Person.id)).all()
            links = session.scalars(select(Link).order_by(Link.id)).all()
        self.workspace = links[0].workspace_id
        self.links = [link.id for link in links]
        self.requirements = [link.requirement_id for link in links]
        self.states = [Decided.SUGGESTED] * LINKS
        self.versions = [link.version for link in links]
        self.counting: dict[tuple[int, int], list[int]] = {}
        self.looked: set[int] = set()
        self.events = self._events()

    def teardown(self) -> None:
        with self.database.reading() as session:
            found = examine(session, replay=True).findings
        broken = history.broken(self.database, self.workspace)
        self.database.close()
        self.folder.cleanup()
        assert (found, broken) == ((), 0)

    @rule(which=WHICH, who=WHO, behind=BEHIND, as_what=st.sampled_from(LinkType))
    def confirm(self, which: int, who: int, behind: int, as_what: LinkType) -> None:
        self._decide(which, behind, Decided.CONFIRMED, lambda session, seen: linking.confirm(
            session, self.links[which], as_what, by=self.people[who], seen_version=seen
        ))  # fmt: skip

    @rule(which=WHICH, who=WHO, behind=BEHIND)
    def reject(self, which: int, who: int, behind: int) -> None:
        self._decide(which, behind, Decided.REJECTED, lambda session, seen: linking.reject(
            session, self.links[which], by=self.people[who], seen_version=seen
        ))  # fmt: skip

    @rule(which=WHICH, who=WHO, behind=BEHIND)
    def reopen(self, which: int, who: int, behind: int) -> None:
        self._decide(which, behind, Decided.SUGGESTED, lambda session, seen: linking.reopen(
            session, self.links[which], by=self.people[who], seen_version=seen
        ))  # fmt: skip

    @rule(target=codes, which=WHICH, who=WHO, mode=MODES)
    def code(self, which: int, who: int, mode: Mode) -> tuple[int, int, int]:
        try:
            with self.database.writing() as session:
                coded = coding.code(session, self.links[which], mode, by=self.people[who]).id
        except Refused:
            assert self.states[which] is not Decided.CONFIRMED
            return which, who, 0
        assert self.states[which] is Decided.CONFIRMED
        self.counting.setdefault((which, who), []).append(coded)
        self.events += 1
        return which, who, coded

    @rule(code=codes)
    def take_a_code_back(self, code: tuple[int, int, int]) -> None:
        which, who, number = code
        said = self.counting.get((which, who), [])
        if not number:
            return
        counts = bool(said) and said[-1] == number
        try:
            with self.database.writing() as session:
                coding.withdraw(session, number, by=self.people[who])
        except Conflict:
            assert not counts
            return
        assert counts
        said.pop()
        self.events += 1

    @rule(target=searches, which=WHICH, who=WHO)
    def search(self, which: int, who: int) -> int:
        try:
            with self.database.writing() as session:
                number = searching.record(session, self.workspace, self.requirements[which], by=self.people[who]).id
        except Refused:
            assert self.states[which] is Decided.CONFIRMED
            return 0
        assert self.states[which] is not Decided.CONFIRMED
        self.looked.add(number)
        self.events += 1
        return number

    @rule(number=searches, who=WHO)
    def take_a_search_back(self, number: int, who: int) -> None:
        if number:
            with self.database.writing() as session:
                searching.withdraw(session, number, by=self.people[who])
            self.events += number in self.looked
            self.looked.discard(number)

    @invariant()
    def the_database_holds_what_was_decided(self) -> None:
        type(self).steps += 1
        with self.database.reading() as session:
            links = session.scalars(select(Link).order_by(Link.id)).all()
            assert [link.state for link in links] == self.states
            assert [link.version for link in links] == self.versions
            assert all((link.decided_by_id is None) == (link.state is Decided.SUGGESTED) for link in links)
            given = set(session.scalars(select(Evidence.link_id).where(Evidence.withdrawn_at.is_(None))))
            assert given <= {link.id for link in links if link.state is Decided.CONFIRMED}
            coded = select(Coding.id).where(Coding.withdrawn_at.is_(None)).order_by(Coding.id)
            assert list(session.scalars(coded)) == sorted(said[-1] for said in self.counting.values() if said)
            looked = select(SearchRecord.id).where(SearchRecord.withdrawn_at.is_(None))
            assert set(session.scalars(looked)) == self.looked
        assert self._events() == self.events

    def _decide(self, which: int, behind: int, state: Decided, verb: Callable[[Session, int], Any]) -> None:
        try:
            with self.database.writing() as session:
                verb(session, self.versions[which] - behind)
        except Conflict:
            assert behind
            return
        assert not behind
        self.states[which] = state
        self.versions[which] += 1
        self.events += 1

    def _events(self) -> int:
        return len(history.of(self.database, self.workspace))


@pytest.fixture
def template(empty_sqlite: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(empty_sqlite, tmp_path / "tracker.db"))
    database = connect(f"sqlite:///{path}")
    workspace, _ = stocked.links(database, LINKS)
    with database.writing() as session:
        by = session.scalars(select(Person)).one()
        people.admit(session, workspace, "tva@example.org", "Två", Role.REVIEWER, by=by)
    database.close()
    return path


def test_any_order_of_decisions_leaves_what_was_decided_last(template: Path, tell: Tell) -> None:
    Review.template, Review.steps = template, 0
    unhurried = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Review,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=unhurried,
        ),
    )
    tell("steps of review in any order, two people, each compared with a model", of=Review.steps, bad=0)
