"""Finds the words for who is bound: the subject of an active clause, or the agent of a passive one."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS
from nlp.components.sentences import TEXT
from nlp.languages import Lexicon, lexicon, word_group
from nlp.requirements import Force, RoleKind
from nlp.roles import FoundRole, characters, roles_of
from nlp.rules import Sentence

Span = tuple[int, int]

_SV_PREPOSITIONS = word_group("sv", "prepositions")
_SV_BREAKS = _SV_PREPOSITIONS | word_group("sv", "breaks")
_SV_PARTITIVE = word_group("sv", "partitive")
_SV_THINGS = word_group("sv", "things")
_SV_PARTY = ("hos", "med", "mot", "av", "inför", "från", "till", "i")
_EN_BREAKS = word_group("en", "breaks")
_EN_BOUND = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT, Force.PERMISSION})


class BearerFinder:
    """Adds the duty bearer to the roles of each sentence."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.find = swedish_bearer if language == "sv" else english_bearer

    def __call__(self, doc: Doc) -> Doc:
        text, roles = doc.user_data[TEXT], roles_of(doc)
        rows = zip(doc.user_data[SENTENCES], doc.user_data[JUDGEMENTS], roles, strict=True)
        for sentence, judgement, found in rows:
            span = self.find(sentence, judgement.proposal.force, self.lexicon)
            if span is not None:
                start, end = characters(doc, text, span[0] + sentence.offset, span[1] + sentence.offset)
                found.append(FoundRole(RoleKind.DUTY_BEARER, text[start:end], start, end))
        return doc


def swedish_bearer(sentence: Sentence, force: Force, words: Lexicon) -> Span | None:
    """Token span of the duty bearer in a Swedish sentence, or None."""
    clause, tokens = sentence.clause, sentence.words
    if clause.verb < 0:
        return None
    after = clause.verb + 1
    if force is Force.RIGHT:
        return _party(tokens, _SV_PARTY, words, after) or _party(tokens, ("hos", "med"), words, 0)
    if tokens[clause.verb] == "gäller":
        return _actor_phrase(tokens, after, words)
    agent = _party(tokens, ("av",), words, after)
    if _is_passive(tokens, clause.verb, words):
        return agent or _party(tokens[: clause.verb], ("av",), words, 0)
    subject = _subject(tokens, clause.start, clause.verb, words, inverted=clause.inverted)
    if subject is not None and _names_actor(tokens[subject[0] : subject[1]], words):
        return subject
    return _party(tokens[: clause.verb], ("av",), words, 0) or _party(tokens, ("åligger",), words, 0)


def _is_passive(tokens: Sequence[str], verb: int, words: Lexicon) -> bool:
    """Whether what the main verb, or the infinitive under it, says is in the passive ("ska lämnas", "utses")."""
    if tokens[verb] in words.passives and tokens[verb] not in words.finite:
        return True
    for word in tokens[verb + 1 :]:
        if word in words.infinitives:
            return word.endswith("s")
    return False


def _subject(tokens: Sequence[str], start: int, verb: int, words: Lexicon, *, inverted: bool) -> Span | None:
    if inverted or verb == start:
        return _phrase(tokens, verb + 1, words)
    first = start
    while first < verb and not tokens[first][:1].isalpha():
        first += 1
    return (first, verb) if first < verb else None


def _phrase(tokens: Sequence[str], first: int, words: Lexicon) -> Span | None:
    """A noun phrase beginning at `first`: up to a verb, preposition, adverb or stop; a coordination is kept whole.

    "den myndighet som regeringen bestämmer" keeps its relative clause, for that is the name of the actor.
    """
    last = first
    while last < len(tokens) and last - first < 14:
        word = tokens[last]
        if word == "som" and last > first and tokens[first] in {"den", "de", "varje"}:
            verb = next((i for i in range(last + 1, min(len(tokens), last + 6)) if _is_verb(tokens[i], words)), -1)
            last = verb + 1 if verb > 0 else last
            break
        if word in _SV_BREAKS or _is_verb(word, words):
            break
        if word == "," and not _continues(tokens, last, words):
            break
        last += 1
    while last > first and tokens[last - 1] in {"och", "eller", ","}:
        last -= 1
    return (first, last) if last > first else None


def _continues(tokens: Sequence[str], comma: int, words: Lexicon) -> bool:
    """Whether a comma stands in a list of actors: "Justitiekanslern, Försäkringskassan och Skatteverket"."""
    return comma + 2 < len(tokens) and any(words.is_actor(word) for word in tokens[comma + 1 : comma + 3])


def _is_verb(word: str, words: Lexicon) -> bool:
    return word in words.finite or word in words.passives or word in words.infinitives


def _names_actor(tokens: Sequence[str], words: Lexicon) -> bool:
    """Whether the head of a noun phrase names an actor; the head stands before the first relative or preposition."""
    if tokens[0] in {"den", "de"} and "som" in tokens[1:3]:
        return True
    if tokens[0] in _SV_THINGS:
        return False
    for index, word in enumerate(tokens):
        if index and word in _SV_BREAKS and not (word == "av" and tokens[0] in _SV_PARTITIVE):
            return False
        if words.is_actor(word):
            return True
    return False


def _party(tokens: Sequence[str], prepositions: tuple[str, ...], words: Lexicon, start: int) -> Span | None:
    """The first actor named after one of the prepositions; after the main verb, outside relative clauses."""
    if not any(word in tokens for word in prepositions):
        return None
    for index in range(start, len(tokens) - 1):
        if start and tokens[index] in {"som", "där", "dit"}:
            return None
        if tokens[index] in prepositions and (index == 0 or tokens[index - 1] not in _SV_PARTITIVE):
            found = _actor_phrase(tokens, index + 1, words)
            if found is not None:
                return found
    return None


def _actor_phrase(tokens: Sequence[str], first: int, words: Lexicon) -> Span | None:
    found = _phrase(tokens, first, words)
    return found if found is not None and _names_actor(tokens[found[0] : found[1]], words) else None


def english_bearer(sentence: Sentence, force: Force, words: Lexicon) -> Span | None:
    """Token span of the duty bearer in an English sentence, or None."""
    clause, tokens = sentence.clause, sentence.words
    if clause.verb < 0 or force not in _EN_BOUND:
        return None
    if "be" in tokens[clause.verb : clause.verb + 4]:
        agent = _english_agent(tokens, clause.verb, words)
        if agent is not None:
            return agent
    first = clause.start
    while first < clause.verb and not tokens[first][:1].isalpha():
        first += 1
    head = tokens[first : clause.verb]
    stop = next((i for i, word in enumerate(head) if i and word in _EN_BREAKS), len(head))
    if any(words.is_actor(word) for word in head[:stop]):
        return first, clause.verb
    return None


def _english_agent(tokens: Sequence[str], verb: int, words: Lexicon) -> Span | None:
    for index in range(verb + 1, len(tokens) - 1):
        if tokens[index] == "by":
            end = index + 1
            while end < len(tokens) and tokens[end] not in _EN_BREAKS:
                end += 1
            if any(words.is_actor(word) for word in tokens[index + 1 : end]):
                return index + 1, end
    return None


@Language.factory("duty_bearer")
def make_bearer(nlp: Language, name: str) -> BearerFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return BearerFinder(nlp.lang or "")
