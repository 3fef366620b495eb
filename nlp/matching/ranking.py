"""From queries and passages to ranked matches: find, measure, weigh, explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.matching.features import COLUMNS, Scorer
from nlp.matching.index import Floats, Index, Progress
from nlp.matching.lexicon import shipped
from nlp.matching.matches import Decision, Match, Passage, Query
from nlp.matching.questions import Question, ask
from nlp.matching.reasons import explain
from nlp.matching.retrieval import Found, Rows, candidates, find

WEIGHTS = Path(__file__).parent / "weights" / "ranking.json"
SCORER = "fused-1"
_HALF = 5  # queries after which the mean over queries counts half


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A linear score over COLUMNS and the line that turns it into a probability."""

    columns: Floats
    slope: float
    intercept: float

    def probability(self, table: Floats) -> Floats:
        """Probability of a link for each row of features, in [0, 1]; strictly rising in the linear score."""
        line = self.slope * (table.astype(np.float64) @ self.columns) + self.intercept
        return (1.0 / (1.0 + np.exp(-np.clip(line, -30, 30)))).astype(np.float32)


def suggest(
    queries: Iterable[Query],
    passages: Iterable[Passage] | Index,
    *,
    decisions: Sequence[Decision] = (),
    within_document: bool = False,
    top: int = 10,
    progress: Progress | None = None,
) -> Iterator[Match]:
    """Rank passages for every query, best first, query by query in the order given.

    `passages` may be an `Index` built before. `top` counts per query, or per query and document with
    `within_document`; 0 gives every passage that has something to show in common. Passages that cannot be evidence
    (headings, contents, rejected proposals) never come back, nor do passages without a reason or pairs that have been
    decided: a person is not asked twice. Among equal scores
    the earlier passage wins, so the same input gives the same output. `progress(done, total)` counts queries.
    """
    index = passages if isinstance(passages, Index) else Index.build(passages)
    lexicon = shipped()
    questions = [ask(query, index, lexicon) for query in queries]
    common = resemblance(questions, index)
    scorer = Scorer(index)
    decided = _decided(decisions, index)
    for number, question in enumerate(questions):
        if progress is not None:
            progress(number, len(questions))
        found = find(question.terms, index)
        rows = candidates(found, index, within_document=within_document, top=top)
        rows = rows[~np.isin(rows, decided.get(question.query.id, ()))]
        if len(rows):
            scores = weigh(question, found, rows, common, scorer)
            yield from _best(question, found, rows, scores, scorer, top, within_document)
    if progress is not None:
        progress(len(questions), len(questions))


def resemblance(questions: Sequence[Question], index: Index) -> Floats:
    """How much each passage resembles the queries in general: the mean of its field scores, in [0, 1].

    With few queries the mean says little, so it is held back: n queries count n / (n + 5).
    """
    total = np.zeros(len(index), dtype=np.float32)
    for question in questions:
        total += find(question.terms, index).field
    return total / np.float32(len(questions) + _HALF)


def weigh(question: Question, found: Found, rows: Rows, common: Floats, scorer: Scorer) -> Floats:
    """The fused score of the passages numbered `rows`, in [0, 1]."""
    table = scorer.measure(question, found, rows, common)
    foreign = np.array([scorer.index.languages[row] != question.language for row in rows.tolist()])
    same, cross = trained()["same"], trained()["cross"]
    return np.where(foreign, cross.probability(table), same.probability(table))


@lru_cache(maxsize=1)
def trained() -> Mapping[str, Weights]:
    """The shipped weights: "same" for two texts in one language, "cross" for two languages."""
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    return {
        name: Weights(
            columns=np.array([row["columns"].get(column, 0.0) for column in COLUMNS], dtype=np.float32),
            slope=row["slope"],
            intercept=row["intercept"],
        )
        for name, row in stored["models"].items()
    }


def _decided(decisions: Iterable[Decision], index: Index) -> dict[str, list[int]]:
    """Passage numbers already decided, by requirement."""
    found: dict[str, list[int]] = {}
    for decision in decisions:
        if decision.passage in index.numbers:
            found.setdefault(decision.requirement, []).append(index.numbers[decision.passage])
    return found


def _best(
    question: Question, found: Found, rows: Rows, scores: Floats, scorer: Scorer, top: int, within_document: bool
) -> Iterator[Match]:
    given: dict[int, int] = {}
    for place in np.lexsort((rows, -scores)).tolist():
        row = int(rows[place])
        group = int(scorer.index.documents[row]) if within_document else -1
        if top and given.get(group, 0) >= top:
            if not within_document:
                return
            continue
        reasons = explain(question, row, found.wider, scorer)
        if reasons:
            given[group] = given.get(group, 0) + 1
            yield Match(
                requirement=question.query.id,
                passage=scorer.index.passages[row].id,
                score=float(scores[place]),
                scorer=SCORER,
                reasons=reasons,
            )
