"""Lists inside one sentence: "shall (a) keep ...; (b) publish ...; and (c) answer ...", "ska 1. ..., 2. ..."."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nlp.compounds.grammar import Grammar
from nlp.compounds.parts import Compound, Part, trimmed
from nlp.requirements import Combination
from nlp.rules import Sentence

_SERIES = (
    tuple("abcdefghijklmnopqrstuvwxyz"),
    tuple(str(number) for number in range(1, 41)),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
)
_BEFORE = frozenset({",", ";", ":"})


class _Marker(NamedTuple):
    start: int
    end: int
    label: str


def listed(sentence: Sentence, grammar: Grammar) -> Compound | None:
    """The items of a list behind the main verb, None where there are fewer than two."""
    words, verb = sentence.words, sentence.clause.verb
    if verb < 0 or sentence.clause.guessed or (")" not in words and "." not in words):
        return None
    markers = _markers(words, verb + 1, grammar)
    for series in _SERIES:
        if (found := _run(markers, series, words, verb, grammar)) is not None:
            return found
    return None


def _markers(words: Sequence[str], first: int, grammar: Grammar) -> list[_Marker]:
    """ "(a)", "a)" or "1." with a word behind it that no citation claims."""
    found = []
    for index in range(first, len(words) - 2):
        closing = words[index + 1]
        if closing not in {")", "."} or not words[index].isalnum() or len(words[index]) > 4:
            continue
        bracketed = words[index - 1] == "("
        if closing == "." and (bracketed or not words[index].isdigit()):
            continue
        start = index - 1 if bracketed else index
        if words[index + 2][:1].isalpha() and words[index + 2] not in grammar.citing:
            found.append(_Marker(start, index + 2, words[index]))
    return found


def _run(
    markers: Sequence[_Marker], series: Sequence[str], words: Sequence[str], verb: int, grammar: Grammar
) -> Compound | None:
    run: list[_Marker] = []
    for marker in markers:
        before = words[marker.start - 1]
        if not run and before in grammar.citing:
            continue
        if run and before not in _BEFORE and before not in grammar.joining:
            continue
        if len(run) < len(series) and marker.label == series[len(run)]:
            run.append(marker)
    if len(run) < 2 or any(word in grammar.weighing for word in words[verb : run[0].start]):
        return None
    ends = [*(marker.start for marker in run[1:]), len(words)]
    either = words[run[-1].start - 1] in grammar.disjunctions
    parts = []
    for marker, last in zip(run, ends, strict=True):
        start, end = trimmed(words, marker.end, last, grammar.joining)
        if start >= end:
            return None
        parts.append(Part(start, end, lead_in=(0, run[0].start)))
    return Compound(tuple(parts), combination=Combination.ANY_OF if either else Combination.ALL_OF)
