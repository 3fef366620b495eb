"""What decisions teach: words that mark confirmed passages of a requirement, and words that mark the rejected ones.

A logistic model over words adds to the score that the ranking gives anyway, and is held close to zero: without
decisions nothing changes, and a few decisions shift only passages that resemble the decided ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlp.matching.index import Floats, Index
from nlp.matching.logistic import Doubles, fit
from nlp.matching.matches import Decision
from nlp.matching.retrieval import Rows

PENALTY = 0.5
UNDECIDED_WEIGHT = 0.25  # of a passage that a reviewer of its document passed over, beside 1 for a decided one
MOST_UNDECIDED = 400  # the likeliest of them say the most
SHOWN_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A pair that a person confirmed; `row` is the passage's number."""

    requirement: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What was learned about one requirement: a weight for each term number, and the confirmed pairs it comes from."""

    weights: Floats
    examples: tuple[Example, ...]

    @property
    def confirmed(self) -> int:
        """How many confirmed pairs it was learned from."""
        return len(self.examples)

    def behind(self, row: int, index: Index) -> tuple[Example, ...]:
        """The confirmed pairs that share most of what speaks for passage number `row`, strongest first."""
        rows = np.array([example.row for example in self.examples], dtype=np.int64)
        spoken = index.rows[row].multiply(np.maximum(self.weights, 0)).tocsr()
        shares = np.asarray((index.rows[rows] @ spoken.T).todense()).ravel() / index.lengths[rows]
        order = np.argsort(-shares, kind="stable")[:SHOWN_EXAMPLES]
        return tuple(self.examples[place] for place in order.tolist() if shares[place] > 0)

    def shift(self, index: Index, rows: Rows) -> Doubles:
        """How far the log-odds of the passages numbered `rows` move."""
        shifts: Doubles = (index.rows[rows] @ self.weights).astype(np.float64) / index.lengths[rows]
        return shifts


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Decisions as passage numbers: by requirement, and the passages of all documents in which any was made."""

    by_requirement: Mapping[str, Mapping[int, bool]]
    reviewed: Rows


def record(decisions: Iterable[Decision], index: Index) -> Record:
    """Look decisions up in an index; later ones replace earlier ones, those about unknown passages are left out."""
    found: dict[str, dict[int, bool]] = {}
    for decision in decisions:
        row = index.numbers.get(decision.passage)
        if row is not None:
            found.setdefault(decision.requirement, {})[row] = decision.confirmed
    documents = sorted({int(index.documents[row]) for rows in found.values() for row in rows})
    return Record(by_requirement=found, reviewed=np.flatnonzero(np.isin(index.documents, documents)))


def training_rows(decided: Mapping[int, bool], reviewed: Rows, order: Floats) -> Rows:
    """The decided passages and the likeliest undecided ones of the reviewed documents, ascending."""
    others = reviewed[~np.isin(reviewed, list(decided))]
    likeliest = others[np.argsort(-order[others], kind="stable")[:MOST_UNDECIDED]]
    return np.sort(np.concatenate([np.array(sorted(decided), dtype=np.int64), likeliest]))


def learn(requirement: str, decided: Mapping[int, bool], rows: Rows, logits: Doubles, index: Index) -> Lesson:
    """Fit the words of `rows`, whose log-odds without learning are `logits`, to the decisions.

    Passages that were not decided count as weak evidence of no link.
    """
    texts = unit_rows(index, rows)
    columns = np.unique(texts.indices)
    labels = np.array([float(decided.get(row, False)) for row in rows.tolist()])
    weights = np.array([1.0 if row in decided else UNDECIDED_WEIGHT for row in rows.tolist()])
    found, _ = fit(texts[:, columns], labels, weights, penalty=PENALTY, intercept=False, offset=logits)
    spread = np.zeros(len(index.terms), dtype=np.float32)
    spread[columns] = found
    examples = [Example(requirement=requirement, row=row) for row in sorted(decided) if decided[row]]
    return Lesson(weights=spread, examples=tuple(examples))


def unit_rows(index: Index, rows: Rows) -> sparse.csr_matrix:
    """The weights of the terms of some passages, each passage scaled to length 1."""
    return sparse.csr_matrix(sparse.diags(1.0 / index.lengths[rows]) @ index.rows[rows])
