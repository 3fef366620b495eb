"""Linking against its peers in one run: speed on generated text, quality on the open data policies.

usage: python -m benchmarks.linking speed [--requirements 1000] [--passages 100000] [--million]
       python -m benchmarks.linking quality FOLDER     (links.jsonl, passages.jsonl, requirements.jsonl)
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import psutil

from benchmarks import measures
from nlp.matching.gaps import Gap, propose
from nlp.matching.grams import Spelling
from nlp.matching.index import Index
from nlp.matching.judging import auc
from nlp.matching.lexicon import shipped
from nlp.matching.matches import Decision, Passage, Query
from nlp.matching.questions import ask
from nlp.matching.ranking import suggest
from nlp.matching.retrieval import candidates, find

FOLDS = 5
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
        found = find(ask(query, index, shipped()), index, spelling, within_document=False)
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


def kept(passages: int) -> None:
    """An index in a folder: built, one per cent added, opened again, asked one requirement at a time.

    Passages come from a generator, so that what is measured holds none of them as objects.
    """
    vocabulary = words(60_000, 1)

    def rows(count: int) -> Iterator[Passage]:
        for part in range(0, count, 1000):  # in parts, so that more passages begin with the same ones
            for at, text in enumerate(texts(1000, 45, 2 + part, vocabulary)[: count - part], part):
                yield Passage(id=str(at), document=str(at // 40), text=text, language="sv")

    process = psutil.Process()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        start = time.process_time()
        drawn = sum(1 for _ in rows(passages))
        drawing = time.process_time() - start
        for name, count in (("built", drawn), ("1 % added", drawn + drawn // 100)):
            start = time.process_time()
            reuse = Index.update(folder, rows(count)).reuse
            taken = time.process_time() - start - drawing
            print(f"kept, {name:12} {taken:6.1f} s without drawing texts; read {reuse.added}, reused {reuse.kept}")
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        start = time.process_time()
        index = Index.open(folder)
        print(f"opened             {time.process_time() - start:6.2f} s, {size / 2**20:.0f} MB on disk")
        spent: list[float] = []
        for number, text in enumerate(texts(30, 20, 3, vocabulary)):
            start = time.process_time()
            list(suggest([Query(id=str(number), text=text, language="sv")], index, top=8))
            spent.append(1000 * (time.process_time() - start))
        memory = process.memory_info()
        mapped = getattr(memory, "shared", 0) / 2**20
        print(
            f"one requirement    first {spent[0]:.0f} ms (word lists and n-grams are made), then median "
            f"{np.median(spent[1:]):.0f} ms, most {max(spent[1:]):.0f} ms (at most 150); "
            f"memory {memory.rss / 2**20:.0f} MB, of it {mapped:.0f} MB mapped files"
        )


def quality(folder: Path) -> None:
    """R@5 and mean average precision within each document: peers, no decisions, decisions for 10 documents.

    Ranges are 95 % intervals from resampling documents. Rows with decisions are scored on the documents that were not
    decided, beside the others on the same documents. The shipped ranking weights were trained on links of this kind;
    weights/ranking.json holds what they reach on held-out documents. A guideline without a link in a document is a gap
    there; with the decisions for other documents (five folds) the gaps are told better.
    """
    passages = [Passage(**row) for row in _rows(folder / "passages.jsonl")]
    queries = [Query(**row) for row in _rows(folder / "requirements.jsonl")]
    linked = {(row["requirement"], row["passage"]) for row in _rows(folder / "links.jsonl")}
    index = Index.build(passages)
    tables = {**measures.peers(queries, passages, "en"), "suggest": _table(queries, index, [])}
    documents = sorted({passage.document for passage in passages})
    for name, table in tables.items():
        print(f"all documents  {name:26}", measures.ranks(_figures(table, queries, passages, linked, documents)))
    for seed in range(3):
        decided = set(random.Random(seed).sample(documents, 10))
        others = [document for document in documents if document not in decided]
        taught = _table(queries, index, _decisions(queries, passages, linked, decided))
        for name, table in (*tables.items(), ("suggest with decisions", taught)):
            print(f"unseen 15, {seed}  {name:26}", measures.ranks(_figures(table, queries, passages, linked, others)))
    labels = np.array([[(query.id, passage.id) in linked for passage in passages] for query in queries])
    print("\nWithin documents, no decisions: ", end="")
    measures.print_reliability(tables["suggest"].ravel(), labels.ravel())
    _gaps(queries, passages, index, linked, documents)


def _gaps(
    queries: list[Query], passages: list[Passage], index: Index, linked: set[tuple[str, str]], documents: list[str]
) -> None:
    document = {passage.id: passage.document for passage in passages}
    filled = {(requirement, document[passage]) for requirement, passage in linked}
    cold = propose(queries, index, within_document=True, proposed_only=False)
    taught: list[Gap] = []
    for fold in range(FOLDS):
        decided = {name for number, name in enumerate(documents) if number % FOLDS != fold}
        decisions = _decisions(queries, passages, linked, decided)
        gaps = propose(queries, index, decisions=decisions, within_document=True, proposed_only=False)
        taught += [gap for gap in gaps if gap.document not in decided]
    for name, gaps in (("no decisions", cold), ("decisions for the other folds of documents", taught)):
        empty = np.array([(gap.requirement, gap.document) not in filled for gap in gaps])
        chances = np.array([gap.probability for gap in gaps])
        print(f"\n{empty.sum()} gaps of {len(gaps)}, {name}: AUC {auc(chances, empty):.3f}, ", end="")
        measures.print_reliability(chances, empty)


def _decisions(
    queries: list[Query], passages: list[Passage], linked: set[tuple[str, str]], documents: set[str]
) -> list[Decision]:
    return [
        Decision(requirement=query.id, passage=passage.id, confirmed=(query.id, passage.id) in linked)
        for query in queries
        for passage in passages
        if passage.document in documents
    ]


def _table(queries: list[Query], index: Index, decisions: list[Decision]) -> measures.Scores:
    rows = {query.id: number for number, query in enumerate(queries)}
    scores = np.zeros((len(queries), len(index)))
    for match in suggest(queries, index, decisions=decisions, within_document=True, top=0):
        scores[rows[match.requirement], index.numbers[match.passage]] = match.score
    return scores


def _figures(
    table: measures.Scores,
    queries: list[Query],
    passages: list[Passage],
    linked: set[tuple[str, str]],
    documents: list[str],
) -> dict[str, list[tuple[float, float]]]:
    places = {d: [at for at, passage in enumerate(passages) if passage.document == d] for d in documents}
    found: dict[str, list[tuple[float, float]]] = {document: [] for document in documents}
    for number, query in enumerate(queries):
        for document in documents:
            rows = sorted(places[document], key=lambda place: -table[number, place])
            hits = [at for at, place in enumerate(rows) if (query.id, passages[place].id) in linked]
            if hits:
                found[document].append(measures.recall_and_precision(hits, len(hits)))
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "quality"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--requirements", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="also a kept index of a million passages")
    args = parser.parse_args()
    if args.what == "speed":
        speed(args.requirements, args.passages)
        kept(1_000_000 if args.million else args.passages)
    elif args.folder is None:
        parser.error("quality needs the folder of the reviewed documents")
    else:
        quality(args.folder)


if __name__ == "__main__":
    main()
