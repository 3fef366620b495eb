"""Likeness of spelling: cosine of character n-grams between a query and passages, worked out per term, not per text.

A passage's n-grams are those of its terms, so the n-grams of every distinct term are taken once, a query is compared
with terms, and the sum over a passage's terms is one sparse product. It finds inflections, compounds and, across
languages, words of common origin: spelling is evened out first ("contact", "kontakt").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.matching.index import Floats, Index

SHORTEST, LONGEST = 3, 5
MANY = 50_000  # passages; from there on not every one is compared with a query
_REMEMBERED = 100_000  # stems
NEAREST = 200  # terms by which passages are chosen then

_EVEN = (
    ("ck", "k"), ("ch", "k"), ("qu", "kv"), ("ph", "f"), ("th", "t"), ("c", "k"), ("x", "ks"), ("z", "s"), ("w", "v"),
    ("æ", "a"), ("ø", "o"), ("å", "a"), ("ä", "a"), ("ö", "o"), ("é", "e"),
)  # fmt: skip
_DOUBLED = re.compile(r"(\D)\1")


@lru_cache(maxsize=200_000)
def grams(term: str) -> tuple[str, ...]:
    """The n-grams of a term with its borders, spelling evened out.

    >>> grams("contact")[:4], grams("kontakt")[:4]
    ((' ko', 'kon', 'ont', 'nta'), (' ko', 'kon', 'ont', 'nta'))
    """
    return _grams(term)


def _grams(term: str) -> tuple[str, ...]:
    for written, even in _EVEN:
        if written in term:
            term = term.replace(written, even)
    padded = " " + _DOUBLED.sub(r"\1", term) + " "
    return tuple(
        padded[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(padded) - size + 1)
    )


def alike(one: str, other: str) -> float:
    """Share of the n-grams two terms have in common (Dice), in [0, 1].

    >>> alike("contact", "kontakt"), alike("policy", "budget")
    (1.0, 0.0)
    """
    first, second = _gram_set(one), _gram_set(other)
    return 2 * len(first & second) / max(len(first) + len(second), 1)


@lru_cache(maxsize=50_000)
def _gram_set(term: str) -> frozenset[str]:
    return frozenset(grams(term))


@dataclass(frozen=True, eq=False)
class Spelling:
    """The n-grams of an index's terms: `terms` is terms x n-grams, weighted by rarity, `squares` the squared length of
    each term's n-grams. A passage's norm leaves out n-grams that two of its terms share; `norms` are those of all
    passages, None where they are MANY.
    """

    numbers: Mapping[str, int]
    rarity: Floats
    terms: sparse.csr_matrix
    squares: Floats
    norms: Floats | None
    _looked_up: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, index: Index) -> Spelling:
        """The n-grams of an index, worked out once."""
        known = _WORKED_OUT.get(index)
        if known is None:
            known = _WORKED_OUT[index] = cls._of(index)
        return known

    @classmethod
    def _of(cls, index: Index) -> Spelling:
        numbers: dict[str, int] = {}
        columns: list[int] = []
        starts = [0]
        for term in index.terms:
            columns.extend(numbers.setdefault(gram, len(numbers)) for gram in _grams(term))
            starts.append(len(columns))
        shape = (len(index.terms), len(numbers))
        counts = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=shape)
        counts.sum_duplicates()
        found = np.minimum(counts.T @ index.frequencies.astype(np.float32), len(index))
        rarity = (np.log((1 + len(index)) / (1 + found)) + 1).astype(np.float32)
        counts.data *= rarity[counts.indices]
        squares = np.asarray(counts.multiply(counts).sum(axis=1), dtype=np.float32).ravel()
        norms = _norms(index.present @ squares) if len(index) < MANY else None
        return cls(numbers=numbers, rarity=rarity, terms=counts, squares=squares, norms=norms)

    def cosines(self, stems: Mapping[str, float], picked: sparse.csr_matrix) -> Floats:
        """Likeness of passages to a query given as weighted stems; in [0, 1]. `picked` are rows of `index.present`."""
        cosines: Floats = np.clip(picked @ self.likeness(stems) / _norms(picked @ self.squares), 0, 1)
        return cosines

    def everywhere(self, stems: Mapping[str, float], index: Index) -> Floats:
        """Likeness of all passages; where they are MANY, by the terms most like the query alone, to choose some by."""
        near = self.likeness(stems)
        if self.norms is not None:
            cosines: Floats = np.clip(index.present @ near / self.norms, 0, 1)
            return cosines
        nearest = np.argsort(-near, kind="stable")[:NEAREST]
        found = index.standing({term: float(near[term]) for term in nearest.tolist() if near[term] > 0})
        lengths = np.sqrt(np.maximum(index.sizes, 1)).astype(np.float32)
        shares: Floats = found / lengths
        return shares / np.float32(max(float(shares.max(initial=0.0)), 1e-6))

    def alike(self, forms: Sequence[str], columns: NDArray[np.int64]) -> Floats:
        """Share of n-grams in common (Dice) of words with the terms numbered `columns`; shape (forms, columns)."""
        sets = [_gram_set(form) for form in forms]
        known = [[self.numbers[gram] for gram in found if gram in self.numbers] for found in sets]
        starts = np.cumsum([0, *map(len, known)])
        flat = np.array([number for numbers in known for number in numbers], dtype=np.int64)
        shape = (len(sets), len(self.numbers))
        asked = sparse.csr_matrix((np.ones(len(flat), dtype=np.float32), flat, starts), shape=shape)
        picked = self.terms[columns]
        sizes = np.diff(picked.indptr).astype(np.float32)
        held = sparse.csr_matrix((np.ones_like(picked.data), picked.indices, picked.indptr), shape=picked.shape)
        lengths = np.array([len(found) for found in sets], dtype=np.float32)
        shared = (held @ asked.T).toarray().T
        near: Floats = 2 * shared / np.maximum(lengths[:, None] + sizes[None, :], 1)
        return near

    def likeness(self, stems: Mapping[str, float]) -> Floats:
        """How near each term of the index is to a query given as weighted stems; shape (terms,).

        Summed over a passage's terms and divided by its norm, this is the cosine of query and passage.
        """
        known = [self._known(stem) for stem in stems]
        listed = np.array([number for numbers in known for number in numbers], dtype=np.int64)
        query = np.zeros(len(self.numbers), dtype=np.float32)
        if len(listed):
            weights = np.repeat(np.fromiter(stems.values(), dtype=np.float64), [len(numbers) for numbers in known])
            numbers, place = np.unique(listed, return_inverse=True)
            summed = np.bincount(place, weights=weights).astype(np.float32)
            query[numbers] = np.log1p(summed) * self.rarity[numbers]
            query /= np.linalg.norm(query)
        near: Floats = self.terms @ query
        return near

    def _known(self, stem: str) -> tuple[int, ...]:
        """The numbers of a stem's n-grams, those that some term of the index has."""
        found = self._looked_up.get(stem)
        if found is None:
            if len(self._looked_up) >= _REMEMBERED:
                self._looked_up.clear()
            found = self._looked_up[stem] = tuple(self.numbers[gram] for gram in grams(stem) if gram in self.numbers)
        return found


_WORKED_OUT: WeakKeyDictionary[Index, Spelling] = WeakKeyDictionary()


def _norms(squares: Floats) -> Floats:
    norms: Floats = np.maximum(np.sqrt(squares), np.float32(1e-6))
    return norms
