"""What translation coding takes and gives: two sides in; a mode, modifiers, elements and reasons out.

The codes are those of Scandinavian translation research: Røvik's reproducing (copy, ref, para), modifying (add, omit)
and radical (alter) modes, and Sahlin-Andersson's editing rules (ctx, log, frm) among the modifiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from nlp.requirements import Force, Role


class Mode(StrEnum):
    """How the content came through; exactly one for a pair of texts."""

    COPY = "copy"
    REF = "ref"
    PARA = "para"
    ADD = "add"
    OMIT = "omit"
    ALTER = "alter"
    NONE = "none"


class Modifier(StrEnum):
    """What happened on the way; any number for a pair. DECOUP rests on implementation status: never suggested here."""

    SOFT = "soft"
    HARD = "hard"
    NARROW = "narrow"
    WIDEN = "widen"
    SHIFT = "shift"
    CTX = "ctx"
    LOG = "log"
    FRM = "frm"
    DECOUP = "decoup"


class ElementName(StrEnum):
    """The parts of a demand that are looked for on both sides."""

    BEARER = "bearer"
    FORCE = "force"
    ACTION = "action"
    OBJECT = "object"
    TARGET_GROUP = "target_group"
    CONDITION = "condition"
    DEADLINE = "deadline"
    FREQUENCY = "frequency"
    STANDARD = "standard"
    FOLLOW_UP = "follow_up"
    QUANTITY = "quantity"


class ElementState(StrEnum):
    """What became of an element: `missing` is in the source only, `added` in the target only."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


class Span(NamedTuple):
    """Characters start:end of a side's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A text to be compared, with what the caller knows of it already; "" or None where nothing is known.

    `language` is a two-letter code. `force` and `roles` (offsets in `text`, -1 where the words stand elsewhere) of a
    stored requirement, perhaps corrected by a person, go before what is read from the text. `lead_in` is the sentence
    an item completes. `passage_type` is a value of nlp.passages' PassageType. `instrument` is the normalised
    identifier of the act the text belongs to ("SFS 2018:1937") and `title` its name: citing them refers to the source.
    """

    text: str
    language: str = ""
    heading: str = ""
    lead_in: str = ""
    passage_type: str = ""
    document_type: str = ""
    force: Force | None = None
    roles: tuple[Role, ...] = ()
    instrument: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One part of the demand on both sides. A place is None where the words stand outside the text or are missing.

    `values` hold what was compared, as written or normalised: "source" and "target", each absent where missing.
    """

    name: ElementName
    state: ElementState
    source: Span | None = None
    target: Span | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a code with a text in the locales ("translation.softer"), its values, and the places it rests on."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A suggested coding of a pair; never a decision.

    `confidence` in [0, 1] is that of `mode`. `coverage` is (elements found, elements present in the source), None
    where the source has none. `containment` is the share of the source's three-word runs that stand in the target,
    None between two languages. `longest` are the places of the longest shared passage on both sides. `reader` names
    what made the suggestion.
    """

    mode: Mode
    modifiers: frozenset[Modifier]
    confidence: float
    elements: tuple[Element, ...]
    coverage: tuple[int, int] | None
    containment: float | None
    longest: tuple[Span, Span] | None
    reasons: tuple[Reason, ...]
    reader: str
