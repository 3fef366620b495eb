"""Passages for words a person types: the same index and the same terms as linking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nlp.matching.index import Floats, Index
from nlp.matching.matches import Passage
from nlp.matching.retrieval import best_rows
from nlp.matching.tokens import WORD, fold, normal_language, stem, stems, words

MOST_ENDINGS = 50  # terms that a beginning of a word may stand for, the most frequent first
_PART = 0.3  # of what the whole word counts: a passage about a part of a compound comes after one about all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found. `row` is its number in the index, `score` is comparable within one search only; `places` are
    where the words sought stand in its text, as start and end.
    """

    row: int
    passage: Passage
    score: float
    places: tuple[tuple[int, int], ...]


def search(index: Index, text: str, *, language: str = "", top: int = 20, unfinished: bool = False) -> list[Hit]:
    """The best passages for words typed, best first: BM25, times the share of the words that a passage holds.

    Words are read in `language`, or in all languages of the index where it is "". Each finds its inflections, its
    compounds and, less, the parts of itself. With `unfinished`, the last word may be the beginning of one. Where
    nothing is known nothing is found; any text is allowed.
    """
    languages = [normal_language(language)] if language else list(index.distinct_languages)
    written = list(dict.fromkeys(words(text)))
    sought = [_terms(word, languages, index, unfinished and word == written[-1]) for word in written]
    said = [
        terms
        for word, terms in zip(written, sought, strict=True)
        if terms or any(stems(word, one) for one in languages)
    ]
    total = np.zeros(len(index), dtype=np.float32)
    held: Floats = np.zeros(len(index), dtype=np.float32)
    for terms in said:
        if terms:
            scores = index.scores(terms)
            total += scores
            held += scores > 0
    total *= held / np.float32(max(len(said), 1))
    marked = {term for terms in said for term in terms}
    return [
        Hit(
            row=row,
            passage=passage,
            score=float(total[row]),
            places=_places(passage, str(index.languages[row]), marked, index),
        )
        for row in best_rows(total, top).tolist()
        for passage in [index.passages[row]]
    ]


def _terms(word: str, languages: Iterable[str], index: Index, unfinished: bool) -> dict[int, float]:
    """Numbers of the terms a word typed may mean, with their weights."""
    found: dict[int, float] = {}
    for language in languages:
        for place, term in enumerate(stems(word, language)):
            number = index.terms.get(term)
            if number is not None:
                found[number] = max(found.get(number, 0.0), _PART if place else 1.0)
    if unfinished:
        beginnings = {word, *(stem(word, language) for language in languages)}
        numbers = np.unique(np.concatenate([index.terms.starting(beginning) for beginning in sorted(beginnings)]))
        likeliest = numbers[np.argsort(-index.frequencies[numbers], kind="stable")[:MOST_ENDINGS]]
        found |= dict.fromkeys(likeliest.tolist(), 1.0)
    return found


def _places(passage: Passage, language: str, terms: set[int], index: Index) -> tuple[tuple[int, int], ...]:
    """Where words of a passage's text stand that give one of the terms."""
    found = (
        match.span()
        for match in WORD.finditer(passage.text)
        if any(index.terms.get(term) in terms for term in stems(fold(match.group()), language))
    )
    return tuple(found)
