"""The ways down through the levels: requirements tied to one another by confirmed crosswalks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.crosswalk import DEPTH, Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Guideline, Level, Requirement, RequirementState
from tracker.views.counted import counted_requirements, of_others
from tracker.views.guidelines.listing import GuidelineName, name_of

CARRYING = frozenset({CrosswalkType.IMPLEMENTS, CrosswalkType.PARTLY, CrosswalkType.SUPPLEMENTS})
"""Types that a chain goes through; that two are only related makes no chain of them."""
LONGEST = 12
"""So many requirements at most are followed down; no set of acts comes near it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A guideline in a chain. `needs_national`: a directive binds through national law only."""

    name: GuidelineName
    level: Level
    needs_national: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A requirement in a chain; `starts` is the day it applies from, None where that is not known."""

    id: int
    guideline_id: int
    locator: str
    key: str
    topic: str
    counted: bool
    starts: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A crosswalk as far as chains go."""

    id: int
    upper: int
    lower: int
    type: CrosswalkType | None
    state: Decided
    suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """All ways down, each as the requirements it goes through; a requirement nothing ties is a way of its own.

    `suggested` counts, for each requirement, the crosswalks down from it that nobody has decided on.
    """

    ways: Sequence[tuple[int, ...]]
    placed: Mapping[int, Placed]
    acts: Mapping[int, Act]
    ties: Mapping[tuple[int, int], Tie]
    suggested: Mapping[int, int]


def ways(session: Session, workspace_id: int) -> Ways:
    """The ways from the highest requirement to the lowest one that counts here.

    A way begins at a requirement that counts here or that one below carries out: a rule for the state alone begins one
    only where a national section that binds a municipality hangs on it.
    """
    ties = _ties(session, workspace_id)
    counted = frozenset(session.scalars(counted_requirements(workspace_id)))
    carrying = [tie for tie in ties if tie.state is Decided.CONFIRMED and tie.type in CARRYING]
    placed = _placed(session, counted, {number for tie in carrying for number in (tie.upper, tie.lower)})
    below: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for tie in carrying:
        below[tie.upper].append(tie.lower)
        above[tie.lower].append(tie.upper)
    heads = [number for number in placed if not above[number]]
    found = [way for head in heads for way in _down((head,), below) if any(placed[one].counted for one in way)]
    missing = placed.keys() - {number for way in found for number in way}  # only where ties go round in a ring
    found += [(number,) for number in sorted(missing) if placed[number].counted]
    suggested: dict[int, int] = defaultdict(int)
    for tie in ties:
        suggested[tie.upper] += tie.state is Decided.SUGGESTED
    return Ways(
        ways=found,
        placed=placed,
        acts=_acts(session, {one.guideline_id for one in placed.values()}),
        ties={(tie.upper, tie.lower): tie for tie in carrying},
        suggested=suggested,
    )


def _down(way: tuple[int, ...], below: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Every way on from the last requirement, in the order of the acts."""
    following = [number for number in below.get(way[-1], ()) if number not in way]
    if not following or len(way) == LONGEST:
        yield way
        return
    for number in following:
        yield from _down((*way, number), below)


def _ties(session: Session, workspace_id: int) -> list[Tie]:
    """The crosswalks between active requirements that nobody rejected."""
    upper, lower = aliased(Requirement), aliased(Requirement)
    others = of_others(workspace_id)
    rows = session.execute(
        select(
            Crosswalk.id,
            Crosswalk.upper_id,
            Crosswalk.lower_id,
            Crosswalk.type,
            Crosswalk.state,
            or_(
                Crosswalk.upper_fingerprint != upper.fingerprint, Crosswalk.lower_fingerprint != lower.fingerprint
            ).label("suspect"),
        )
        .join(upper, upper.id == Crosswalk.upper_id)
        .join(lower, lower.id == Crosswalk.lower_id)
        .where(
            Crosswalk.state != Decided.REJECTED,
            upper.state == RequirementState.ACTIVE,
            lower.state == RequirementState.ACTIVE,
            upper.guideline_id.not_in(others),
            lower.guideline_id.not_in(others),
        )
        .order_by(lower.guideline_id, lower.position, lower.id)
    )
    return [
        Tie(
            id=row.id,
            upper=row.upper_id,
            lower=row.lower_id,
            type=row.type,
            state=row.state,
            suspect=bool(row.suspect),
        )
        for row in rows
    ]


def _placed(session: Session, counted: frozenset[int], tied: set[int]) -> dict[int, Placed]:
    """The requirements that count or are tied, from the highest level down, in the order of their acts."""
    rows = session.execute(
        select(
            Requirement.id,
            Requirement.guideline_id,
            Requirement.locator,
            Requirement.key,
            Requirement.topic,
            Requirement.applies_on,
            Guideline.applies_on.label("act_applies_on"),
            Guideline.in_force_on,
            Guideline.level,
            Guideline.name_sort,
            Requirement.position,
        )
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.state == RequirementState.ACTIVE)
    ).all()
    wanted = [row for row in rows if row.id in counted or row.id in tied]
    wanted.sort(key=lambda row: (DEPTH[row.level], row.name_sort, row.position, row.id))
    return {
        row.id: Placed(
            id=row.id,
            guideline_id=row.guideline_id,
            locator=row.locator,
            key=row.key,
            topic=row.topic,
            counted=row.id in counted,
            starts=row.applies_on or row.act_applies_on or row.in_force_on,
        )
        for row in wanted
    }


def _acts(session: Session, ids: set[int]) -> dict[int, Act]:
    return {
        row.id: Act(
            name=name_of(row),
            level=row.level,
            needs_national=is_directive(row.identifier),
        )
        for row in session.scalars(select(Guideline))
        if row.id in ids
    }


def is_directive(identifier: str) -> bool:
    """Whether a CELEX number is that of a directive.

    >>> is_directive("32016L2102"), is_directive("32016R0679"), is_directive("SFS 2018:1937")
    (True, False, False)
    """
    return len(identifier) >= 10 and identifier[0] == "3" and identifier[5] == "L"
