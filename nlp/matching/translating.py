"""How much of a query a passage in another language says, and the other way round, word by word.

Every word of the query is compared with every term of a passage: known translations count by their trust, other words
by their spelling, and the best term counts (soft TF-IDF: Cohen, Ravikumar & Fienberg 2003, with translations for
likeness). Names, numbers and words of common origin so weigh as much as translated ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index
from nlp.matching.lexicon import TermPair, respelled
from nlp.matching.tokens import STOPWORDS, stem, stems, words

LEAST_LIKENESS = 0.25  # of spelling; words with less in common share no more than any two words do
FEW = 30  # passages whose say about rarity counts half: a small collection does not tell which words are rare
UNKNOWN = 0.7  # weight of a word that nothing in the passages resembles, beside 1 for the rarest
_SAME_PART = 0.6  # likeness of a compound with a part it shares
_MANY = 0.8  # likeness of one word of a translation that has several
_PART = 0.5  # likeness of a part of a compound that is the translation


# Numbers by which an act points to its own parts say nothing about a matter: "§ 3, stk. 1", "6 kap. 2 §", "nr. 4".
# Those of articles stay: national acts name the articles of EU acts as these do.
_POINTERS = "stk|nr|kap|kapitel|litra|pkt|punkt|ledd|led|stycket|section|paragraph"
_NUMBER = r"[0-9]{1,3}(?:[.(][0-9]{1,2})?"
_POINTER = re.compile(
    rf"(?:§|\b(?:{_POINTERS})\b\.?) ?{_NUMBER}[)]?"
    rf"(?:(?:-|–|, | og | och | and ){_NUMBER})*(?![0-9])|\b[0-9]{{1,3}} ?(?:[a-h] )?(?:§|kap\.)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A word of the query: the `spellings` it may have in the passages, and likeness in [0, 1] by term number."""

    word: str
    spellings: tuple[str, ...]
    terms: Mapping[int, float]


def renderings(
    text: str, language: str, pairs: Mapping[str, Iterable[TermPair]], known: Mapping[str, int]
) -> tuple[Rendering, ...]:
    """The words of `text` that say something, each once, with what they may be called in other languages.

    `pairs` are the term pairs found in the text by target language, `known` the numbers of the passages' terms.
    """
    silent = STOPWORDS.get(language, frozenset())
    asked = words(_POINTER.sub(" ", text))
    found: dict[str, dict[int, float]] = {word: {} for word in asked if word not in silent}
    for target, listed in pairs.items():
        for word, likeness in found.items():
            for place, term in enumerate(stems(word, target)):
                _raise(likeness, known.get(term), _SAME_PART if place else 1.0)
        for pair in listed:
            whole = _MANY if " " in pair.target else 1.0
            for place, term in ((at, term) for w in words(pair.target) for at, term in enumerate(stems(w, target))):
                for word in pair.words:
                    if word in found:
                        _raise(found[word], known.get(term), pair.trust * whole * (_PART if place else 1.0))
    return tuple(
        Rendering(word=word, spellings=_spellings(word, language, tuple(pairs)), terms=likeness)
        for word, likeness in found.items()
    )


def translated_stems(
    parts: Iterable[tuple[str, float]], language: str, found: Mapping[str, Sequence[tuple[TermPair, float]]]
) -> dict[str, float]:
    """Weighted stems of texts in other languages: of translations by their share, of other words as they are spelled.

    `parts` are the texts with their weights, `found` the term pairs found in them by target language, with the weights.
    """
    silent = STOPWORDS.get(language, frozenset())
    weights: dict[str, float] = {}
    for target, pairs in found.items():
        told = {word for pair, _ in pairs for word in pair.words}
        for pair, weight in pairs:
            for term in pair.stems:
                weights[term] = weights.get(term, 0.0) + weight * pair.share
        for part, weight in parts:
            for word in words(part):
                if word not in told and word not in silent:
                    for term in _spellings(word, language, (target,))[-1:] or (word,):
                        weights[term] = weights.get(term, 0.0) + weight
    return weights


def rendered(
    texts: Sequence[Sequence[Rendering]], picked: sparse.csr_matrix, index: Index, spelling: Spelling
) -> tuple[Floats, Floats]:
    """Shares in [0, 1] for passages: of the query that they render, of them that it explains.

    `picked` are the rows of `index.present` that belong to the passages. Both are weighted by the rarity of the
    passages' terms, and means over the texts that the query has in other languages: what one of them leaves open
    another may tell.
    """
    shares = [_shares(text, picked, index, spelling) for text in texts]
    if not shares:
        return np.zeros(picked.shape[0], dtype=np.float32), np.zeros(picked.shape[0], dtype=np.float32)
    means: Floats = np.mean(shares, axis=0, dtype=np.float32)
    return means[0], means[1]


def _shares(
    question: Sequence[Rendering], picked: sparse.csr_matrix, index: Index, spelling: Spelling
) -> tuple[Floats, Floats]:
    nothing = np.zeros(picked.shape[0], dtype=np.float32)
    columns, places = np.unique(picked.indices, return_inverse=True)
    if not question or not len(columns):
        return nothing, nothing
    likeness = _likeness(question, columns, spelling)
    rarity = (len(index) * index.rarity[columns] + FEW) / np.float32(len(index) + FEW)
    filled = np.flatnonzero(np.diff(picked.indptr))
    best = np.maximum.reduceat((likeness * rarity)[:, places], picked.indptr[filled], axis=1).sum(axis=0)
    asked, said = nothing.copy(), nothing.copy()
    asked[filled] = best / max(float(_weights(likeness, rarity).sum()), 1e-9)
    present = sparse.csr_matrix((picked.data, places, picked.indptr), shape=(picked.shape[0], len(columns)))
    whole = present @ rarity
    said[filled] = (present @ (rarity * likeness.max(axis=0)))[filled] / np.maximum(whole[filled], 1e-9)
    return np.minimum(asked, 1.0), np.minimum(said, 1.0)


def _weights(likeness: Floats, rarity: Floats) -> Floats:
    """How much each word of the query counts: the rarity of what it is most like, UNKNOWN as far as that is little."""
    best = likeness.max(axis=1)
    near = np.where(likeness >= 0.8 * best[:, None], likeness, 0.0)
    rare = (near * rarity).sum(axis=1) / np.maximum(near.sum(axis=1), 1e-9)
    weights: Floats = (best * rare + (1.0 - best) * UNKNOWN).astype(np.float32)
    return weights


def _likeness(question: Sequence[Rendering], columns: NDArray[np.int64], spelling: Spelling) -> Floats:
    """Likeness of every word with the terms numbered `columns`; shape (words, columns)."""
    spelled = [(place, form) for place, word in enumerate(question) for form in word.spellings]
    table: Floats = np.zeros((len(question), len(columns)), dtype=np.float32)
    near = spelling.alike([form for _, form in spelled], columns)
    for number, (place, _) in enumerate(spelled):
        np.maximum(table[place], near[number], out=table[place])
    table -= LEAST_LIKENESS
    table /= 1.0 - LEAST_LIKENESS
    np.maximum(table, 0.0, out=table)
    for place, word in enumerate(question):
        if word.terms:
            numbers = np.fromiter(word.terms, dtype=np.int64)
            at = np.minimum(np.searchsorted(columns, numbers), len(columns) - 1)
            here = columns[at] == numbers
            known = np.fromiter(word.terms.values(), dtype=np.float32)
            table[place, at[here]] = np.maximum(table[place, at[here]], known[here])
    return table


def _spellings(word: str, language: str, targets: Sequence[str]) -> tuple[str, ...]:
    if word[0].isdigit():
        return ()
    others = [stem(form, target) for target in targets for form in respelled(word, language, target)]
    return tuple(dict.fromkeys([stem(word, language), *others]))


def _raise(likeness: dict[int, float], term: int | None, to: float) -> None:
    if term is not None:
        likeness[term] = max(to, likeness.get(term, 0.0))
