"""Types of barriers, and whether organisation or technology is what the counted ones say limits more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.vocabulary import Named, rows

HANDFUL = 5
"""With fewer barriers on the two sides together nothing is said about which limits more."""


class Comparison(StrEnum):
    """What the counts say of organisation against technology."""

    NOT_ENOUGH = "not_enough"
    ORGANISATION = "organisation"
    TECHNOLOGY = "technology"
    EVEN = "even"


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierType(Named):
    """A type of barrier; `side` is "organisation", "technology" or "" for neither."""

    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """How many barriers lie on each side, how many on neither, and what that says."""

    organisation: int
    technology: int
    neither: int
    says: Comparison


@cache
def types() -> Mapping[str, BarrierType]:
    """All types of barriers by code, in order.

    >>> [code for code, row in types().items() if row.side == "organisation"]
    ['organisation', 'anchoring', 'staffing', 'competence']
    """
    return {row["code"]: BarrierType(**row) for row in rows("barriers.toml", "barrier")}


def weighed(codes: Iterable[str]) -> Weighed:
    """Organisation against technology, from the types of the barriers counted; unknown types are on neither side.

    >>> weighed(["staffing", "anchoring", "technology", "organisation", "legal", "staffing"]).says
    <Comparison.ORGANISATION: 'organisation'>
    >>> weighed(["technology"]).says
    <Comparison.NOT_ENOUGH: 'not_enough'>
    """
    sides = Counter(types()[code].side if code in types() else "" for code in codes)
    organisation, technology = sides["organisation"], sides["technology"]
    if organisation + technology < HANDFUL:
        says = Comparison.NOT_ENOUGH
    elif organisation == technology:
        says = Comparison.EVEN
    else:
        says = Comparison.ORGANISATION if organisation > technology else Comparison.TECHNOLOGY
    return Weighed(organisation=organisation, technology=technology, neither=sides[""], says=says)
