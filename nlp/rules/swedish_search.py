"""Looking ahead of a Swedish main verb: its infinitive, its negation, the words that limit it."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.clauses import NEGATIONS
from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Sentence

STOPS = frozenset({"att", "som", ".", ";", ":"})
FORCES = frozenset(force.value for force in Force)
LIMITS = frozenset({"endast", "bara", "enbart"})
# "får påbörjas först när ..." forbids everything before.
_FIRST = (["när"], ["sedan"], ["efter"], ["då"], ["om"])
_NEGATIONS = NEGATIONS["sv"]
_NEGATIVE_SUBJECTS = word_group("sv", "negative_subjects")
_MODALS = word_group("sv", "modals")
_AUXILIARIES = word_group("sv", "auxiliaries")


def infinitive(sentence: Sentence, verb: int, lexicon: Lexicon) -> int:
    """Position of the infinitive a modal governs, or -1; clauses in between ("som avses i 10 §") are stepped over."""
    words = sentence.words
    waiting = governed = 0  # inner clauses before their verb; inner modals before their infinitive
    guess = -1
    for index in range(verb + 1, min(len(words), verb + 60)):
        word = words[index]
        if word in {"som", "att", "när", "där", "vars"}:
            waiting += word != "som" or _is_relative(words, index, lexicon)
        elif word in {";", ":"}:
            break
        elif waiting and (word in lexicon.finite or word in lexicon.passives or word in _AUXILIARIES):
            waiting -= 1
            governed += word in _MODALS
        elif governed and word in lexicon.infinitives:
            governed -= 1
        elif word in lexicon.infinitives and (not waiting or words[index - 1] in {",", "§"}):
            return index
        elif guess < 0 and not waiting and len(word) > 3 and word.endswith(("era", "eras", "na", "nas", "ka", "kas")):
            guess = index if not word.endswith(("rna", "erna")) else guess
    return guess


def _is_relative(words: Sequence[str], index: int, lexicon: Lexicon) -> bool:
    """Whether "som" opens a clause: its verb comes before any infinitive, unlike in "som ombud anlita" (as)."""
    for word in words[index + 1 : index + 10]:
        if word in lexicon.finite or word in lexicon.passives or word in _AUXILIARIES:
            return True
        if word in lexicon.infinitives:
            return False
    return True


def negated(sentence: Sentence, verb: int, end: int) -> int:
    """Position of a negation of the main verb before token `end`, or -1; stops at "att" and "som"."""
    words = sentence.words
    inserted = False  # ", om det inte är olämpligt," stands between the modal and its infinitive
    for index in range(verb + 1, end):
        word = words[index]
        if word == ",":
            following = words[index + 1] if index + 1 < len(words) else ""
            inserted = not inserted and following in {"om", "när", "såvida", "utom"}
        elif inserted:
            continue
        elif word in _NEGATIONS:
            following = words[index + 1] if index + 1 < len(words) else ""
            return -1 if following in LIMITS else index
        elif word in STOPS:
            return -1
    return -1


def negated_before(sentence: Sentence, verb: int) -> int:
    """Position of a negative subject or fronted negation before the verb ("Ingen får", "Ej må"), or -1."""
    words, start = sentence.words, sentence.clause.start
    for index in range(start, min(verb, start + 3)):
        if words[index] in _NEGATIVE_SUBJECTS:
            following = words[index + 1]
            return -1 if following in LIMITS or following == "bara" else index
        if words[index][:1].isalpha():
            return -1
    return -1


def limited(sentence: Sentence, verb: int, end: int) -> int:
    """Position of "endast" or "bara" limiting the permission, or -1."""
    words, start = sentence.words, sentence.clause.start
    if words[start] in LIMITS and start < verb:
        return start  # "Endast den som har tillstånd får ..."
    for index in range(max(start, verb - 3), end):
        if words[index] in LIMITS and words[index - 1] not in _NEGATIONS:
            return index
        if index > verb and words[index] == "först" and words[index + 1 : index + 2] in _FIRST:
            return index
        if index > verb and words[index] in STOPS:
            return _limited_by_condition(words, index, end)
    return -1


def _limited_by_condition(words: Sequence[str], first: int, end: int) -> int:
    """Position of "endast" before a condition of the whole sentence, behind an inner clause without a modal."""
    for index in range(first, min(end, len(words) - 1)):
        if words[index] in _MODALS or words[index] in {";", "."}:
            return -1
        if words[index] in LIMITS and words[index + 1] == "om" and words[index - 1] not in _NEGATIONS:
            return index
    return -1


def made(force: Force, rule: str, verb: int, other: int = -1) -> Proposal:
    """A proposal whose cue runs from the verb to another token."""
    first, last = (verb, verb) if other < 0 else (min(verb, other), max(verb, other))
    return Proposal(force=force, rule=rule, start=first, end=last + 1)


def cue_at(sentence: Sentence, verb: int) -> Proposal | None:
    """The longest phrase with a force that covers the main verb."""
    hits = [c for c in sentence.cues if c.start <= verb < c.end and c.mark in FORCES]
    if not hits:
        return None
    best = max(hits, key=lambda c: c.end - c.start)
    return Proposal(force=Force(best.mark), rule=best.rule, start=best.start, end=best.end)
