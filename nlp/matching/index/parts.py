"""Parts of an index that are made when asked for: rows of its matrices, lengths, passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.matching.index.segment import Codes, Ints
from nlp.matching.index.strings import Numbers
from nlp.matching.matches import Passage

if TYPE_CHECKING:
    from nlp.matching.index.view import Index

Floats = NDArray[np.float32]

_BLOCK = 50_000  # passages read at a time where all are
_REMEMBERED = 20_000  # passages kept at a time once they were read
_SMALL = 4_000_000  # pairs of passage and term that may be kept as a matrix: 32 MB


@dataclass(frozen=True, eq=False)
class Table:
    """A passages x terms matrix of which rows are made when asked for."""

    index: Index
    weighted: bool

    def __getitem__(self, rows: Numbers | int) -> sparse.csr_matrix:
        """The rows of some passages, in the order asked for."""
        rows, whole = np.atleast_1d(rows), self._small
        if whole is None:
            return self._read(rows)
        first = whole.indptr[rows]
        counts = whole.indptr[rows + 1] - first
        source = spread(first, counts)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        return sparse.csr_matrix((whole.data[source], whole.indices[source], starts), shape=(len(rows), whole.shape[1]))

    def _read(self, rows: Numbers) -> sparse.csr_matrix:
        index = self.index
        counts = np.zeros(len(rows), dtype=np.int64)
        places = list(index.places(rows))
        for number, at, local in places:
            starts = index.segments[number].row_starts
            counts[at] = starts[local + 1] - starts[local]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        terms = np.empty(starts[-1], dtype=np.int32)
        codes = np.empty(starts[-1], dtype=np.uint16)
        for number, at, local in places:
            segment = index.segments[number]
            source, target = spread(segment.row_starts[local], counts[at]), spread(starts[at], counts[at])
            terms[target] = index.terms.places[number][segment.row_terms[source]]
            codes[target] = segment.row_codes[source]
        return sparse.csr_matrix((self._values(terms, codes), terms, starts), shape=(len(rows), len(index.terms)))

    def __matmul__(self, vector: Floats) -> Floats:
        """The product with a value per term; shape (passages,). Reads everything, a block at a time if it is much."""
        if self._small is not None:
            product: Floats = self._small @ vector
            return product
        blocks = [
            self[np.arange(first, min(first + _BLOCK, len(self.index)), dtype=np.int64)] @ vector
            for first in range(0, len(self.index), _BLOCK)
        ]
        return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)

    @cached_property
    def _small(self) -> sparse.csr_matrix | None:
        """The whole matrix where it takes little room."""
        if sum(len(segment.rows) for segment in self.index.segments) > _SMALL:
            return None
        return self._read(np.arange(len(self.index), dtype=np.int64))

    def _values(self, terms: Ints, codes: Codes) -> Floats:
        if self.weighted:
            return self.index.saturation[codes] * self.index.idf[terms]
        return np.ones(len(terms), dtype=np.float32)


def lengths(picked: sparse.csr_matrix) -> Floats:
    """Euclidean length of each row of weights; never 0."""
    count = picked.shape[0]
    owners = np.repeat(np.arange(count), np.diff(picked.indptr))
    squares = np.bincount(owners, weights=picked.data * picked.data, minlength=count)
    return np.maximum(np.sqrt(squares).astype(np.float32), np.float32(1e-9))


@dataclass(frozen=True, slots=True, eq=False)
class Held(Sequence[Passage]):
    """The passages of all segments in order; those read last are remembered."""

    whole: Index
    _known: dict[int, Passage] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.whole)

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, row: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(*row.indices(len(self))))
        passage = self._known.get(row)
        if passage is None:
            stored = int(self.whole.order[row])
            number = int(np.searchsorted(self.whole.bounds, stored, side="right")) - 1
            passage = self.whole.segments[number].passages[stored - int(self.whole.bounds[number])]
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[row] = passage
        return passage


def spread(starts: Numbers, counts: Numbers) -> Numbers:
    """The numbers of several runs, one after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()), dtype=np.int64)
