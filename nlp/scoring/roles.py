"""Scores of the roles on labelled sentences: how much of the words was found, and whether time limits were understood.

A row is {id, language, text, roles: {kind: [words]}, lead_in?, heading?, previous?, inferred?, deadline_normal?,
labelled?}; `previous` is the sentence before in the same paragraph, `labelled` names the roles that were labelled
where not all were. Words are compared as sets: twice the common ones over those of both sides, 1.0 where both are
empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nlp.errors import NlpError
from nlp.extraction import analyse, extract
from nlp.requirements import Requirement, RoleKind, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleScore:
    """The mean overlap of a role in a language over `count` sentences that have it or were given it."""

    language: str
    kind: str
    overlap: float
    count: int
    values: tuple[float, ...]


def score_roles(path: Path) -> list[RoleScore]:
    """One score per language and role, "deadline_normal" for normal forms, "inferred" for the mark on bearers.

    Duty bearers are scored over all sentences, for naming nobody where nobody is named counts too.
    Raises NlpError error.gold_missing.
    """
    found: dict[tuple[str, str], list[float]] = {}
    for row, read in _read(path):
        language = row["language"]
        for kind in map(RoleKind, row.get("labelled", RoleKind)):
            wanted = " ".join(row["roles"].get(kind.value, ()))
            given = " ".join(role.text for role in read.roles if role.kind is kind)
            if wanted or given or kind is RoleKind.DUTY_BEARER:
                found.setdefault((language, kind.value), []).append(overlap(wanted, given))
        normal = [role.normal for role in read.roles if role.kind is RoleKind.DEADLINE]
        if "labelled" not in row and (normal or row.get("deadline_normal")):
            found.setdefault((language, "deadline_normal"), []).append(normal == row.get("deadline_normal", []))
        if read.duty_bearer and row["roles"].get("duty_bearer"):
            marked = read.duty_bearer.inherited == row.get("inferred", False)
            found.setdefault((language, "inferred"), []).append(marked)
    return [
        RoleScore(
            language=language, kind=kind, overlap=sum(values) / len(values), count=len(values), values=tuple(values)
        )
        for (language, kind), values in sorted(found.items())
    ]


def overlap(wanted: str, given: str) -> float:
    """Token F1 of two stretches of words.

    >>> overlap("en offentlig aktör", "aktör"), overlap("", ""), overlap("nämnden", "")
    (0.5, 1.0, 0.0)
    """
    one, other = _words(wanted), _words(given)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _words(text: str) -> set[str]:
    return set(text.lower().replace(",", " ").split())


def _read(path: Path) -> Iterator[tuple[dict[str, Any], Requirement]]:
    if not path.is_file():
        raise NlpError("error.gold_missing", file=path.name, folder=str(path.parent))
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    for row in rows:
        unit = Unit(text=row["text"], lead_in=row.get("lead_in", ""), heading=row.get("heading", ""))
        if row.get("previous"):
            *_, read = extract([replace(unit, text=f"{row['previous']} {row['text']}")], row["language"])
        else:
            (read,) = analyse([unit], row["language"])
        yield row, read
