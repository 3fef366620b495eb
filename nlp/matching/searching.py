"""Texts for words a person types: the same index and the same terms as linking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.matching.index import Floats, Index
from nlp.matching.index.strings import Numbers
from nlp.matching.tokens import STOPWORDS, compound_parts, normal_language, stem, stems, words
from nlp.matching.written import MOST_PLACES, Place, phrase_places, word_places

Has = NDArray[np.bool_]

MOST_WORDS = 24  # of what is typed; a longer text is read to here
MOST_ENDINGS = 50  # terms that a beginning of a word may stand for, the most frequent first
_SHORTEST, _SHORTEST_NUMBER = 3, 4  # signs of a beginning
_PART = 0.3  # of what the whole word counts: a text about the parts of a compound comes after one about all of it
_QUOTED = re.compile(r"[\"“”„»«]([^\"“”„»«]*)[\"“”„»«]|‘([^‘’]*)’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is sought: folded words, each once and without function words, and among them those quoted as a phrase.

    `cut` says that more was typed than is read.
    """

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an index has: the score of every text, 0 where it is not found, comparable within one index only.

    A text is found when it has all the words; when none has, those with the most are and `held` of the `sought` words
    is how many that is. `terms` are what is to be marked, `begun` the words read as beginnings, `unknown` those that
    stand nowhere.
    """

    scores: Floats
    held: int
    sought: int
    terms: frozenset[str]
    begun: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def asked(text: str, languages: Iterable[str] = ("sv", "en")) -> Asked:
    """Read what was typed; any text is allowed.

    >>> asked('krav på "öppna data" och API').words
    ('krav', 'öppna', 'data', 'api')
    >>> asked('krav på "öppna data"').phrases
    (('öppna', 'data'),)
    """
    typed = [word for word in dict.fromkeys(words(text)) if len(word) > 1 or word.isdigit()]
    empty = frozenset[str]().union(*(STOPWORDS.get(language, frozenset()) for language in languages))
    said = [word for word in typed if word not in empty] or (typed if len(typed) == 1 else [])  # "it" alone is a matter
    phrases = [tuple(words(one or other)) for one, other in _QUOTED.findall(text)]
    return Asked(
        words=tuple(said[:MOST_WORDS]),
        phrases=tuple(phrase for phrase in phrases if len(phrase) > 1),
        cut=len(said) > MOST_WORDS,
    )


def find(index: Index, sought: Asked, *, among: Has | None = None) -> Found:
    """The texts of an index that have the words: BM25, compounds also by all their parts.

    Words are read in every language of the index. One that stands nowhere is read as the beginning of one that does.
    `among` says which texts may be found: nothing that is told of the others, not even which words they have.
    """
    languages = [normal_language(language) for language in index.distinct_languages]
    total = np.zeros(len(index), dtype=np.float32)
    counts = np.zeros(len(index), dtype=np.int16)
    marked: set[str] = set()
    begun: list[str] = []
    unknown: list[str] = []
    for word in sought.words:
        has, weights = _has(word, languages, index)
        has = has if among is None else has & among
        if not has.any():
            weights = _begun(word, languages, index)
            has = _any(index, weights) if among is None else _any(index, weights) & among
            (begun if has.any() else unknown).append(word)
        if has.any():
            marked.update(index.names[number] for number in weights)
            total += np.where(has, index.scores(weights), np.float32(0))
            counts += has
    held = int(counts.max(initial=0))
    return Found(
        scores=np.where(counts == held, total, np.float32(0)) if held else total,
        held=held,
        sought=len(sought.words),
        terms=frozenset(marked),
        begun=tuple(begun),
        unknown=tuple(unknown),
    )


def places(text: str, language: str, terms: frozenset[str], phrases: Sequence[Sequence[str]] = ()) -> tuple[Place, ...]:
    """Where a text has what was found, ascending; () when a phrase is missing: then the text was not meant.

    >>> places("En tillgänglighetsredogörelse.", "sv", frozenset({"redogör"}))
    ((3, 29),)
    """
    quoted = [phrase_places(text, phrase) for phrase in phrases]
    if not all(quoted):
        return ()
    spans = {place for part in quoted for place in part}
    for word in word_places(text):
        if len(spans) >= MOST_PLACES:
            break
        inside = any(start <= word.start and word.end <= end for part in quoted for start, end in part)
        if not inside and not terms.isdisjoint(stems(word.folded, language)):
            spans.add((word.start, word.end))
    return tuple(sorted(spans))


def _has(word: str, languages: Sequence[str], index: Index) -> tuple[Has, dict[int, float]]:
    """Which texts have a word or all the parts it is made of, and the weights of the terms it is found by."""
    has = np.zeros(len(index), dtype=bool)
    weights: dict[int, float] = {}
    for language in languages:
        found = stems(word, language)
        if not found:
            continue
        whole = index.terms.get(found[0])
        if whole is not None:
            weights[whole] = 1.0
            has |= _any(index, {whole: 1.0})
        numbers = [index.terms.get(part) for part in _smallest(word, language)]
        parts = [number for number in numbers if number is not None]
        if numbers and len(parts) == len(numbers):
            has |= index.standing(dict.fromkeys(parts, 1.0)) == len(set(parts))
            weights |= {part: max(weights.get(part, 0.0), _PART) for part in parts}
    return has, weights


def _smallest(word: str, language: str) -> list[str]:
    """Stems of the parts of a compound that are none themselves.

    >>> _smallest("dataskyddsombud", "sv"), _smallest("e-legitimation", "sv")
    (['dat', 'skydd', 'ombud'], ['legitimation'])
    """
    if len(stems(word, language)) < 2:
        return []
    parts = [part for part in word.split("-") if len(part) > 1] if "-" in word else compound_parts(word, language)
    known = STOPWORDS.get(language, frozenset())
    return [stem(part, language) for part in parts if part not in known and not compound_parts(part, language)] or [
        stem(part, language) for part in parts if part not in known
    ]


def _begun(word: str, languages: Iterable[str], index: Index) -> dict[int, float]:
    """The terms a word may be the beginning of."""
    if len(word) < (_SHORTEST_NUMBER if word[0].isdigit() else _SHORTEST):
        return {}
    beginnings = {word, *(stem(word, language) for language in languages)}
    numbers: Numbers = np.unique(np.concatenate([index.terms.starting(beginning) for beginning in sorted(beginnings)]))
    likeliest = numbers[np.argsort(-index.frequencies[numbers], kind="stable")[:MOST_ENDINGS]]
    return dict.fromkeys(likeliest.tolist(), 1.0)


def _any(index: Index, weights: dict[int, float]) -> Has:
    """Which texts have one of some terms."""
    if not weights:
        return np.zeros(len(index), dtype=bool)
    found: Has = index.standing(dict.fromkeys(weights, 1.0)) > 0
    return found


def written_as(text: str, language: str, term: str) -> tuple[str, ...]:
    """The words of a text that give a term, folded, each once."""
    return tuple(dict.fromkeys(word.folded for word in word_places(text) if term in stems(word.folded, language)))
