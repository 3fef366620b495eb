"""What the package takes and gives for extraction; `extract` lives in nlp.extraction."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Force(StrEnum):
    """What the words of a unit say; the first four are tracked, permission only when a person asks for it."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    RECOMMENDATION = "recommendation"
    RIGHT = "right"
    PERMISSION = "permission"
    EXEMPTION = "exemption"
    DEFINITION = "definition"
    SCOPE = "scope"
    STATEMENT = "statement"


REQUIREMENT_FORCES = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT})
REGULATORY_FORCES = REQUIREMENT_FORCES | {Force.PERMISSION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A leaf of a document to be read: a paragraph or a list item.

    `offset` is where `text` begins in the document; every offset that comes back counts from the document's start.
    `lead_in` is the text of the enclosing provision whose sentence the item completes, "" if none.
    `zone` is the value of policies' Zone ("recital", "enacting" ...), "" if unknown. `id` is handed back unchanged.
    """

    text: str
    id: str = ""
    offset: int = 0
    lead_in: str = ""
    heading: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Words that fill a role, as written, with offsets in the document.

    `inherited` is true when the words stand in the lead-in; then `start` and `end` are -1.
    `normal` is a normalised form where one exists, else "".
    """

    text: str
    start: int = -1
    end: int = -1
    inherited: bool = False
    normal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A legal reference as written, and the normalised locator it points to ("" when it cannot be resolved)."""

    text: str
    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The words that gave a unit its force, so that a reader can see why."""

    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One sentence or item with its force; requirements and other statements alike (see `is_requirement`).

    `start:end` are document offsets of the unit's sentence. `confidence` is the probability of the stated force,
    `p_requirement` of being a requirement, `p_regulatory` of obligation, prohibition, recommendation, permission or
    right together; all in [0, 1].
    """

    unit_id: str
    start: int
    end: int
    force: Force
    is_requirement: bool
    confidence: float
    p_requirement: float
    p_regulatory: float
    duty_bearer: Role | None = None
    deadline: Role | None = None
    references: tuple[Reference, ...] = ()
    cues: tuple[Cue, ...] = field(default_factory=tuple)
