"""How long it takes: from the day a requirement applies to its mention, translation, assignment and service."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.ladder import kinds
from tracker.tables.guideline import Guideline, Requirement
from tracker.views import settings
from tracker.views.counted import FEWEST, counted_requirements
from tracker.views.ladder.evidence import evidence_pieces
from tracker.views.progress.overdue import application_days
from tracker.views.texts import RequirementText, requirement_texts

STEPS = {"mention": 1, "translation": 2, "assignment": 3, "service": 4}
"""What is waited for, and the step of the ladder that says it is there."""
BY = ("level", "bindingness", "guideline")


@dataclass(frozen=True, slots=True, kw_only=True)
class LagRow:
    """A requirement: when it began to apply, and the first day each step held, None where it has not yet."""

    requirement: RequirementText
    group: str
    applies_on: date
    reached: Mapping[str, date | None]

    def days(self, step: str) -> int | None:
        """Days from application to the step; below zero where it was there before."""
        day = self.reached[step]
        return (day - self.applies_on).days if day is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """One step over some requirements: `reached` have come to it, `early` of these before they had to, `waiting` apply
    and have not come to it.

    The figures are in days, over those reached; `median` is None for fewer than FEWEST of them. `half` counts who
    waits as well: the days within which half of all came to it, None while they have not.
    """

    step: str
    reached: int
    early: int
    waiting: int
    median: float | None
    shortest: int | None
    longest: int | None
    half: int | None

    @property
    def share_waiting(self) -> float | None:
        """The share that has not come to it, in [0, 1]."""
        both = self.reached + self.waiting
        return self.waiting / both if both else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LagGroup:
    """The steps over the requirements of one level, kind or guideline; `group` is its code or name."""

    group: str
    requirements: int
    steps: Sequence[Lag]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """All together, by group, and one by one; `undated` requirements have no known day of application, `ahead` apply
    later than today.
    """

    whole: LagGroup
    groups: Sequence[LagGroup]
    rows: Sequence[LagRow]
    undated: int
    ahead: int


def lags(session: Session, workspace_id: int, *, by: str = "level") -> Lags:
    """The lags of the counted requirements, by level, bindingness or guideline.

    A step is reached on the first day on which each of its parts had evidence that holds, or held until time ended it:
    the day the evidence is true for, not the day somebody entered it.
    """
    applies = application_days(session, workspace_id)
    groups = session.execute(
        select(Requirement.id, Guideline.level, Guideline.bindingness, Guideline.name)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.id.in_(counted_requirements(workspace_id)))
    ).all()
    of = {
        row.id: {"level": row.level.value, "bindingness": row.bindingness.value, "guideline": row.name}[by]
        for row in groups
    }
    first = _first_days(session, workspace_id)
    rows = [
        LagRow(
            requirement=text,
            group=of[number],
            applies_on=applies[number],
            reached={name: first.get((number, step)) for name, step in STEPS.items()},
        )
        for number, text in requirement_texts(session, [number for number in of if number in applies]).items()
    ]
    together: dict[str, list[LagRow]] = defaultdict(list)
    for row in rows:
        together[row.group].append(row)
    return Lags(
        whole=_group("", rows),
        groups=[_group(name, some) for name, some in together.items()],
        rows=rows,
        undated=len(of) - len(rows),
        ahead=sum(row.applies_on > clock.today() for row in rows),
    )


def _first_days(session: Session, workspace_id: int) -> Mapping[tuple[int, int], date]:
    """By requirement and step the first day on which every part of the step had evidence."""
    parts: dict[int, set[str]] = defaultdict(set)
    for kind in kinds().values():
        parts[kind.step].add(kind.part)
    seen: dict[tuple[int, int], dict[str, date]] = defaultdict(dict)
    for piece in evidence_pieces(session, workspace_id, settings.thresholds(session, workspace_id)):
        if piece.holds or piece.has_ended:
            kind = kinds()[piece.kind]
            days = seen[piece.requirement_id, kind.step]
            days[kind.part] = min(piece.on, days.get(kind.part, piece.on))
    return {place: max(days.values()) for place, days in seen.items() if days.keys() == parts[place[1]]}


def _group(name: str, rows: Sequence[LagRow]) -> LagGroup:
    return LagGroup(group=name, requirements=len(rows), steps=[_lag(step, rows) for step in STEPS])


def _lag(step: str, rows: Iterable[LagRow]) -> Lag:
    today = clock.today()
    days = [(row.days(step), row) for row in rows]
    known = [found for found, _ in days if found is not None]
    return Lag(
        step=step,
        reached=len(known),
        early=sum(found < 0 for found in known),
        waiting=sum(found is None and row.applies_on <= today for found, row in days),
        median=median(known) if len(known) >= FEWEST else None,
        shortest=min(known, default=None),
        longest=max(known, default=None),
        half=half_within(
            known, [(today - row.applies_on).days for found, row in days if found is None and row.applies_on <= today]
        ),
    )


def half_within(came: Sequence[int], waiting: Sequence[int]) -> int | None:
    """The days within which half had come, where some are waited for still: the median of Kaplan and Meier.

    `came` are the days each one took, `waiting` the days the others have waited so far: over those alone who came, a
    median would be the shorter the fewer had come. None for fewer than FEWEST in all, and while half has not come.

    >>> half_within([1, 2, 3], [9, 9]), half_within([1, 2], [9, 9, 9]), half_within([1, 2], [9])
    (3, None, None)
    """
    if len(came) + len(waiting) < FEWEST:
        return None
    left = 1.0
    for day, count in sorted(Counter(came).items()):
        at_risk = sum(one >= day for one in came) + sum(one >= day for one in waiting)
        left *= 1 - count / at_risk
        if left <= 0.5:
            return day
    return None
