"""Crosswalk suggestions on the starter library: pairs read by hand, beside plain BM25 and citations alone.

usage: python -m benchmarks.crosswalks [--shared FOLDER]

With the shared folder also on whole acts, see `benchmarks.crosswalk_gold`.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from benchmarks import crosswalk_gold
from nlp.matching.lexicon import shipped
from nlp.matching.questions import ask
from nlp.matching.ranking import scorer_of
from policies.library import load
from tracker import library, opening, workspaces
from tracker.crosswalks import levels, suggesting
from tracker.crosswalks.citing import Where
from tracker.crosswalks.levels import Levels
from tracker.settings import Settings
from tracker.tables.guideline import Requirement

PAIRS = Path(__file__).parent.parent / "tests" / "data" / "crosswalk_pairs.csv"
"""58 pairs that one reader found in the library's summaries, in the form they can be imported."""
AT = 5

Ranker = Callable[[str], Sequence[str]]


def pairs() -> Mapping[str, frozenset[str]]:
    """What carries each requirement out, by its key."""
    found: dict[str, set[str]] = defaultdict(set)
    with PAIRS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["upper requirement"]].add(row["lower requirement"])
    return {upper: frozenset(lower) for upper, lower in found.items()}


def read() -> tuple[Levels, Mapping[int, str]]:
    """The starter library as a run of suggestions reads it, and the keys of its requirements."""
    with tempfile.TemporaryDirectory() as folder:
        database = opening.open_tracker(Settings(database_url=f"sqlite:///{folder}/tracker.db"))
        with database.writing() as session:
            by = workspaces.local_person(session, "Benchmark")
            workspace = workspaces.create(session, "Provby kommun", by=by).id
            library.stock(session, load(), by=by)
        with database.reading() as session:
            found = levels.gather(session, workspace)
            keys = {row.id: row.key for row in session.execute(select(Requirement.id, Requirement.key))}
        database.close()
    return found, keys


def rankers(found: Levels, keys: Mapping[int, str]) -> Mapping[str, Ranker]:
    """What each way of looking puts first, by the key of the requirement above."""
    queries = {query.id: query for query in found.uppers["sv"]}
    number = {key: str(requirement) for requirement, key in keys.items()}
    scorer = scorer_of(found.lowers["sv"])
    held = [passage.id for passage in scorer.index.passages]

    def below(upper: str, lower: str) -> tuple[int, int]:
        return found.placed[int(upper)].guideline_id, found.placed[int(lower)].guideline_id

    def bm25(key: str) -> list[str]:
        upper = number[key]
        scores = scorer.index.scores(ask(queries[upper], scorer.index, shipped()).terms)
        ranked = sorted((row for row in range(len(held)) if scores[row] > 0), key=lambda row: -scores[row])
        return [keys[int(held[row])] for row in ranked if below(upper, held[row]) in found.below]

    def cited(key: str) -> list[str]:
        upper = number[key]
        return [keys[int(lower)] for lower in held if found.below.get(below(upper, lower)) is not None]

    unread = replace(found, below={pair: None if where is Where.NOTE else where for pair, where in found.below.items()})
    return {
        "BM25 alone": bm25,
        "citations alone": cited,
        "fused, no notes": _fused(unread, keys),
        "fused": _fused(found, keys),
    }


def _fused(found: Levels, keys: Mapping[int, str]) -> Ranker:
    """What is shipped; `found` may know less than the library notes."""
    fused: dict[str, list[str]] = defaultdict(list)
    for match in suggesting.find(found, top=50, floor=0.0):
        fused[keys[int(match.requirement)]].append(keys[int(match.passage)])
    return fused.__getitem__


def main() -> None:
    """Print recall and mean reciprocal rank of each, and what the shipped limits keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("TRACKER_SHARED", "../shared")))
    shared = parser.parse_args().shared
    right = pairs()
    found, keys = read()
    total = sum(map(len, right.values()))
    print(
        f"{total} pairs of {len(right)} requirements; {len(found.uppers['sv'])} above, {len(found.lowers['sv'])} below"
    )
    for name, ranker in rankers(found, keys).items():
        ranked = {upper: list(ranker(upper)) for upper in right}
        recall = sum(lower in ranked[upper][:AT] for upper, lowers in right.items() for lower in lowers) / total
        reciprocal = sum(
            max((1 / (ranked[upper].index(lower) + 1) for lower in lowers if lower in ranked[upper]), default=0.0)
            for upper, lowers in right.items()
        )
        print(f"{name:16} recall@{AT} {recall:.2f}  MRR {reciprocal / len(right):.2f}")
    start = time.process_time()
    kept = {(keys[int(match.requirement)], keys[int(match.passage)]) for match in suggesting.find(found)}
    wanted = {(upper, lower) for upper, lowers in right.items() for lower in lowers}
    print(f"kept {len(kept)} suggestions with {len(kept & wanted)} of the pairs, {time.process_time() - start:.1f} s")
    if (shared / crosswalk_gold.GOLD).is_file():
        for title, ways in crosswalk_gold.figures(shared):
            for way, one in ways.items():
                print(
                    f"{title:10} {way:18} {one.pairs} pairs, {one.reach:.2f} in reach  recall@1 {one.first:.2f}"
                    f"  @{AT} {one.five:.2f}  MRR {one.reciprocal:.2f}  none, yet suggested {one.none:.2f}"
                )


if __name__ == "__main__":
    main()
