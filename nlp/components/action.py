"""Finds what is demanded: the main predicate with its objects, as one stretch of the sentence.

The words behind the modal, without the subject, conditions, exceptions and the agent; time limits, frequencies and
commas at its ends fall away, those inside stay. Where something stands in between, the longest part is taken. An item
without a verb of its own is its lead-in's action, and so is the rest of its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.clauses import MODALS
from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS
from nlp.components.qualifications import SEGMENTS
from nlp.components.sentences import STARTS, TEXT
from nlp.languages import lexicon, word_group
from nlp.requirements import RoleKind
from nlp.roles import ROLES, FoundRole, may_demand
from nlp.rules import Sentence
from nlp.segments import Segment

_TIMES = (RoleKind.DEADLINE, RoleKind.FREQUENCY)
_CUTTING = frozenset({RoleKind.DUTY_BEARER, RoleKind.CONDITION, RoleKind.EXCEPTION})
_BINDING = frozenset({"bound", "entitled", "incumbent", "no_duty"})
_AGENTS = frozenset(["av", "by"])
_PUNCTUATION = " \t\n\r,;:.\u00a0"
_WORD = re.compile(r"[^\W\d_]{1,30}")
_LONGEST = 40
_LONGEST_WORD = 40

Stretch = tuple[int, int]


class ActionFinder:
    """Adds the action to the roles of every sentence that may be a demand or an item of one."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.modals = MODALS[language]
        self.leading = word_group(language, "light_words")
        self.fronted = word_group(language, "particles")
        self.trailing = word_group(language, "light_endings")

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        text, starts = data[TEXT], data[STARTS]
        rows = zip(data[SENTENCES], data[JUDGEMENTS], data[SEGMENTS], data[ROLES], strict=True)
        for sentence, judgement, segments, found in rows:
            if not sentence.words:
                continue
            demands = may_demand(judgement)
            if (
                sentence.clause.verb < 0
                or judgement.proposal.rule == "fragment"
                or (not demands and _begins_small(text, starts, sentence))
            ):
                after = 0
            elif demands:
                after = self._after_modal(sentence, segments, _bearers(starts, found))
            else:
                continue
            stretch = self._longest(text, _reach(text, starts, sentence, after), found)
            if stretch is not None:
                found.append(FoundRole(RoleKind.ACTION, text[slice(*stretch)], *stretch))
        return doc

    def _after_modal(self, sentence: Sentence, segments: Sequence[Segment], bearers: Sequence[int]) -> int:
        """The first token of the predicate: behind the words that bind, or the main verb itself ("Nämnden prövar")."""
        tokens, verb = sentence.words, sentence.clause.verb
        if tokens[verb - 1 : verb + 1] == ["det", "är"]:  # "Det är nämnden som ska ..."
            verb = next((i for i in range(verb, min(len(tokens), verb + _LONGEST)) if tokens[i] in self.modals), verb)
        binding = [
            c.end for c in sentence.cues if c.rule in _BINDING and verb - 1 <= c.start <= verb + 6 and c.end > verb
        ]
        if binding:
            return max(binding)
        if tokens[verb : verb + 2] in (["has", "to"], ["have", "to"]):
            return verb + 2
        if tokens[verb] not in self.modals:
            return verb
        front = (
            sentence.clause.inverted
            or (verb == 1 and tokens[0] in self.fronted)
            or any(s.start <= 1 and verb - 1 <= s.end <= verb for s in segments)
        )
        if self.lexicon.language == "sv" and front:
            # The subject stands behind the modal: the predicate begins with its infinitive, or an adverb before it.
            for index in range(verb + 1, min(len(tokens), verb + _LONGEST)):
                if tokens[index] in self.lexicon.infinitives and not any(s.start <= index < s.end for s in segments):
                    named = any(verb < first - sentence.offset < index for first in bearers)
                    return verb + 1 if named else index
        return verb + 1

    def _longest(self, text: str, reach: Stretch, found: Sequence[FoundRole]) -> Stretch | None:
        """The longest part of a stretch that no bearer, condition or exception covers."""
        cuts = sorted((r.start, r.end) for r in found if r.kind in _CUTTING and r.start >= 0)
        for first, _ in cuts:
            said = text[max(reach[0], first - 4) : first].split()[-1:]
            if said and said[0].lower() in _AGENTS and text[reach[0] : first].strip() != said[0]:
                reach = (reach[0], first)  # "väljs av fullmäktige till det antal ...": the verb stands in front
                break
        times = [(r.start, _event_end(text, r)) for r in found if r.kind in _TIMES and r.start >= 0]
        parts = [self._trimmed(text, part, times) for part in _remaining(reach, cuts)]
        longest = max(parts, key=lambda part: part[1] - part[0], default=(0, 0))
        return longest if longest[0] < longest[1] else None

    def _trimmed(self, text: str, part: Stretch, times: Sequence[Stretch]) -> Stretch:
        """A stretch without the time limits, commas, adverbs and conjunctions at its ends."""
        start, end = part
        while start < end:
            while start < end and text[start] in _PUNCTUATION:
                start += 1
            while end > start and text[end - 1] in _PUNCTUATION:
                end -= 1
            stripped = (start, end)
            for first, last in times:
                if first <= start < last:
                    start = min(last, end)
                if first < end <= last:
                    end = max(first, start)
            word = _WORD.match(text, start, end)
            if word and word.group().lower() in self.leading:
                start = word.end()
            last_word = text[max(start, end - _LONGEST_WORD) : end].split()[-1:]
            if last_word and last_word[0].lower() in self.trailing:
                end = text.rindex(last_word[0], start, end)
            if (start, end) == stripped:
                break
        return start, end


def _bearers(starts: Sequence[int], found: Sequence[FoundRole]) -> list[int]:
    """The tokens with which the duty bearers named in the text begin."""
    return [bisect_left(starts, r.start) for r in found if r.kind is RoleKind.DUTY_BEARER and r.start >= 0]


def _event_end(text: str, role: FoundRole) -> int:
    """Where the words of a time limit end with the event it counts from, which its own words may leave out."""
    event = role.normal.partition(" after:")[2]
    at = text.find(event, role.end, role.end + len(event) + _LONGEST) if event else -1
    return at + len(event) if at >= 0 else role.end


def _begins_small(text: str, starts: Sequence[int], sentence: Sentence) -> bool:
    """Whether the words go on with a sentence begun elsewhere, as the items of a list do."""
    start, end = _reach(text, starts, sentence, 0)
    return text[start:end].lstrip()[:1].islower()


def _reach(text: str, starts: Sequence[int], sentence: Sentence, after: int) -> Stretch:
    """Characters from a token of a sentence to the sentence's end."""
    first, last = sentence.offset + after, sentence.offset + len(sentence.words)
    end = starts[last] if last < len(starts) else len(text)
    return (starts[first] if first < len(starts) else end), end


def _remaining(reach: Stretch, cuts: Iterable[Stretch]) -> Iterator[Stretch]:
    """What is left of a stretch between the cuts, which come in order."""
    position, end = reach
    for first, last in cuts:
        if first >= end:
            break
        if first > position:
            yield position, first
        position = max(position, last)
    if position < end:
        yield position, end


@Language.factory("action")
def make_action(nlp: Language, name: str) -> ActionFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return ActionFinder(nlp.lang or "")
