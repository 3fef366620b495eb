"""Which content words of one text stand in another: outright, as part of a compound, akin, or in the other language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.matching.lexicon import shipped
from nlp.matching.tokens import STOPWORDS, fold, normal_language, stem, stems
from nlp.translation.wording import Word

_AKIN = 6  # letters at the beginning that make two words akin: "diarieföras" and "diarieföring"
_COGNATE = 5  # the same between two languages, where words are further apart
_SAME, _PART, _RELATED = 1.0, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """A content word: its number among the words of its text, its stem, and the stems of its parts."""

    at: int
    stem: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text to be looked for: whole stems, all stems, and beginnings of words."""

    whole: frozenset[str]
    all: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Vocabulary:
        """The vocabulary of some terms."""
        listed = list(terms)
        parts = {part for term in listed for part in term.parts}
        whole = frozenset(term.stem for term in listed)
        every = whole | parts
        return cls(whole, every, frozenset(word[:length] for word in every for length in (_AKIN, _COGNATE)))


def content(words: Sequence[Word], language: str) -> tuple[Term, ...]:
    """The content words of a text; function words and modals say nothing about a subject."""
    code = normal_language(language)
    found = []
    for at, word in enumerate(words):
        forms = stems(word.word, code)
        if forms:
            found.append(Term(at, forms[0], forms[1:]))
    return tuple(found)


def matched(terms: Sequence[Term], other: Vocabulary) -> list[float]:
    """How surely each term stands in another text of the same language, in [0, 1]."""
    return [_in(term, other) for term in terms]


def _in(term: Term, other: Vocabulary) -> float:
    if term.stem in other.whole:
        return _SAME
    if term.stem in other.all or any(part in other.all for part in term.parts if len(part) > 3):
        return _PART
    if len(term.stem) >= _AKIN and term.stem[:_AKIN] in other.beginnings:
        return _RELATED
    return 0.0


def matched_across(
    text: str, words: Sequence[Word], terms: Sequence[Term], other: Vocabulary, pair: tuple[str, str]
) -> list[float]:
    """The same for a text in another language, by term pairs and by words that are spelled alike in both."""
    paired = _counterparts(text, *pair)
    found = []
    for term in terms:
        word = words[term.at].word
        targets = paired.get(word, ())
        if (term.stem in other.whole and (term.stem[0].isdigit() or not targets)) or any(
            all(part in other.all for part in target) for target in targets
        ):
            found.append(_SAME)
        elif len(word) > _COGNATE and not targets and term.stem[:_COGNATE] in other.beginnings:
            found.append(_RELATED)
        else:
            found.append(0.0)
    return found


def answering(text: str, terms: Sequence[Term], source: Vocabulary, pair: tuple[str, str]) -> list[float]:
    """How surely each term of the target answers a word of the source `text`: `matched_across` seen from there.

    The lexicon is asked about the source only, which is the same for many targets.
    """
    answers = _answers(text, *pair)
    found = []
    for term in terms:
        if term.stem in answers or (term.stem[0].isdigit() and term.stem in source.whole):
            found.append(_SAME)
        elif any(part in answers for part in term.parts):
            found.append(_PART)
        else:
            akin = len(term.stem) > _COGNATE and term.stem[:_COGNATE] in source.beginnings
            found.append(_RELATED if akin else 0.0)
    return found


@lru_cache(maxsize=4096)
def _answers(text: str, source: str, target: str) -> frozenset[str]:
    """All stems of the other language that may stand for the words of a text."""
    return frozenset(part for listed in _counterparts(text, source, target).values() for key in listed for part in key)


@lru_cache(maxsize=4096)
def _counterparts(text: str, source: str, target: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """For each word of a text the terms of the other language that may stand for it, as the stems of their words."""
    source, target = normal_language(source), normal_language(target)
    empty = STOPWORDS.get(target, frozenset())
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for pair in shipped().found(text, source, target):
        words = fold(pair.target).replace("-", " ").split()
        key = tuple(stem(word, target) for word in words if word not in empty)
        if key:
            for word in fold(pair.source).split():
                found.setdefault(word, {})[key] = None
    return {word: tuple(keys) for word, keys in found.items()}
