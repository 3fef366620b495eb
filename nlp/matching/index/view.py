"""The index as queries see it: all passages in the order they were given, whatever segments hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.matching.index import making
from nlp.matching.index.making import Progress, Reuse
from nlp.matching.index.parts import Floats, Held, Table, spread
from nlp.matching.index.segment import Ints, Segment, saturations
from nlp.matching.index.strings import Numbers
from nlp.matching.index.vocabulary import Names, Register, Vocabulary
from nlp.matching.matches import Passage

Kind = TypeVar("Kind", bound=np.generic)

_K1, _B = 1.2, 0.4  # paragraphs differ in length because matters do, so length is discounted mildly


@dataclass(frozen=True, eq=False)
class Index:
    """Passages that may be evidence, and the BM25 weight of every term in each of them.

    `order` gives the place of each passage when the passages of all segments are counted through. Frequencies and the
    average length are those of the passages in the order, so the scores do not depend on the segments. Make one with
    `build` (in memory) or `update` (kept in a folder).
    """

    segments: tuple[Segment, ...]
    order: Numbers
    reuse: Reuse

    @classmethod
    def build(cls, passages: Iterable[Passage], *, progress: Progress | None = None) -> Index:
        """Index the passages that may be evidence, in memory; `progress(done, total)` is called now and then."""
        return cls(*making.built(passages, progress))

    @classmethod
    def update(cls, folder: Path, passages: Iterable[Passage], *, progress: Progress | None = None) -> Index:
        """The index of these passages, kept in `folder`: what is there and still true is used, the rest read anew.

        A folder that is empty, damaged, somebody else's or made by other rules is no error: everything is built again
        and `reuse.rebuilt` says why. Deleting the folder loses nothing. Passages may come from a generator; once they
        are written, texts are read from the folder and not held in memory.
        """
        return cls(*making.updated(folder, passages, progress))

    @classmethod
    def open(cls, folder: Path) -> Index:
        """The index as it was last kept, without asking for the passages.

        Raises NlpError: error.no_saved_index, error.index_foreign, error.index_outdated or error.index_damaged.
        """
        return cls(*making.opened(folder))

    def with_more(self, passages: Iterable[Passage]) -> Index:
        """This index and more passages behind its own, in memory: for a few that no folder holds yet."""
        return Index(*making.longer(self.segments, self.order, passages))

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def terms(self) -> Vocabulary:
        """Number of each term."""
        times = np.bincount(self.order, minlength=int(self.bounds[-1]))
        counts = [
            _standing(segment, times[low:high])
            for segment, (low, high) in zip(self.segments, pairwise(self.bounds.tolist()), strict=True)
        ]
        return Vocabulary(self.segments, counts)

    @property
    def names(self) -> Names:
        """Each term by its number."""
        return self.terms.names

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The passages, read when asked for."""
        return Held(self)

    @cached_property
    def documents(self) -> Ints:
        """Number of each passage's document, in order of appearance."""
        keys = self.of_all([segment.documents for segment in self.segments])
        _, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int32)
        rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
        return rank[numbers]

    @cached_property
    def languages(self) -> NDArray[np.str_]:
        """Language code of each passage, "" if unknown."""
        return self.of_all([segment.languages for segment in self.segments])

    @cached_property
    def distinct_languages(self) -> tuple[str, ...]:
        """The languages of the passages, sorted."""
        return tuple(np.unique(self.languages).tolist())

    @cached_property
    def numbers(self) -> Register:
        """Row of each passage id."""
        return Register(self.of_all([segment.ids for segment in self.segments]))

    @property
    def frequencies(self) -> Numbers:
        """In how many passages each term stands."""
        return self.terms.frequencies

    @cached_property
    def rarity(self) -> Floats:
        """Inverse document frequency of every term in [0, 1]: 1 for a term that stands in a single passage."""
        count = max(len(self), 1)
        raw = np.log1p((count - self.frequencies + 0.5) / (self.frequencies + 0.5))
        rarity: Floats = (raw / np.log1p((count - 0.5) / 1.5)).clip(0, 1).astype(np.float32)
        return rarity

    def scores(self, query: Mapping[int, float]) -> Floats:
        """BM25 score of every passage for a query given as weights of term numbers; shape (passages,)."""
        numbers = np.array(sorted(query), dtype=np.int64)
        weights = self.idf[numbers] * np.array([query[number] for number in numbers.tolist()], dtype=np.float32)
        return self._summed(numbers, weights, self.saturation)

    def standing(self, weights: Mapping[int, float]) -> Floats:
        """Sum of the weights of the terms that stand in each passage, however often; shape (passages,)."""
        numbers = np.array(sorted(weights), dtype=np.int64)
        values = np.array([weights[number] for number in numbers.tolist()], dtype=np.float32)
        return self._summed(numbers, values, np.ones(1 << 16, dtype=np.float32))

    def _summed(self, terms: Numbers, weights: Floats, factors: Floats) -> Floats:
        """Sum over terms of weight times the factor of each occurrence's code."""
        parts = [
            _weighed(segment, local[terms], weights, factors)
            for segment, local in zip(self.segments, self.terms.local, strict=True)
        ]
        return self.of_all(parts)

    @cached_property
    def rows(self) -> Table:
        """The weights by passage, (passages, terms)."""
        return Table(self, weighted=True)

    @cached_property
    def present(self) -> Table:
        """Which terms stand in which passage, as ones, (passages, terms)."""
        return Table(self, weighted=False)

    @cached_property
    def bounds(self) -> Numbers:
        """Where each segment begins when passages are counted through."""
        return np.cumsum([0, *map(len, self.segments)], dtype=np.int64)

    @cached_property
    def idf(self) -> Floats:
        """The factor of each term in every BM25 weight."""
        found = self.frequencies
        idf: Floats = np.log1p((len(self) - found + 0.5) / (found + 0.5)).astype(np.float32)
        return idf

    @cached_property
    def sizes(self) -> Ints:
        """How many terms each passage has, repeats counted."""
        return self.of_all([segment.sizes for segment in self.segments])

    @cached_property
    def saturation(self) -> Floats:
        """The factor of each occurrence, by its code."""
        return saturations(_K1, _B, float(self.sizes.sum(dtype=np.int64)) / max(len(self), 1))

    @cached_property
    def _straight(self) -> bool:
        """Whether the order is that of the segments."""
        return len(self) == self.bounds[-1] and bool((np.diff(self.order, prepend=-1) == 1).all())

    def of_all(self, parts: Sequence[NDArray[Kind]]) -> NDArray[Kind]:
        """One value per passage, in order, from the values of each segment's passages."""
        whole = np.concatenate(parts) if len(parts) != 1 else parts[0]
        return whole if self._straight else whole[self.order]

    def places(self, rows: Numbers) -> Iterator[tuple[int, Numbers, Numbers]]:
        """Where some passages are kept: per segment its number, which of `rows` it has, and their numbers there."""
        stored = self.order[rows]
        part = np.searchsorted(self.bounds, stored, side="right") - 1
        for number in np.unique(part).tolist():
            at = np.flatnonzero(part == number)
            yield number, at, stored[at] - self.bounds[number]


def _standing(segment: Segment, times: Numbers) -> Numbers:
    """In how many passages each term of a segment stands, if every passage counts `times`: 1, or 0 when it is gone."""
    counts = np.diff(segment.starts)
    rows = np.flatnonzero(times != 1)
    sizes = segment.row_starts[rows + 1] - segment.row_starts[rows]
    terms = segment.row_terms[spread(segment.row_starts[rows], sizes)]
    np.add.at(counts, terms, np.repeat(times[rows] - 1, sizes))
    return counts


def _weighed(segment: Segment, terms: Ints, weights: Floats, saturation: Floats) -> Floats:
    """Sum of the weights of `terms` (numbered in the segment, -1 for none) in each of its passages."""
    known = np.flatnonzero(terms >= 0)
    starts, ends = segment.starts[terms[known]], segment.starts[terms[known] + 1]
    if not len(known):
        return np.zeros(len(segment), dtype=np.float32)
    lists = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    codes = np.concatenate([segment.codes[part] for part in lists])
    rows = np.concatenate([segment.rows[part] for part in lists])
    ends = np.concatenate([[0], np.cumsum(ends - starts)]).astype(np.int32)
    columns = sparse.csc_matrix((saturation[codes], rows, ends), shape=(len(segment), len(known)))
    total: Floats = columns @ weights[known]
    return total
