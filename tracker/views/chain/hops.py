"""The hops of a chain, and how well each one holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Hop(StrEnum):
    """The steps of a chain from above to below: over the levels, to a text, to a service, to whoever answers."""

    LEVELS = "levels"
    LOCAL = "local"
    SERVICE = "service"
    ACTOR = "actor"


class Strength(IntEnum):
    """How well a hop holds. What is only suggested holds nothing."""

    BROKEN = 0
    WEAK = 1
    WHOLE = 2


class Why(StrEnum):
    """What is wrong with a hop; HOLDS for nothing."""

    HOLDS = "holds"
    SUSPECT = "suspect"
    PARTLY = "partly"
    MENTIONED = "mentioned"
    NOT_ADOPTED = "not_adopted"
    EXPIRED = "expired"
    TEXT_ONLY = "text_only"
    NOT_IN_SERVICE = "not_in_service"
    NO_NATIONAL = "no_national"
    NO_PASSAGE = "no_passage"
    SEARCHED = "searched"
    NO_SERVICE = "no_service"
    NO_OWNER = "no_owner"
    NO_ACTOR = "no_actor"


_STRENGTH = {
    Why.HOLDS: Strength.WHOLE,
    Why.SUSPECT: Strength.WEAK,
    Why.PARTLY: Strength.WEAK,
    Why.MENTIONED: Strength.WEAK,
    Why.NOT_ADOPTED: Strength.WEAK,
}
"""Everything else breaks a hop, also TEXT_ONLY: that somebody is responsible for the text is not to carry it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HopState:
    """A hop of one chain: what is wrong with it, since which day where that is known, and what is only suggested."""

    hop: Hop
    why: Why
    since: date | None = None
    suggested: int = 0

    @property
    def strength(self) -> Strength:
        """How well it holds.

        >>> HopState(hop=Hop.LOCAL, why=Why.SEARCHED).strength
        <Strength.BROKEN: 0>
        """
        return strength(self.why)


def strength(why: Why) -> Strength:
    """How well a hop holds of which this is wrong."""
    return _STRENGTH.get(why, Strength.BROKEN)


def weakest(hops: Sequence[HopState]) -> HopState:
    """The hop that decides what a chain is worth: the weakest, the first of these from above.

    >>> weakest([HopState(hop=Hop.LOCAL, why=Why.PARTLY), HopState(hop=Hop.SERVICE, why=Why.NO_SERVICE)]).hop
    <Hop.SERVICE: 'service'>
    """
    return min(hops, key=lambda state: state.strength)


def best(found: Sequence[tuple[Why, date | None]]) -> tuple[Why, date | None] | None:
    """Of several that could hold a hop the one that holds best; None of none."""
    return max(found, key=lambda one: strength(one[0]), default=None)
