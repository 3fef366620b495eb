"""What a word that stands nowhere was probably meant to be: the likest word of a text the reader may see."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from nlp.matching.index import Index
from nlp.matching.searching import written_as
from nlp.matching.tokens import normal_language, stem
from tracker.views.search.finding import shown
from tracker.views.search.shelves import Shelf, Shelves

LEAST_ALIKE = 72.0
"""How alike two stems must be, in per cent of their letters."""
_SHORTEST = 4
_TRIED = 8
_READ = 30


def meant(shelves: Shelves, word: str, *, cleared: bool) -> str:
    """The word as it is written in the likest text, "" when nothing is like it."""
    if len(word) < _SHORTEST or word[0].isdigit():
        return ""
    found = [(alike, term, shelf) for shelf in shelves.shelves for alike, term in _alike(shelf, word)]
    likest = sorted(found, key=lambda one: (-one[0], one[1]))[:_TRIED]
    written = {said for _, term, shelf in likest for said in _written(shelf, term, cleared)} - {word}
    return max(sorted(written), key=lambda said: fuzz.ratio(said, word), default="")


def _alike(shelf: Shelf, word: str) -> list[tuple[float, str]]:
    """The terms of an index that are most like a word, with how much."""
    terms = _terms(shelf.index)
    stems = {word, *(stem(word, normal_language(language)) for language in shelf.index.distinct_languages)}
    return [
        (alike, term)
        for one in sorted(stems)
        for term, alike, _ in process.extract(one, terms, scorer=fuzz.ratio, limit=_TRIED, score_cutoff=LEAST_ALIKE)
    ]


@lru_cache(maxsize=32)
def _terms(index: Index) -> tuple[str, ...]:
    """The words of an index long enough to be meant."""
    return tuple(term for term in index.terms if len(term) >= _SHORTEST - 1 and not term[0].isdigit())


def _written(shelf: Shelf, term: str, cleared: bool) -> set[str]:
    """The words that give the term in texts of the shelf that may be shown."""
    index = shelf.index
    rows = np.flatnonzero((index.standing({index.terms[term]: 1.0}) > 0) & shown(shelf, cleared))
    return {
        word
        for row in rows[:_READ].tolist()
        for text in [index.passages[row]]
        for word in written_as(f"{text.text}\n{text.heading}", str(index.languages[row]), term)
    }
