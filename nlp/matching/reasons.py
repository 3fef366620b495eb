"""Why a passage is proposed, in words that stand in it, so that a reader can check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nlp.languages import LANGUAGES, lexicon
from nlp.matching.citations import citations
from nlp.matching.features import Scorer
from nlp.matching.grams import alike
from nlp.matching.index import Index
from nlp.matching.learning import Lesson
from nlp.matching.matches import Passage, Reason
from nlp.matching.questions import Question
from nlp.matching.written import MOST_PLACES, Place, Written, phrase_places, shared_runs, shared_share, written

SHOWN_TERMS = 6
SHOWN_PAIRS = 3
LEAST_LIKENESS = 0.4  # of two words' n-grams; about "commune" and "kommun"
LEAST_SHARE = 0.3  # of the requirement's three-word runs; below that, agreement is chance
LEAST_SHIFT = 0.2  # of the log-odds; less is not worth a word
LEAST_RARITY = 0.25  # of an actor's name; one that stands in every other passage tells nothing
_RUN = 3

SHARED_CITATION = "reason.shared_citation"
SHARED_TERMS = "reason.shared_terms"
SAME_ACTOR = "reason.same_actor"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two texts of a pair with the places of their words. `terms` are the passage's, by number of the index."""

    question: Question
    passage: Passage
    asked: Written
    answer: Written
    terms: Mapping[int, str]
    index: Index

    def listed(self, ranked: list[int]) -> tuple[str, tuple[Place, ...], tuple[Place, ...]]:
        """The first terms as written in the passage, and where they stand in the query and in the passage."""
        shown: dict[str, int] = {}
        for term in ranked:
            if len(shown) == SHOWN_TERMS:
                break
            shown.setdefault(self.terms[term], term)
        stems = [self.index.names[term] for term in ranked if self.terms[term] in shown]
        return ", ".join(shown), self.asked.where(stems), self.answer.where(stems)


def explain(evidence: Evidence, row: int, scorer: Scorer) -> tuple[Reason, ...]:
    """Reasons for passage number `row`, strongest first; () when the two texts have nothing to show in common."""
    sides = _sides(evidence.question, row, scorer)
    found = [*_cited(sides, row, scorer), *_terms(sides), *_actor(sides, row), *_paired(sides), *_wording(sides)]
    if evidence.lesson is not None:
        found.extend(_learned(evidence.lesson, evidence.shifts[row], row, sides))
    if not any(reason.code in (SHARED_TERMS, TERM_PAIR) for reason in found):
        found.extend(_similar(sides))
    if not found:
        found.extend(_related(evidence.wider, sides))
    return tuple(sorted(found, key=lambda reason: -reason.weight))


def _sides(question: Question, row: int, scorer: Scorer) -> Sides:
    answer, terms = scorer.read(row)
    return Sides(
        question=question,
        passage=scorer.index.passages[row],
        asked=written(question.query.text, question.language),
        answer=answer,
        terms=terms,
        index=scorer.index,
    )


def _cited(sides: Sides, row: int, scorer: Scorer) -> Iterator[Reason]:
    """Acts that both name, each with its names on either side."""
    if not sides.question.instruments:
        return
    asked = {found.instrument: found.written for found in citations(sides.question.query.text)}
    for citation in scorer.cited(row):
        if citation.instrument in sides.question.instruments:
            yield Reason(
                code=SHARED_CITATION,
                values={"citation": citation.written},
                weight=1.0,
                source=_literal(sides.question.query.text, asked.get(citation.instrument, "")),
                target=_literal(sides.passage.text, citation.written),
            )


def _terms(sides: Sides) -> Iterator[Reason]:
    question, rarity = sides.question, sides.index.rarity
    own = question.own & sides.terms.keys()
    if own:
        whole = sum(question.terms[term] * float(rarity[term]) for term in question.own)
        part = sum(question.terms[term] * float(rarity[term]) for term in own)
        shared = [term for term in question.terms if term in own]  # as they follow one another in the query
        ranked = sorted(shared, key=lambda term: -question.terms[term] * float(rarity[term]))
        terms, source, target = sides.listed(ranked)
        weight = round(part / max(whole, 1e-9), 3)
        yield Reason(code=SHARED_TERMS, values={"terms": terms}, weight=weight, source=source, target=target)


def _actor(sides: Sides, row: int) -> Iterator[Reason]:
    """The rarest body or role that both texts name: a duty bearer, a unit."""
    language = sides.question.language
    if language not in LANGUAGES or sides.index.languages[row] != language:
        return
    is_actor, rarity = lexicon(language).is_actor, sides.index.rarity
    shared = [
        term
        for term in sides.question.own & sides.terms.keys()
        if is_actor(sides.terms[term].casefold())
        and is_actor(sides.question.words[sides.index.names[term]])
        and sides.asked.places.get(sides.index.names[term])
        and rarity[term] >= LEAST_RARITY
    ]
    for term in sorted(shared, key=lambda term: (-float(rarity[term]), term))[:1]:
        _, source, target = sides.listed([term])
        weight = round(float(rarity[term]) / 2, 3)
        yield Reason(code=SAME_ACTOR, values={"actor": sides.terms[term]}, weight=weight, source=source, target=target)


def _paired(sides: Sides) -> Iterator[Reason]:
    """Term pairs whose counterpart stands whole in the passage."""
    shown = 0
    for pair, terms in zip(sides.question.pairs, sides.question.pair_terms, strict=True):
        if shown < SHOWN_PAIRS and len(terms) == len(pair.stems) and all(term in sides.terms for term in terms):
            target = " ".join(dict.fromkeys(sides.terms[term] for term in terms))
            weight = float(sides.index.rarity[list(terms)].mean())
            asked = phrase_places(sides.question.query.text, pair.source.split()) or sides.asked.where(
                pair.source_stems
            )
            yield Reason(
                code=TERM_PAIR,
                values={"source": pair.source, "target": target},
                weight=round(min(weight, 1.0), 3),
                source=asked,
                target=sides.answer.where(pair.stems),
            )
            shown += 1


def _wording(sides: Sides) -> Iterator[Reason]:
    asked, answer = sides.question.query.text, sides.passage.text
    share = shared_share(asked, answer, _RUN)
    if share >= LEAST_SHARE:
        yield Reason(
            code=SAME_WORDING,
            values={"share": round(100 * share)},
            weight=round(share, 3),
            source=shared_runs(asked, answer, _RUN),
            target=shared_runs(answer, asked, _RUN),
        )


def _learned(lesson: Lesson, shift: float, row: int, sides: Sides) -> Iterator[Reason]:
    """The words that earlier confirmations taught, where together they speak for the passage, and those decisions."""
    taught = [term for term in sides.terms if lesson.weights[term] > 0]
    if lesson.confirmed and shift >= LEAST_SHIFT and taught:
        ranked = sorted(taught, key=lambda term: (-float(lesson.weights[term]), term))
        terms, source, target = sides.listed(ranked)
        decided = lesson.behind(row, sides.index)
        yield Reason(
            code=LEARNED,
            values={
                "n": lesson.confirmed,
                "terms": terms,
                "requirements": ", ".join(example.requirement for example in decided),
                "passages": ", ".join(sides.index.passages[example.row].id for example in decided),
            },
            weight=round(min(shift / 4.0, 1.0), 3),
            source=source,
            target=target,
        )


def _similar(sides: Sides) -> Iterator[Reason]:
    """The words most alike in spelling, where no word is shared outright; mostly two languages."""
    question, names = sides.question, sides.index.names
    pairs = [
        (alike(source, names[term]), source, term)
        for source in question.stems
        for term in sides.terms
        if term not in question.terms
    ]
    for likeness, source, term in sorted((pair for pair in pairs if pair[0] >= LEAST_LIKENESS), reverse=True)[:1]:
        yield Reason(
            code=SIMILAR_WORDS,
            values={"source": question.words.get(source, source), "target": sides.terms[term]},
            weight=round(likeness, 3),
            source=sides.asked.where([source]),
            target=sides.answer.where([names[term]]),
        )


def _related(wider: Mapping[int, float], sides: Sides) -> Iterator[Reason]:
    shared = [term for term in wider if term in sides.terms]
    if shared:
        ranked = sorted(shared, key=lambda term: (-wider[term] * float(sides.index.rarity[term]), term))
        weight = sum(wider[term] for term in shared) / max(sum(wider.values()), 1e-9)
        terms, source, target = sides.listed(ranked)
        yield Reason(
            code=RELATED_TERMS, values={"terms": terms}, weight=round(min(weight, 1.0), 3), source=source, target=target
        )


def _literal(text: str, phrase: str) -> tuple[Place, ...]:
    """Every place where a phrase stands in a text as it is."""
    places: list[Place] = []
    at = text.find(phrase) if phrase else -1
    while at >= 0 and len(places) < MOST_PLACES:
        places.append((at, at + len(phrase)))
        at = text.find(phrase, at + len(phrase))
    return tuple(places)
