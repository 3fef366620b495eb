"""Linking against its peers in one run: speed on generated text, quality on the open data policies.

usage: python benchmarks/linking.py speed [--requirements 1000] [--passages 100000]
       python benchmarks/linking.py quality FOLDER     (links.jsonl, passages.jsonl, requirements.jsonl)
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from itertools import accumulate
from pathlib import Path

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nlp.matching import Decision, Index, Passage, Query, suggest
from nlp.matching.grams import Spelling
from nlp.matching.lexicon import shipped
from nlp.matching.questions import ask
from nlp.matching.retrieval import candidates, find
from nlp.matching.tokens import analyse

_ONSETS = [*"bdfghjklmnprstv", "st", "sk", "tr", "gr", "fl", "kr", "sp", "bl"]
_VOWELS = [*"aeiouyåäö"]
_CODAS = ["", "", "n", "r", "l", "s", "t", "nd", "ng", "rt", "ll"]


def texts(count: int, length: int, seed: int, vocabulary: list[str]) -> list[str]:
    """`count` texts of about `length` words each, drawn by Zipf's law from the vocabulary."""
    draw = random.Random(seed)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    sizes = [max(4, int(draw.gauss(length, length / 3))) for _ in range(count)]
    stream = iter(draw.choices(vocabulary, cum_weights=weights, k=sum(sizes)))
    return [" ".join(next(stream) for _ in range(size)) + "." for size in sizes]


def words(count: int, seed: int) -> list[str]:
    """Invented words of one to three syllables; every third is a compound of two others."""
    draw = random.Random(seed)
    found: dict[str, None] = {}
    simple: list[str] = []
    while len(found) < count:
        if len(found) % 3 == 2:
            word = draw.choice(simple) + draw.choice(simple)
        else:
            syllables = draw.choice((1, 2, 2, 3))
            word = "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS) for _ in range(syllables))
            simple.append(word)
        found[word] = None
    return list(found)


def speed(requirements: int, passages: int) -> None:
    """Processor seconds for bare bm25s, the first stage and the whole chain on the same texts, each from nothing."""
    vocabulary = words(60_000, 1)
    pool = texts(passages, 45, 2, vocabulary)
    asked = texts(requirements, 20, 3, vocabulary)
    rows = [Passage(id=str(n), document=str(n // 40), text=text, language="sv") for n, text in enumerate(pool)]
    queries = [Query(id=str(n), text=text, language="sv") for n, text in enumerate(asked)]

    start = time.process_time()
    ranker = bm25s.BM25()
    ranker.index(bm25s.tokenize(pool, stopwords=[], show_progress=False), show_progress=False)
    bare_index = time.process_time() - start
    ranker.retrieve(bm25s.tokenize(asked, stopwords=[], show_progress=False), k=50, show_progress=False)
    bare = time.process_time() - start
    print(f"bare bm25s          index {bare_index:6.1f} s  retrieve {bare - bare_index:6.1f} s  together {bare:6.1f} s")
    del ranker

    start = time.process_time()
    index = Index.build(rows)
    built = time.process_time() - start
    spelling = Spelling.of(index)
    for query in queries:
        found = find(ask(query, index, shipped()), index, spelling)
        candidates(found, index, within_document=False, top=10)
    first = time.process_time() - start
    print(
        f"first stage         index {built:6.1f} s  retrieve {first - built:6.1f} s  together {first:6.1f} s"
        f"  = {first / bare:.1f} x bare (at most 3)"
    )

    start = time.process_time()
    index = Index.build(rows)
    built = time.process_time() - start
    matches = sum(1 for _ in suggest(queries, index, top=10))
    whole = time.process_time() - start
    print(
        f"whole chain         index {built:6.1f} s  suggest  {whole - built:6.1f} s  together {whole:6.1f} s"
        f"  = {whole / bare:.1f} x bare (at most 12), {matches} matches"
    )
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def quality(folder: Path) -> None:
    """R@5 and mean average precision within each document: baselines, no decisions, decisions for 10 documents.

    Ranges are 95 % intervals from resampling documents. Rows with decisions are scored on the documents that were not
    decided, beside the others on the same documents. The shipped ranking weights were trained on links of this kind;
    the line of `python -m nlp.matching.training` gives the same figures on held-out documents.
    """
    passages = [Passage(**row) for row in _rows(folder / "passages.jsonl")]
    queries = [Query(**row) for row in _rows(folder / "requirements.jsonl")]
    linked = {(row["requirement"], row["passage"]) for row in _rows(folder / "links.jsonl")}
    index = Index.build(passages)
    asked, pool = [f"{query.title} {query.text}" for query in queries], [passage.text for passage in passages]
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(pool)
    ranker = bm25s.BM25()
    ranker.index([analyse(text, "en") for text in pool], show_progress=False)
    tables = {
        "BM25 over stems": np.array([ranker.get_scores(analyse(text, "en")) for text in asked]),
        "TF-IDF words": (vectors.transform(asked) @ vectors.transform(pool).T).toarray(),
        "suggest": _table(queries, index, []),
    }
    documents = sorted({passage.document for passage in passages})
    for name, table in tables.items():
        print(f"all documents  {name:24}", _figures(table, queries, passages, linked, documents))
    for seed in range(3):
        decided = set(random.Random(seed).sample(documents, 10))
        decisions = [
            Decision(requirement=query.id, passage=passage.id, confirmed=(query.id, passage.id) in linked)
            for query in queries
            for passage in passages
            if passage.document in decided
        ]
        others = [document for document in documents if document not in decided]
        taught = _table(queries, index, decisions)
        for name, table in (*tables.items(), ("suggest with decisions", taught)):
            print(f"unseen 15, {seed}  {name:24}", _figures(table, queries, passages, linked, others))


def _table(queries: list[Query], index: Index, decisions: list[Decision]) -> np.ndarray:
    rows = {query.id: number for number, query in enumerate(queries)}
    scores = np.zeros((len(queries), len(index)))
    for match in suggest(queries, index, decisions=decisions, within_document=True, top=0):
        scores[rows[match.requirement], index.numbers[match.passage]] = match.score
    return scores


def _figures(
    table: np.ndarray, queries: list[Query], passages: list[Passage], linked: set[tuple[str, str]], documents: list[str]
) -> str:
    places = {d: [at for at, passage in enumerate(passages) if passage.document == d] for d in documents}
    found: dict[str, list[tuple[float, float]]] = {document: [] for document in documents}
    for number, query in enumerate(queries):
        for document in documents:
            rows = sorted(places[document], key=lambda place: -table[number, place])
            hits = [at for at, place in enumerate(rows) if (query.id, passages[place].id) in linked]
            if hits:
                precision = sum((count + 1) / (at + 1) for count, at in enumerate(hits)) / len(hits)
                found[document].append((sum(at < 5 for at in hits) / len(hits), precision))
    draw = random.Random(0)
    samples = []
    for _ in range(300):
        drawn = [pair for document in draw.choices(documents, k=len(documents)) for pair in found[document]]
        samples.append(np.mean(drawn, axis=0))
    low, high = np.percentile(samples, [2.5, 97.5], axis=0)
    mean = np.mean([pair for pairs in found.values() for pair in pairs], axis=0)
    return f"R@5 {mean[0]:.3f} ({low[0]:.3f}-{high[0]:.3f})  MAP {mean[1]:.3f} ({low[1]:.3f}-{high[1]:.3f})"


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "quality"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--requirements", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=100_000)
    args = parser.parse_args()
    if args.what == "speed":
        speed(args.requirements, args.passages)
    elif args.folder is None:
        parser.error("quality needs the folder of the reviewed documents")
    else:
        quality(args.folder)


if __name__ == "__main__":
    main()
