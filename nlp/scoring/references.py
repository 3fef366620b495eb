"""How well references are found and resolved, against labelled sentences.

A labelled row holds `language`, `instrument` and `locator` (where the sentence stands), `text`, `references` (a list of
{text, targets}) and optionally `before`, the provisions that stand before it ({locator, text}). A reference found
counts as right when its target is one labelled for words that it overlaps; `exact` also asks for the very same words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.antecedents import Antecedents
from nlp.languages import LANGUAGES
from nlp.mentions import find
from nlp.references import resolved
from nlp.requirements import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceScores:
    """Counts over all rows: targets labelled, targets found, and those of them that are right."""

    labelled: int
    found: int
    right: int
    exact: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right, in [0, 1]; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was labelled that was found, in [0, 1]; 1 where nothing was labelled."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def score(rows: Iterable[Mapping[str, Any]]) -> ReferenceScores:
    """Precision and recall of targets over labelled rows."""
    labelled = found = right = exact = 0
    for row in rows:
        wanted = _labels(row)
        got = {(reference.start, reference.end, reference.target) for reference in references(row)}
        labelled += len(wanted)
        found += len(got)
        right += sum(_is_among(reference, wanted) for reference in got)
        exact += len(got & wanted)
    return ReferenceScores(labelled=labelled, found=found, right=right, exact=exact)


def references(row: Mapping[str, Any]) -> list[Reference]:
    """What is found in a labelled row, read after the provisions that stand before it."""
    language = row["language"] if row["language"] in LANGUAGES else "en"
    instrument = row.get("instrument", "")
    memory = Antecedents(instrument)
    for before in row.get("before", ()):
        memory.stand(instrument, before["locator"])
        resolved(find(before["text"], language), before["text"], memory)
    memory.stand(instrument, row.get("locator", ""))
    return resolved(find(row["text"], language), row["text"], memory)


def _labels(row: Mapping[str, Any]) -> set[tuple[int, int, str]]:
    """Start, end and target of every label; the same words twice are told apart by their order."""
    found: set[tuple[int, int, str]] = set()
    position = 0
    for label in row["references"]:
        start = row["text"].index(label["text"], position)
        position = start + len(label["text"])
        found |= {(start, position, target) for target in label["targets"]}
    return found


def _is_among(reference: tuple[int, int, str], wanted: set[tuple[int, int, str]]) -> bool:
    start, end, target = reference
    return any(target == label and start < last and first < end for first, last, label in wanted)
