"""Whether a passage demands less, more or the opposite of what the source demands, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.requirements import Force
from nlp.translation.attitudes import attitude, weaker_elsewhere, weaker_half
from nlp.translation.force import ABLE, FREE, MAY, MUST, OUGHT
from nlp.translation.modes import Modifier, Reason, Span
from nlp.translation.pairing import Pair, effective

ABOUT = 0.3
"""Likeness from which two sentences are about the same thing, so that their force can be compared."""

ABOUT_LINKED = 0.1
"""The same where a person has said that they belong together."""

Values = dict[str, str | int | float]

_ABILITY = re.compile(r"\s+(?:kunna|be able to)\b", re.IGNORECASE)


def strength(both: Pair, least: float) -> Iterator[tuple[Modifier, Reason]]:
    """Whether the matched sentence demands less or more than the source's."""
    ours, theirs = effective(both.ours), effective(both.theirs)
    if ours is None or both.likeness < least:
        return
    wish = attitude(both) if ours == MUST else None
    if wish is not None:
        yield Modifier.SOFT, _softer(both, wish, both.theirs.force.value)
        return
    if ours == theirs and (other := weaker_elsewhere(both)) is not None:
        yield Modifier.SOFT, _softer(both, other.hedge or other.cue or other.place, other.force.value)
    elif (half := weaker_half(both)) is not None:
        yield Modifier.SOFT, _softer(both, half, Force.RECOMMENDATION.value)
    if theirs is None or ours == theirs:
        return
    if _is_instruction(both) and min(ours, theirs) >= OUGHT:
        return
    if _is_freedom(both, ours, theirs) or _is_ability(both):
        return
    weaker = theirs < ours
    modifier = Modifier.SOFT if weaker else Modifier.HARD
    place = both.theirs.hedge or both.theirs.cue
    given = both.ours.cue
    code = "translation.softer" if weaker else "translation.harder"
    if weaker and both.theirs.weakened:
        code = "translation.hedged"
    elif not weaker and both.ours.hedge is not None and not both.theirs.weakened:
        given, code = both.ours.hedge, "translation.hedge_dropped"
    values: Values = {
        "source": both.source.cut(given),
        "target": both.target.cut(place),
        "source_force": both.ours.force.value,
        "target_force": both.theirs.force.value,
    }
    yield modifier, Reason(code=code, values=values, source=given, target=place)


def turned(both: Pair) -> Iterator[Reason]:
    """A demand that was lifted ("behöver inte") or turned into its opposite ("får inte" for "ska")."""
    ours, theirs = both.ours, both.theirs
    values: Values = {
        "source": both.source.cut(ours.cue),
        "target": both.target.cut(theirs.cue),
    }
    if (ours.rank or 0) >= OUGHT and theirs.rank == FREE:
        yield Reason(code="translation.lifted", values=values, source=ours.cue, target=theirs.cue)
    forces = {ours.force, theirs.force}
    plain = ours.rule in ("shall", "must") and theirs.rule in ("may_not", "shall_not", "must_not")
    if forces == {Force.OBLIGATION, Force.PROHIBITION} and ours.rank == theirs.rank == MUST and plain:
        yield Reason(code="translation.reversed", values=values, source=ours.cue, target=theirs.cue)


def _softer(both: Pair, place: Span, force: str) -> Reason:
    values: Values = {
        "source": both.source.cut(both.ours.cue),
        "target": both.target.cut(place),
        "source_force": both.ours.force.value,
        "target_force": force,
    }
    return Reason(code="translation.softer", values=values, source=both.ours.cue, target=place)


def _is_freedom(both: Pair, ours: int, theirs: int) -> bool:
    """Whether both sides give somebody room: what an individual may do, or what nobody need do."""
    if both.ours.force is Force.RIGHT or ours <= MAY:
        return theirs <= MAY
    return theirs <= MAY and both.theirs.serves


def _is_ability(both: Pair) -> bool:
    """Whether what the source demands is that something can be done: "ska kunna exportera", "kan exportera"."""
    cue = both.ours.cue
    return cue is not None and both.theirs.rule in ABLE and _ABILITY.match(both.source.text, cue.end) is not None


def _is_instruction(both: Pair) -> bool:
    """Whether one side is in the imperative, which may be advice or an order."""
    sides = (both.ours, both.theirs)
    return any(one.rule == "imperative" and not one.weakened for one in sides)
