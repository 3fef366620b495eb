"""From queries and passages to ranked matches: find, measure, weigh, explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.embeddings import Embedder, Meaning
from nlp.matching.features import COLUMNS, Scorer
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index, Progress
from nlp.matching.learning import Lessons, Record, gather, learn, record, training_rows
from nlp.matching.lexicon import Lexicon, shipped
from nlp.matching.logistic import Doubles
from nlp.matching.matches import Decision, Match, Passage, Query
from nlp.matching.questions import Question, ask
from nlp.matching.reasons import Evidence, explain
from nlp.matching.retrieval import Rows, candidates, find
from nlp.matching.weighing import TYPE_SHIFT, levels, probability, trained
from nlp.scorers import PASSAGES

SCORER = PASSAGES
_CELLS = 50_000_000  # features kept at a time; queries beyond that are measured twice
_NOTHING: Floats = np.zeros(0, dtype=np.float32)
_HALF = 5  # queries after which the mean over queries counts half


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What the later stages need of a query: passage numbers, their features, the whole field and its terms."""

    rows: Rows
    table: Floats
    field: Floats
    wider: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """The candidates of one query with their log-odds.

    `groups` says what is ranked together: the passages of a document, or all. `odds` are those of a link; `nothing` are
    the log-odds that none of the group is one. Pairs that were decided are not among them but in `decided`, by passage
    number.
    """

    evidence: Evidence
    rows: Rows
    groups: NDArray[np.integer[Any]]
    odds: Doubles
    nothing: Doubles
    decided: Mapping[int, bool]


def suggest(
    queries: Iterable[Query],
    passages: Iterable[Passage] | Index,
    *,
    decisions: Sequence[Decision] = (),
    within_document: bool = False,
    top: int = 10,
    lexicon: Lexicon | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> Iterator[Match]:
    """Rank passages for every query, best first, query by query in the order given.

    `passages` may be an `Index` built before. `top` counts per query, or per query and document with
    `within_document`; 0 gives every passage that has something to show in common. Passages that cannot be evidence
    (headings, contents, rejected proposals) never come back, nor do passages without a reason or pairs that have been
    decided: a person is not asked twice. Among equal scores
    the earlier passage wins, so the same input gives the same output. `lexicon` is used beside the shipped one,
    `embedder` adds nearness in meaning. `progress(done, total)` counts queries.
    """
    scorer = scorer_of(passages, embedder)
    ranked = rank(
        queries,
        scorer,
        decisions=decisions,
        within_document=within_document,
        top=top,
        lexicon=lexicon,
        progress=progress,
    )
    for found in ranked:
        yield from best(found, scorer, top)


def scorer_of(passages: Iterable[Passage] | Index, embedder: Embedder | None = None) -> Scorer:
    """What measures candidates among these passages."""
    index = passages if isinstance(passages, Index) else Index.build(passages)
    meaning = Meaning.of([passage.text for passage in index.passages], embedder) if embedder is not None else None
    return Scorer(index, Spelling.of(index), meaning)


def rank(
    queries: Iterable[Query],
    scorer: Scorer,
    *,
    decisions: Sequence[Decision] = (),
    within_document: bool = False,
    top: int = 10,
    lexicon: Lexicon | None = None,
    progress: Progress | None = None,
) -> Iterator[Ranked]:
    """The candidates of every query with their log-odds, in the order of the queries; see `suggest`."""
    index = scorer.index
    known = shipped() if lexicon is None else shipped().joined(lexicon)
    questions = [ask(query, index, known) for query in queries]
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
    taught = record(decisions, index)
    lessons = _lessons(questions, taught, common, scorer, within_document=within_document)
    for question, read_before in zip(questions, kept, strict=True):
        read = read_before or consider(question, scorer, within_document=within_document, top=top)
        decided = taught.by_requirement.get(question.query.id, {})
        undecided = ~np.isin(read.rows, list(decided))
        read = replace(read, rows=read.rows[undecided], table=read.table[undecided])
        odds, nothing = log_odds(question, read, common, index, within_document=within_document)
        lesson = lessons.of(question, index) if lessons is not None else None
        shifts = lesson.shift(index, read.rows) if lesson is not None else np.zeros(len(read.rows))
        yield Ranked(
            evidence=Evidence(
                question=question,
                wider=read.wider,
                lesson=lesson,
                shifts=dict(zip(read.rows.tolist(), shifts.tolist(), strict=True)),
            ),
            rows=read.rows,
            groups=index.documents[read.rows] if within_document else np.zeros_like(read.rows),
            odds=odds + shifts,
            nothing=nothing,
            decided=decided,
        )
    if progress is not None:
        progress(len(questions), len(questions))


def consider(question: Question, scorer: Scorer, *, within_document: bool, top: int) -> Candidates:
    """Find and measure the candidates of one query; the column "common" is left at 0."""
    found = find(question, scorer.index, scorer.spelling, scorer.meaning, within_document=within_document)
    rows = candidates(found, scorer.index, within_document=within_document, top=top)
    return Candidates(rows=rows, table=scorer.measure(question, found, rows), field=found.field, wider=found.wider)


def log_odds(
    question: Question, read: Candidates, common: Floats, index: Index, *, within_document: bool
) -> tuple[Doubles, Doubles]:
    """The fused score of the candidates as log-odds of a link, and those that none of the candidate's group is one.

    `common` is how much each passage resembles all queries together, see `mean_field`.
    """
    table = with_common(read, common)
    foreign = index.languages[read.rows] != question.language
    kinds = np.array([TYPE_SHIFT.get(index.passages[row].type, 0.0) for row in read.rows.tolist()])
    groups = index.documents[read.rows] if within_document else np.zeros_like(read.rows)
    sizes = crowds(index, read.rows, within_document=within_document)
    odds, nothing = np.zeros(len(kinds)), np.zeros(len(kinds))
    for name, chosen in (("same", ~foreign), ("cross", foreign)):
        if chosen.any():
            weights = trained()[name]
            scores = weights.score(table[chosen])
            reach = levels(table[chosen], scores, groups[chosen], sizes[chosen])
            odds[chosen] = weights.log_odds(scores, reach)
            nothing[chosen] = weights.gap_odds(reach)
    return odds + kinds, nothing


def crowds(index: Index, rows: Rows, *, within_document: bool) -> Doubles:
    """How many passages were searched for each candidate: those of its document, or all."""
    if within_document:
        sizes: Doubles = np.bincount(index.documents).astype(np.float64)[index.documents[rows]]
        return sizes
    return np.full(len(rows), float(len(index)))


def with_common(read: Candidates, common: Floats) -> Floats:
    """The features with their column "common" filled in."""
    table = read.table.copy()
    table[:, COLUMNS.index("common")] = common[read.rows]
    return table


def mean_field(total: Floats, queries: int) -> Floats:
    """From the sum of all fields to their mean, held back where queries are few and it says little."""
    mean: Floats = total / np.float32(queries + _HALF)
    return mean


def best(found: Ranked, scorer: Scorer, top: int) -> Iterator[Match]:
    """The best `top` (0: all) of each group that have a reason, best first; among equals the earlier passage."""
    given: dict[int, int] = {}
    scores = probability(found.odds)
    left = len(set(found.groups.tolist()))
    for place in np.lexsort((found.rows, -scores)).tolist():
        group, row = int(found.groups[place]), int(found.rows[place])
        if top and given.get(group, 0) >= top:
            continue
        reasons = explain(found.evidence, row, scorer)
        if not reasons:
            continue
        given[group] = given.get(group, 0) + 1
        yield Match(
            requirement=found.evidence.question.query.id,
            passage=scorer.index.passages[row].id,
            score=float(scores[place]),
            scorer=SCORER,
            reasons=reasons,
        )
        left -= given[group] == top
        if not left:
            return


def _lessons(
    questions: Sequence[Question], taught: Record, common: Floats, scorer: Scorer, *, within_document: bool
) -> Lessons | None:
    """What the decisions teach; None where there are none about these queries and passages."""
    learned = []
    for question in questions:
        decided = taught.by_requirement.get(question.query.id)
        if decided:
            found = find(question, scorer.index, scorer.spelling, scorer.meaning, within_document=within_document)
            rows = training_rows(decided, taught.reviewed, found.field)
            table = scorer.measure(question, found, rows)
            read = Candidates(rows=rows, table=table, field=found.field, wider=found.wider)
            logits, _ = log_odds(question, read, common, scorer.index, within_document=within_document)
            learned.append((question, decided, learn(decided, rows, logits, scorer.index)))
    return gather(learned, scorer.index) if learned else None
