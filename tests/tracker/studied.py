"""A coding project of two coders over links of the test stock, always the same: for tests of what is made of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.database import Database
from tracker.studies import adjudicating, judging, plans, replying, sampling
from tracker.studies.codebooks import Coded, Entry, standard
from tracker.tables.people import Membership, Person, Role
from tracker.tables.study import CodeKind, SampledLink, SampleKind, Study, StudyState
from tracker.tables.translation import Mode
from tracker.views.research.studies import frame

OWN = Entry(
    kind=CodeKind.OWN, key="plain", name_sv="klarspråk", name_en="plain language",
    definition_sv="Skrivet för dem det gäller", definition_en="Written for those it concerns",
)  # fmt: skip
FIRST = (Mode.COPY, Mode.PARA, Mode.PARA, Mode.ADD, Mode.OMIT, Mode.PARA)
"""What the first coder says of the units in turn; the second says OMIT of every third, and else the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """A project, its leader, its two coders and its units in order."""

    workspace: int
    study: int
    lead: Person
    coders: tuple[Person, Person]
    units: tuple[int, ...]


def begun(
    database: Database, workspace: int, lead: Person, *, links: int = 6, reply_days: int = 0, shows: bool = False
) -> Studied:
    """The project with its sample drawn from suggested and confirmed links, and nothing judged yet."""
    with database.writing() as session:
        coders = (
            member(session, workspace, "Kim Första", Role.CODER),
            member(session, workspace, "Lo Andra", Role.CODER),
        )
        plan = plans.Plan(
            name="Provstudie", question="Hur översätts ska-krav?", sample=SampleKind.RANDOM, size=links, seed=7,
            suggestions=True, shows_suggestion=shows, reply_days=reply_days,
        )  # fmt: skip
        study = plans.begin(session, workspace, plan, by=lead, codes=[*standard(), OWN])
        for coder in coders:
            plans.assign(session, study.id, coder.id, by=lead)
        frame_ = frame(session, workspace, suggestions=True)
        sampling.draw(session, study.id, frame_, by=lead, seen_version=study.version)
        units = session.scalars(
            select(SampledLink.id).where(SampledLink.study_id == study.id).order_by(SampledLink.position)
        )
        return Studied(workspace=workspace, study=study.id, lead=lead, coders=coders, units=tuple(units))


def said(coder: int, place: int) -> Coded:
    """What a coder (0 or 1) says of the unit at a place, from 0."""
    mode = Mode.OMIT if coder == 1 and place % 3 == 0 else FIRST[place % len(FIRST)]
    return Coded(
        mode=mode,
        modifiers=("soft",) if place % 2 else (),
        rules=("frm",) if coder == 0 and place % 4 == 1 else (),
        codes=("plain",) if place % 5 == 0 else (),
    )


def code(database: Database, found: Studied, coders: Sequence[int] = (0, 1), *, finish: bool = True) -> None:
    """Judgements of every unit by the coders named."""
    for coder in coders:
        with database.writing() as session:
            for place, unit in enumerate(found.units):
                judging.judge(session, unit, said(coder, place), by=found.coders[coder], note=f"hemlig {coder}:{place}")
            if finish:
                judging.finish(session, found.study, by=found.coders[coder])


def coded(database: Database, workspace: int, lead: Person, *, links: int = 6, reply_days: int = 0) -> Studied:
    """The project with everything judged and its coding closed."""
    found = begun(database, workspace, lead, links=links, reply_days=reply_days)
    code(database, found)
    close(database, found)
    return found


def close(database: Database, found: Studied) -> None:
    """The coding closed, once everybody has finished."""
    with database.writing() as session:
        adjudicating.close_coding(session, found.study, by=found.lead, seen_version=version(session, found.study))


def settle(database: Database, found: Studied) -> None:
    """Every unit whose modes differ settled as the first coder has it."""
    with database.writing() as session:
        for place, unit in enumerate(found.units):
            if said(0, place).mode is not said(1, place).mode:
                adjudicating.adjudicate(session, unit, said(0, place), "Den första läste noggrannare.", by=found.lead)


def publish(database: Database, found: Studied) -> None:
    """The results opened to everybody in the workspace; for a project without days for replies."""
    with database.writing() as session:
        replying.publish(session, found.study, by=found.lead, seen_version=version(session, found.study))


def version(session: Session, study_id: int) -> int:
    """The project's version as it is now."""
    return session.get_one(Study, study_id).version


def state(database: Database, study_id: int) -> StudyState:
    """Where the project is."""
    with database.reading() as session:
        return session.get_one(Study, study_id).state


def member(session: Session, workspace: int, name: str, role: Role) -> Person:
    """Somebody with a role in the workspace."""
    person = Person(name=name)
    session.add(person)
    session.flush()
    session.add(Membership(workspace_id=workspace, person_id=person.id, role=role))
    session.flush()
    return person
