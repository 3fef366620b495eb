"""From queries and passages to ranked matches: find, measure, weigh, explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.matching.features import COLUMNS, Scorer
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index, Progress
from nlp.matching.lexicon import shipped
from nlp.matching.matches import Decision, Match, Passage, Query
from nlp.matching.questions import Question, ask
from nlp.matching.reasons import explain
from nlp.matching.retrieval import Rows, candidates, find

WEIGHTS = Path(__file__).parent / "weights" / "ranking.json"
SCORER = "fused-1"
_CELLS = 50_000_000  # features kept at a time; queries beyond that are measured twice
_NOTHING: Floats = np.zeros(0, dtype=np.float32)
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
    scorer = Scorer(index, Spelling.of(index))
    decided = _decided(decisions, index)
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
        open_rows = ~np.isin(read.rows, decided.get(question.query.id, ()))
        read = replace(read, rows=read.rows[open_rows], table=read.table[open_rows])
        yield from _best(question, read, weigh(question, read, common, index), scorer, top, within_document)
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


def weigh(question: Question, read: Candidates, common: Floats, index: Index) -> Floats:
    """The fused score of the candidates, in [0, 1].

    `common` is how much each passage resembles all queries together, see `mean_field`.
    """
    table = with_common(read, common)
    foreign = np.array([index.languages[row] != question.language for row in read.rows.tolist()], dtype=bool)
    same, cross = trained()["same"], trained()["cross"]
    return np.where(foreign, cross.probability(table), same.probability(table))


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


def _decided(decisions: Iterable[Decision], index: Index) -> dict[str, list[int]]:
    """Passage numbers already decided, by requirement."""
    found: dict[str, list[int]] = {}
    for decision in decisions:
        if decision.passage in index.numbers:
            found.setdefault(decision.requirement, []).append(index.numbers[decision.passage])
    return found


def _best(
    question: Question, read: Candidates, scores: Floats, scorer: Scorer, top: int, within_document: bool
) -> Iterator[Match]:
    given: dict[int, int] = {}
    for place in np.lexsort((read.rows, -scores)).tolist():
        row = int(read.rows[place])
        group = int(scorer.index.documents[row]) if within_document else -1
        if top and given.get(group, 0) >= top:
            if not within_document:
                return
            continue
        reasons = explain(question, row, read.wider, scorer)
        if reasons:
            given[group] = given.get(group, 0) + 1
            yield Match(
                requirement=question.query.id,
                passage=scorer.index.passages[row].id,
                score=float(scores[place]),
                scorer=SCORER,
                reasons=reasons,
            )
