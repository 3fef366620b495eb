"""What people did to the requirements of a guideline, and what was judged about a requirement before that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import descent, subjects
from tracker.tables.event import Event
from tracker.tables.guideline import Requirement, RequirementState
from tracker.tables.lineage import Edit, EditKind, Lineage, LineageKind
from tracker.tables.people import Person
from tracker.views.guidelines.judgements import Judgement, judgements
from tracker.views.named import name_here
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """One edit: `touched` are the requirements it changed, `made` those it brought about.

    `by` and `undone_by` are "" for people of other workspaces (named.name_here), the latter also before it is undone.
    `blocked_by` is the latest edit that has to be undone before this one, None when nothing stands in the way.
    """

    id: int
    kind: EditKind
    by: str
    recorded_at: datetime
    reason: str
    touched: Sequence[int]
    made: Sequence[int]
    undone_at: datetime | None
    undone_by: str
    blocked_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A requirement that another comes from, or, unless `before`, one it became by an edit that was undone."""

    text: RequirementText
    state: RequirementState
    kind: LineageKind
    before: bool
    judgements: Sequence[Judgement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A requirement that is no longer followed, and what it lives on in."""

    text: RequirementText
    state: RequirementState
    became: Sequence[int]


def edits(
    session: Session, workspace_id: int, *, guideline_id: int, requirement_id: int | None = None
) -> list[EditRow]:
    """The edits of a guideline, or of one requirement and its line, the newest first."""
    subjects.known_guideline(session, workspace_id, guideline_id)
    undoer = aliased(Person)
    rows = session.execute(
        select(Edit, name_here(workspace_id), name_here(workspace_id, undoer))
        .join(Person, Person.id == Edit.by_id)
        .outerjoin(undoer, undoer.id == Edit.undone_by_id)
        .where(Edit.guideline_id == guideline_id)
        .order_by(Edit.id.desc())
    ).all()
    wanted = None if requirement_id is None else {requirement_id, *descent.line(session, requirement_id)}
    latest: dict[str, int] = {}
    shown: list[EditRow] = []
    for edit, by, undone_by in rows:
        later = [latest[name] for name in edit.after if name in latest]
        if edit.undone_at is None:
            latest |= {name: edit.id for name in edit.after if name not in latest}
        touched, made = _requirements(edit)
        if wanted is None or wanted & {*touched, *made}:
            shown.append(
                EditRow(
                    id=edit.id,
                    kind=edit.kind,
                    by=by or "",
                    recorded_at=edit.recorded_at,
                    reason=edit.reason,
                    touched=touched,
                    made=made,
                    undone_at=edit.undone_at,
                    undone_by=undone_by or "",
                    blocked_by=max(later, default=None),
                )
            )
    return shown


def relatives(
    session: Session, workspace_id: int, *, requirement_id: int, sees_secrecy: bool = False
) -> list[Relative]:
    """What a requirement comes from, and what it became by edits since undone, each with what was judged about it.

    The nearest comes first. Where the requirement itself is no longer followed, nobody else shows its own judgements:
    `judged` gives those.
    """
    subjects.known_requirement(session, workspace_id, requirement_id)
    above = set(descent.ancestors(session, requirement_id))
    line = descent.line(session, requirement_id)
    texts = requirement_texts(session, line)
    states = dict(session.execute(select(Requirement.id, Requirement.state).where(Requirement.id.in_(line))).all())
    kinds: dict[int, LineageKind] = {}
    for old, new, kind in session.execute(
        select(Lineage.from_id, Lineage.to_id, Lineage.kind).where(Lineage.from_id.in_([*line, requirement_id]))
    ):
        kinds[old], kinds[new] = kind, kinds.get(new, kind)
    again = _carried(session, workspace_id, requirement_id)
    return [
        Relative(
            text=texts[number],
            state=states[number],
            kind=kinds[number],
            before=number in above,
            judgements=judgements(session, workspace_id, number, carried=again, sees_secrecy=sees_secrecy),
        )
        for number in line
        if number in above or states[number] is RequirementState.WITHDRAWN
    ]


def judged(session: Session, workspace_id: int, *, requirement_id: int, sees_secrecy: bool = False) -> list[Judgement]:
    """What was judged about a requirement itself."""
    return judgements(session, workspace_id, requirement_id, carried={}, sees_secrecy=sees_secrecy)


def gone(session: Session, workspace_id: int, *, guideline_id: int) -> list[Gone]:
    """The requirements of a guideline that were withdrawn or replaced, in document order."""
    subjects.known_guideline(session, workspace_id, guideline_id)
    states = dict(
        session.execute(
            select(Requirement.id, Requirement.state).where(
                Requirement.guideline_id == guideline_id, Requirement.state != RequirementState.ACTIVE
            )
        ).all()
    )
    became: dict[int, list[int]] = {}
    for old, new in session.execute(
        select(Lineage.from_id, Lineage.to_id)
        .join(Requirement, Requirement.id == Lineage.from_id)
        .where(Requirement.guideline_id == guideline_id)
        .order_by(Lineage.id)
    ):
        became.setdefault(old, []).append(new)
    return [
        Gone(text=text, state=states[text.id], became=became.get(text.id, ()))
        for text in requirement_texts(session, states).values()
    ]


def _requirements(edit: Edit) -> tuple[list[int], list[int]]:
    """The requirements an edit changed, and those it made."""
    numbers = {name: int(name.partition(":")[2]) for name in edit.after if name.startswith("requirement:")}
    return (
        sorted(number for name, number in numbers.items() if name in edit.before),
        sorted(number for name, number in numbers.items() if name not in edit.before),
    )


def _carried(session: Session, workspace_id: int, requirement_id: int) -> dict[tuple[str, int], date]:
    """What was made again on the requirement already: (kind, id of the earlier judgement) and the day."""
    rows = session.scalars(
        select(Event).where(Event.chain == workspace_id, Event.action == "requirement.carry_over").order_by(Event.seq)
    )
    return {
        (event.entity.partition(":")[0], event.before["id"]): event.recorded_at.date()
        for event in rows
        if event.after["requirement"] == requirement_id
    }
