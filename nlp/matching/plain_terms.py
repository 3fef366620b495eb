"""What the law calls a matter and what people call it, joined by the matter, so that "bygga" meets "bygglov".

The pairs are data, `nlp/languages/<language>/plain_terms.csv`; a concept has one name in all languages, so that an
English requirement meets a Swedish service.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.languages import FOLDER, LANGUAGES
from nlp.matching.tokens import COMPOUNDING, analyse, compound_parts, fold, stem, words
from nlp.matching.written import word_places

_LEAST_PART = 4  # letters of a term that may be found as a part of a compound
_ENDING = 2  # letters at the end of a term that an inflected form may change: "skola", "skolor"
_LEAST_BEGINNING = 6  # letters of a term that may begin a word the compound splitter cannot take apart


class Mention(NamedTuple):
    """A term of a concept where it stands in a text."""

    concept: str
    written: str
    start: int
    end: int


class _Terms(NamedTuple):
    """Terms with their concepts by the stems of their words; single words also by how they begin.

    `longest` is how many words the longest term has that begins with a stem.
    """

    phrases: Mapping[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]
    beginnings: Mapping[str, frozenset[str]]
    longest: Mapping[str, int]

    def concepts(self, written: Sequence[str], keys: tuple[str, ...]) -> frozenset[str]:
        """What words with these stems are about; words that only share a stem with a term are another matter."""
        return frozenset(
            concept for term, concept in self.phrases.get(keys, ()) if all(map(_is_form_of, written, term))
        )


def pairs(language: str) -> tuple[tuple[str, str, str], ...]:
    """Concept, legal term and plain term of every pair in a language; () where there are none.

    >>> ("identification", "elektronisk identifiering", "logga in") in pairs("sv")
    True
    """
    path = FOLDER / language / "plain_terms.csv"
    if language not in LANGUAGES or not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["concept"], row["legal"], row["plain"]) for row in csv.DictReader(file))


@lru_cache(maxsize=4_000)
def mentions(text: str, language: str) -> tuple[Mention, ...]:
    """The terms that stand in a text, left to right; a longer term hides the shorter ones inside it.

    A single word is also found as a part of a compound.

    >>> [(m.concept, m.written) for m in mentions("Ansökan om bygglov på nätet", "sv")]
    [('building_permit', 'bygglov')]
    """
    return tuple(_mentions(text, language))


def _mentions(text: str, language: str) -> Iterator[Mention]:
    terms = _terms(language)
    found = word_places(text)
    keys = [stem(word.folded, language) for word in found]
    at = 0
    while at < len(found):
        length = min(terms.longest.get(keys[at], 0), len(found) - at)
        concepts: frozenset[str] = frozenset()
        while length and not concepts:
            written = [word.folded for word in found[at : at + length]]
            concepts = terms.concepts(written, tuple(keys[at : at + length]))
            length -= not concepts
        last = found[at + max(length, 1) - 1].end
        for concept in sorted(concepts or _by_part(found[at].folded, language)):
            yield Mention(concept, text[found[at].start : last], found[at].start, last)
        at += length or 1


def counterparts(text: str, language: str, target: str) -> dict[str, float]:
    """What else the matters of a text are called in the target language: stems with weights, 1 in all per matter.

    >>> named = counterparts("Den som ska bygga hus", "sv", "sv")
    >>> "bygglov" in named, round(sum(named.values()), 6)
    (True, 1.0)
    """
    found: dict[str, float] = {}
    for concept in sorted({mention.concept for mention in mentions(text, language)}):
        for term, share in _names(target).get(concept, {}).items():
            found[term] = found.get(term, 0.0) + share
    return found


@lru_cache(maxsize=4)
def _names(language: str) -> Mapping[str, Mapping[str, float]]:
    """For each concept the stems of its terms by the share of terms that have them."""
    counts: dict[str, Counter[str]] = {}
    for concept, *both in pairs(language):
        for term in both:
            counts.setdefault(concept, Counter()).update(dict.fromkeys(analyse(term, language), 1))
    return {
        concept: {term: count / stems.total() for term, count in stems.items()} for concept, stems in counts.items()
    }


def _is_form_of(word: str, term: str) -> bool:
    """Whether a word is an inflected form of a term, not only one of its family.

    >>> _is_form_of("tillgängligheten", "tillgänglighet"), _is_form_of("tillgängliga", "tillgänglighet")
    (True, False)
    """
    return word[: max(1, len(term) - _ENDING)] == term[: max(1, len(term) - _ENDING)]


@lru_cache(maxsize=50_000)
def _by_part(word: str, language: str) -> frozenset[str]:
    """Concepts of the parts of a compound; those of its beginning where it cannot be taken apart."""
    terms = _terms(language)
    parts = compound_parts(word, language) if language in COMPOUNDING else ()
    known = frozenset[str]().union(
        *(terms.concepts((part,), (stem(part, language),)) for part in parts if len(part) >= _LEAST_PART)
    )
    if known:
        return known
    for length in range(len(word) - 1, _LEAST_BEGINNING - 1, -1):
        if word[:length] in terms.beginnings:
            return terms.beginnings[word[:length]]
    return frozenset()


@lru_cache(maxsize=4)
def _terms(language: str) -> _Terms:
    phrases: dict[tuple[str, ...], set[tuple[tuple[str, ...], str]]] = {}
    beginnings: dict[str, set[str]] = {}
    for concept, *both in pairs(language):
        for term in both:
            written = tuple(words(term))
            phrases.setdefault(tuple(stem(word, language) for word in written), set()).add((written, concept))
            if len(written) == 1 and len(term) >= _LEAST_BEGINNING and language in COMPOUNDING:
                beginnings.setdefault(fold(term), set()).add(concept)
    longest: dict[str, int] = {}
    for key in filter(None, phrases):
        longest[key[0]] = max(len(key), longest.get(key[0], 0))
    return _Terms(
        phrases={key: tuple(sorted(found)) for key, found in phrases.items()},
        beginnings={key: frozenset(concepts) for key, concepts in beginnings.items()},
        longest=longest,
    )
