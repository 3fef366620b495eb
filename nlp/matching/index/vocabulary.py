"""The terms of several segments under one numbering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import overload

import numpy as np

from nlp.matching.index.segment import Ints, Segment
from nlp.matching.index.strings import Keys, Numbers, key

_REMEMBERED = 200_000  # answers kept at a time


class Register(Mapping[str, int]):
    """Numbers of strings by their keys: an array in place of a dictionary. The last of equal strings wins."""

    def __init__(self, keys: Keys) -> None:
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._sorted)

    def __iter__(self) -> Iterator[str]:
        raise TypeError("keys cannot be turned back into strings")

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self._find(text) >= 0

    def __getitem__(self, text: str) -> int:
        number = self._find(text)
        if number < 0:
            raise KeyError(text)
        return number

    def every(self, text: str) -> list[int]:
        """The numbers of all strings equal to this one, ascending."""
        sought = np.uint64(key(text))
        first, last = (int(np.searchsorted(self._sorted, sought, side=side)) for side in ("left", "right"))
        found: list[int] = self._order[first:last].tolist()
        return found

    def numbers_of(self, sought: Keys) -> Numbers:
        """The numbers of many strings by their keys, -1 for those that are not there."""
        if not len(self):
            return np.full(len(sought), -1, dtype=np.int64)
        found = np.maximum(np.searchsorted(self._sorted, sought, side="right") - 1, 0)
        numbers: Numbers = np.where(self._sorted[found] == sought, self._order[found], -1).astype(np.int64)
        return numbers

    def _find(self, text: str) -> int:
        number = self._known.get(text)
        if number is None:
            sought = np.uint64(key(text))
            place = int(np.searchsorted(self._sorted, sought, side="right")) - 1
            number = int(self._order[place]) if place >= 0 and self._sorted[place] == sought else -1
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = number
        return number


class Vocabulary(Register):
    """The terms that stand in some passage, numbered by their keys: a number depends on which terms there are, not on
    the segments they come from.

    `frequencies` counts the passages of each term. `places[segment]` gives the number of each term of a segment and
    `local[segment]` the place of each term there; -1 where there is none.
    """

    def __init__(self, segments: Sequence[Segment], counts: Sequence[Numbers]) -> None:
        """`counts` are the passages of each term of each segment."""
        everywhere = np.concatenate([segment.term_keys for segment in segments])
        found, first, numbers = np.unique(everywhere, return_index=True, return_inverse=True)
        total = np.bincount(numbers, weights=np.concatenate(counts), minlength=len(found)).astype(np.int64)
        used = total > 0
        super().__init__(found[used])
        self.frequencies: Numbers = total[used]
        ranks = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
        bounds = np.cumsum([0, *(len(segment.terms) for segment in segments)], dtype=np.int64)
        self.places = tuple(ranks[numbers[low:high]] for low, high in pairwise(bounds.tolist()))
        self.local = tuple(_inverse(place, len(self)) for place in self.places)
        self.names = Names(segments, bounds, first[used])
        self._segments = segments

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def starting(self, prefix: str) -> Numbers:
        """Numbers of the terms with a prefix, ascending."""
        parts: list[Ints] = []
        for segment, places in zip(self._segments, self.places, strict=True):
            run = segment.terms.starting(prefix)
            parts.append(places[run.start : run.stop])
        found = np.unique(np.concatenate(parts)).astype(np.int64)
        return found[found >= 0]


class Names(Sequence[str]):
    """Terms by their numbers, read from the segment that has them first."""

    def __init__(self, segments: Sequence[Segment], bounds: Numbers, first: Numbers) -> None:
        self._segments, self._bounds, self._first = segments, bounds, first
        self._known: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._first)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        name = self._known.get(number)
        if name is None:
            place = int(self._first[number])
            segment = int(np.searchsorted(self._bounds, place, side="right")) - 1
            name = self._segments[segment].terms[place - int(self._bounds[segment])]
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[number] = name
        return name


def _inverse(places: Ints, count: int) -> Ints:
    """Where each number up to `count` stands among `places`, -1 for those that do not."""
    inverse = np.full(count, -1, dtype=np.int32)
    there = np.flatnonzero(places >= 0)
    inverse[places[there]] = there
    return inverse
