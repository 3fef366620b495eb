"""A coded set of texts: what programs for qualitative analysis exchange (REFI-QDA), ours and theirs.

Offsets count code points in the text of the source, half open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the codebook; one that only gathers others is not `codable`."""

    uuid: UUID
    name: str
    definition: str = ""
    codable: bool = True
    below: Sequence[Code] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Who coded, by the name they go by in the file: a number unless somebody asked for more."""

    uuid: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code that one coder gave to a selection; `coder` and `at` are None in files that do not say."""

    uuid: UUID
    code: UUID
    coder: UUID | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A memo on selections."""

    uuid: UUID
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A stretch of a source with its codings and the notes on it, by their names."""

    uuid: UUID
    name: str
    start: int
    end: int
    codings: Sequence[Coding]
    notes: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that was coded, as plain text."""

    uuid: UUID
    name: str
    text: str
    selections: Sequence[Selection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The whole set; `at` is when anything last changed, None where the file does not say."""

    name: str
    at: datetime | None
    codes: Sequence[Code]
    coders: Sequence[Coder]
    sources: Sequence[Source]
    notes: Sequence[Note] = ()

    @property
    def selections(self) -> Sequence[Selection]:
        """The selections of all sources, in their order."""
        return [selection for source in self.sources for selection in source.selections]
