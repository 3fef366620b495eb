"""The shapes of judging passages: a passage with its surroundings, its type, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PassageType(StrEnum):
    """What a passage does; heading, contents and rejected never support a translation."""

    RULE = "rule"
    DECISION = "decision"
    PROPOSAL = "proposal"
    REJECTED = "rejected"
    RESERVATION = "reservation"
    BACKGROUND = "background"
    QUOTATION = "quotation"
    HEADING = "heading"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageText:
    """A passage with its surroundings.

    `heading` is the nearest heading, or several from the outermost inwards separated by line feeds.
    `provision_kind` and `block_kind` are the reader's words ("decision", "item", "row" ...). `lead_in` is the sentence
    an item completes. All are "" if unknown.
    """

    text: str
    heading: str = ""
    provision_kind: str = ""
    block_kind: str = ""
    lead_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageJudgement:
    """A type and why: `cue` as written at `start:end` of the passage; -1 when it stands elsewhere (see `origin`).

    `origin` is text, heading, lead_in, block (the reader said so), form (shape of the text) or none (no cue).
    `confidence` is in [0, 1] and orders a review; it is not calibrated.
    """

    type: PassageType
    cue: str = ""
    start: int = -1
    end: int = -1
    confidence: float
    origin: str = "text"
