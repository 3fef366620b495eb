"""Lists whose items stand in units of their own: whether all of them are asked for, and what their lead-in is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp.languages import compound_words
from nlp.requirements import Combination

_CLOSING = ".!?…"
_TAIL = " \t\r\n\"'”’»)]*_"


def is_unfinished(text: str) -> bool:
    """Whether a text ends in the middle of a sentence, as a lead-in does that is nothing without its items.

    >>> is_unfinished("Policyn ska innehålla"), is_unfinished("Nämnden ska pröva följande ärenden.")
    (True, False)
    """
    kept = text.rstrip(_TAIL)
    return bool(kept) and kept[-1] not in _CLOSING


@cache
def _expressions(language: str, combination: Combination) -> tuple[str, ...]:
    return tuple(sorted(compound_words(language)[combination.value]))


def combination(lead_in: str, items: Sequence[str], language: str) -> Combination | None:
    """What a list asks for, from its lead-in ("något av följande") or the word before the last item; None if unsaid.

    >>> combination("Ansökan ska innehålla", ["namn,", "adress, och", "telefonnummer."], "sv").value
    'all_of'
    >>> combination("Processing is lawful if one or more of the following applies:", ["consent", "law"], "en").value
    'any_of'
    """
    if len(items) < 2:
        return None
    said = " ".join(lead_in.lower().split())
    for choice in (Combination.ANY_OF, Combination.ALL_OF):
        if any(expression in said for expression in _expressions(language, choice)):
            return choice
    words = compound_words(language)
    # The conjunction begins the last item or ends one before it; "namn och adress," has one of its own inside.
    places = [items[-1].lower().split()[:2], *(item.lower().split()[-1:] for item in reversed(items[:-1]))]
    for word in (word.strip(",;:.") for place in places for word in place):
        if word in words["disjunctions"]:
            return Combination.ANY_OF
        if word in words["conjunctions"]:
            return Combination.ALL_OF
    return None
