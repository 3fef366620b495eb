"""What a side says, read once: its words and its demands with their elements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.translation.modes import Side
from nlp.translation.wording import Word, placed_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A side that has been read."""

    side: Side
    words: tuple[Word, ...]


def read(sides: Iterable[Side]) -> list[Frame]:
    """One frame per side, in order; a language without rules is read as English."""
    return [Frame(side=side, words=tuple(placed_words(side.text))) for side in sides]
