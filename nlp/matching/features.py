"""What is known about a pair of query and passage, as numbers, by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse

from nlp.matching.citations import Citation, citations
from nlp.matching.index import Floats, Index
from nlp.matching.questions import Question
from nlp.matching.retrieval import Found, Rows
from nlp.matching.tokens import fold

COLUMNS = (
    "words",  # BM25 of the query's own terms, as a share of the best passage's
    "field",  # the same with the terms added from the best passages
    "coverage",  # share of the query's terms that stand in the passage, weighted by rarity
    "title",  # the same for the title's terms, or for all where there is no title
    "focus",  # share of the passage's terms that are the query's
    "common",  # mean of `field` over all queries: high for passages that resemble every requirement
    "wording",  # likeness of the two texts as sets of words (rapidfuzz)
    "citation",  # 1 when the passage names an act the query names
    "pairs",  # share of the query's known counterparts in the other language
    "length",  # logarithm of the number of terms; 1 is about 400
    "near",  # the best `field` of the two neighbours in the document
)
WORDING_ROWS = 50  # rapidfuzz reads texts, so only the best candidates get that far


@dataclass(eq=False)
class Scorer:
    """Measures candidates of one index and remembers what it has worked out about a passage."""

    index: Index
    _cited: dict[int, tuple[Citation, ...]] = field(default_factory=dict)

    def measure(self, question: Question, found: Found, rows: Rows, common: Floats) -> Floats:
        """Features of the passages numbered `rows`, shape (rows, COLUMNS), float32."""
        coverage, title, focus = self._overlap(question, rows)
        values: dict[str, Floats] = {
            "words": found.words[rows],
            "field": found.field[rows],
            "coverage": coverage,
            "title": title if question.title else coverage,
            "focus": focus,
            "common": common[rows],
            "wording": self._wording(question, found, rows),
            "citation": self._citation(question, rows),
            "pairs": self._pairs(question, rows),
            "length": (np.log1p(self._lengths[rows]) / 6.0).astype(np.float32),
            "near": self._near(found.field, rows),
        }
        return np.column_stack([values[name] for name in COLUMNS]).astype(np.float32)

    def cited(self, row: int) -> tuple[Citation, ...]:
        """The acts a passage names."""
        if row not in self._cited:
            passage = self.index.passages[row]
            self._cited[row] = citations(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text)
        return self._cited[row]

    @cached_property
    def _present(self) -> sparse.csr_matrix:
        rows = self.index.rows
        return sparse.csr_matrix((np.ones(rows.nnz, dtype=np.float32), rows.indices, rows.indptr), shape=rows.shape)

    @cached_property
    def _lengths(self) -> Floats:
        lengths: Floats = np.diff(self.index.rows.indptr).astype(np.float32)
        return lengths

    def _overlap(self, question: Question, rows: Rows) -> tuple[Floats, Floats, Floats]:
        rarity = self.index.rarity
        weights = np.zeros((len(rarity), 4), dtype=np.float32)
        for term, weight in question.terms.items():
            weights[term, 0] = np.sqrt(weight) * rarity[term]
            weights[term, 2] = rarity[term]
        for term in question.title:
            weights[term, 1] = rarity[term]
        weights[:, 3] = rarity
        sums = self._present[rows] @ weights
        whole = np.maximum(weights.sum(axis=0), 1e-9)
        return sums[:, 0] / whole[0], sums[:, 1] / whole[1], sums[:, 2] / np.maximum(sums[:, 3], 1e-9)

    def _wording(self, question: Question, found: Found, rows: Rows) -> Floats:
        """Likeness of the best candidates; the others get the mean of what was measured, so as not to stand out."""
        asked = fold(f"{question.query.title} {question.query.text}".strip())
        likeness = np.zeros(len(rows), dtype=np.float32)
        read = np.argsort(-(found.field[rows] + found.words[rows]), kind="stable")[:WORDING_ROWS]
        for place in read.tolist():
            text = fold(self.index.passages[int(rows[place])].text)
            likeness[place] = fuzz.token_set_ratio(asked, text) / 100.0
        if len(read) < len(rows):
            rest = np.ones(len(rows), dtype=bool)
            rest[read] = False
            likeness[rest] = likeness[read].mean()
        return likeness

    def _citation(self, question: Question, rows: Rows) -> Floats:
        if not question.instruments:
            return np.zeros(len(rows), dtype=np.float32)
        named = [any(found.instrument in question.instruments for found in self.cited(row)) for row in rows.tolist()]
        return np.array(named, dtype=np.float32)

    def _pairs(self, question: Question, rows: Rows) -> Floats:
        terms = sorted({term for group in question.pair_terms for term in group})
        if not terms:
            return np.zeros(len(rows), dtype=np.float32)
        weights = np.zeros(len(self.index.rarity), dtype=np.float32)
        weights[terms] = self.index.rarity[terms]
        return np.asarray(self._present[rows] @ weights, dtype=np.float32) / np.float32(max(weights.sum(), 1e-9))

    def _near(self, scores: Floats, rows: Rows) -> Floats:
        documents = self.index.documents
        best = np.zeros(len(rows), dtype=np.float32)
        for step in (-1, 1):
            other = np.clip(rows + step, 0, len(documents) - 1)
            same = (other != rows) & (documents[other] == documents[rows])
            best = np.maximum(best, np.where(same, scores[other], np.float32(0)))
        return best
