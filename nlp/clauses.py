"""A shallow reading of a sentence: where its main finite verb stands, and what is subordinate before it.

No parser is assumed. Swedish is a verb-second language, so the first finite verb that no subordinator is waiting for
is the main one; English legal clauses are carried by their first modal outside a relative or conditional clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from nlp.languages import LANGUAGES, Lexicon, word_group
from nlp.languages import lexicon as lexicon_of

MODALS = {language: word_group(language, "modals") for language in LANGUAGES}
NEGATIONS = {language: word_group(language, "negations") for language in LANGUAGES}
_SV_FINITE = word_group("sv", "finite")
# "om" opens a clause only at the start or after a comma: inside a noun phrase it is a preposition ("krav om").
_SV_OPENERS = word_group("sv", "openers")
# "i den mån nämnden beslutar", "i de fall sökanden begär" open a clause without "som".
_SV_MEASURES = frozenset({"mån", "utsträckning", "omfattning", "fall"})
_SV_ADVERBIAL = frozenset({"i", "på", "vid", "med", "under", "efter", "utan", "enligt", "genom", "inom"})
_SV_ADVERBS = word_group("sv", "adverbs")
_SV_FRONTING = word_group("sv", "fronting")
_SV_DEMANDS = MODALS["sv"] | {"åligger", "ankommer", "krävs", "fordras"}
_SV_DEEMING = word_group("sv", "deeming") - {"avses"}
_BEFORE_NOUNS = (word_group("sv", "prepositions") - {"om", "av"}) | {"att", "ett", "en", "varje", "inget"}
_SV_NO_SUBJECTS = _SV_OPENERS | word_group("sv", "prepositions")
# Ends of adjectives and pronouns in the plural, which look like infinitives: "allmänna", "kommunala", "enskilda".
_PLURAL_ENDINGS = tuple(word_group("sv", "plural_endings"))
_COORDINATORS = frozenset(["och", "eller", "samt", "men", "respektive"])
_EN_OPENERS = word_group("en", "openers")
_EN_FINITE = word_group("en", "finite")
_EN_MEANS = word_group("en", "kinds_of_means")
_EN_BEHIND_NOUNS = word_group("en", "behind_nouns")
_LEFT_OPEN = _SV_OPENERS | _EN_OPENERS | {"att", "om", "to", "for", "for:"}


class Clause(NamedTuple):
    """Token positions in a sentence: the main finite verb (-1 if none) and where the main clause begins.

    `start` is 0 unless a subordinate clause stands in front ("Om ..., ska"); `inverted` is true when the subject
    follows the verb. `open` is true when the sentence ends inside a subordinate clause, as lead-ins do ("om att").
    `guessed` is true when no main verb was found and `verb` is only the first modal there is.
    """

    verb: int
    start: int
    inverted: bool
    open: bool
    guessed: bool = False


def read_clause(words: Sequence[str], lexicon: Lexicon) -> Clause:
    """The clause structure of a sentence given as lower-case tokens.

    >>> from nlp.languages import lexicon
    >>> words = "den som anser att kravet inte uppfylls får anmäla detta".split()
    >>> words[read_clause(words, lexicon("sv")).verb]
    'får'
    >>> words = "where a body which must report fails , the authority shall act".split()
    >>> words[read_clause(words, lexicon("en")).verb]
    'shall'
    """
    return _read_swedish(words, lexicon) if lexicon.language == "sv" else _read_english(words)


def _read_swedish(words: Sequence[str], lexicon: Lexicon) -> Clause:
    waiting = 0  # subordinators that have not met their finite verb
    governed = False  # after a modal an "-s" form is its infinitive, not a finite passive
    start = 0
    last_opener = -1
    previous = ""
    first = _first_word(words)
    telling = _telling(lexicon.language)
    if (verb := _after_fronted_clause(words, first, lexicon)) > 0:
        return Clause(verb=verb, start=verb, inverted=True, open=_is_open(words))
    for index, word in enumerate(words):
        if previous == "," and index > first and not waiting and word not in _COORDINATORS and last_opener >= start:
            start = index
        if word not in telling and previous != "som":
            previous = word
            continue
        if _opens_swedish(words, index, first, lexicon):
            waiting += not (
                word == "som" and (previous in _SV_OPENERS or _is_fronted_role(words, index, first, lexicon))
            )
            last_opener = index
            governed = False
        elif _is_finite(words, index, lexicon):
            if governed and word in lexicon.infinitives:
                governed = False
            elif index == first and _is_condition(words, index, lexicon):
                last_opener = index  # a conditional without "om": "Leder insatserna inte till rättelse får ..."
                governed = word in MODALS["sv"]
            elif waiting and not (previous == "," and words[first] in _SV_FRONTING and word in MODALS["sv"]):
                waiting -= 1
                governed = word in MODALS["sv"]
            elif not (previous in _COORDINATORS and last_opener >= start):
                behind = not start and (words[first] in _SV_FRONTING or last_opener == first)
                inverted = index == start or previous == "," or behind or _is_fronted(words, start, index, lexicon)
                start = index if previous == "," or behind else start
                return Clause(verb=index, start=start, inverted=inverted, open=_is_open(words))
        previous = word
    return Clause(verb=_fallback(words, MODALS["sv"]), start=0, inverted=False, open=_is_open(words), guessed=True)


@cache
def _telling(language: str) -> frozenset[str]:
    """The words that may open a clause or be its finite verb; four of five tokens are none of them."""
    words = lexicon_of(language)
    return _SV_OPENERS | {"att", "om"} | _SV_MEASURES | _SV_FINITE | words.finite | words.passives


def _opens_swedish(words: Sequence[str], index: int, first: int, lexicon: Lexicon) -> bool:
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if word == "att":
        return not _infinitive_follows(words, index, lexicon)
    if word == "om":
        if words[index - 1] in {"och", "eller"}:
            return words[first] in {"om", "när"}  # "om ... och om ..."; else "fråga om ... och om ..."
        return index == first or words[index - 1] in {",", "endast", "bara", "även", "av"}
    if word in _SV_MEASURES:
        named = words[index - 1] in {"den", "de"} and following[:1].isalpha()
        return named and following not in _SV_NO_SUBJECTS and not _is_finite(words, index + 1, lexicon)
    if word not in _SV_OPENERS:
        return False
    # An adverb does not open anything: "som har inletts där överklagas", "då får".
    adverbial = not following[:1].isalpha() or _is_finite(words, index + 1, lexicon)
    return not (word in {"där", "då", "sedan", "hur"} and adverbial)


def _read_english(words: Sequence[str]) -> Clause:
    modals = MODALS["en"]
    first = _first_word(words)
    start = 0
    opener = -1
    verb = -1
    for index, word in enumerate(words):
        if word == "," and opener >= start and not (index + 1 < len(words) and words[index + 1] in _COORDINATORS):
            start = index + 1
            opener = -1
        if word in _EN_OPENERS and not (word in {"that", "as"} and index == first):
            opener = index
        elif word in modals and not (word == "may" and index and words[index - 1].isdigit()):  # "1 May"
            if opener >= 0 and index - opener <= _reach(words, opener):
                opener = -1
                continue
            verb = index
            break
    guessed = verb < 0
    if guessed:
        verb = next((i for i, w in enumerate(words) if w in _EN_FINITE and not is_noun(words, i)), -1)
        start = 0
    return Clause(verb=verb, start=min(start, max(verb, 0)), inverted=False, open=_is_open(words), guessed=guessed)


def is_noun(words: Sequence[str], index: int) -> bool:
    """Whether "means" is the noun: in "electronic identification means is designed" and "by means of" it is."""
    if words[index] != "means":
        return False
    if index and words[index - 1] in _EN_MEANS:
        return True
    following = words[index + 1] if index + 1 < len(words) else ""
    return following in _EN_BEHIND_NOUNS or following in _EN_FINITE or following.endswith("ed") or not following


def _reach(words: Sequence[str], opener: int) -> int:
    """How far a subordinator looks for its verb: a relative one stands beside it, a conditional one has a subject."""
    return 3 if words[opener] in {"which", "who", "whom", "whose", "as"} else 12


def _first_word(words: Sequence[str]) -> int:
    for index, word in enumerate(words):
        if word[:1].isalpha():
            return index
    return 0


def _is_finite(words: Sequence[str], index: int, lexicon: Lexicon) -> bool:
    word = words[index]
    if word in _SV_FINITE:
        return True
    if word not in lexicon.finite and word not in lexicon.passives:
        # An unknown word right after "som" can only be its verb if it looks like one.
        return (
            index > 0
            and words[index - 1] == "som"
            and word.endswith(("ar", "er", "as", "es", "ts", "ns", "ls", "står", "slår"))
        )
    # After a modal or "att" the passive is an infinitive; after an article or preposition ("i delar") it is a noun.
    return not (index > 0 and words[index - 1] in _BEFORE_NOUNS)


def _infinitive_follows(words: Sequence[str], index: int, lexicon: Lexicon) -> bool:
    """Whether "att" is the mark of an infinitive, be it behind adverbs ("att alltid lämna", "att i vissa fall få")."""
    passing = 0  # words of an adverbial that a preposition opened
    for word in words[index + 1 : index + 7]:
        if word in lexicon.infinitives or (word.endswith("a") and not word.endswith(_PLURAL_ENDINGS)):
            return True
        if word in _SV_ADVERBIAL:
            passing = 3
        elif word not in _SV_ADVERBS and not passing:
            return False
        passing = max(0, passing - 1)
    return False


def _after_fronted_clause(words: Sequence[str], first: int, lexicon: Lexicon) -> int:
    """Position of the main verb behind a clause in front and its comma: "Om X begär det eller Y vill, får ...", or -1.

    A modal is taken before any other verb, for conditions list verbs with commas too ("ansöker, anmäler eller ...").
    """
    if words[first : first + 1] and not (words[first] in _SV_FRONTING or _is_finite(words, first, lexicon)):
        return -1
    other = -1
    for index in range(first + 2, len(words)):
        if words[index - 1] == "," and _is_finite(words, index, lexicon):
            if words[index] in MODALS["sv"]:
                return index
            other = index if other < 0 else other
    return other


def _is_condition(words: Sequence[str], index: int, lexicon: Lexicon) -> bool:
    """Whether a first verb opens a condition because the main verb comes later: "Finns det skäl, får nämnden ...".

    Items of a list begin with "är" and "finns" too ("är avsedd för barn eller omfattar ..."): only a modal or demand
    after them tells.
    """
    later = _later_verb(words, index, lexicon)
    return later > 0 and (words[index] not in {"är", "finns"} or words[later] in _SV_DEMANDS)


def _is_fronted_role(words: Sequence[str], index: int, first: int, lexicon: Lexicon) -> bool:
    """Whether "som" is no relative: "Som tillbyggnad räknas ...", with what something is deemed to be in front."""
    if index != first:
        return False
    verb = next((i for i in range(index + 1, min(len(words), index + 10)) if _is_finite(words, i, lexicon)), -1)
    return verb > index + 1 and words[verb] in _SV_DEEMING


def _later_verb(words: Sequence[str], index: int, lexicon: Lexicon) -> int:
    """Position of another finite verb that could be the main one (so that the first was a condition), or -1."""
    waiting = 0
    for later in range(index + 1, len(words)):
        if words[later] in _SV_OPENERS or words[later] == "att":
            waiting += 1
        elif _is_finite(words, later, lexicon) and words[later - 1] not in _COORDINATORS:
            if not waiting:
                return later
            waiting -= 1
    return -1


_SV_FRONTED = word_group("sv", "fronted")


def _is_fronted(words: Sequence[str], start: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether an adverbial stands before the verb, so that the subject comes after it."""
    first = next((w for w in words[start:verb] if w[:1].isalpha()), "")
    return first in _SV_FRONTED or (first == "så" and verb - start < 8 and not lexicon.is_actor(words[verb - 1]))


def _is_open(words: Sequence[str]) -> bool:
    for word in reversed(words):
        if word[:1].isalpha():
            return word in _LEFT_OPEN
    return False


def _fallback(words: Sequence[str], modals: frozenset[str]) -> int:
    return next((i for i, word in enumerate(words) if word in modals), -1)
