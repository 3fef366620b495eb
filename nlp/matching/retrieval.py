"""First stage: every passage scored for a query, with terms added from the best passages, and the candidates kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.matching.embeddings import Meaning
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index
from nlp.matching.questions import Question

Rows = NDArray[np.int64]

FEEDBACK_PASSAGES = 4  # read for further terms: among all passages few answer a requirement, and the rest lead astray
FEEDBACK_BY_DOCUMENT = 15  # the same where each document is asked for its own answer
FEEDBACK_SHARE = 20  # and of a small collection at most one in so many
FEEDBACK_TERMS = 40
FEEDBACK_WEIGHT = 0.8  # of all added terms together, beside 1 for the query's own
CANDIDATES = 200  # kept per query for the later stages
PER_DOCUMENT = 50  # kept per query and document when ranking within documents
_BLOCK = 256  # scores of which only the highest is looked at first


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Scores of every passage as shares of the best: by the query's `words`, and by the wider `field` around them.

    `wider` holds the term numbers and weights that make up the field. `spelling` is the likeness in spelling as a
    cosine (see grams), or None where the index holds only the query's own language. `meaning` is the nearness in the
    space of a model, or None without one.
    """

    words: Floats
    field: Floats
    wider: Mapping[int, float]
    spelling: Floats | None
    meaning: Floats | None = None


def find(
    question: Question, index: Index, spelling: Spelling, meaning: Meaning | None = None, *, within_document: bool
) -> Found:
    """Score all passages; zeros where the query has no term the index knows.

    Spelling is read everywhere only where passages are in another language than the query, because there words
    alone find too little; otherwise it is left to the candidates.
    """
    own = index.scores(question.terms)
    feedback = FEEDBACK_BY_DOCUMENT if within_document else FEEDBACK_PASSAGES
    wider = widen(question.terms, own, index, feedback) if own.any() else {}
    foreign = any(language != question.language for language in index.distinct_languages)
    return Found(
        words=share(own),
        field=share(_field(question.terms, own, wider, index)) if wider else own,
        wider=wider,
        spelling=spelling.everywhere(question.spelled, index) if foreign else None,
        meaning=meaning.nearness(f"{question.query.title} {question.query.text}".strip()) if meaning else None,
    )


def _field(terms: Mapping[int, float], own: Floats, wider: Mapping[int, float], index: Index) -> Floats:
    """Scores for the wider query; the part that `own` already tells is not read again."""
    whole = sum(terms.values())
    added = {term: weight - terms.get(term, 0.0) / whole for term, weight in wider.items()}
    field: Floats = own / np.float32(whole) + index.scores({term: rest for term, rest in added.items() if rest > 1e-9})
    return field


def widen(terms: Mapping[int, float], own: Floats, index: Index, feedback: int) -> dict[int, float]:
    """The query's terms plus those that mark its `feedback` best passages: relevance feedback without a person (RM3).

    Both parts are scaled to sum to 1 and to FEEDBACK_WEIGHT. Source of the idea: Lavrenko & Croft 2001.
    """
    best = best_rows(own, min(len(index) // FEEDBACK_SHARE, feedback))
    if not len(best):
        return dict(terms)
    picked = index.rows[best]
    shares = np.repeat(own[best] / own[best].sum(), np.diff(picked.indptr))
    seen, place = np.unique(picked.indices, return_inverse=True)
    added = np.bincount(place, weights=picked.data * shares).astype(np.float32)
    strongest = best_rows(added, FEEDBACK_TERMS)
    total, mass = sum(terms.values()), float(added[strongest].sum())
    wide = {term: value / total for term, value in terms.items()}
    for number in strongest.tolist():
        term = int(seen[number])
        wide[term] = wide.get(term, 0.0) + FEEDBACK_WEIGHT * float(added[number]) / mass
    return wide


def candidates(found: Found, index: Index, *, within_document: bool, top: int) -> Rows:
    """Numbers of the passages worth a closer look, ascending; all that have anything in common when `top` is 0."""
    score = found.field + found.words
    if found.spelling is not None:
        score = score + share(found.spelling)
    if found.meaning is not None:
        score = score + found.meaning
    if top == 0:
        return np.flatnonzero(score > 0)
    if within_document:
        order = np.lexsort((np.arange(len(score)), -score, index.documents))
        documents = index.documents[order]
        starts = np.flatnonzero(np.r_[True, documents[1:] != documents[:-1]]) if len(order) else order
        place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
        kept = order[(place < max(top, PER_DOCUMENT)) & (score[order] > 0)]
        return np.sort(kept)
    return np.sort(best_rows(score, max(2 * top, CANDIDATES)))


def best_rows(scores: Floats, count: int) -> Rows:
    """Numbers of the `count` highest positive scores, best first; among equals the first wins."""
    if count <= 0:
        return np.zeros(0, dtype=np.int64)
    if len(scores) > count:
        rows = np.flatnonzero(scores >= max(_edge(scores, count), np.float32(1e-12)))
    else:
        rows = np.flatnonzero(scores > 0)
    return rows[np.argsort(-scores[rows], kind="stable")][:count]


def _edge(scores: Floats, count: int) -> np.float32:
    """A bound that at least `count` scores reach, and few more; of very many, the highest of each block tell it."""
    blocks = len(scores) // _BLOCK
    if blocks > 2 * count:
        scores = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    edge: np.float32 = np.partition(scores, len(scores) - count)[len(scores) - count]
    return edge


def share(scores: Floats) -> Floats:
    """Each score as a share of the highest, in [0, 1]; scores that are all 0 stay so."""
    highest = scores.max(initial=0.0)
    return scores / highest if highest > 0 else scores
