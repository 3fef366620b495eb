"""Lists whose items stand in units of their own: whether all of them are asked for, and what their lead-in is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp.clauses import read_clause
from nlp.languages import compound_words, lexicon
from nlp.requirements import Combination, Force, ListPart, Unit

_CLOSING = ".!?…"
_TAIL = " \t\r\n\"'”’»)]*_"


def is_unfinished(text: str) -> bool:
    """Whether a text ends in the middle of a sentence, as a lead-in does that is nothing without its items.

    >>> is_unfinished("Policyn ska innehålla"), is_unfinished("Nämnden ska pröva följande ärenden.")
    (True, False)
    """
    kept = text.rstrip(_TAIL)
    return bool(kept) and kept[-1] not in _CLOSING


def list_part(unit: Unit, *, inherited: bool, is_last: bool) -> ListPart | None:
    """How a sentence of a unit belongs to a list: only the last one leads in, only what inherits is a condition."""
    if unit.list_part is ListPart.LEAD_IN:
        return ListPart.LEAD_IN if is_last and is_unfinished(unit.text) else None
    return unit.list_part if inherited else None


def asked_for(combination: Combination | None, force: Force) -> Combination | None:
    """What is asked of a list's items under a force: whoever may do neither this "or" that may do none of them.

    >>> asked_for(Combination.ANY_OF, Force.PROHIBITION).value
    'all_of'
    """
    forbids_any = force is Force.PROHIBITION and combination is Combination.ANY_OF
    return Combination.ALL_OF if forbids_any else combination


@cache
def _expressions(language: str, group: str) -> tuple[str, ...]:
    return tuple(sorted(compound_words(language)[group]))


def states_conditions(lead_in: str, items: Sequence[str], language: str) -> bool:
    """Whether the items say when the lead-in's sentence holds, rather than what it asks for.

    >>> states_conditions("Nämnden ska lämna ut uppgiften om", ["den enskilde begär det,", "den är offentlig."], "sv")
    True
    >>> states_conditions("Registret ska innehålla uppgifter om", ["namn,", "adress."], "sv")
    False
    """
    said = " ".join(lead_in.lower().rstrip(_TAIL + ":").split())
    if said.endswith(_expressions(language, "conditional")):
        return True
    words = said.rpartition(" ")[2]
    if words not in compound_words(language)["half_conditional"]:
        return False
    # "om" and "in case of" lead in clauses or nouns; a clause has its verb near its start.
    clauses = sum(_is_clause(item, language) for item in items)
    return bool(items) and clauses * 2 > len(items)


def _is_clause(item: str, language: str) -> bool:
    words = [word.strip(",;:.") for word in item.lower().split()[:12]]
    clause = read_clause(words, lexicon(language))
    return clause.verb > 0 and not clause.guessed and "som" not in words[: clause.verb]


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
        if any(expression in said for expression in _expressions(language, choice.value)):
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
