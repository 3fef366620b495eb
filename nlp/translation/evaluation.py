"""Scores of suggested modes and softenings on pairs coded by hand: `python -m nlp.translation.evaluation`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from nlp.requirements import Force
from nlp.translation.comparison import compare
from nlp.translation.deciding import COPIED
from nlp.translation.frames import read
from nlp.translation.modes import Mode, Modifier, Side, Translation

OWN = Path(__file__).parents[2] / "tests" / "data"
"""Pairs written for the tests."""

_BINS = (0.0, 0.4, 0.7, 1.01)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A pair of texts with what a person and the machine say of it; `mode`, `soft`, `hard` are None where not coded."""

    id: str
    mode: Mode | None
    modifiers: frozenset[Modifier]
    soft: bool | None
    hard: bool | None
    found: Translation


def coded(path: Path) -> list[Coded]:
    """The pairs of a file, compared."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    sources = read(
        Side(
            text=row["source"],
            language=row["source_language"],
            instrument=row.get("instrument", ""),
            title=row.get("title", ""),
            force=Force(row["force"]) if row.get("force") else None,
        )
        for row in rows
    )
    targets = read(
        Side(
            text=row["target"],
            language=row["language"],
            heading=row.get("heading", ""),
            lead_in=row.get("lead_in", ""),
            passage_type=row.get("passage_type", ""),
            document_type=row.get("document_type", ""),
        )
        for row in rows
    )
    return [
        Coded(
            id=row["id"],
            mode=Mode(row["mode"]) if "mode" in row else None,
            modifiers=frozenset(map(Modifier, row.get("modifiers", ()))),
            soft=row.get("soft"),
            hard=row.get("hard"),
            found=compare(source, target),
        )
        for row, source, target in zip(rows, sources, targets, strict=True)
    ]


def softening(pairs: Sequence[Coded]) -> tuple[float, float]:
    """Precision and recall of SOFT; 1 where nothing was said or wanted."""
    said = [pair.soft for pair in pairs if Modifier.SOFT in pair.found.modifiers]
    wanted = [Modifier.SOFT in pair.found.modifiers for pair in pairs if pair.soft]
    return sum(map(bool, said)) / len(said) if said else 1.0, sum(wanted) / len(wanted) if wanted else 1.0


def accuracy(pairs: Sequence[Coded]) -> float:
    """Share of pairs whose mode is the coded one."""
    return sum(pair.mode is pair.found.mode for pair in pairs) / len(pairs)


def most_frequent(pairs: Sequence[Coded]) -> float:
    """Accuracy of always naming the most frequent mode."""
    return Counter(pair.mode for pair in pairs).most_common(1)[0][1] / len(pairs)


def containment_alone(pairs: Sequence[Coded]) -> float:
    """Accuracy of COPY by containment, PARA for some shared runs, NONE for none."""
    said = [
        Mode.COPY if (pair.found.containment or 0) >= COPIED else Mode.PARA if pair.found.containment else Mode.NONE
        for pair in pairs
    ]
    return sum(pair.mode is mode for pair, mode in zip(pairs, said, strict=True)) / len(pairs)


def confusion(pairs: Sequence[Coded]) -> Iterator[str]:
    """The coded modes by the suggested ones, as lines of Markdown."""
    yield "| coded \\ suggested | " + " | ".join(Mode) + " |"
    yield "|---|" + "---:|" * len(Mode)
    for mode in Mode:
        counts = Counter(pair.found.mode for pair in pairs if pair.mode is mode)
        yield f"| {mode} | " + " | ".join(str(counts[other] or "") for other in Mode) + " |"


def modifier_scores(pairs: Sequence[Coded]) -> Iterator[tuple[Modifier, int, int, int]]:
    """For each modifier that was coded or suggested: how often coded, how often suggested, how often both."""
    for modifier in Modifier:
        wanted, given = (sum(modifier in found for found in side) for side in _sides(pairs))
        both = sum(modifier in pair.modifiers & pair.found.modifiers for pair in pairs)
        if wanted or given:
            yield modifier, wanted, given, both


def _sides(pairs: Sequence[Coded]) -> tuple[list[frozenset[Modifier]], list[frozenset[Modifier]]]:
    return [pair.modifiers for pair in pairs], [pair.found.modifiers for pair in pairs]


def by_confidence(pairs: Sequence[Coded]) -> Iterator[str]:
    """Accuracy by how sure the suggestion is, as lines of Markdown."""
    yield "| confidence | pairs | right |"
    yield "|---|---:|---:|"
    for low, high in pairwise(_BINS):
        inside = [pair for pair in pairs if low <= pair.found.confidence < high]
        if inside:
            yield f"| {low:.2f}-{min(high, 1.0):.2f} | {len(inside)} | {accuracy(inside):.2f} |"


def report(folder: Path) -> Iterator[str]:
    """Everything that is measured, as lines of Markdown."""
    pairs = coded(folder / "translation_should.jsonl")
    precision, recall = softening(pairs)
    yield f"Softening (SOFT), {len(pairs)} pairs: precision {precision:.3f}, recall {recall:.3f}"
    yield ""
    pairs = coded(folder / "translation_modes.jsonl")
    yield f"Mode, {len(pairs)} pairs: accuracy {accuracy(pairs):.3f}"
    yield f"(most frequent mode {most_frequent(pairs):.3f}, containment alone {containment_alone(pairs):.3f})"
    yield ""
    yield from confusion(pairs)
    yield ""
    yield from by_confidence(pairs)
    yield ""
    yield from _modifiers(pairs)
    pairs = coded(folder / "translation_scope.jsonl")
    yield ""
    yield f"Scope, bearer and place, {len(pairs)} pairs"
    yield ""
    yield from _modifiers(pairs)


def _modifiers(pairs: Sequence[Coded]) -> Iterator[str]:
    yield "| modifier | coded | suggested | both |"
    yield "|---|---:|---:|---:|"
    for modifier, wanted, given, both in modifier_scores(pairs):
        yield f"| {modifier} | {wanted} | {given} | {both} |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m nlp.translation.evaluation", description=__doc__)
    parser.add_argument("--own", type=Path, default=OWN, help="folder of coded pairs (default: tests/data)")
    sys.stdout.write("\n".join(report(parser.parse_args().own)) + "\n")


if __name__ == "__main__":
    main()
