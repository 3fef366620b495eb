"""The two codings as a coding project: drawn, judged by both, closed, and settled in part for the visitor to go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.demonstration import chronicle
from tracker.demonstration.reviewing import Desk
from tracker.studies import adjudicating, judging, memos, plans, sampling
from tracker.studies.codebooks import RULES, Coded
from tracker.tables.people import Membership, Person, Role
from tracker.tables.study import SampledLink, SampleKind, Study
from tracker.tables.translation import Coding, Modifier
from tracker.views.research.judged import Mark, marks
from tracker.views.research.studies import frame

SIZE, SEED = 120, 1
SETTLED = 3
"""Every so many of the cases that differ is settled; the others are left to the visitor."""
PLAN = plans.Plan(
    name="Hur krav översätts lokalt",
    question="Vad händer med nationella och europeiska krav när kommunen skriver dem i egna dokument?",
    sample=SampleKind.RANDOM,
    size=SIZE,
    seed=SEED,
)
THOUGHT = "Utelämnat och omskrivet ligger nära: ett utelämnat mål ändrar sällan vad läsaren ska göra."
WHY = "Läst på nytt mot kodbokens definition; den första läsningen håller."

Said = Mapping[int, Mapping[int, Coding]]
"""By link what each person has coded it as."""


def code(work: Desk) -> None:
    """On the day of the second coding, once it is done."""
    if work.day == chronicle.PLANNED:
        with clock.fixed(work.moment):
            _project(work.session, work.workspace_id)


def _project(session: Session, workspace_id: int) -> None:
    lead = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.workspace_id == workspace_id, Membership.role == Role.ADMIN)
        .order_by(Person.id)
    ).first()
    said = _twice(session, workspace_id)
    could = {link: stratum for link, stratum in frame(session, workspace_id).items() if link in said}
    if lead is None or not could:
        return
    study = plans.begin(session, workspace_id, PLAN, by=lead)
    coders = [session.get_one(Person, number) for number in sorted({one for codes in said.values() for one in codes})]
    for coder in coders:
        plans.assign(session, study.id, coder.id, by=lead)
    sampling.draw(session, study.id, could, by=lead, seen_version=study.version)
    for coder in coders:
        _judge(session, study, said, coder)
    adjudicating.close_coding(session, study.id, by=lead, seen_version=study.version)
    memos.write(session, study.id, THOUGHT, by=lead)
    differing = [mark for mark in marks(session, study.id, lead.id) or () if mark.differs]
    for mark in differing[::SETTLED]:
        _settle(session, mark, lead)


def _twice(session: Session, workspace_id: int) -> Said:
    """What two people coded."""
    rows: dict[int, dict[int, Coding]] = defaultdict(dict)
    wanted = select(Coding).where(Coding.workspace_id == workspace_id, Coding.withdrawn_at.is_(None))
    for row in session.scalars(wanted.where(Coding.link_id.is_not(None)).order_by(Coding.id)):
        rows[row.link_id or 0][row.coder_id] = row
    return {link: codes for link, codes in rows.items() if len(codes) > 1}


def _judge(session: Session, study: Study, said: Said, coder: Person) -> None:
    """What they coded before, said again in the project; then they are done."""
    units = select(SampledLink).where(SampledLink.study_id == study.id).order_by(SampledLink.position)
    for unit in session.scalars(units).all():
        row = said[unit.link_id][coder.id]
        rules = tuple(one for one in row.modifiers if Modifier(one) in RULES)
        modifiers = tuple(one for one in row.modifiers if one not in rules)
        judging.judge(session, unit.id, Coded(mode=row.mode, modifiers=modifiers, rules=rules), by=coder)
    judging.finish(session, study.id, by=coder)


def _settle(session: Session, mark: Mark, lead: Person) -> None:
    first = mark.judgements[0]
    coded = Coded(mode=first.mode, modifiers=tuple(first.modifiers), rules=tuple(first.rules))
    adjudicating.adjudicate(session, mark.unit_id, coded, WHY, by=lead)
