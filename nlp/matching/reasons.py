"""Why a passage is proposed, in words that stand in it, so that a reader can check."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.matching.features import Scorer
from nlp.matching.grams import alike
from nlp.matching.index import Index
from nlp.matching.learning import Lesson
from nlp.matching.matches import Passage, Reason
from nlp.matching.questions import Question
from nlp.matching.tokens import WORD, fold, stems, words

SHOWN_TERMS = 6
SHOWN_PAIRS = 3
LEAST_LIKENESS = 0.4  # of two words' n-grams; about "commune" and "kommun"
LEAST_SHARE = 0.3  # of the requirement's three-word runs; below that, agreement is chance
LEAST_SHIFT = 0.2  # of the log-odds; less is not worth a word
_RUN = 3

SHARED_CITATION = "reason.shared_citation"
SHARED_TERMS = "reason.shared_terms"
TERM_PAIR = "reason.term_pair"
SAME_WORDING = "reason.same_wording"
SIMILAR_WORDS = "reason.similar_words"
RELATED_TERMS = "reason.related_terms"
LEARNED = "reason.learned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What may speak for a passage: the query, the weights that relevance feedback gave terms, what was learned.

    `shifts` says how far what was learned moves the log-odds of each passage number.
    """

    question: Question
    wider: Mapping[int, float]
    lesson: Lesson | None
    shifts: Mapping[int, float]


def explain(evidence: Evidence, row: int, scorer: Scorer) -> tuple[Reason, ...]:
    """Reasons for passage number `row`, strongest first; () when the two texts have nothing to show in common."""
    index, passage, question = scorer.index, scorer.index.passages[row], evidence.question
    written = written_terms(passage, index.languages[row], index)
    found = [*_cited(question, row, scorer), *_terms(question, written, index), *_paired(question, written, index)]
    share = shared_wording(question.query.text, passage.text)
    if share >= LEAST_SHARE:
        found.append(Reason(code=SAME_WORDING, values={"share": round(100 * share)}, weight=round(share, 3)))
    if evidence.lesson is not None:
        found.extend(_learned(evidence.lesson, evidence.shifts[row], written))
    if not any(reason.code in (SHARED_TERMS, TERM_PAIR) for reason in found):
        found.extend(_similar(question, written, index))
    if not found:
        found.extend(_related(evidence.wider, written, index))
    return tuple(sorted(found, key=lambda reason: -reason.weight))


def written_terms(passage: Passage, language: str, index: Index) -> dict[int, str]:
    """Term numbers of a passage with the first word, as written, that gave each; the text before the heading."""
    return {index.terms[stem]: word for stem, word in _written(passage, language).items() if stem in index.terms}


@lru_cache(maxsize=20_000)
def _written(passage: Passage, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in (passage.text, passage.heading):
        for match in WORD.finditer(unicodedata.normalize("NFC", text)):
            for stem in stems(fold(match.group()), language):
                found.setdefault(stem, match.group())
    return found


def shared_wording(text: str, passage: str) -> float:
    """Share of the three-word runs of `text` that stand in `passage`; 0 when it has none.

    >>> shared_wording("the council shall publish data", "The Council shall publish a list")
    0.6666666666666666
    """
    runs = _runs(text)
    return len(runs & _runs(passage)) / len(runs) if runs else 0.0


@lru_cache(maxsize=20_000)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(tuple(found[at : at + _RUN]) for at in range(len(found) - _RUN + 1))


def _cited(question: Question, row: int, scorer: Scorer) -> Iterator[Reason]:
    if question.instruments:
        for citation in scorer.cited(row):
            if citation.instrument in question.instruments:
                yield Reason(code=SHARED_CITATION, values={"citation": citation.written}, weight=1.0)


def _terms(question: Question, written: dict[int, str], index: Index) -> Iterator[Reason]:
    own = question.own & written.keys()
    if own:
        whole = sum(question.terms[term] * float(index.rarity[term]) for term in question.own)
        part = sum(question.terms[term] * float(index.rarity[term]) for term in own)
        ranked = sorted(own, key=lambda term: (-question.terms[term] * float(index.rarity[term]), term))
        yield Reason(
            code=SHARED_TERMS, values={"terms": _listed(ranked, written)}, weight=round(part / max(whole, 1e-9), 3)
        )


def _paired(question: Question, written: dict[int, str], index: Index) -> Iterator[Reason]:
    """Term pairs whose counterpart stands whole in the passage."""
    shown = 0
    for pair, terms in zip(question.pairs, question.pair_terms, strict=True):
        if shown < SHOWN_PAIRS and len(terms) == len(pair.stems) and all(term in written for term in terms):
            target = " ".join(dict.fromkeys(written[term] for term in terms))
            weight = float(index.rarity[list(terms)].mean())
            yield Reason(
                code=TERM_PAIR, values={"source": pair.source, "target": target}, weight=round(min(weight, 1.0), 3)
            )
            shown += 1


def _learned(lesson: Lesson, shift: float, written: dict[int, str]) -> Iterator[Reason]:
    """The words that earlier confirmations taught, where together they speak for the passage."""
    taught = [term for term in written if lesson.weights[term] > 0]
    if lesson.confirmed and shift >= LEAST_SHIFT and taught:
        ranked = sorted(taught, key=lambda term: (-float(lesson.weights[term]), term))
        values: dict[str, str | int | float] = {"n": lesson.confirmed, "terms": _listed(ranked, written)}
        yield Reason(code=LEARNED, values=values, weight=round(min(shift / 4.0, 1.0), 3))


def _similar(question: Question, written: dict[int, str], index: Index) -> Iterator[Reason]:
    """The words most alike in spelling, where no word is shared outright; mostly two languages."""
    pairs = [
        (alike(source, index.names[term]), source, written[term])
        for source in question.stems
        for term in written
        if term not in question.terms
    ]
    for likeness, source, target in sorted((pair for pair in pairs if pair[0] >= LEAST_LIKENESS), reverse=True)[:1]:
        values = {"source": question.words.get(source, source), "target": target}
        yield Reason(code=SIMILAR_WORDS, values=values, weight=round(likeness, 3))


def _related(wider: Mapping[int, float], written: dict[int, str], index: Index) -> Iterator[Reason]:
    shared = [term for term in wider if term in written]
    if shared:
        ranked = sorted(shared, key=lambda term: (-wider[term] * float(index.rarity[term]), term))
        total = sum(wider.values())
        weight = sum(wider[term] for term in shared) / max(total, 1e-9)
        yield Reason(code=RELATED_TERMS, values={"terms": _listed(ranked, written)}, weight=round(min(weight, 1.0), 3))


def _listed(ranked: list[int], written: dict[int, str]) -> str:
    return ", ".join(list(dict.fromkeys(written[term] for term in ranked))[:SHOWN_TERMS])
