"""Several municipalities side by side: only what can be compared is, and the rest says why it cannot.

A profile is read of one workspace alone; whoever asks takes profiles of those they may read, and compares them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.people import Workspace
from tracker.thresholds import of
from tracker.views.counted import FEWEST, counted_requirements
from tracker.views.ladder.standings import USED, Cell, standings
from tracker.views.national.among import county_of, population, size_of

CRITERIA = (
    "shelf_life", "follow_ups", "anchored_index", "anchored_dimension", "anchoring_dimensions", "anchoring_items",
)  # fmt: skip
"""The thresholds that decide about the steps from USED on; the steps below rest on none."""
STEPS = (1, 2, 3, 4, 5, 6, 7)


class Why(StrEnum):
    """Why a requirement cannot be compared there. EARLIER: judged or linked on words, or a source, that changed."""

    NOT_COUNTED = "not_counted"
    NOT_APPLICABLE = "not_applicable"
    BESIDE = "beside"
    NOT_EXAMINED = "not_examined"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class HowFar:
    """Where a requirement stands in one municipality; `why` is None where it can be compared, and `level` is known."""

    level: int | None
    why: Why | None
    judged: bool = False


NOWHERE = HowFar(level=None, why=Why.NOT_COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One municipality: what it counts, and what a fair comparison must know of it.

    `county` and `population` are open figures, "" and None where they are not known; `as_of` is the year of the
    population. `criteria` are the thresholds of CRITERIA. `how_far` has the requirements it counts, by their ids.
    """

    workspace_id: int
    slug: str
    name: str
    county: str
    population: int | None
    as_of: int | None
    criteria: Mapping[str, float]
    four_eyes: bool
    how_far: Mapping[int, HowFar]

    @property
    def examined(self) -> int:
        """Counted requirements that anybody has looked at."""
        return sum(one.why is not Why.NOT_EXAMINED for one in self.how_far.values())

    @property
    def size(self) -> int | None:
        """How many of the sizes of municipalities it has reached."""
        return size_of(self.population)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A requirement in every municipality compared, in their order."""

    requirement_id: int
    how_far: Sequence[HowFar]

    @property
    def reasons(self) -> Sequence[Why]:
        """Why it is not compared, each reason once; empty where it is."""
        return tuple(dict.fromkeys(one.why for one in self.how_far if one.why is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The requirements that any of them counts; `differing` names thresholds that are not the same everywhere."""

    profiles: Sequence[Profile]
    rows: Sequence[Beside]
    differing: Sequence[str]

    @property
    def compared(self) -> Sequence[Beside]:
        """Those that can be compared in all of them."""
        return tuple(row for row in self.rows if not row.reasons)

    def why_not(self) -> Mapping[Why, int]:
        """How many requirements each reason keeps out; one may have several."""
        return Counter(why for row in self.rows for why in row.reasons)

    def share(self, position: int, step: int) -> float | None:
        """Of the requirements compared the share that one municipality has brought to a step, in [0, 1].

        None for fewer than FEWEST, and from step USED on where thresholds differ.
        """
        rows = self.compared
        if len(rows) < FEWEST or (step >= USED and self.differing):
            return None
        return sum((row.how_far[position].level or 0) >= step for row in rows) / len(rows)


def profile(session: Session, workspace_id: int) -> Profile:
    """What one workspace brings to a comparison: requirements as a whole, the furthest any of its units has come."""
    slug, name, code, thresholds, four_eyes = session.execute(
        select(
            Workspace.slug, Workspace.name, Workspace.municipality_code, Workspace.thresholds, Workspace.four_eyes
        ).where(Workspace.id == workspace_id)
    ).one()
    found = standings(session, workspace_id)
    figure = population(session, workspace_id)
    return Profile(
        workspace_id=workspace_id,
        slug=slug,
        name=name,
        county=county_of(code or ""),
        population=figure[0] if figure else None,
        as_of=figure[1] if figure else None,
        criteria=criteria(thresholds),
        four_eyes=four_eyes,
        how_far={
            number: how_far(found.whole(number)) for number in session.scalars(counted_requirements(workspace_id))
        },
    )


def compare(profiles: Sequence[Profile]) -> Comparison:
    """The municipalities beside each other; a requirement is compared where that is fair to every one of them."""
    numbers = sorted({number for one in profiles for number in one.how_far})
    return Comparison(
        profiles=profiles,
        rows=[
            Beside(requirement_id=number, how_far=[one.how_far.get(number, NOWHERE) for one in profiles])
            for number in numbers
        ],
        differing=[name for name in CRITERIA if len({one.criteria[name] for one in profiles}) > 1],
    )


def criteria(stored: Mapping[str, float]) -> Mapping[str, float]:
    """The thresholds of CRITERIA where a workspace has stored these."""
    return {name: getattr(of(stored), name) for name in CRITERIA}


def how_far(cell: Cell) -> HowFar:
    """Where a requirement stands, or why that cannot be compared."""
    if not cell.concerns:
        why: Why | None = Why.NOT_APPLICABLE
    elif cell.beside:
        why = Why.BESIDE
    elif not cell.examined:
        why = Why.NOT_EXAMINED
    else:
        why = Why.EARLIER if cell.suspect else None
    return HowFar(level=cell.shown, why=why, judged=cell.judged is not None and cell.judged.level is not None)
