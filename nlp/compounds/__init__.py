"""Splits a sentence that asks for several things into the parts that can be tracked one by one.

A split needs positive evidence: a list with markers of its own, a finite modal of its own, a verb of its own with
something to act on, or, under "shall ensure that", an actor of its own. Whatever is doubtful stays whole, for one
requirement in two halves is worse than two under one number.
"""

from __future__ import annotations

from nlp.compounds.coordination import coordinated
from nlp.compounds.grammar import grammar_of
from nlp.compounds.inline_lists import listed
from nlp.compounds.parts import Compound, Part
from nlp.compounds.two_levels import nested
from nlp.languages import Lexicon
from nlp.requirements import REGULATORY_FORCES
from nlp.rules import Proposal, Sentence

__all__ = ["Compound", "Part", "split"]

# Sentences about texts and decisions: what they coordinate is never a list of duties.
_WHOLE_RULES = frozenset({"question", "amendment", "proposal", "motion", "rejects", "delegation", "contents", "deemed"})


def split(sentence: Sentence, proposal: Proposal, lexicon: Lexicon) -> Compound | None:
    """The parts of a sentence, None where it asks for one thing only."""
    if proposal.rule in _WHOLE_RULES:
        return None
    grammar = grammar_of(lexicon)
    if grammar.joining.isdisjoint(sentence.words):
        return None
    regulatory = proposal.force in REGULATORY_FORCES
    if regulatory and (found := listed(sentence, grammar)) is not None:
        return found
    if (found := coordinated(sentence, proposal, grammar)) is not None:
        return found
    return nested(sentence, grammar) if regulatory else None
