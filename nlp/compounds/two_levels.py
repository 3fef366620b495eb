"""Duties to see to it that somebody else does something: "Member States shall ensure that operators keep logs".

Both are bound: the outer one has to make it happen, the inner one has to do it. They are two requirements because they
have two bearers. Where the inner clause has no actor as its subject, or its verb only gives the actor something or is
passive, there is one duty only.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.compounds.grammar import Grammar
from nlp.compounds.parts import Compound, Part, Span
from nlp.rules import Sentence

_SUBJECT = 14
_BREAKS = frozenset({",", ";", ":", "."})


def nested(sentence: Sentence, grammar: Grammar) -> Compound | None:
    """The inner duty of a sentence as its one part, None where there is none."""
    words, modal = sentence.words, sentence.clause.verb
    if modal < 0 or words[modal] not in grammar.modals:
        return None
    that = _ensured(words, modal, grammar)
    if that < 0:
        return None
    subject = _subject(words, that + 1, grammar)
    if subject is None:
        return None
    return Compound((Part(that + 1, len(words), lead_in=(0, that + 1), bearer=subject),), keeps_whole=True)


def _ensured(words: Sequence[str], modal: int, grammar: Grammar) -> int:
    """The "that" behind a verb of ensuring which the modal governs; -1 if there is none."""
    for index in range(modal + 1, min(len(words), modal + 20)):
        if words[index] != grammar.that:
            continue
        for phrase in grammar.ensuring:
            start = index - len(phrase)
            if tuple(words[start:index]) == phrase:
                return index if grammar.marker not in words[modal:start] else -1  # "to ensure that" is a purpose
        return -1
    return -1


def _subject(words: Sequence[str], first: int, grammar: Grammar) -> Span | None:
    """The actor at the head of the inner clause, None where a thing stands there or the actor does nothing."""
    actor = False
    for index in range(first, min(len(words), first + _SUBJECT)):
        word = words[index]
        if index > first and _is_verb(words, index, grammar):
            whole = words[index - 1] not in grammar.joining
            return (first, index) if actor and whole and _acts(words, index, grammar) else None
        if word in grammar.stative or word in _BREAKS or grammar.opens(words, index) or word == grammar.that:
            return None
        if not actor and index > first and word in grammar.waiting:
            return None  # the head stood before the preposition, and was no actor
        actor = actor or grammar.lexicon.is_actor(word)
    return None


def _is_verb(words: Sequence[str], index: int, grammar: Grammar) -> bool:
    word = words[index]
    if grammar.language == "sv":
        return word in grammar.lexicon.finite or word in grammar.modals
    if word in grammar.modals or word in {"do", "does"}:
        return True
    return any(form in grammar.infinitives for form in _bases(word)) and not (
        word in grammar.nouns and words[index + 1 : index + 2] and words[index + 1] not in grammar.determiners
    )


def _bases(word: str) -> tuple[str, ...]:
    """Forms a third person may come from: "keeps" from "keep", "notifies" from "notify".

    >>> _bases("notifies")
    ('notifies', 'notifie', 'notifi', 'notify')
    """
    if not word.endswith("s"):
        return (word,)
    return word, word[:-1], word.removesuffix("es"), word.removesuffix("ies") + "y"


def _acts(words: Sequence[str], verb: int, grammar: Grammar) -> bool:
    """Whether the verb asks the actor to act: it is active, and no verb of being, having or being allowed."""
    word = words[verb]
    if word in grammar.stative or word in {"may", "can", "får", "kan"}:
        return False
    if word in grammar.modals or word in {"do", "does"}:
        behind = verb + 1 + (words[verb + 1 : verb + 2] == ["not"])
        following = words[behind] if behind < len(words) else ""
        return following not in grammar.stative and not (grammar.language == "sv" and following.endswith("s"))
    return True
