"""Who an English legal sentence speaks of, what it has them do, and in which voice; read from word order alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.languages import Lexicon, word_group
from nlp.rules import CAPITAL, UPPER, Sentence

FRONTING = word_group("en", "fronting")
DETERMINERS = word_group("en", "reference_words")
PHRASE_ENDS = word_group("en", "noun_phrase_ends")
PRONOUNS = word_group("en", "subject_pronouns")
_STARTERS = word_group("en", "sentence_starters")
_PARTICIPLES = word_group("en", "reduced_participles")
_ADVERBS = word_group("en", "degree_adverbs")
_MODALS = word_group("en", "modals")
_LABELS = word_group("en", "parts_of_acts")
_NUMERALS = word_group("en", "roman_numerals")
_COORDINATORS = frozenset({"and", "or"})
_INTERJECTED = tuple(tuple(phrase.split("_")) for phrase in sorted(word_group("en", "interjected")))
_INTERJECTIONS = {first: [p for p in _INTERJECTED if p[0] == first] for first in {p[0] for p in _INTERJECTED}}
_NOT_ADVERBS = word_group("en", "verbs_in_ly")
_PARTICIPLE_ENDINGS = ("ed", "en", "ade", "aid", "eld", "ent", "ept", "ought", "own", "rawn", "one", "ut", "et", "ound")
COLLECTIVE = word_group("en", "collective_agents")
_ADJECTIVES = word_group("en", "copula_adjectives")
_AGENT_REACH, _AGENT_LENGTH, _LOOKAHEAD = 13, 6, 15


class Predicate(NamedTuple):
    """Token positions and words of a sentence, counted as in `Sentence.words`.

    `start` is where the sentence begins behind headings that run into it; `subject` what stands before the modal,
    without what is fronted; `head` the positions of the subject's words up to its main noun, `last_head` the same
    for the noun phrase nearest to the modal. `act` is the verb behind the modal, or what follows "be"; `following`
    the words from there on. `agent` says whom "by" names behind a passive: "actor", "phrase", "means", "date" or "".
    """

    verb: int
    start: int
    subject: range
    head: Sequence[int]
    last_head: Sequence[int]
    voice: str
    act: str
    following: Sequence[str]
    fronted: bool
    agent: str


def read_predicate(sentence: Sentence, lexicon: Lexicon) -> Predicate:
    """Take an English sentence apart at its modal; a sentence without one is read at its first verb."""
    words = sentence.words
    verb, clause_start = _modal(sentence)
    start = _beginning(sentence, clause_start, verb)
    stretches = list(_stretches(words, start, verb))
    phrase, fronted = _subject(words, stretches)
    first = phrase[0] if fronted and phrase else start
    voice, act, following = _verb_phrase(words, verb)
    return Predicate(
        verb=verb,
        start=start,
        subject=range(first, verb),
        head=_head(words, phrase),
        last_head=_head(words, stretches[-1]) if stretches else (),
        voice=voice,
        act=act,
        following=following,
        fronted=fronted,
        agent=_agent(sentence, verb, lexicon) if voice == "passive" else "",
    )


def _modal(sentence: Sentence) -> tuple[int, int]:
    """The modal that carries the sentence, and where its clause begins: a guess gives way to the first "shall"."""
    words, clause = sentence.words, sentence.clause
    if clause.verb >= 0 and not clause.guessed and words[clause.verb] in _MODALS:
        # An insertion right before the modal is no clause in front: "Keepers, once registered, shall".
        begun = any(word.isalpha() for word in words[clause.start : clause.verb])
        return clause.verb, clause.start if begun else 0
    first = next((i for i, word in enumerate(words) if word in {"shall", "must"}), clause.verb)
    return max(first, 0), 0


def _beginning(sentence: Sentence, start: int, verb: int) -> int:
    """The first word behind headings that stand in one line with the sentence ("Article 5 Reports The Agency ...").

    A heading ends where the layout breaks off before a capital, or before a capitalised word that opens sentences.
    """
    words, capitals = sentence.words, sentence.capitals
    begin = start
    broken = False
    previous = ""
    for index in range(min(verb, len(capitals))):
        word = words[index]
        if word.isspace():
            broken = broken or len(word) > 1 or word == "\n"
            continue
        if capitals[index] and index >= start and previous:
            opens = word in _STARTERS and (previous[-1].isalnum() or previous in ":.)") and previous not in _LABELS
            if broken or opens:
                begin = index
        broken = False
        previous = word
    return begin


def _stretches(words: Sequence[str], first: int, last: int) -> Iterator[list[int]]:
    """The positions between commas, without what stands in brackets and without white space."""
    found: list[int] = []
    depth = 0
    for index in range(first, last):
        word = words[index]
        if word in {"(", "["}:
            depth += 1
        elif word in {")", "]"}:
            depth = max(0, depth - 1)
        elif depth or word.isspace():
            continue
        elif word in {",", ":", ";"}:
            if found:
                yield found
            found = []
        else:
            found.append(index)
    if found:
        yield found


def _subject(words: Sequence[str], stretches: Sequence[list[int]]) -> tuple[list[int], bool]:
    """The stretch that holds the subject, and whether something stands in front of it."""
    if not stretches:
        return [], False
    last = len(stretches) - 1
    place = 0
    while place < last and (words[stretches[place][0]] in FRONTING or words[stretches[place][0]].endswith("ly")):
        place += 1
    chosen = stretches[place]
    if words[chosen[0]] in FRONTING:
        # Fronted without a comma: "On request the Commission shall".
        closed = PHRASE_ENDS | FRONTING | _COORDINATORS
        places = [
            index
            for order, index in enumerate(chosen)
            if order > 1 and words[index] in DETERMINERS and words[chosen[order - 1]] not in closed
        ]
        return (chosen[chosen.index(places[-1]) :], True) if places else (chosen, place > 0)
    if place and words[chosen[0]] not in DETERMINERS:
        # An insertion goes on behind the comma ("..., including inspections, the Agency shall").
        chosen = next((s for s in reversed(stretches[place + 1 :]) if words[s[0]] in DETERMINERS), chosen)
    return chosen, place > 0


def _head(words: Sequence[str], phrase: Sequence[int]) -> list[int]:
    """The words of a noun phrase up to its main noun: before the first preposition, participle or "and"."""
    head: list[int] = []
    named = False
    for order, index in enumerate(phrase):
        word = words[index]
        if named:
            following = words[phrase[order + 1]] if order + 1 < len(phrase) else ""
            reduced = word in _PARTICIPLES or (word.endswith(("ed", "ing")) and following in PHRASE_ENDS)
            if word in PHRASE_ENDS or word in _COORDINATORS or reduced:
                break
        if word[:1].isalpha():
            head.append(index)
            named = named or word not in DETERMINERS
    return head


def _verb_phrase(words: Sequence[str], verb: int) -> tuple[str, str, list[str]]:
    """Voice, main word and the words from it on."""
    following = _without_adverbs([w for w in words[verb + 1 : verb + 1 + _LOOKAHEAD] if w[:1].isalpha()])
    act = following[0] if following else ""
    if act == "have":
        return "have", act, following
    if act != "be":
        return "active", act, following
    following = _without_adverbs(following[1:])
    act = following[0] if following else ""
    passive = act.endswith(_PARTICIPLE_ENDINGS) and act not in _ADJECTIVES
    return "passive" if passive else "copula", act, following


def _without_adverbs(words: list[str]) -> list[str]:
    """The words from the first that is neither an adverb nor part of a phrase put in ("in particular")."""
    at = 0
    while at < len(words):
        word = words[at]
        if word in _ADVERBS or (word.endswith("ly") and word not in _NOT_ADVERBS):
            at += 1
            continue
        phrase = next((p for p in _INTERJECTIONS.get(word, ()) if tuple(words[at : at + len(p)]) == p), None)
        if phrase is None:
            break
        at += len(phrase)
    return words[at:]


def _agent(sentence: Sentence, verb: int, lexicon: Lexicon) -> str:
    words = sentence.words
    for index in range(verb, min(len(words) - 1, verb + 1 + _AGENT_REACH)):
        word = words[index]
        if word in {",", ";", "which", "that", "who", "where", "if", "when"}:
            return ""
        if word == "by":
            named = range(index + 1, min(len(words), index + 1 + _AGENT_LENGTH))
            if any(names_actor(words[i], lexicon) or is_acronym(sentence, i) for i in named):
                return "actor"
            first = words[index + 1]
            if first.endswith("ing") or first == "means":
                return "means"
            return "date" if first[:1].isdigit() else "phrase"
    return ""


def kind_of_head(sentence: Sentence, head: Sequence[int], lexicon: Lexicon) -> str:
    """What the main noun names: "actor", "acronym", "actor's" ("Agency budget"), a pronoun, or "thing"."""
    if not head:
        return "none"
    word = sentence.words[head[-1]]
    if word in PRONOUNS:
        return word
    if names_actor(word, lexicon):
        return "actor"
    if is_acronym(sentence, head[-1]):
        return "acronym"
    return "actor's" if any(names_actor(sentence.words[i], lexicon) for i in head) else "thing"


def names_actor(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names somebody who acts, be it through others: a country, a group, a vessel."""
    return word in COLLECTIVE or lexicon.is_actor(word)


def is_acronym(sentence: Sentence, index: int) -> bool:
    """Whether a token is written in capitals and no numeral ("EUSR", not "VI")."""
    word = sentence.words[index]
    capitals = sentence.capitals
    return index < len(capitals) and capitals[index] == UPPER and len(word) > 1 and word not in _NUMERALS


def is_capitalised(sentence: Sentence, index: int) -> bool:
    """Whether a token begins with a capital."""
    return index < len(sentence.capitals) and sentence.capitals[index] >= CAPITAL


def singular(noun: str) -> str:
    """The singular of a regular noun.

    >>> singular("authorities"), singular("states"), singular("process")
    ('authority', 'state', 'process')
    """
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun
