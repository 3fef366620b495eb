"""What people do with guidelines, their requirements, and what rests on the words of these: a call of each verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.reading import read
from tracker import applicability, choosing, editions, guideline_facts, ingest, snapshots, takeovers, validity
from tracker.clearing.judgements import clear_assessment
from tracker.clearing.links import clear_link
from tracker.crosswalks import deciding as tying
from tracker.editing import promoting, retyping, rewording, splitting, undoing
from tracker.tables.assessment import Assessment
from tracker.tables.change import Outcome
from tracker.tables.choice import GuidelineChoice
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Applies, Decided, Force, Guideline, Requirement, Statement, Takeover, Wording
from tracker.tables.lineage import Edit
from tracker.tables.link import Link
from tracker.tables.people import Person

DATA = Path(__file__).parents[2] / "data" / "tracker"

Verb = Callable[[Session, Any, Person], object]
"""Changes something in the town (tests.tracker.evening), as a person."""


def first(session: Session, table: type[Any]) -> Any:
    """The row of a table that was made first."""
    return session.scalars(select(table).order_by(table.id)).first()


def _another_guideline(session: Session, town: Any, by: Person) -> None:
    text = "---\nbeteckning: 2031:1\n---\n\n# Lag om svar\n\n### 1 §\n\nKommunen ska svara alla.\n".encode()
    ingest.import_guideline(session, ingest.prepare(text, "svar.md", read(text, "svar.md")), by=by)


def _another_edition(session: Session, town: Any, by: Person) -> Any:
    """The statute with a paragraph reworded, one gone and one new."""
    data = (DATA / "provbarhet.md").read_bytes()
    for old, new in ((b"varje", b"vartannat"), (b"En kommun f\xc3\xa5r inte ta ut avgift", b"Planen ska vara")):
        assert old in data
        data = data.replace(old, new)
    return ingest.import_guideline(session, ingest.prepare(data, "ny.md", read(data, "ny.md")), by=by)


def _describe_guideline(session: Session, town: Any, by: Person) -> None:
    row = first(session, Guideline)
    seen = validity.facts_of(row)
    wanted = replace(seen, in_force_on=date(2020, 1, 1), repealed_on=date(2026, 11, 1))
    guideline_facts.describe(session, row.id, wanted=wanted, seen=seen, by=by)


def _chosen(session: Session) -> GuidelineChoice:
    return session.scalars(select(GuidelineChoice)).one()


def _leave_out(session: Session, town: Any, by: Person) -> None:
    """Everything there is, that of the evening and what is new."""
    numbers = session.scalars(select(Guideline.id)).all()
    choosing.choose(session, town.workspace, dict.fromkeys(numbers, False), "gäller inte oss", by=by)


def _apply(session: Session, town: Any, by: Person) -> None:
    seen = session.get_one(Requirement, town.requirements[0]).applies
    applicability.decide(session, town.requirements[0], wanted=Applies.NO, seen=seen, reason="gäller inte", by=by)


def _edited(edit: Callable[..., object], **values: Any) -> Verb:
    def change(session: Session, town: Any, by: Person) -> None:
        version = snapshots.version(session, town.requirements[1])
        edit(session, town.requirements[1], by=by, version=version, **values)

    return change


def _split(session: Session, town: Any, by: Person) -> None:
    number = town.requirements[1]
    wording = session.scalars(select(Wording).where(Wording.requirement_id == number)).one()
    middle = (wording.start + wording.end) // 2
    parts = [splitting.Part(start=wording.start, end=middle), splitting.Part(start=middle, end=wording.end)]
    splitting.split(session, number, {wording.edition_id: parts}, by=by, version=snapshots.version(session, number))


def _reword(session: Session, requirement_id: int, by: Person) -> str:
    """Other words for a requirement, so that what rests on it is suspect; gives its fingerprint."""
    wording = session.scalars(select(Wording).where(Wording.requirement_id == requirement_id)).one()
    rewording.reword(
        session, requirement_id, wording.edition_id, by=by, version=snapshots.version(session, requirement_id),
        span=(wording.start, wording.end - 3),
    )  # fmt: skip
    return session.get_one(Requirement, requirement_id).fingerprint


def _clear_link(outcome: Outcome) -> Verb:
    def clear(session: Session, town: Any, by: Person) -> None:
        seen = _reword(session, town.requirements[0], by)
        link = session.scalars(
            select(Link).where(Link.service_id == town.service, Link.state == Decided.CONFIRMED)
        ).one()
        clear_link(session, link.id, outcome, "läst om", by=by, seen_version=link.version, seen_requirement=seen)

    return clear


def _clear_judgement(session: Session, town: Any, by: Person) -> None:
    seen = _reword(session, town.requirements[0], by)
    row = first(session, Assessment)
    clear_assessment(session, row.id, Outcome.KEPT, "läst om", by=by, seen_requirement=seen, evidence_digest="")


VERBS: dict[str, Verb] = {
    "guideline.import": _another_guideline,
    "guideline.import: edition": _another_edition,
    "edition.undo": lambda s, t, by: editions.undo(s, _another_edition(s, t, by).edition_id, by=by),
    "guideline.take_over": lambda s, t, by: takeovers.decide(
        s, first(s, Takeover).id, confirmed=True, by=by, seen_version=1
    ),
    "guideline.choose": _leave_out,
    "guideline.choose: again": lambda s, t, by: choosing.choose(s, t.workspace, {_chosen(s).guideline_id: False}, by=by,
        reason="vi har ingen sådan verksamhet"),
    "guideline.describe": _describe_guideline,
    "guideline.describe: requirement": lambda s, t, by: guideline_facts.apply_from(
        s, t.requirements[0], wanted=date(2027, 1, 1), seen=None, by=by
    ),
    "crosswalk.decide": lambda s, t, by: tying.reject(
        s, first(s, Crosswalk).id, by=by, seen_version=first(s, Crosswalk).version
    ),
    "suspect.clear": _clear_link(Outcome.KEPT),
    "suspect.clear: withdraw": _clear_link(Outcome.WITHDRAWN),
    "suspect.clear: judgement": _clear_judgement,
    "requirement.apply": _apply,
    "requirement.edit": _split,
    "requirement.edit: reword": lambda s, t, by: _reword(s, t.requirements[1], by),
    "requirement.edit: retype": _edited(retyping.retype, force=Force.PERMISSION),
    "requirement.edit: withdraw": _edited(retyping.withdraw, reason="dubblett"),
    "requirement.edit: promote": lambda s, t, by: promoting.promote(
        s, first(s, Statement).id, Force.OBLIGATION, by=by, tracked=True
    ),
    "requirement.undo": lambda s, t, by: undoing.undo(s, first(s, Edit).id, by=by),
}  # fmt: skip
