"""Measured pairs to train the ranking on, read from reviewed documents and from texts in two languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.features import Scorer
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index
from nlp.matching.lexicon import shipped
from nlp.matching.logistic import Doubles
from nlp.matching.matches import Passage, Query
from nlp.matching.questions import ask
from nlp.matching.ranking import consider, crowds, mean_field, with_common


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Measured pairs, one a row.

    `group` numbers what is ranked together (a query in a document), `fold` what is held out, `crowd` is the number of
    passages searched, `known` says whether it is known that the group's other passages are no links.
    """

    table: Floats
    linked: NDArray[np.bool_]
    group: NDArray[np.int64]
    fold: NDArray[np.int64]
    crowd: Doubles
    known: NDArray[np.bool_]

    def where(self, kept: NDArray[np.bool_]) -> Sample:
        """The pairs for which `kept` is true."""
        return Sample(**{name: getattr(self, name)[kept] for name in self.__dataclass_fields__})

    def parts(self) -> Iterator[NDArray[np.int64]]:
        """The row numbers of each group."""
        order = np.argsort(self.group, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(self.group[order])) + 1)


def joined(samples: Sequence[Sample]) -> Sample:
    """All pairs of several samples, with groups kept apart."""
    starts = np.concatenate([[0], np.cumsum([int(sample.group.max()) + 1 for sample in samples])])
    moved = [replace(sample, group=sample.group + start) for sample, start in zip(samples, starts, strict=False)]
    return Sample(
        **{name: np.concatenate([getattr(one, name) for one in moved]) for name in Sample.__dataclass_fields__}
    )


def reviewed(folder: Path) -> Sample:
    """Links reviewed document by document: ranked within each. Folds are documents."""
    return _measured(*_read(folder), by_document=True)


def reviewed_together(folder: Path) -> Sample:
    """Links reviewed over all documents at once, and ranked so. Folds are guidelines.

    A requirement without a link counts as a gap only where gaps.jsonl names it.
    """
    queries, index, links = _read(folder)
    guideline = {row["id"]: row["guideline"] for row in _rows(folder / "requirements.jsonl")}
    numbers = {name: number for number, name in enumerate(sorted(set(guideline.values())))}
    gaps = {row["requirement"] for row in _rows(folder / "gaps.jsonl")}
    settled = gaps | {requirement for requirement, passage in links if passage in index.numbers}
    sample = _measured(queries, index, links, by_document=False)
    fold = np.array([numbers[guideline[query.id]] for query in queries], dtype=np.int64)[sample.group]
    return replace(sample, fold=fold, known=np.array([query.id in settled for query in queries])[sample.group])


def two_languages(pairs: Sequence[tuple[str, str]]) -> Sample:
    """Texts and their counterparts, asked in English among the Swedish ones and the other way round."""
    samples = []
    for source, target, turned in (("en", "sv", True), ("sv", "en", False)):
        rows = [(other, one) if turned else (one, other) for one, other in pairs]
        queries = [Query(id=str(n), text=asked, language=source) for n, (asked, _) in enumerate(rows)]
        index = Index.build(
            Passage(id=str(n), document="pool", text=text, language=target) for n, (_, text) in enumerate(rows)
        )
        sample = _measured(queries, index, {(query.id, query.id) for query in queries}, by_document=False)
        samples.append(replace(sample, fold=sample.group))
    return joined(samples)


def _measured(queries: Sequence[Query], index: Index, links: set[tuple[str, str]], *, by_document: bool) -> Sample:
    """Every pair with anything in common, grouped by query, or by query and document."""
    scorer = Scorer(index, Spelling.of(index))
    questions = [ask(query, index, shipped()) for query in queries]
    read = [consider(question, scorer, within_document=by_document, top=0) for question in questions]
    common = mean_field(np.sum([candidates.field for candidates in read], axis=0, dtype=np.float32), len(read))
    rows = np.concatenate([candidates.rows for candidates in read])
    asked = np.repeat(np.arange(len(read)), [len(candidates.rows) for candidates in read])
    documents = index.documents[rows].astype(np.int64)
    linked = [
        (queries[number].id, index.passages[row].id) in links
        for number, row in zip(asked.tolist(), rows.tolist(), strict=True)
    ]
    return Sample(
        table=np.concatenate([with_common(candidates, common) for candidates in read]),
        linked=np.array(linked, dtype=np.bool_),
        group=asked * (int(index.documents.max(initial=0)) + 1) + documents if by_document else asked,
        fold=documents,
        crowd=crowds(index, rows, within_document=by_document),
        known=np.ones(len(rows), dtype=np.bool_),
    )


def _read(folder: Path) -> tuple[list[Query], Index, set[tuple[str, str]]]:
    queries = [_as(Query, row) for row in _rows(folder / "requirements.jsonl")]
    index = Index.build(_as(Passage, row) for row in _rows(folder / "passages.jsonl"))
    return queries, index, {(row["requirement"], row["passage"]) for row in _rows(folder / "links.jsonl")}


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _as(kind: type[Any], row: dict[str, Any]) -> Any:
    known = {key: value for key, value in row.items() if key in kind.__dataclass_fields__}
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in known.items()})
