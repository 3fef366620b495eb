"""A query made ready for an index: its terms as weighted numbers, its counterparts in the other language, its acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.detection import detect_language
from nlp.matching.citations import citations, instrument, place
from nlp.matching.index import Index
from nlp.matching.lexicon import Lexicon, TermPair
from nlp.matching.matches import Query
from nlp.matching.tokens import analyse, normal_language, stems, words
from nlp.matching.translating import Rendering, renderings
from policies.locators import Locator

TITLE_WEIGHT = 3.0  # a title names the matter in few words; said three times it counts beside a long text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`stems` are the query's own terms with their weights, known to the index or not, and `words` the folded word that
    gave each. `terms` maps the numbers of known terms, counterparts in another language among them, to weights; `own`
    are those the query itself holds, `title` those of its title. `pairs` are the term pairs used, the surest first,
    with `pair_terms` their numbers. `renderings` are the query's words with what they may be called in the passages'
    languages; () where these are its own. `instruments` are the acts named by the query or its references, `places` the
    sections or articles its references point to.
    """

    query: Query
    language: str
    stems: Mapping[str, float]
    words: Mapping[str, str]
    terms: Mapping[int, float]
    own: frozenset[int]
    title: frozenset[int]
    pairs: tuple[TermPair, ...]
    pair_terms: tuple[tuple[int, ...], ...]
    renderings: tuple[Rendering, ...]
    instruments: frozenset[str]
    places: frozenset[Locator]


def ask(query: Query, index: Index, lexicon: Lexicon) -> Question:
    """Prepare `query` for `index`. A query without a known word has no terms; that is no error."""
    language = normal_language(query.language or detect_language(f"{query.title} {query.text}"))
    weights: dict[str, float] = {}
    sources: dict[str, str] = {}
    for text, weight in ((query.title, TITLE_WEIGHT), (query.text, 1.0)):
        for word in words(text):
            for term in stems(word, language):
                weights[term] = weights.get(term, 0.0) + weight
                sources.setdefault(term, word)
    own = dict(weights)
    pairs: dict[str, list[TermPair]] = {}
    for target in sorted(set(index.distinct_languages) - {language, ""}):
        listed = pairs.setdefault(target, [])
        for text, weight in ((query.title, TITLE_WEIGHT), (query.text, 1.0)):
            for pair in lexicon.found(text, language, target):
                listed.append(pair)
                for term in pair.stems:
                    weights[term] = weights.get(term, 0.0) + weight * pair.share
    known = index.terms
    trusted = sorted((pair for listed in pairs.values() for pair in listed), key=lambda pair: -pair.trust)
    kept = {pair.target: pair for pair in reversed(trusted) if any(term in known for term in pair.stems)}
    kept = dict(reversed(kept.items()))
    return Question(
        query=query,
        language=language,
        stems=own,
        words=sources,
        terms={known[term]: weight for term, weight in weights.items() if term in known},
        own=frozenset(known[term] for term in own if term in known),
        title=frozenset(known[term] for term in analyse(query.title, language) if term in known),
        pairs=tuple(kept.values()),
        pair_terms=tuple(tuple(known[t] for t in pair.stems if t in known) for pair in kept.values()),
        renderings=renderings(f"{query.title} {query.text}", language, pairs, known) if pairs else (),
        instruments=_instruments(query),
        places=frozenset(found for reference in query.references if (found := place(reference)) is not None),
    )


def _instruments(query: Query) -> frozenset[str]:
    found = {citation.instrument for citation in citations(f"{query.title}\n{query.text}")}
    return frozenset(found | {name for reference in query.references if (name := instrument(reference))})
