"""What no longer holds and is still cited: repealed acts, older standards, renamed bodies, words of acts since amended.

The entries are policies/superseded.toml. They concern citations only: what a workspace follows are its guidelines.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class SupersededKind(StrEnum):
    """What no longer holds: an act, a version of a standard, a body under its old name, or words of an amended act."""

    ACT = "act"
    STANDARD = "standard"
    BODY = "body"
    WORDING = "wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    """One thing that no longer holds, what took its place, and from which day.

    `identifiers` are normal forms of acts (policies.locators.identifier) or of standards ("EN 301549 V2.1.2"), `names`
    the names of a body as written and `collection` that of the regulations it issued, which keep its name. A wording
    is known by `words`: lists of words in lower case, all of one list in the same passage, with none of `unless` in the
    sentence of the last; where it has a `place`, the passage cites that place of the act. `replaced_by` holds
    identifiers, or the name of a body. `since` is the first day without it, None where nobody knows; `unsure`: the day
    was not checked against an official text.
    """

    kind: SupersededKind
    sv: str
    en: str
    replaced_by: tuple[str, ...]
    since: date | None
    source: str
    identifiers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    collection: str = ""
    place: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    unsure: bool = False

    def title(self, language: str) -> str:
        """What it is called, in Swedish or English."""
        return self.sv if language == "sv" else self.en


@cache
def superseded() -> tuple[Superseded, ...]:
    """All entries, in the order of the file; read once."""
    file = files(__package__).joinpath("superseded.toml")
    return tuple(_entry(entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["texts"])


def _entry(entry: Mapping[str, Any]) -> Superseded:
    """A misspelt key or value is a fault in the file, so it surfaces as TypeError or ValueError."""
    lists = {key: tuple(entry.get(key, ())) for key in ("replaced_by", "identifiers", "names", "unless")}
    words = tuple(tuple(group) for group in entry.get("words", ()))
    return Superseded(**{**entry, **lists, "kind": SupersededKind(entry["kind"]), "words": words})
