"""Finds for whom, or towards whom, something is to be done: a group of persons that is given, told or offered it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.clauses import MODALS
from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS
from nlp.components.qualifications import SEGMENTS
from nlp.components.sentences import STARTS, TEXT
from nlp.languages import lexicon, person_groups, word_group
from nlp.memory import Remembered
from nlp.requirements import RoleKind
from nlp.roles import ROLES, FoundRole, characters, may_demand
from nlp.rules import Sentence
from nlp.segments import Segment

Span = tuple[int, int]

_WIDEST = 6  # words from the preposition or verb to the head of the phrase


class TargetFinder:
    """Adds every target group to the roles of its sentence; never the words that name the duty bearer."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.groups = person_groups(language)
        self.may_hold = Remembered(self.groups.may_hold).__getitem__
        self.towards = word_group(language, "towards")
        self.openers = self.towards | word_group(language, "giving")
        self.qualifying = word_group(language, "qualifying")
        self.articles = word_group(language, "articles")
        self.followers = (
            MODALS[language] | word_group(language, "finite") | word_group(language, "openers") | {"of", "so", "the"}
        )
        self.stops = word_group(language, "breaks") | word_group(language, "prepositions")
        self.joining = {"sv": frozenset(["och", "eller", "samt"]), "en": frozenset(["and", "or"])}[language]

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        text, starts = data[TEXT], data[STARTS]
        rows = zip(data[SENTENCES], data[JUDGEMENTS], data[SEGMENTS], data[ROLES], strict=True)
        for sentence, judgement, segments, found in rows:
            clause = sentence.clause
            if self.openers.isdisjoint(sentence.words) and clause.verb <= 0:
                continue
            if not any(map(self.may_hold, sentence.words)):
                continue
            demands = may_demand(judgement)
            if not demands and clause.verb >= 0 and judgement.proposal.rule != "fragment":
                continue
            taken = [(r.start, r.end) for r in found if r.kind is RoleKind.DUTY_BEARER]
            for first, last in self._spans(sentence, segments):
                start, end = characters(text, starts, first + sentence.offset, last + sentence.offset)
                if not any(start < b and a < end for a, b in taken):
                    taken.append((start, end))
                    found.append(FoundRole(RoleKind.TARGET_GROUP, text[start:end], start, end))
        return doc

    def _spans(self, sentence: Sentence, segments: Sequence[Segment]) -> Iterator[Span]:
        tokens, verb = sentence.words, sentence.clause.verb
        for index, word in enumerate(tokens):
            if word in self.openers and not any(s.start <= index < s.end for s in segments):
                span = self._phrase(tokens, index + 1)
                if span is not None and not (word in self.towards and self._is_modifier(tokens, span[1])):
                    yield span
        if verb > 0 and not sentence.clause.inverted:
            span = self._phrase(tokens, _first(tokens, segments, verb))
            if span is not None and span[1] <= verb:
                yield span

    def _phrase(self, tokens: Sequence[str], first: int) -> Span | None:
        """A phrase that begins here and is headed by a group of persons, with "with disabilities" and its like."""
        for head in range(first, min(len(tokens), first + _WIDEST)):
            word = tokens[head]
            if self.groups.holds(word, tokens[head - 1]):
                return first, self._qualified(tokens, head + 1)
            if word in self.stops or word in self.openers or not (word[:1].isalpha() or word == "-"):
                return None
            if self.lexicon.is_actor(word) or self.lexicon.is_verb(word):
                return None
        return None

    def _is_modifier(self, tokens: Sequence[str], last: int) -> bool:
        """Whether the noun of the group only describes the noun behind it, as in "for user authentication"."""
        word = tokens[last] if last < len(tokens) else ""
        if self.lexicon.language != "en" or not word[:1].isalpha() or word.endswith(("ing", "ed", "ly")):
            return False
        return not (word in self.stops or word in self.joining or word in self.openers or word in self.followers)

    def _qualified(self, tokens: Sequence[str], last: int) -> int:
        """The end with "with disabilities"; "with a copy" says what is given, not to whom."""
        following = tokens[last + 1] if last + 1 < len(tokens) else ""
        if following[:1].isalpha() and tokens[last] in self.qualifying and following not in self.articles:
            last += 2
        while last + 1 < len(tokens) and tokens[last] in self.joining:
            joined = next(
                (i + 1 for i in range(last + 1, min(len(tokens), last + 4)) if self.groups.holds(tokens[i])), 0
            )
            if not joined or any(word in self.stops for word in tokens[last + 1 : joined]):
                break
            last = joined
        return last


def _first(tokens: Sequence[str], segments: Sequence[Segment], verb: int) -> int:
    """The first word of the subject, behind the conditions the sentence begins with."""
    first = max((s.end for s in segments if s.end <= verb), default=0)
    while first < verb and not tokens[first][:1].isalpha():
        first += 1
    return first


@Language.factory("target_group")
def make_targets(nlp: Language, name: str) -> TargetFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return TargetFinder(nlp.lang or "")
