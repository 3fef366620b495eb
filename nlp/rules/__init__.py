"""Rules that propose a force from the words of a sentence, one module per language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nlp.clauses import Clause
from nlp.languages import Lexicon
from nlp.requirements import Force

CAPITAL, UPPER = 1, 2

# What is made for every sentence is a named tuple: a frozen dataclass takes four times as long to make.


class CueHit(NamedTuple):
    """A phrase of the lexicon found at tokens start:end of a sentence."""

    start: int
    end: int
    mark: str
    rule: str


class Sentence(NamedTuple):
    """What a rule looks at: lower-case tokens, the reading of the clause and the cues, counted within the sentence.

    `offset` is the sentence's first token in the Doc. `capitals` says of each token whether it is written with a
    CAPITAL, all UPPER, or neither (0); it is empty for Swedish, which writes its names of authorities small.
    """

    offset: int
    words: Sequence[str]
    clause: Clause
    cues: Sequence[CueHit]
    heading: str = ""
    capitals: Sequence[int] = ()


class Proposal(NamedTuple):
    """The force a rule proposes, the rule's name, and the tokens that made it fire (start:end)."""

    force: Force
    rule: str
    start: int
    end: int

    @property
    def is_own(self) -> bool:
        """Whether the sentence carries a finite modal or deontic phrase itself."""
        return self.rule not in WEAK_RULES


OPERATIVE_ZONES = frozenset({"enacting", "annex", "transitional"})
"""Where an act lays something down, as its zones are called in policies."""

WEAK_RULES = frozenset(
    {
        "none",
        "imperative",
        "fragment",
        "indicative",
        "indicative_actor",
        "indicative_agent",
        "indicative_procedure",
        "is",
        "can",
        "has",
        "exists",
    }
)

# A rule looks at a sentence whose main verb stands at a token position.
Rule = Callable[[Sentence, int, Lexicon], Proposal]
