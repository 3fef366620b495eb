"""A query made ready for an index: its terms as weighted numbers, its counterparts in the other language, its acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nlp.detection import detect_language
from nlp.matching.citations import citations, instrument, place
from nlp.matching.index import Index
from nlp.matching.lexicon import Lexicon, TermPair
from nlp.matching.matches import Query
from nlp.matching.plain_terms import counterparts
from nlp.matching.tokens import analyse, normal_language, stems, words
from nlp.matching.translating import Rendering, renderings, translated_stems
from policies.locators import Locator

TITLE_WEIGHT = 3.0  # a title names the matter in few words; said three times it counts beside a long text
MATTER_WEIGHT = 3.0  # of all other names of one matter together, legal and plain

Parts: TypeAlias = tuple[tuple[str, float], ...]
"""Texts and what their words weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`text` is what is asked, title first. `stems` are its own terms with their weights, known to the index or not.
    `words` are the folded words that gave them. `terms` maps the numbers of known terms to weights, counterparts in
    another language and other names of the matter among them; `own` are those the query itself holds, `title` those of
    its title. `pairs` are the term pairs used, the surest first, with `pair_terms` their numbers. `renderings` are, for
    each text of the query, its words with what they may be called in the passages' languages; () where these are its
    own. `spelled` are the weighted stems whose spelling is compared: translated ones where there is a translation.
    `instruments` are the acts named by the query or its references, `places` the sections or articles its references
    point to.
    """

    query: Query
    text: str
    language: str
    stems: Mapping[str, float]
    words: Mapping[str, str]
    terms: Mapping[int, float]
    own: frozenset[int]
    title: frozenset[int]
    pairs: tuple[TermPair, ...]
    pair_terms: tuple[tuple[int, ...], ...]
    renderings: tuple[tuple[Rendering, ...], ...]
    spelled: Mapping[str, float]
    instruments: frozenset[str]
    places: frozenset[Locator]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Translated:
    """The texts of a query in the passages' languages: term pairs with the weights of what they were found in, the
    renderings of each text, and weighted stems whose spelling is compared."""

    pairs: Sequence[tuple[TermPair, float]]
    renderings: tuple[tuple[Rendering, ...], ...]
    spelled: Mapping[str, float]


def ask(query: Query, index: Index, lexicon: Lexicon) -> Question:
    """Prepare `query` for `index`. A query without a known word has no terms; that is no error.

    Where the query has a text in a language of the passages, that is what is asked. Otherwise its text is translated
    word by word, and so are its texts in further languages that the lexicon leads from.
    """
    spoken = frozenset(index.distinct_languages) - {""}
    language, title, text = _words(query, spoken)
    asked = f"{title} {text}".strip()
    own, sources = _stems(((title, TITLE_WEIGHT), (text, 1.0)), language)
    known, targets = index.terms, sorted(spoken - {language})
    translated = _translated(_sources(query, language, title, text, lexicon, targets), targets, lexicon, known)
    weights = dict(own)
    for pair, weight in translated.pairs:
        for term in pair.stems:
            weights[term] = weights.get(term, 0.0) + weight * pair.share
    for target in sorted(spoken):
        for term, share in counterparts(asked, language, target).items():
            weights[term] = weights.get(term, 0.0) + MATTER_WEIGHT * share
    pairs = _surest((pair for pair, _ in translated.pairs), known)
    spelled = translated.spelled
    return Question(
        query=query,
        text=asked,
        language=language,
        stems=own,
        words=sources,
        terms={known[term]: weight for term, weight in weights.items() if term in known},
        own=frozenset(known[term] for term in own if term in known),
        title=frozenset(known[term] for term in analyse(title, language) if term in known),
        pairs=pairs,
        pair_terms=tuple(tuple(known[t] for t in pair.stems if t in known) for pair in pairs),
        renderings=translated.renderings,
        spelled=spelled if spelled and language not in spoken else {**own, **spelled},
        instruments=_instruments(query),
        places=frozenset(at for reference in query.references if (at := place(reference)) is not None),
    )


def _stems(parts: Parts, language: str) -> tuple[dict[str, float], dict[str, str]]:
    """The stems of the parts with their weights, and the first word that gave each."""
    weights: dict[str, float] = {}
    sources: dict[str, str] = {}
    for part, weight in parts:
        for word in words(part):
            for term in stems(word, language):
                weights[term] = weights.get(term, 0.0) + weight
                sources.setdefault(term, word)
    return weights, sources


def _translated(
    sources: Iterable[tuple[str, Parts]], targets: Sequence[str], lexicon: Lexicon, known: Mapping[str, int]
) -> _Translated:
    """What the lexicon makes of the texts, each given with its language; `known` are the terms of the passages."""
    pairs: list[tuple[TermPair, float]] = []
    rendered: list[tuple[Rendering, ...]] = []
    spelled: dict[str, float] = {}
    for source, parts in sources:
        found = {
            target: [(pair, weight) for part, weight in parts for pair in lexicon.found(part, source, target)]
            for target in targets
        }
        pairs += (one for some in found.values() for one in some)
        listed = {target: [pair for pair, _ in some] for target, some in found.items()}
        rendered.append(renderings(" ".join(part for part, _ in parts), source, listed, known))
        for term, weight in translated_stems(parts, source, found).items():
            spelled[term] = spelled.get(term, 0.0) + weight
    return _Translated(pairs=pairs, renderings=tuple(rendered), spelled=spelled)


def _surest(pairs: Iterable[TermPair], known: Mapping[str, int]) -> tuple[TermPair, ...]:
    """The pairs that some passage has a term of, the surest first, and of those that lead to the same only that one."""
    kept: dict[str, TermPair] = {}
    for pair in sorted(pairs, key=lambda pair: -pair.trust):
        if any(term in known for term in pair.stems):
            kept.setdefault(pair.target, pair)
    return tuple(kept.values())


def _words(query: Query, spoken: Collection[str]) -> tuple[str, str, str]:
    """Language, title and text of what is asked: the query's own, or its text in the passages' language."""
    language = normal_language(query.language or detect_language(f"{query.title} {query.text}"))
    if language not in spoken:
        for other in sorted(spoken):
            if query.texts.get(other, "").strip():
                return other, "", query.texts[other]
    return language, query.title, query.text


def _sources(
    query: Query, language: str, title: str, text: str, lexicon: Lexicon, targets: Sequence[str]
) -> Iterator[tuple[str, Parts]]:
    """The texts to translate from, by language: the one that is asked and those beside it; none without a target."""
    if not targets:
        return
    yield language, ((title, TITLE_WEIGHT), (text, 1.0))
    for other, beside in sorted(query.texts.items()):
        if other != language and beside.strip() and any(lexicon.knows(other, target) for target in targets):
            yield other, ((beside, 1.0),)


def _instruments(query: Query) -> frozenset[str]:
    found = {citation.instrument for citation in citations(f"{query.title}\n{query.text}")}
    return frozenset(found | {name for reference in query.references if (name := instrument(reference))})
