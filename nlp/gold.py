"""Labelled files for training and measuring: statutes, EU statements, marked checklists, constructed sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import NlpError
from nlp.requirements import Unit

STATUTES = "sfs_requirements.jsonl"
STATEMENTS = "eu_regulatory_statements.jsonl"
CHECKLISTS = "digg_checklists.jsonl"
FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A unit and what people said of it. `label` is a force, "regulatory"/"constitutive", or a checklist mark.

    `group` is what cross-validation must not tear apart: the act, the near-duplicates, the file.
    """

    unit: Unit
    label: str
    group: str
    language: str
    is_requirement: bool = False
    duty_bearer: str = ""
    deadline: str = ""


def read_statutes(folder: Path) -> list[Labelled]:
    """Units of Swedish statutes, labelled with one of the nine forces; grouped by act."""
    return [
        Labelled(
            unit=Unit(id=row["id"], text=row["text"], lead_in=row.get("lead_in", ""), heading=row.get("head", "")),
            label=row["force"],
            group=row["doc"],
            language="sv",
            is_requirement=bool(row["is_requirement"]),
            duty_bearer=row["duty_bearer"],
            deadline=row["deadline"],
        )
        for row in _rows(folder / STATUTES)
    ]


def read_statements(folder: Path) -> list[Labelled]:
    """English sentences of EU acts, labelled regulatory or constitutive; near-duplicates share a group."""
    rows = _rows(folder / STATEMENTS)
    groups = near_duplicates([row["text"] for row in rows])
    return [
        Labelled(unit=Unit(id=row["id"], text=row["text"]), label=row["label"], group=str(group), language="en")
        for row, group in zip(rows, groups, strict=True)
    ]


def read_checklists(folder: Path) -> list[Labelled]:
    """Checklist items with the issuer's own mark put in front, as they stand in the files; grouped by file."""
    return [
        Labelled(
            unit=Unit(id=row["id"], text=f"{row['label']}: {row['text']}"),
            label=row["label"],
            group=row["id"].rpartition(":")[0],
            language=row["language"],
        )
        for row in _rows(folder / CHECKLISTS)
    ]


def read_constructed(path: Path) -> list[Labelled]:
    """Sentences written for the tests, one group each."""
    return [
        Labelled(
            unit=Unit(id=row["id"], text=row["text"], lead_in=row.get("lead_in", "")),
            label=row["force"],
            group=row["id"],
            language=row["language"],
        )
        for row in _rows(path)
    ]


def near_duplicates(texts: Sequence[str], threshold: float = 0.7) -> list[int]:
    """A group number per text: texts sharing `threshold` of their words (digits aside) fall together.

    >>> near_duplicates(["It shall apply from 1 May.", "Other words here.", "It shall apply from 2 May."])
    [0, 1, 0]
    """
    bags = [frozenset(re.findall(r"[^\W\d_]+", text.lower())) for text in texts]
    group = list(range(len(texts)))
    for later, bag in enumerate(bags):
        for earlier in range(later):
            other = bags[earlier]
            if len(bag & other) >= threshold * len(bag | other):
                old, new = group[later], group[earlier]
                group = [new if value == old else value for value in group] if old != new else group
    return group


def folds(groups: Iterable[str], count: int) -> list[int]:
    """A fold per row: whole groups, the largest first, each into the fold that holds least; no chance involved."""
    listed = list(groups)
    sizes: dict[str, int] = {}
    for name in listed:
        sizes[name] = sizes.get(name, 0) + 1
    filled = [0] * count
    place: dict[str, int] = {}
    for name in sorted(sizes, key=lambda n: (-sizes[n], n)):
        place[name] = filled.index(min(filled))
        filled[place[name]] += sizes[name]
    return [place[name] for name in listed]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise NlpError("error.gold_missing", file=path.name, folder=str(path.parent))
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
