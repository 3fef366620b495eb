"""From queries and passages to ranked matches: find, measure, weigh, explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.features import COLUMNS, Scorer
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index, Progress
from nlp.matching.learning import Lesson, learn, record, training_rows
from nlp.matching.lexicon import shipped
from nlp.matching.logistic import Doubles
from nlp.matching.matches import Decision, Match, Passage, Query
from nlp.matching.questions import Question, ask
from nlp.matching.reasons import Evidence, explain
from nlp.matching.retrieval import Rows, candidates, find
from nlp.scorers import PASSAGES

WEIGHTS = Path(__file__).parent / "weights" / "ranking.json"
SCORER = PASSAGES
# Log-odds by what a passage does in its document: quoting the law, proposing or dissenting is not yet a local rule.
TYPE_SHIFT = {"quotation": -1.0, "proposal": -0.7, "reservation": -1.5}
_CELLS = 50_000_000  # features kept at a time; queries beyond that are measured twice
_NOTHING: Floats = np.zeros(0, dtype=np.float32)
_HALF = 5  # queries after which the mean over queries counts half


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A linear score over COLUMNS and the line that turns it into a probability."""

    columns: Floats
    slope: float
    intercept: float

    def log_odds(self, table: Floats) -> Doubles:
        """Log-odds of a link for each row of features."""
        odds: Doubles = self.slope * (table.astype(np.float64) @ self.columns) + self.intercept
        return odds


def probability(log_odds: Doubles) -> Doubles:
    """From log-odds to [0, 1]; strictly rising within the reach of the weights.

    >>> probability(np.array([0.0])).tolist()
    [0.5]
    """
    shares: Doubles = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    return shares


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
    scorer = Scorer(index, Spelling.of(index))
    taught = record(decisions, index)
    questions = [ask(query, index, lexicon) for query in queries]
    total = np.zeros(len(index), dtype=np.float32)
    kept: list[Candidates | None] = []
    room = _CELLS
    for number, question in enumerate(questions):
        if progress is not None:
            progress(number, len(questions))
        read = consider(question, scorer, within_document=within_document, top=top)
        total += read.field
        room -= read.table.size
        kept.append(replace(read, field=_NOTHING) if room > 0 else None)
    common = mean_field(total, len(questions))
    for question, read_before in zip(questions, kept, strict=True):
        read = read_before or consider(question, scorer, within_document=within_document, top=top)
        decided = taught.by_requirement.get(question.query.id, {})
        lesson = _lesson(question, decided, taught.reviewed, common, scorer) if decided else None
        undecided = ~np.isin(read.rows, list(decided))
        read = replace(read, rows=read.rows[undecided], table=read.table[undecided])
        odds = log_odds(question, read, common, index)
        shifts = lesson.shift(index, read.rows) if lesson is not None else np.zeros(len(read.rows))
        evidence = Evidence(
            question=question,
            wider=read.wider,
            lesson=lesson,
            shifts=dict(zip(read.rows.tolist(), shifts.tolist(), strict=True)),
        )
        groups = index.documents[read.rows] if within_document else np.zeros_like(read.rows)
        yield from _best(evidence, read.rows, groups, probability(odds + shifts), scorer, top)
    if progress is not None:
        progress(len(questions), len(questions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What the later stages need of a query: passage numbers, their features, the whole field and its terms."""

    rows: Rows
    table: Floats
    field: Floats
    wider: Mapping[int, float]


def consider(question: Question, scorer: Scorer, *, within_document: bool, top: int) -> Candidates:
    """Find and measure the candidates of one query; the column "common" is left at 0."""
    found = find(question, scorer.index, scorer.spelling)
    rows = candidates(found, scorer.index, within_document=within_document, top=top)
    return Candidates(rows=rows, table=scorer.measure(question, found, rows), field=found.field, wider=found.wider)


def log_odds(question: Question, read: Candidates, common: Floats, index: Index) -> Doubles:
    """The fused score of the candidates as log-odds of a link.

    `common` is how much each passage resembles all queries together, see `mean_field`.
    """
    table = with_common(read, common)
    foreign = np.array([index.languages[row] != question.language for row in read.rows.tolist()], dtype=bool)
    same, cross = trained()["same"], trained()["cross"]
    kinds = np.array([TYPE_SHIFT.get(index.passages[row].type, 0.0) for row in read.rows.tolist()])
    fused: Doubles = np.where(foreign, cross.log_odds(table), same.log_odds(table)) + kinds
    return fused


def with_common(read: Candidates, common: Floats) -> Floats:
    """The features with their column "common" filled in."""
    table = read.table.copy()
    table[:, COLUMNS.index("common")] = common[read.rows]
    return table


def mean_field(total: Floats, queries: int) -> Floats:
    """From the sum of all fields to their mean, held back where queries are few and it says little."""
    mean: Floats = total / np.float32(queries + _HALF)
    return mean


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


def _lesson(question: Question, decided: Mapping[int, bool], reviewed: Rows, common: Floats, scorer: Scorer) -> Lesson:
    found = find(question, scorer.index, scorer.spelling)
    rows = training_rows(decided, reviewed, found.field)
    read = Candidates(rows=rows, table=scorer.measure(question, found, rows), field=found.field, wider=found.wider)
    logits = log_odds(question, read, common, scorer.index)
    return learn(question.query.id, decided, rows, logits, scorer.index)


def _best(
    evidence: Evidence, rows: Rows, groups: NDArray[np.integer[Any]], scores: Doubles, scorer: Scorer, top: int
) -> Iterator[Match]:
    """The best `top` (0: all) of each group that have a reason, best first; among equals the earlier passage."""
    given: dict[int, int] = {}
    left = len(set(groups.tolist()))
    for place in np.lexsort((rows, -scores)).tolist():
        group = int(groups[place])
        if top and given.get(group, 0) >= top:
            continue
        reasons = explain(evidence, int(rows[place]), scorer)
        if not reasons:
            continue
        given[group] = given.get(group, 0) + 1
        yield Match(
            requirement=evidence.question.query.id,
            passage=scorer.index.passages[int(rows[place])].id,
            score=float(scores[place]),
            scorer=SCORER,
            reasons=reasons,
        )
        left -= given[group] == top
        if not left:
            return
