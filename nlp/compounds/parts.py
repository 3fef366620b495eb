"""What a compound sentence is split into, in token positions of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nlp.requirements import Combination

Span = tuple[int, int]


class Part(NamedTuple):
    """One part: its own words start:end, and the words before it in the same sentence that it completes.

    `is_own` is true for a part with a finite modal of its own, whose force may differ from the sentence's.
    `bearer` is the actor inside a duty to see to it that somebody does something, None for any other part.
    """

    start: int
    end: int
    lead_in: Span | None = None
    is_own: bool = False
    bearer: Span | None = None


class Compound(NamedTuple):
    """The parts of a sentence in order.

    `keeps_whole` is true where the sentence stays a requirement of its own beside its part: whoever shall ensure
    something is bound as well as whoever shall do it. `needs_lead_in` is true where only the lead-in of the enclosing
    list makes the sentence a duty.
    """

    parts: tuple[Part, ...]
    keeps_whole: bool = False
    needs_lead_in: bool = False
    combination: Combination | None = None


def trimmed(words: Sequence[str], start: int, end: int, joining: frozenset[str]) -> Span:
    """The span without the punctuation and conjunctions at its edges; a full stop at its end stays."""
    while start < end and not words[start][:1].isalnum() and words[start] not in {"(", "§", "§§", '"', "”", "“"}:
        start += 1
    while end > start and (words[end - 1] in {",", ";", ":", "–", "-"} or words[end - 1] in joining):
        end -= 1
    return start, end
