"""Who there is and what ties them, for linked data: roles and bodies, never the people who hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A role or body; `part_of` is the number of the one it belongs to, `identifier` its key in a register."""

    id: int
    identifier: str
    kind: str
    name: str
    role: str
    part_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A confirmed tie from one actor to another, by their numbers, and the days it holds."""

    uuid: UUID
    source: int
    target: int
    kind: str
    formal: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """All actors of a workspace and all confirmed ties between them."""

    actors: Sequence[Actor]
    relations: Sequence[Relation]
