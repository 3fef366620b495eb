"""How well suggestions find the known links of a country, by how an answer is worded, and what plain ranking finds.

Everything here takes plain rows, so that suggestions of any run can be judged. A query is one requirement in one
municipality that answers it. What a document answers without anybody having meant it is not known: a suggestion of it
counts as wrong, so figures are lower bounds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import bm25s
import numpy as np

ALL = "all"
"""Names the figures over all kinds of wording."""
DEPTH = 5
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of a document, which goes by its path or whatever else names it in all rows alike."""

    municipality: str
    document: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Passage):
    """A passage that answers a requirement, and how it is worded."""

    requirement: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested(Passage):
    """A passage suggested for a requirement; rank 1 is the first of this requirement in this municipality."""

    requirement: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over queries with its 95 % interval from resampling municipalities."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Precision at 1, recall at 5 (at most `ceiling`, as some requirements have more than five links) and MAP."""

    queries: int
    links: int
    precision_at_1: Estimate
    recall_at_5: Estimate
    ceiling: float
    average_precision: Estimate


Measured = dict[str, list[tuple[str, int, list[float]]]]
"""By kind of wording: municipality, links, and precision, recall, its ceiling and average precision of each query."""


def measured(known: Iterable[Known], suggested: Iterable[Suggested]) -> Measured:
    """What each query comes to, by kind of wording; of some municipalities only, where a country is too much at once.

    A query for which nothing was suggested counts as nothing found. For one kind, suggestions of passages that answer
    in another are passed over, neither right nor wrong; so kinds can be compared.
    """
    links: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for link in known:
        links[link.municipality, link.requirement].append(link)
    ranked: dict[tuple[str, str], list[Suggested]] = defaultdict(list)
    for suggestion in suggested:
        if (query := (suggestion.municipality, suggestion.requirement)) in links:
            ranked[query].append(suggestion)
    rows: Measured = defaultdict(list)
    for query, some in sorted(links.items()):
        found = [_meant(suggestion, some) for suggestion in sorted(ranked[query], key=lambda one: one.rank)]
        for kind in (ALL, *sorted({link.kind for link in some})):
            wanted = {at for at, link in enumerate(some) if kind in (ALL, link.kind)}
            rows[kind].append((query[0], len(wanted), _query(found, wanted)))
    return rows


def figures(parts: Iterable[Measured]) -> dict[str, Figures]:
    """The figures over the queries of all parts: over all kinds of wording, and for each."""
    rows: Measured = defaultdict(list)
    for part in parts:
        for kind, some in part.items():
            rows[kind] += some
    return {kind: _figures(some) for kind, some in rows.items()}


def by_bm25(
    known: Sequence[Known], passages: Iterable[Passage], asked: Mapping[str, str], *, depth: int
) -> Iterator[Suggested]:
    """What plain BM25 over words makes of each municipality's passages, the first `depth` for each of its queries."""

    def rank(pool: list[Passage], requirements: list[str]) -> Iterator[np.ndarray]:
        ranker = bm25s.BM25()
        ranker.index([_words(passage.quote) for passage in pool], show_progress=False)
        for requirement in requirements:
            yield np.argsort(-ranker.get_scores(_words(asked[requirement])), kind="stable")[:depth]

    return _baseline(known, passages, rank)


def by_chance(known: Sequence[Known], passages: Iterable[Passage], *, depth: int) -> Iterator[Suggested]:
    """So many of each municipality's passages in an order of chance, the same whenever it is asked."""

    def rank(pool: list[Passage], requirements: list[str]) -> Iterator[np.ndarray]:
        for requirement in requirements:
            chance = Random(f"{pool[0].municipality} {requirement}")
            yield np.array(chance.sample(range(len(pool)), min(depth, len(pool))))

    return _baseline(known, passages, rank)


def table(results: Mapping[str, Mapping[str, Figures]]) -> str:
    """The figures of several rankings as a Markdown table, the kinds of wording one below the other."""
    lines = [
        "| wording | queries | links | ranking | P@1 | R@5 | at most | MAP |",
        "|---|---:|---:|---|---:|---:|---:|---:|",
    ]
    kinds = sorted({kind for every in results.values() for kind in every}, key=lambda kind: (kind != ALL, kind))
    lines += [
        f"| {kind} | {one.queries} | {one.links} | {name} | {one.precision_at_1} | {one.recall_at_5} | "
        f"{one.ceiling:.3f} | {one.average_precision} |"
        for kind in kinds
        for name, every in results.items()
        if (one := every.get(kind))
    ]
    return "\n".join(lines)


def _meant(suggestion: Suggested, links: Sequence[Known]) -> list[int]:
    """The numbers of the known links that a suggested passage is: one passage may hold two answers."""
    text = _plain(suggestion.quote)
    return [
        at
        for at, link in enumerate(links)
        if link.document == suggestion.document and text and (_plain(link.quote) in text or text in _plain(link.quote))
    ]


def _query(found: Sequence[Sequence[int]], wanted: set[int]) -> list[float]:
    """Precision at 1, recall at 5, its ceiling and average precision of one query."""
    seen: set[int] = set()
    place, right, first, within = 0, 0.0, 0.0, 0
    for numbers in found:
        if numbers and not wanted.intersection(numbers):
            continue
        place += 1
        new = wanted.intersection(numbers) - seen
        seen |= new
        first = first or float(place == 1 and bool(new))
        within += len(new) if place <= DEPTH else 0
        right += len(new) * len(seen) / max(place, len(seen))
    return [first, within / len(wanted), min(1.0, DEPTH / len(wanted)), right / len(wanted)]


def _figures(rows: Sequence[tuple[str, int, list[float]]]) -> Figures:
    values = np.array([row[2] for row in rows])
    names, groups = np.unique([row[0] for row in rows], return_inverse=True)
    sums, counts = np.zeros((len(names), values.shape[1])), np.bincount(groups)
    np.add.at(sums, groups, values)
    draws = np.random.default_rng(0).integers(0, len(names), (1000, len(names)))
    samples = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)[:, None]
    low, high = np.percentile(samples, [2.5, 97.5], axis=0)
    mean = values.mean(axis=0)
    precision, recall, _, average = (
        Estimate(mean=float(mean[at]), low=float(low[at]), high=float(high[at])) for at in range(4)
    )
    return Figures(
        queries=len(rows),
        links=sum(row[1] for row in rows),
        precision_at_1=precision,
        recall_at_5=recall,
        ceiling=float(mean[2]),
        average_precision=average,
    )


def _baseline(
    known: Sequence[Known],
    passages: Iterable[Passage],
    rank: Callable[[list[Passage], list[str]], Iterator[np.ndarray]],
) -> Iterator[Suggested]:
    """Rank the passages of one municipality after the other; they come in order of municipalities."""
    asked: dict[str, set[str]] = defaultdict(set)
    for link in known:
        asked[link.municipality].add(link.requirement)
    pools: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        pools[passage.municipality].append(passage)
    for municipality, pool in pools.items():
        requirements = sorted(asked[municipality])
        for requirement, order in zip(requirements, rank(pool, requirements), strict=True):
            for place, at in enumerate(order, 1):
                passage = pool[int(at)]
                yield Suggested(
                    municipality=municipality,
                    document=passage.document,
                    quote=passage.quote,
                    requirement=requirement,
                    rank=place,
                )


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _plain(text: str) -> str:
    return " ".join(text.split()).strip("-•*– ")
