"""What matching takes and gives: queries, passages, decisions; matches with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Passage types never offered as evidence: they name a matter without saying anything about it, or say no to it.
NEVER_EVIDENCE = frozenset({"heading", "contents", "rejected", "rejected_proposal", "rejected proposal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A requirement to be found again: its text, the guideline's or requirement's title, and what it cites.

    `language` is a two-letter code, "" to have it guessed from the text. `references` are normalised locators or the
    words of a citation. `force` is a value of nlp.requirements.Force or "".

    `texts` are official texts of the same provision in other languages, by two-letter code. One in the passages'
    language is asked in place of `text`; one in a neighbouring language is asked beside it.
    """

    id: str
    text: str
    title: str = ""
    language: str = ""
    force: str = ""
    references: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, item or table row of a local document; `document` says which passages belong together."""

    id: str
    document: str
    text: str
    language: str = ""
    heading: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a pair of ids."""

    requirement: str
    passage: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a passage is proposed: a code with a text in the locales, its values, and how much it tells, in [0, 1].

    Terms and citations in `values` are as written in the passage. `source` and `target` are where the reason can be
    seen in `Query.text` and `Passage.text`, as (start, end) in characters, ascending; () where it shows only in a
    title, a heading or a reference.
    """

    code: str
    values: Mapping[str, str | int | float]
    weight: float
    source: tuple[tuple[int, int], ...] = ()
    target: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A passage proposed for a requirement. `score` is in [0, 1], larger is closer; `scorer` names what gave it."""

    requirement: str
    passage: str
    score: float
    scorer: str
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score}")
