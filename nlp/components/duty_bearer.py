"""Finds the words for who is bound: the subject of an active clause, or the agent of a passive one."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS
from nlp.languages import Lexicon, lexicon
from nlp.requirements import Force
from nlp.rules import Sentence

BEARERS = "bearers"
_BOUND = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT, Force.PERMISSION})
_SV_STOP = frozenset(
    "inte även också bara endast enbart dock då alltid aldrig särskilt dessutom vidare heller genast skyndsamt på i "
    "för till med utan inom genom enligt under vid efter senast så att om , : ; . utan omedelbart snarast".split()
)
_DETERMINERS = frozenset(
    "en ett den det de denna detta dessa varje sådan sådana andra annan alla samtliga respektive".split()
)
_EN_STOP = frozenset("not , : ; . only also without within by where in at on to be".split())


class BearerFinder:
    """Leaves token spans, one or None per sentence, in `Doc.user_data`."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.find = swedish_bearer if language == "sv" else english_bearer

    def __call__(self, doc: Doc) -> Doc:
        spans: list[tuple[int, int] | None] = []
        for sentence, judgement in zip(doc.user_data[SENTENCES], doc.user_data[JUDGEMENTS], strict=True):
            found = self.find(sentence, judgement.proposal.force, self.lexicon)
            spans.append(found and (found[0] + sentence.offset, found[1] + sentence.offset))
        doc.user_data[BEARERS] = spans
        return doc


def swedish_bearer(sentence: Sentence, force: Force, words: Lexicon) -> tuple[int, int] | None:
    """Token span of the duty bearer in a Swedish sentence, or None."""
    clause, tokens = sentence.clause, sentence.words
    if clause.verb < 0:
        return None
    if force is Force.RIGHT:
        return _phrase_after(tokens, ("hos", "med", "mot", "av"), words, 0)
    agent = _phrase_after(tokens, ("av",), words, clause.verb + 1)
    subject = _subject(tokens, clause.start, clause.verb, clause.inverted)
    if subject and _names_actor(tokens[subject[0] : subject[1]], words):
        return subject
    return agent or _phrase_after(tokens, ("av",), words, 0)


def _subject(tokens: Sequence[str], start: int, verb: int, inverted: bool) -> tuple[int, int] | None:
    if inverted or verb == start:
        first = verb + 1
        last = first
        while last < len(tokens) and tokens[last] not in _SV_STOP:
            last += 1
    else:
        first, last = start, verb
        while first < last and (tokens[first] == "," or not tokens[first][:1].isalpha()):
            first += 1
    return (first, last) if first < last else None


def _names_actor(tokens: Sequence[str], words: Lexicon) -> bool:
    """Whether the head of a noun phrase names an actor; the head stands before the first relative or preposition."""
    for index, token in enumerate(tokens):
        if token in {"som", "vars", "i", "på", "om", "för", "till", "av", "med", "enligt", "från", "under"} and index:
            return token == "som" and tokens[0] in {"den", "de"}
        if words.is_actor(token):
            return True
    return False


def _phrase_after(
    tokens: Sequence[str], prepositions: tuple[str, ...], words: Lexicon, start: int
) -> tuple[int, int] | None:
    for index in range(start, len(tokens) - 1):
        if tokens[index] in prepositions:
            last = index + 1
            while last < len(tokens) and last - index < 12 and (tokens[last] not in _SV_STOP):
                if tokens[last] in {"som", "vars", "ska", "skall", "får", "genom"}:
                    break
                last += 1
            if any(words.is_actor(token) for token in tokens[index + 1 : index + 6 if last > index + 6 else last]):
                return index + 1, last
    return None


def english_bearer(sentence: Sentence, force: Force, words: Lexicon) -> tuple[int, int] | None:
    """Token span of the duty bearer in an English sentence, or None."""
    clause, tokens = sentence.clause, sentence.words
    if clause.verb < 0 or force not in _BOUND:
        return None
    first = clause.start
    while first < clause.verb and not tokens[first][:1].isalpha():
        first += 1
    last = clause.verb
    passive = "be" in tokens[last : last + 3]
    if passive:
        for index in range(last, len(tokens) - 1):
            if tokens[index] == "by":
                end = index + 1
                while end < len(tokens) and tokens[end] not in _EN_STOP:
                    end += 1
                if any(words.is_actor(token) for token in tokens[index + 1 : end]):
                    return index + 1, end
    if any(words.is_actor(token) for token in tokens[first:last]):
        return first, last
    return None


@Language.factory("duty_bearer")
def make_bearer(nlp: Language, name: str) -> BearerFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return BearerFinder(nlp.lang)
