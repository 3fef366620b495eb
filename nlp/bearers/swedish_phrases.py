"""Swedish noun phrases that name somebody: where they begin and end, and whether their head is an actor."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.bearers import Span
from nlp.languages import Lexicon, word_group

_PREPOSITIONS = word_group("sv", "prepositions")
_BREAKS = _PREPOSITIONS | word_group("sv", "breaks")
_PARTITIVE = word_group("sv", "partitive")
_THINGS = word_group("sv", "things")
_NAMED_FOR = ("chefen", "direktören", "inspektionen", "kansliet", "ministern")
_ADVERBIAL = ("igt", "alt", "ivt", "iskt")  # "digitalt", "skriftligt", not part of a name
_NAMED_BY_RELATIVE = frozenset(["den", "de", "varje"])
RELATIVE = frozenset(["som", "där", "dit", "vilken", "vilket", "vilka"])


def phrase(tokens: Sequence[str], first: int, words: Lexicon) -> Span | None:
    """A noun phrase beginning at `first`: up to a verb, preposition, adverb or stop; a coordination is kept whole.

    "den myndighet som regeringen bestämmer" keeps its relative clause, for that is the name of the actor.
    """
    last = first
    while last < len(tokens) and last - first < 14:
        word = tokens[last]
        if word == "som" and last > first and (tokens[first] in _NAMED_BY_RELATIVE or tokens[last - 1] == "den"):
            last = _relative_end(tokens, last, words)
            break
        if word == "för" and last > first and tokens[last - 1].endswith(_NAMED_FOR):
            last += 1  # "chefen för centret", "Inspektionen för vård och omsorg"
            continue
        if word in _BREAKS or words.is_verb(word):
            break
        if word == "," and not continues(tokens, last, words):
            break
        last += 1
    while last > first and (
        tokens[last - 1] in {"och", "eller", ","} or (last - first > 1 and tokens[last - 1].endswith(_ADVERBIAL))
    ):
        last -= 1
    return (first, last) if last > first else None


def _relative_end(tokens: Sequence[str], som: int, words: Lexicon) -> int:
    """Where "som regeringen bestämmer" or "som bedriver hälso- och sjukvård" ends: behind its verb and its object."""
    verb = next((i for i in range(som + 1, min(len(tokens), som + 6)) if words.is_verb(tokens[i])), -1)
    if verb < 0:  # a verb the word lists do not know, or a participle without its "har"
        return min(som + 2, len(tokens)) if tokens[som + 1 : som + 2] and tokens[som + 1][:1].isalpha() else som
    last = verb + 1
    if verb == som + 1:  # the actor is the subject: an object of its own may follow
        while last < len(tokens) and last - verb < 6 and tokens[last] not in _BREAKS and tokens[last] != ",":
            if words.is_verb(tokens[last]) or words.is_actor(tokens[last]):
                break
            last += 1
        while tokens[last - 1] in {"och", "eller"}:
            last -= 1
    return last


def continues(tokens: Sequence[str], comma: int, words: Lexicon) -> bool:
    """Whether a comma stands in a list of actors: "Justitiekanslern, Försäkringskassan och Skatteverket"."""
    return comma + 2 < len(tokens) and any(map(words.is_actor, tokens[comma + 1 : comma + 3]))


def names_actor(tokens: Sequence[str], words: Lexicon) -> bool:
    """Whether the head of a noun phrase names an actor; the head stands before the first relative or preposition."""
    if tokens[0] in {"den", "de"} and "som" in tokens[1:3]:
        return True
    if tokens[0] in _THINGS and not (len(tokens) == 1 and tokens[0] == "rätten"):  # the court, not "rätten till"
        return False
    for index, word in enumerate(tokens):
        if index and word in _BREAKS and not (word == "av" and tokens[0] in _PARTITIVE):
            return False
        if words.is_actor(word):
            return True
    return False


def party(tokens: Sequence[str], prepositions: tuple[str, ...], words: Lexicon, start: int) -> Span | None:
    """The first actor named after one of the prepositions; after the main verb, outside relative clauses."""
    if not any(word in tokens for word in prepositions):
        return None
    for index in range(start, len(tokens) - 1):
        if start and tokens[index] in RELATIVE:
            return None
        if tokens[index] in prepositions and (index == 0 or tokens[index - 1] not in _PARTITIVE):
            found = actor_phrase(tokens, index + 1, words)
            if found is not None:
                return found
    return None


def actor_phrase(tokens: Sequence[str], first: int, words: Lexicon) -> Span | None:
    """The noun phrase beginning at `first`, where its head names an actor; None where none does."""
    found = phrase(tokens, first, words) if tokens[first : first + 1] and tokens[first] not in RELATIVE else None
    return found if found is not None and names_actor(tokens[found[0] : found[1]], words) else None
