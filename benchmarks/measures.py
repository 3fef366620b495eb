"""Tables that the linking benchmarks print: ranks with their intervals, reliability, gaps."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.matching.judging import calibration_error, reliability
from nlp.matching.matches import Passage, Query
from nlp.matching.tokens import analyse, stem, words

Scores = NDArray[np.float64]


def peers(queries: Sequence[Query], passages: Sequence[Passage], language: str) -> dict[str, Scores]:
    """What plain BM25 and TF-IDF make of the same texts, shape (queries, passages) each."""
    asked, pool = [f"{query.title} {query.text}" for query in queries], [passage.text for passage in passages]
    found: dict[str, Scores] = {}
    for name, read in (
        ("BM25 over words", words),
        ("BM25 over stems", lambda text: [stem(word, language) for word in words(text)]),
        ("BM25 over stems and parts", lambda text: analyse(text, language)),
    ):
        ranker = bm25s.BM25()
        ranker.index([read(text) for text in pool], show_progress=False)
        found[name] = np.array([ranker.get_scores(read(text)) for text in asked])
    for name, options in (
        ("TF-IDF words", {}),
        ("TF-IDF characters", {"analyzer": "char_wb", "ngram_range": (3, 5)}),
    ):
        vectors = TfidfVectorizer(sublinear_tf=True, **options).fit(pool)
        found[name] = (vectors.transform(asked) @ vectors.transform(pool).T).toarray()
    return found


def ranks(figures: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Mean recall at 5 and average precision with 95 % intervals from resampling the groups (documents, guidelines)."""
    names = sorted(figures)
    draw = random.Random(0)
    samples = []
    for _ in range(300):
        drawn = [pair for name in draw.choices(names, k=len(names)) for pair in figures[name]]
        samples.append(np.mean(drawn, axis=0))
    low, high = np.percentile(samples, [2.5, 97.5], axis=0)
    mean = np.mean([pair for pairs in figures.values() for pair in pairs], axis=0)
    return f"R@5 {mean[0]:.3f} ({low[0]:.3f}-{high[0]:.3f})  MAP {mean[1]:.3f} ({low[1]:.3f}-{high[1]:.3f})"


def recall_and_precision(hits: Sequence[int], wanted: int) -> tuple[float, float]:
    """Recall at 5 and average precision from the places of what was found, counted from 0."""
    precision = sum((count + 1) / (at + 1) for count, at in enumerate(sorted(hits))) / wanted
    return sum(at < 5 for at in hits) / wanted, precision


def print_reliability(chances: Scores, linked: NDArray[np.bool_]) -> None:
    """How often a stated probability was right, as a Markdown table."""
    likely = chances >= 0.1
    print(
        f"calibration error {calibration_error(chances, linked):.3f} over all {len(chances)}, "
        f"{calibration_error(chances[likely], linked[likely]):.3f} over the {likely.sum()} from .1 on\n"
    )
    print("| score from | pairs | mean score | links |\n|---:|---:|---:|---:|")
    for edge, count, stated, true in reliability(chances, linked):
        print(f"| {edge:.1f} | {count} | {stated:.2f} | {true:.2f} |")
