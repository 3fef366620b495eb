"""Suggested modes and softenings against the pairs that the authors of the demonstration coded, and the time it takes.

usage: python -m benchmarks.translation

The sources are the library's summaries, not official wordings, and the local sentences are written freely: few words
are shared, so that these are the hardest pairs there are.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from nlp.requirements import Force
from nlp.translation.comparison import compare
from nlp.translation.frames import read
from nlp.translation.modes import Mode, Modifier, Side, Translation
from policies import library

ANSWERS = Path(__file__).parents[1] / "tracker" / "demo" / "answers.json"
_BINS = (0.0, 0.35, 0.5, 0.7, 1.01)


def main() -> None:
    """Print tables as Markdown."""
    summaries = {r.id: r for guideline in library.load() for r in guideline.requirements}
    rows = [row for row in json.loads(ANSWERS.read_text("utf-8"))["pairs"] if row["requirement"] in summaries]
    known = {force.value for force in Force}
    for language in ("sv", "en"):
        sources = []
        for row in rows:
            summary = summaries[row["requirement"]]
            force = Force(summary.force) if summary.force in known else None
            sources.append(Side(text=getattr(summary, language), language=language, force=force))
        began = time.process_time()
        frames = read([*sources, *(Side(text=row["sentence"], language="sv") for row in rows)])
        reading = time.process_time() - began
        began = time.process_time()
        found = [compare(a, b, linked=True) for a, b in zip(frames, frames[len(rows) :], strict=False)]
        comparing = time.process_time() - began
        print(f"\n## Summaries in {language}, {len(rows)} pairs\n")
        each, pair = 1000 * reading / len(frames), 1000 * comparing / len(rows)
        print(f"read {each:.2f} ms a text, compared {pair:.2f} ms a pair\n")
        _modes([Mode(row["mode"].lower()) for row in rows], found)
        _modifiers([{Modifier(name.lower()) for name in row["modifiers"]} for row in rows], found)


def _modes(coded: Sequence[Mode], found: Sequence[Translation]) -> None:
    right = [mode is one.mode for mode, one in zip(coded, found, strict=True)]
    often = Counter(coded).most_common(1)[0][1] / len(coded)
    print(f"accuracy {sum(right) / len(right):.3f}, most frequent mode {often:.3f}\n")
    print("| confidence | pairs | right |\n|---|---:|---:|")
    for low, high in pairwise(_BINS):
        inside = [hit for hit, one in zip(right, found, strict=True) if low <= one.confidence < high]
        if inside:
            print(f"| {low}-{min(high, 1.0)} | {len(inside)} | {sum(inside) / len(inside):.2f} |")


def _modifiers(coded: Sequence[set[Modifier]], found: Sequence[Translation]) -> None:
    print("\n| modifier | coded | suggested | both |\n|---|---:|---:|---:|")
    for modifier in Modifier:
        wanted, given = sum(modifier in one for one in coded), sum(modifier in one.modifiers for one in found)
        both = sum(modifier in one and modifier in other.modifiers for one, other in zip(coded, found, strict=True))
        print(f"| {modifier} | {wanted} | {given} | {both} |")


if __name__ == "__main__":
    main()
