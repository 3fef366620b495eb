"""The words of a language that show where a sentence joins its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.languages import Lexicon, compound_words, lexicon

Phrase = tuple[str, ...]

DASHES = frozenset({"—", "–", "―"})
_INSERTED = 16  # tokens a remark between commas may have


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Word groups of `compounds.txt`, and the questions asked of them.

    `turning` are the words that may change which construction surrounds the words behind them, `skipped` those that an
    adverb, adverbial phrase or remark begins with.
    """

    language: str
    lexicon: Lexicon
    infinitives: frozenset[str]
    nouns: frozenset[str]
    determiners: frozenset[str]
    helpers: frozenset[str]
    conjunctions: frozenset[str]
    disjunctions: frozenset[str]
    contrasts: frozenset[str]
    adverbs: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    particles: frozenset[str]
    waiting: frozenset[str]
    modals: frozenset[str]
    governing: frozenset[str]
    openers: frozenset[str]
    conditions: frozenset[str]
    guarded: frozenset[str]
    citing: frozenset[str]
    ensuring: tuple[Phrase, ...]
    stative: frozenset[str]
    weighing: frozenset[str]
    opposing: frozenset[str]
    joining: frozenset[str]
    verbal: frozenset[str]
    empty: frozenset[str]
    turning: frozenset[str]
    skipped: frozenset[str]
    marker: str
    that: str

    def is_infinitive(self, words: Sequence[str], index: int) -> bool:
        """Whether the token can be the verb of a part: listed as one, and no noun as far as its neighbours tell."""
        if index >= len(words):
            return False
        word = words[index]
        if word in self.nouns:
            return index + 1 < len(words) and words[index + 1] in self.determiners
        return word in self.infinitives or (self.language == "sv" and word.endswith(("isera", "ifiera", "iseras")))

    def is_marked_infinitive(self, words: Sequence[str], index: int) -> bool:
        """Whether the token behind "att" or "to" is a verb: there, a word that is a noun elsewhere is one as well."""
        if index >= len(words):
            return False
        followed = index + 1 < len(words) and words[index + 1] in self.determiners and words[index].isalpha()
        return followed or words[index] in self.nouns or self.is_infinitive(words, index)

    def opens(self, words: Sequence[str], index: int) -> bool:
        """Whether a subordinate clause begins at the token."""
        word = words[index]
        if word in self.openers:
            return True
        return word == "om" and index > 0 and (words[index - 1] == "," or words[index - 1] in self.guarded)

    def after_adverbs(self, words: Sequence[str], index: int) -> int:
        """The first token from `index` that is no adverb, adverbial phrase or remark between commas."""
        while index < len(words) and words[index] in self.skipped:
            following = self._after_one(words, index)
            if following == index:
                break
            index = following
        return index

    def _after_one(self, words: Sequence[str], index: int) -> int:
        if words[index] in self.adverbs:
            return index + 1
        if (behind := self._after_phrase(words, index)) > index:
            return behind
        if words[index] != "," or index + 1 >= len(words):
            return index
        if words[index + 1] not in self.conditions and self._after_phrase(words, index + 1) == index + 1:
            return index
        close = next((i for i in range(index + 2, min(len(words), index + _INSERTED)) if words[i] == ","), -1)
        return close + 1 if close > 0 else index

    def _after_phrase(self, words: Sequence[str], index: int) -> int:
        for phrase in self.phrases.get(words[index], ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                return index + len(phrase)
        return index

    def is_complete(self, words: Sequence[str], verb: int, end: int) -> bool:
        """Whether the verb has something to act on before `end`, and no preposition waits for it behind `end`."""
        held = [i for i in range(verb + 1, end) if words[i][:1].isalnum()]
        if not held or words[held[-1]] in self.waiting:
            return False
        return any(words[i] not in self.empty and not self._is_verb(words, i, end) for i in held)

    def _is_verb(self, words: Sequence[str], index: int, end: int) -> bool:
        """Whether the token is another verb of the same phrase, as in "establish, record and report"."""
        joined = words[index - 1] == "," or words[index - 1] in self.joining
        alone = index + 1 >= end or words[index + 1] == "," or words[index + 1] in self.joining
        return (joined and alone) or self.is_infinitive(words, index)


def _phrases(group: frozenset[str]) -> tuple[Phrase, ...]:
    return tuple(sorted((tuple(phrase.split()) for phrase in group), key=lambda phrase: (-len(phrase), phrase)))


def _by_first_word(phrases: tuple[Phrase, ...]) -> Mapping[str, tuple[Phrase, ...]]:
    firsts = {phrase[0] for phrase in phrases}
    return {first: tuple(phrase for phrase in phrases if phrase[0] == first) for first in firsts}


@cache
def _grammar(language: str) -> Grammar:
    words, known = compound_words(language), lexicon(language)
    marker, that = ("att", "att") if language == "sv" else ("to", "that")
    joining = words["conjunctions"] | words["disjunctions"] | words["contrasts"] | {";"}
    joining |= {that}
    infinitives = words["infinitives"] | known.infinitives | _passives(words["infinitives"], language)
    phrases = _by_first_word(_phrases(words["phrases"]))
    return Grammar(
        language=language,
        lexicon=known,
        infinitives=infinitives,
        nouns=words["nouns"],
        determiners=words.get("determiners", frozenset()),
        helpers=words["helpers"],
        conjunctions=words["conjunctions"],
        disjunctions=words["disjunctions"],
        contrasts=words["contrasts"],
        adverbs=words["adverbs"],
        phrases=phrases,
        particles=words["particles"],
        waiting=words["waiting"],
        modals=words["modals"],
        governing=words["governing"],
        openers=words["openers"],
        conditions=words["conditions"],
        guarded=words["guarded"],
        citing=words["citing"],
        ensuring=_phrases(words["ensuring"]),
        stative=words["stative"],
        weighing=words["weighing"],
        opposing=words["opposing"],
        joining=joining,
        verbal=infinitives | words["nouns"] | words["modals"],
        empty=words["particles"] | words["adverbs"] | joining,
        turning=words["openers"] | words["opposing"] | words["governing"] | DASHES | {"om", marker, that},
        skipped=words["adverbs"] | phrases.keys() | {","},
        marker=marker,
        that=that,
    )


def _passives(infinitives: frozenset[str], language: str) -> frozenset[str]:
    return frozenset(word + "s" for word in infinitives) if language == "sv" else frozenset()


def grammar_of(words: Lexicon) -> Grammar:
    """The grammar for the language of a lexicon."""
    return _grammar(words.language)
