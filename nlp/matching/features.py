"""What is known about a pair of query and passage, as numbers, by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse

from nlp.matching.citations import Citation, citations, places, same_place
from nlp.matching.embeddings import Meaning
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index
from nlp.matching.questions import Question
from nlp.matching.retrieval import Found, Rows, share
from nlp.matching.tokens import fold
from nlp.matching.translating import rendered
from nlp.matching.written import Written, written

COLUMNS = (
    "words",  # BM25 of the query's own terms, as a share of the best passage's
    "field",  # the same with the terms added from the best passages
    "title",  # share of the title's terms that stand in the passage, weighted by rarity; of all terms if it has none
    "common",  # mean of `field` over all queries: high for passages that resemble every requirement
    "wording",  # likeness of the two texts as sets of words (rapidfuzz)
    "spelling",  # cosine of character n-grams
    "alike",  # the same as a share of the best candidate's
    "citation",  # 1 when the passage names the query's place in an act; less for the act alone or another place in it
    "rendered",  # share of the query that the passage says in its own language, word by word; 0 in one language
    "mutual",  # geometric mean of that and of the share of the passage that the query explains
    "pairs",  # share of the query's known counterparts in the other language
    "near",  # the best `field` of the two neighbours in the document
    "cover",  # share of the query's terms that stand in the passage, weighted by rarity; unknown terms count as rarest
    "meaning",  # nearness in the space of a model of sentence vectors; 0 without one
)
SAME_ACT = 0.5
OTHER_PLACE = 0.15  # the passage speaks of the act, but of another section of it
WORDING_ROWS = 50  # rapidfuzz reads texts, so only the best candidates get that far


@dataclass(eq=False)
class Scorer:
    """Measures candidates of one index and remembers what it has worked out about a passage."""

    index: Index
    spelling: Spelling
    meaning: Meaning | None = None
    _cited: dict[int, tuple[Citation, ...]] = field(default_factory=dict)
    _instruments: dict[int, frozenset[str]] = field(default_factory=dict)
    _folded: dict[int, str] = field(default_factory=dict)
    _read: dict[int, tuple[Written, Mapping[int, str]]] = field(default_factory=dict)

    def measure(self, question: Question, found: Found, rows: Rows) -> Floats:
        """Features of the passages numbered `rows`, shape (rows, COLUMNS), float32; "common" is for the caller."""
        picked = self.index.present[rows]
        spelling = self.spelling.cosines(question.spelled, picked)
        asked, said = rendered(question.renderings, picked, self.index, self.spelling)
        values: dict[str, Floats] = {
            "words": found.words[rows],
            "field": found.field[rows],
            "title": self._covered(question.title or question.own, picked),
            "common": np.zeros(len(rows), dtype=np.float32),
            "cover": self._covered(question.own, picked, unknown=len(question.stems) - len(question.own)),
            "spelling": spelling,
            "meaning": found.meaning[rows] if found.meaning is not None else np.zeros(len(rows), dtype=np.float32),
            "alike": share(spelling),
            "wording": self._wording(question, found.field[rows] + share(spelling), rows),
            "citation": self._citation(question, rows),
            "rendered": asked,
            "mutual": np.sqrt(asked * said),
            "pairs": self._pairs(question, picked),
            "near": self._near(found.field, rows),
        }
        return np.column_stack([values[name] for name in COLUMNS]).astype(np.float32)

    def cited(self, row: int) -> tuple[Citation, ...]:
        """The acts a passage names."""
        if row not in self._cited:
            passage = self.index.passages[row]
            self._cited[row] = citations(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text)
        return self._cited[row]

    def read(self, row: int) -> tuple[Written, Mapping[int, str]]:
        """The words of a passage with their places, and the word for each of its terms by number."""
        if row not in self._read:
            passage, known = self.index.passages[row], self.index.terms
            answer = written(passage.text, str(self.index.languages[row]), passage.heading)
            numbered = ((known.get(stem), word) for stem, word in answer.words.items())
            self._read[row] = answer, {number: word for number, word in numbered if number is not None}
        return self._read[row]

    def _fold(self, row: int) -> str:
        if row not in self._folded:
            self._folded[row] = fold(self.index.passages[row].text)
        return self._folded[row]

    def _covered(self, terms: frozenset[int], picked: sparse.csr_matrix, *, unknown: int = 0) -> Floats:
        """Share of `terms` that stand in each row of `picked`, weighted by rarity; `unknown` more stand in none."""
        if not terms:
            return np.zeros(picked.shape[0], dtype=np.float32)
        weights = np.zeros(len(self.index.terms), dtype=np.float32)
        numbers = sorted(terms)
        weights[numbers] = self.index.rarity[numbers]
        covered: Floats = picked @ weights
        return covered / np.float32(max(weights.sum() + unknown, 1e-9))

    def _wording(self, question: Question, order: Floats, rows: Rows) -> Floats:
        """Likeness of the best candidates by `order`; the others get the mean of these, so as not to stand out."""
        asked = fold(f"{question.query.title} {question.query.text}".strip())
        likeness = np.zeros(len(rows), dtype=np.float32)
        read = np.argsort(-order, kind="stable")[:WORDING_ROWS]
        texts = [self._fold(row) for row in rows[read].tolist()]
        if texts:
            likeness[read] = process.cdist([asked], texts, scorer=fuzz.token_set_ratio, dtype=np.float64)[0] / 100.0
        if len(read) < len(rows):
            rest = np.ones(len(rows), dtype=bool)
            rest[read] = False
            likeness[rest] = likeness[read].mean()
        return likeness

    def _citation(self, question: Question, rows: Rows) -> Floats:
        if not question.instruments:
            return np.zeros(len(rows), dtype=np.float32)
        agreed = np.zeros(len(rows), dtype=np.float32)
        for place, row in enumerate(rows.tolist()):
            cited = self._instruments.get(row)
            if cited is None:
                cited = self._instruments[row] = frozenset(found.instrument for found in self.cited(row))
            if not cited.isdisjoint(question.instruments):  # most passages cite nothing
                agreed[place] = self._agreement(question, row)
        return agreed

    def _agreement(self, question: Question, row: int) -> float:
        """How far a passage that cites an act of the query's agrees with it on the place, in [0, 1]."""
        if not question.places:
            return 1.0
        passage = self.index.passages[row]
        named = places(passage.text)
        if not named:
            return SAME_ACT
        agree = any(same_place(one, other) for one in named for other in question.places)
        return 1.0 if agree else OTHER_PLACE

    def _pairs(self, question: Question, picked: sparse.csr_matrix) -> Floats:
        return self._covered(frozenset(term for group in question.pair_terms for term in group), picked)

    def _near(self, scores: Floats, rows: Rows) -> Floats:
        documents = self.index.documents
        best = np.zeros(len(rows), dtype=np.float32)
        for step in (-1, 1):
            other = np.clip(rows + step, 0, len(documents) - 1)
            same = (other != rows) & (documents[other] == documents[rows])
            best = np.maximum(best, np.where(same, scores[other], np.float32(0)))
        return best
