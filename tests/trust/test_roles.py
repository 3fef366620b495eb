"""Who may do what: every action by every role, here, elsewhere and in what all share, tried on the verbs themselves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nlp.translation.modes import Mode
from tests.tracker import stock
from tests.tracker.verbs.every import ELSEWHERE, VERBS
from tests.trust.conftest import SHARE, Tell
from tracker import (
    access,
    candidates,
    checking,
    clock,
    coding,
    disclosing,
    disposals,
    library,
    locales,
    people,
    personal_data,
    rechecking,
    retention,
    reuse,
    secrecy,
    suggestions,
    tokens,
    workspaces,
)
from tracker.crosswalks import levels
from tracker.crosswalks import suggesting as pairing
from tracker.database import Database, connect
from tracker.errors import NotAllowed, TrackerError
from tracker.jobs import Task
from tracker.listing.crosswalks import store_crosswalks
from tracker.network import roles
from tracker.refining import Learnt
from tracker.settings import Settings
from tracker.studies import memos, plans, replying
from tracker.tables.guideline import Force, Guideline
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument
from tracker.tables.people import Membership, Person, Role
from tracker.tables.staffing import Individual
from tracker.tables.study import Reply, SampledLink, SampleKind, Study, StudyState
from tracker.tasks import queued
from tracker.views.clearance import sees_secrecy
from tracker.views.research import studies
from tracker.views.workspaces import workspace_names

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
BEGIN, END = "<!-- roles -->", "<!-- /roles -->"
Case = Callable[[Session, Any, Person], object]


class Where(StrEnum):
    """Where the role is held that somebody comes with."""

    HERE = "in the workspace"
    ELSEWHERE = "in another workspace alone"
    NOWHERE = "in none any more"
    OWNED = "in another, while the guideline counts here alone"


LIBRARY = frozenset({
    "guideline.import", "guideline.stock", "guideline.take_over", "guideline.describe", "edition.undo",
    "crosswalk.suggest", "crosswalk.decide", "crosswalk.import", "requirement.apply", "requirement.edit",
    "requirement.undo",
})  # fmt: skip
"""Actions on what all workspaces share: a role in any of them opens these, but for a guideline that counts in one."""
OF_A_GUIDELINE = LIBRARY - {"guideline.stock", "crosswalk.suggest", "crosswalk.import", "guideline.import"}


NOTHING_LEARNT = Learnt(
    language="sv", weights=b"", corrections=0, scores=dict.fromkeys(("before", "after", "changes"), 0)
)  # fmt: skip


def _or_refused(found: object) -> None:
    """A reading that gives nothing is a refusal."""
    if not found:
        raise NotAllowed("error.not_allowed", action="workspace.read")


def _first(session: Session, table: Any) -> int:
    return int(session.scalars(select(table.id).order_by(table.id)).first() or 0)


def _save(session: Session, town: Any, by: Person) -> None:
    """The job that saves, as far as to where it would begin to write."""
    here = SimpleNamespace(reading=lambda: nullcontext(session))
    task = SimpleNamespace(database=here, by=by, workspace_id=town.workspace, report=None)
    with suppress(AttributeError):  # there is no database behind it to save
        queued.KINDS["backup"](cast("Task", task))


def _project(session: Session, town: Any) -> int:
    """A coding project there is."""
    there = Study(
        workspace_id=town.workspace, name="Prov", sample=SampleKind.ALL, seed=1, state=StudyState.REPLYING,
        by_id=town.member, recorded_at=AFTER,
    )  # fmt: skip
    session.add(there)
    session.flush()
    return there.id


def _answered(session: Session, town: Any) -> int:
    """An answer to a unit of it."""
    study, link = _project(session, town), session.scalars(select(Link).where(Link.passage_id.is_not(None))).first()
    assert link is not None
    unit = SampledLink(
        workspace_id=town.workspace, study_id=study, position=1, link_id=link.id, requirement_id=link.requirement_id,
        passage_id=link.passage_id or 0, requirement_fingerprint="", target_fingerprint="",
    )  # fmt: skip
    session.add(unit)
    session.flush()
    said = Reply(
        workspace_id=town.workspace, study_id=study, unit_id=unit.id, objects=True, text="Nej", by_id=town.member,
        recorded_at=AFTER,
    )  # fmt: skip
    session.add(said)
    session.flush()
    return said.id


CASES: dict[str, Case] = {
    "guideline.stock": lambda s, t, by: library.stock(s, [], by=by),
    "link.suggest": lambda s, t, by: suggestions.store_suggestions(s, candidates.gather(s, t.workspace), [], by=by),
    "network.suggest": lambda s, t, by: roles.propose(s, t.workspace, by=by),
    "crosswalk.suggest": lambda s, t, by: pairing.store(s, levels.gather(s, t.workspace), [], by=by),
    "crosswalk.import": lambda s, t, by: store_crosswalks(
        SimpleNamespace(session=s, by=by, workspace_id=t.workspace),
        [],  # type: ignore[arg-type] # as far as it is read
    ),
    "reuse.find": lambda s, t, by: reuse.gather(s, t.workspace, by=by),
    "reading.check": lambda s, t, by: checking.correct(s, t.workspace, "wording:0", Force.OBLIGATION, by=by),
    "reading.refine": lambda s, t, by: checking.store_refinement(
        s,
        t.workspace,
        NOTHING_LEARNT,
        by=by,
    ),
    "coding.decide": lambda s, t, by: coding.code(s, _first(s, Link), next(iter(Mode)), by=by),
    "source.check": lambda s, t, by: rechecking.store(s, t.workspace, [], by=by),
    "individual.read": lambda s, t, by: personal_data.gather(s, _first(s, Individual), by=by),
    "individual.dispose": lambda s, t, by: personal_data.dispose(s, _first(s, Individual), "KS 2026/1", by=by),
    "backup.save": lambda s, t, by: _save(s, t, by),
    "secrecy.mark": lambda s, t, by: secrecy.mark_document(
        s, _first(s, LocalDocument), by=by, seen_version=1, reason="OSL 21 kap. 7 §"
    ),
    "retention.set": lambda s, t, by: retention.set_days(s, t.workspace, "visits", 30, by=by),
    "retention.apply": lambda s, t, by: retention.apply(s, t.workspace, by=by),
    "person.read": lambda s, t, by: disposals.gather(s, t.workspace, by.id, by=by),
    "person.dispose": lambda s, t, by: disposals.dispose(s, t.workspace, t.member, "KS 2026/1", by=by),
    "records.extract": lambda s, t, by: disclosing.record_extract(
        s, t.workspace, "KS 2026/2", "", counts={"link": 1}, data=b"", by=by
    ),
    "coders.name": lambda s, t, by: disclosing.name_coders(s, t.workspace, "KS 2026/3", by=by),
    "workspace.build": lambda s, t, by: workspaces.retire(s, t.workspace, by=by),
    "four_eyes.set": lambda s, t, by: workspaces.set_four_eyes(s, t.workspace, True, seen=False, by=by),
    "people.change": lambda s, t, by: people.admit(s, t.workspace, "ny@kommun.example", "Ny", Role.ADMIN, by=by),
    "people.change: role": lambda s, t, by: people.change_role(
        s, t.workspace, t.member, Role.ADMIN, seen=Role.VIEWER, by=by
    ),
    "people.change: let go": lambda s, t, by: people.let_go(s, t.workspace, t.member, by=by),
    "token.make": lambda s, t, by: tokens.make(s, t.workspace, "Öppna data", 30, by=by),
    "token.revoke": lambda s, t, by: tokens.revoke(s, t.workspace, 1, by=by),
    "study.plan": lambda s, t, by: plans.begin(s, t.workspace, plans.Plan(name="Prov", sample=SampleKind.ALL), by=by),
    "study.judge": lambda s, t, by: memos.write(s, _project(s, t), "tanke", by=by),
    "study.adjudicate": lambda s, t, by: replying.respond(s, _answered(s, t), "står kvar", by=by),
    "study.reply": lambda s, t, by: replying.close_replies(s, _project(s, t), by=by),
    "study.read": lambda s, t, by: _or_refused(studies.study(s, t.workspace, _project(s, t), reader=by.id)),
    "workspace.read": lambda s, t, by: _or_refused([one for one in workspace_names(s, by.id) if one.id == t.workspace]),
    "secrecy.read": lambda s, t, by: _or_refused(sees_secrecy(s, t.workspace, by.id)),
    "history.read": lambda s, t, by: access.allow(s, by, "history.read", t.workspace),
}
STRIDE = 7
"""Of the daily tests: one cell in seven, which leaves out no action; the suite of trust tries them all."""
AFTER = datetime(2026, 11, 24, 9, tzinfo=UTC)
WAYS: dict[str, Case] = {**VERBS, **CASES}


@pytest.fixture
def town(address: str, tmp_path: Path) -> Any:
    """A database with the evening's town, two workspaces and a private person; and the people of the matrix."""
    database = connect(address)
    held = stock.fill(database, "evening", Settings(database_url=f"sqlite:///{tmp_path / 'none.db'}"))
    assert held.town is not None
    with database.writing() as session:
        here = workspaces.local_person(session, "Testperson")
        elsewhere = workspaces.create(session, "Annanby kommun", by=here).id
        workspace = held.town.workspace
        session.add(Individual(workspace_id=workspace, name="Sam Prov", recorded_at=clock.now()))
        member = people.admit(session, workspace, "sam@kommun.example", "Sam", Role.VIEWER, by=here).id
        comers = {}
        for role, where in product(Role, Where):
            by = Person(name=f"{role} {where.name}")
            session.add(by)
            session.flush()
            comers[role, where] = by
            if where is not Where.NOWHERE:
                place = workspace if where is Where.HERE else elsewhere
                session.add(Membership(workspace_id=place, person_id=by.id, role=role))
    yield SimpleNamespace(**asdict(held.town), member=member, database=database, comers=comers)
    database.close()


def test_every_action_is_allowed_to_whom_it_is_meant_for_and_nobody_else(town: Any, tell: Tell) -> None:
    every = [
        (name, role, where)
        for name, role, where in product(WAYS, Role, Where)
        if where is not Where.OWNED or name.partition(":")[0] in OF_A_GUIDELINE
    ]
    cells = every if SHARE >= 0.1 else every[::STRIDE]
    wrong = [
        (name, role.value, where.value)
        for name, role, where in cells
        if _reaches(town, WAYS[name], town.comers[role, where], owned=where is Where.OWNED)
        != expected(name.partition(":")[0], role, where)
    ]
    tell(
        "cells of the matrix of actions, roles and where the role is held", of=len(cells), bad=len(wrong),
        control="whom it is meant for is let through in every cell that says so",
    )  # fmt: skip
    assert wrong == []


def test_every_action_has_a_case() -> None:
    assert {name.partition(":")[0] for name in WAYS} == {*access.ACTIONS, *access.READS}
    assert ELSEWHERE.keys() <= CASES.keys()


def test_the_table_of_roles_is_true() -> None:
    text = DOCUMENT.read_text("utf-8")
    told = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert told == table(), f"write between the marks of {DOCUMENT.name}:\n{table()}"


def expected(action: str, role: Role, where: Where) -> bool:
    """What the registry says of a cell."""
    there = where is Where.HERE or (where is Where.ELSEWHERE and action in LIBRARY)
    return there and role in {**access.ACTIONS, **access.READS}[action]


def table() -> str:
    """The matrix as docs/roles.md has it."""
    names = [locales.text(f"role.{role}", "en") for role in Role]
    lines = [f"| Action | Held | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
    for action, allowed in {**access.READS, **access.ACTIONS}.items():
        held = "anywhere" if action in LIBRARY else "there"
        cells = " | ".join("yes" if role in allowed else "" for role in Role)
        lines.append(f"| {locales.text(f'action.{action}', 'en')} (`{action}`) | {held} | {cells} |")
    return "\n".join(lines)


class _Undone(Exception):
    """Takes back what a case did."""


def _reaches(town: Any, case: Case, by: Person, *, owned: bool) -> bool:
    """Whether the verb did not refuse the person; nothing of what it did stays."""
    database: Database = town.database
    let_through = True
    with suppress(_Undone), clock.fixed(AFTER), database.writing() as session:
        if owned:
            session.execute(update(Guideline).values(workspace_id=town.workspace))
        try:
            case(session, town, by)
        except NotAllowed:
            let_through = False
        except TrackerError:
            pass  # the person may, the case says too little: refusals come first
        raise _Undone
    return let_through
