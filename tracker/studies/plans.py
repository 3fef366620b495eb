"""Coding projects begun, changed while they are drafts, and given their coders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker import access, clock, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.studies import codebooks
from tracker.tables.people import Membership, Person
from tracker.tables.study import SampleKind, Stratum, Study, StudyCoder, StudyState

WORDS = ("name", "question")
"""What of a plan is written freely, and stays out of the history's chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a project asks and how it goes about it; the columns of Study say what each means."""

    name: str
    question: str = ""
    sample: SampleKind = SampleKind.RANDOM
    size: int | None = None
    stratum: Stratum | None = None
    seed: int = 1
    suggestions: bool = False
    shows_suggestion: bool = False
    reply_days: int = 14


def begin(
    session: Session, workspace_id: int, plan: Plan, *, by: Person, codes: Iterable[codebooks.Entry] | None = None
) -> Study:
    """A new project in draft with the first edition of its codebook: the given codes, else those every project has.

    Refused without a name, or where size and strata do not go with the kind of sample.
    """
    access.allow(session, by, "study.plan", workspace_id)
    values = _checked(plan)
    study = Study(workspace_id=workspace_id, by_id=by.id, recorded_at=clock.now(), **values)
    session.add(study)
    session.flush()
    codebooks.add(session, study, codebooks.standard() if codes is None else codes, by=by)
    _told(session, study, "study.begin", by, after=_codes(values), note=study.name)
    return study


def change(session: Session, study_id: int, plan: Plan, *, by: Person, seen_version: int) -> Study:
    """Change what a draft asks and how; refused from the moment its sample is drawn."""
    study = led(session, study_id, by=by, seen_version=seen_version, states=(StudyState.DRAFT,))
    values = _checked(plan)
    before = {name: getattr(study, name) for name in values}
    for name, value in values.items():
        setattr(study, name, value)
    moved(study)
    _told(session, study, "study.change", by, before=_codes(before), after=_codes(values), note=study.name)
    return study


def assign(session: Session, study_id: int, person_id: int, *, by: Person) -> StudyCoder:
    """Let a person code in a project, or again after they were taken off; until its coding is closed.

    Refused for somebody whose role in the workspace does not let them code.
    """
    study = led(session, study_id, by=by, states=(StudyState.DRAFT, StudyState.CODING))
    if not access.may(session, person_id, "study.judge", study.workspace_id):
        raise Refused("error.study_coder_role", id=person_id)
    coder = session.scalars(_coders(study).where(StudyCoder.person_id == person_id)).first()
    if coder is None:
        last = session.scalar(select(func.max(StudyCoder.number)).where(StudyCoder.study_id == study.id)) or 0
        coder = StudyCoder(
            workspace_id=study.workspace_id, study_id=study.id, person_id=person_id, number=last + 1,
            recorded_at=clock.now(),
        )  # fmt: skip
        session.add(coder)
    coder.ended_at = None
    session.flush()
    _told(session, study, "study.assign", by, after={"coder": coder.number})
    return coder


def take_off(session: Session, study_id: int, person_id: int, *, by: Person) -> StudyCoder:
    """Let a person code no more; what they judged stays and counts."""
    study = led(session, study_id, by=by, states=(StudyState.DRAFT, StudyState.CODING))
    coder = session.scalars(_coders(study).where(StudyCoder.person_id == person_id)).first()
    if coder is None or coder.ended_at is not None:
        raise NotFound("error.study_coder_unknown", id=person_id)
    coder.ended_at = clock.now()
    _told(session, study, "study.take_off", by, after={"coder": coder.number})
    return coder


def could_code(session: Session, workspace_id: int) -> list[Person]:
    """The people whose role lets them code in the workspace, in the order of their names."""
    roles = access.ACTIONS["study.judge"]
    here = select(Membership.person_id).where(Membership.workspace_id == workspace_id, Membership.role.in_(roles))
    return list(session.scalars(select(Person).where(Person.id.in_(here)).order_by(Person.name, Person.id)))


def led(
    session: Session,
    study_id: int,
    *,
    by: Person,
    action: str = "study.plan",
    seen_version: int | None = None,
    states: Iterable[StudyState] = (),
) -> Study:
    """The project, locked for who may take the action on it; Refused where it is in none of the `states`.

    Conflict says who changed it where it is not as `seen_version` any more.
    """
    study = session.get(Study, study_id, with_for_update=True)
    if study is None:
        raise NotFound("error.study_unknown", id=study_id)
    access.allow(session, by, action, study.workspace_id)
    if seen_version is not None and study.version != seen_version:
        who = meanwhile.last(session, study.workspace_id, f"study:{study.id}", reader=by.id)
        raise Conflict("error.study_changed", id=study.id, **who)
    allowed = tuple(states)
    if allowed and study.state not in allowed:
        raise Refused("error.study_state", state=study.state.value)
    return study


def moved(study: Study, state: StudyState | None = None) -> None:
    """Another version of the project, and the state it comes to."""
    study.state = state or study.state
    study.version += 1


def _checked(plan: Plan) -> dict[str, Any]:
    whole = plan.sample is SampleKind.ALL
    if not plan.name.strip():
        raise Refused("error.study_name_needed")
    if (plan.size is None) != whole or (plan.size is not None and plan.size < 1):
        raise Refused("error.study_size")
    if (plan.stratum is not None) != (plan.sample is SampleKind.STRATIFIED):
        raise Refused("error.study_stratum")
    if plan.reply_days < 0:
        raise Refused("error.study_reply_days")
    return {**asdict(plan), "name": plan.name.strip()[:200], "question": plan.question.strip()}


def _codes(values: dict[str, Any]) -> dict[str, Any]:
    return {field.name: values[field.name] for field in fields(Plan) if field.name not in WORDS}


def _coders(study: Study) -> Select[StudyCoder]:
    return select(StudyCoder).where(StudyCoder.study_id == study.id)


def _told(session: Session, study: Study, action: str, by: Person, **said: Any) -> None:
    session.flush()
    events.record(session, study.workspace_id, action, f"study:{study.id}", by=by, **said)
