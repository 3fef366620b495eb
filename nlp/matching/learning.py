"""What decisions teach: words that mark confirmed passages of a requirement, and words that mark the rejected ones.

A logistic model over words adds to the score that the ranking gives anyway, and is held close to zero: without
decisions nothing changes, and a few decisions shift only passages that resemble the decided ones. Requirements that
say similar things lend each other what they learned. The fit is worked out between passages, not between words, so
hundreds of requirements take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlp.matching.index import Floats, Index
from nlp.matching.index.parts import lengths
from nlp.matching.logistic import Doubles, fit_between
from nlp.matching.matches import Decision
from nlp.matching.questions import Question
from nlp.matching.retrieval import Rows

PENALTY = 0.5
UNDECIDED_WEIGHT = 0.25  # of a passage that a reviewer of its document passed over, beside 1 for a decided one
MOST_UNDECIDED = 200  # the likeliest of them say the most
SHOWN_EXAMPLES = 3
# How far each part moves the log-odds; found on open data policies, ten documents decided, others scored.
OWN, LENT, NEAREST = 1.1, 0.65, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A pair that a person confirmed; `row` is the passage's number."""

    requirement: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What is known about one requirement from decisions: a weight for each term number, from its own decisions and
    from those on similar requirements, and the confirmed pairs behind it, its own first."""

    weights: Floats
    examples: tuple[Example, ...]
    own: int

    @property
    def confirmed(self) -> int:
        """How many confirmed pairs it was learned from."""
        return len(self.examples)

    def shift(self, index: Index, rows: Rows) -> Doubles:
        """How far the log-odds of the passages numbered `rows` move."""
        texts = unit_rows(index, rows)
        shifts: Doubles = (texts @ self.weights).astype(np.float64)
        if self.own:
            confirmed = np.array([example.row for example in self.examples[: self.own]], dtype=np.int64)
            nearest: Floats = (texts @ unit_rows(index, confirmed).toarray().T).max(axis=1)
            shifts += NEAREST * nearest.astype(np.float64)
        return shifts

    def behind(self, row: int, index: Index) -> tuple[Example, ...]:
        """The confirmed pairs that share most of what speaks for passage number `row`, strongest first."""
        rows = np.array([example.row for example in self.examples], dtype=np.int64)
        said = index.rows[row]
        spoken = np.zeros(len(index.terms), dtype=np.float32)
        spoken[said.indices] = said.data * np.maximum(self.weights[said.indices], 0)
        shares = unit_rows(index, rows) @ spoken
        order = np.argsort(-shares, kind="stable")[:SHOWN_EXAMPLES]
        return tuple(self.examples[place] for place in order.tolist() if shares[place] > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Decisions as passage numbers: by requirement, and the passages of all documents in which any was made."""

    by_requirement: Mapping[str, Mapping[int, bool]]
    reviewed: Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lessons:
    """What was learned about every decided requirement: row n of `weights` belongs to `questions[n]`."""

    questions: tuple[Question, ...]
    weights: sparse.csr_matrix
    examples: tuple[tuple[Example, ...], ...]
    subjects: sparse.csr_matrix

    def of(self, question: Question, index: Index) -> Lesson | None:
        """What a requirement can use: its own lesson and what similar ones lend it; None when there is nothing."""
        likeness = self.subjects @ subject(question, index).toarray().ravel()
        name = question.query.id
        own = np.array([other.query.id == name for other in self.questions], dtype=bool)
        shares = np.where(own, 0.0, likeness)
        shares = LENT * shares / (1.0 + shares.sum()) + OWN * own
        if not shares.any():
            return None
        order = [place for place in np.argsort(-shares, kind="stable").tolist() if shares[place] > 0]
        return Lesson(
            weights=(shares @ self.weights).astype(np.float32),
            examples=tuple(example for place in order for example in self.examples[place]),
            own=sum(len(self.examples[place]) for place in np.flatnonzero(own).tolist()),
        )


def record(decisions: Iterable[Decision], index: Index) -> Record:
    """Look decisions up in an index; later ones replace earlier ones, those about unknown passages are left out.

    Where several passages go by one name, what was decided holds for them all.
    """
    found: dict[str, dict[int, bool]] = {}
    for decision in decisions:
        for row in index.numbers.every(decision.passage):
            found.setdefault(decision.requirement, {})[row] = decision.confirmed
    documents = sorted({int(index.documents[row]) for rows in found.values() for row in rows})
    return Record(by_requirement=found, reviewed=np.flatnonzero(np.isin(index.documents, documents)))


def training_rows(decided: Mapping[int, bool], reviewed: Rows, order: Floats) -> Rows:
    """The decided passages and the likeliest undecided ones of the reviewed documents, ascending."""
    others = reviewed[~np.isin(reviewed, list(decided))]
    likeliest = _likeliest(others, order)
    confirmed = np.array(sorted(row for row in decided if decided[row]), dtype=np.int64)
    rejected = np.array(sorted(row for row in decided if not decided[row]), dtype=np.int64)
    return np.sort(np.concatenate([confirmed, _likeliest(rejected, order), likeliest]))


def _likeliest(rows: Rows, order: Floats) -> Rows:
    return rows[np.argsort(-order[rows], kind="stable")[:MOST_UNDECIDED]]


def learn(decided: Mapping[int, bool], rows: Rows, logits: Doubles, index: Index) -> sparse.csr_matrix:
    """Weights of terms, shape (1, terms), that fit the words of `rows` to the decisions.

    `logits` are the log-odds of `rows` without learning. Passages that were not decided count as weak evidence of no
    link.
    """
    texts = unit_rows(index, rows)
    labels = np.array([float(decided.get(row, False)) for row in rows.tolist()])
    weights = np.array([1.0 if row in decided else UNDECIDED_WEIGHT for row in rows.tolist()])
    likeness = np.asarray((texts @ texts.T).todense(), dtype=np.float64)
    parts = fit_between(likeness, labels, weights, penalty=PENALTY, offset=logits)
    return sparse.csr_matrix(sparse.csr_matrix(parts.astype(np.float32)) @ texts)


def gather(learned: Sequence[tuple[Question, Mapping[int, bool], sparse.csr_matrix]], index: Index) -> Lessons:
    """Lessons from the weights learned about each decided requirement, in the order given."""
    return Lessons(
        questions=tuple(question for question, _, _ in learned),
        weights=sparse.csr_matrix(sparse.vstack([weights for _, _, weights in learned])),
        examples=tuple(
            tuple(Example(requirement=question.query.id, row=row) for row in sorted(decided) if decided[row])
            for question, decided, _ in learned
        ),
        subjects=sparse.csr_matrix(sparse.vstack([subject(question, index) for question, _, _ in learned])),
    )


def subject(question: Question, index: Index) -> sparse.csr_matrix:
    """The terms of a query by rarity, shape (1, terms), of length 1 (or 0 without known terms)."""
    told = question.terms if question.renderings else question.own  # its own words, translated where they must be
    numbers = np.array(sorted(told), dtype=np.int64)
    values = np.log1p([question.terms[term] for term in numbers.tolist()]) * index.rarity[numbers]
    values = values / max(float(np.linalg.norm(values)), 1e-9)
    shape = (1, len(index.terms))
    return sparse.csr_matrix((values, (np.zeros(len(numbers), dtype=np.int64), numbers)), shape=shape)


def unit_rows(index: Index, rows: Rows) -> sparse.csr_matrix:
    """The weights of the terms of some passages, each passage scaled to length 1."""
    texts = index.rows[rows]
    texts.data *= np.repeat(1.0 / lengths(texts), np.diff(texts.indptr))
    return texts
