"""Linking against its peers in one run: speed on generated text, quality on the open data policies.

usage: python benchmarks/linking.py speed [--requirements 1000] [--passages 100000]
       python benchmarks/linking.py quality FOLDER     (links.jsonl, passages.jsonl, requirements.jsonl)
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from itertools import accumulate
from pathlib import Path

import bm25s
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nlp.matching import Index, Passage, Query, suggest
from nlp.matching.lexicon import shipped
from nlp.matching.questions import ask
from nlp.matching.retrieval import candidates, find

_ONSETS = "b d f g h j k l m n p r s t v st sk tr gr fl kr sp bl".split()
_VOWELS = "a e i o u y å ä ö".split()
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
    """Seconds for bare bm25s, for the first stage, and for the whole chain, on the same texts."""
    vocabulary = words(60_000, 1)
    pool = texts(passages, 45, 2, vocabulary)
    asked = texts(requirements, 20, 3, vocabulary)
    rows = [Passage(id=str(n), document=str(n // 40), text=text, language="sv") for n, text in enumerate(pool)]
    queries = [Query(id=str(n), text=text, language="sv") for n, text in enumerate(asked)]

    start = time.perf_counter()
    ranker = bm25s.BM25()
    ranker.index(bm25s.tokenize(pool, stopwords=[], show_progress=False), show_progress=False)
    bare_index = time.perf_counter() - start
    ranker.retrieve(bm25s.tokenize(asked, stopwords=[], show_progress=False), k=50, show_progress=False)
    bare = time.perf_counter() - start
    print(f"bare bm25s          index {bare_index:6.1f} s  retrieve {bare - bare_index:6.1f} s  together {bare:6.1f} s")
    del ranker

    start = time.perf_counter()
    index = Index.build(rows)
    built = time.perf_counter() - start
    for query in queries:
        found = find(ask(query, index, shipped()).terms, index)
        candidates(found, index, within_document=False, top=10)
    first = time.perf_counter() - start
    print(f"first stage         index {built:6.1f} s  retrieve {first - built:6.1f} s  together {first:6.1f} s"
          f"  = {first / bare:.1f} x bare (at most 3)")

    start = time.perf_counter()
    index = Index.build(rows)
    built = time.perf_counter() - start
    matches = sum(1 for _ in suggest(queries, index, top=10))
    whole = time.perf_counter() - start
    print(f"whole chain         index {built:6.1f} s  suggest  {whole - built:6.1f} s  together {whole:6.1f} s"
          f"  = {whole / bare:.1f} x bare (at most 12), {matches} matches")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "quality"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--requirements", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=100_000)
    args = parser.parse_args()
    if args.what == "speed":
        speed(args.requirements, args.passages)


if __name__ == "__main__":
    main()
