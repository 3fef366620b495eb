"""What the words of a Swedish sentence bind somebody to: the rule is chosen by the main verb.

Counts from about 464,000 words of statutes say which rules are worth having (design of the cues: languages/sv).
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Sentence
from nlp.rules.swedish_modals import MODALS
from nlp.rules.swedish_scope import is_instrument, is_reference
from nlp.rules.swedish_search import FORCES, cue_at, made, negated
from nlp.rules.swedish_statements import OTHER_VERBS, explains_terms, same_meaning

_IMPERATIVES = word_group("sv", "imperatives")
_PROCEDURES = word_group("sv", "procedures")
_RULES = MODALS | OTHER_VERBS


_EXCEPTING = frozenset({"görs", "medges", "ges", "lämnas"})
# "Överklagandet ges in till ...": the particle tells the step of a procedure from a benefit that is given.
_ENTERING = (["ges", "in"], ["lämnas", "in"])


def propose(sentence: Sentence, lexicon: Lexicon) -> Proposal:
    """The force the rules propose for a Swedish sentence."""
    words = sentence.words
    if (asked := _question(words)) >= 0:
        return Proposal(force=Force.STATEMENT, rule="question", start=asked, end=asked + 1)
    verb = sentence.clause.verb
    framed = _framed(sentence)
    if framed is not None:
        return framed
    if ":" in words[1:8] and explains_terms(sentence.heading):  # "tillverkare: den som ..."
        return Proposal(force=Force.DEFINITION, rule="is_term", start=0, end=words.index(":"))
    if (told := _imperative(words)) >= 0:
        return made(Force.RECOMMENDATION, "imperative", told)
    if verb < 0:
        return _without_verb(sentence)
    rule = _RULES.get(words[verb])
    if rule is not None and (found := rule(sentence, verb, lexicon)).rule != "indicative":
        return found
    cue = cue_at(sentence, verb)
    return cue or _indicative(sentence, verb, lexicon)


def _question(words: Sequence[str]) -> int:
    """Position of a question mark that ends the sentence, be it before quotation or emphasis marks, or -1."""
    for index in range(len(words) - 1, max(-1, len(words) - 5), -1):
        if words[index] == "?":
            return index
        if words[index][:1].isalnum():
            return -1
    return -1


def _imperative(words: Sequence[str]) -> int:
    """Position of an imperative that opens the sentence ("Använd öppna format."), or -1."""
    for index, word in enumerate(words[:6]):
        if word[:1].isalpha():
            return index if word in _IMPERATIVES else -1
    return -1


def _framed(sentence: Sentence) -> Proposal | None:
    """Phrases that decide whatever the verb: entry into force, delegation, decisions about a proposal."""
    for cue in sentence.cues:
        if cue.rule in {"entry_into_force", "delegation", "contents", "rejects", "motion", "proposal"} and (
            cue.start <= sentence.clause.verb + 12 and cue.end > sentence.clause.verb
        ):
            if cue.rule == "delegation" and not _delegates(sentence):
                continue
            if cue.rule == "entry_into_force" and cue.start > sentence.clause.verb >= 0:
                continue  # "ska publiceras innan de träder i kraft"
            return Proposal(force=Force(cue.mark), rule=cue.rule, start=cue.start, end=cue.end)
    return None


def _delegates(sentence: Sentence) -> bool:
    verb = sentence.clause.verb
    return verb >= 0 and sentence.words[verb] in {"får", "kan"} and negated(sentence, verb, len(sentence.words)) < 0


def _without_verb(sentence: Sentence) -> Proposal:
    for cue in sentence.cues:
        if cue.mark in FORCES:
            return Proposal(force=Force(cue.mark), rule="fragment", start=cue.start, end=cue.end)
    return Proposal(force=Force.STATEMENT, rule="fragment", start=0, end=0)


def _indicative(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    """The present tense as a command: "Nämnden prövar ...", "... beslutas av styrelsen"; the main source of misses."""
    words = sentence.words
    if words[verb] in lexicon.finite:
        if is_instrument(words[sentence.clause.start : verb]):
            return made(Force.SCOPE, "instrument", verb)
        if _has_actor(words, verb, sentence.clause.inverted, lexicon):
            return made(Force.OBLIGATION, "indicative_actor", verb)
        return made(Force.STATEMENT, "indicative", verb)
    if words[verb] in lexicon.passives:
        for index in range(verb + 1, len(words) - 1):
            if words[index] == "av" and any(map(lexicon.is_actor, words[index + 1 : index + 8])):
                return made(Force.OBLIGATION, "indicative_agent", verb, index)
    if is_reference(words, verb) or (words[0] == "genom" and is_instrument(words[:verb])):
        return made(Force.SCOPE, "reference", verb)
    if (meaning := same_meaning(sentence, verb)) is not None:
        return meaning
    if words[verb] in _EXCEPTING and "undantag" in words[verb : verb + 3]:
        return made(Force.EXEMPTION, "exempted", verb)
    if words[verb] in _PROCEDURES or words[verb : verb + 2] in _ENTERING:
        return made(Force.OBLIGATION, "indicative_procedure", verb)
    return made(Force.STATEMENT, "indicative", verb)


def _has_actor(words: Sequence[str], verb: int, inverted: bool, lexicon: Lexicon) -> bool:
    subject = words[verb + 1 : verb + 5] if inverted else words[max(0, verb - 6) : verb]
    return any(map(lexicon.is_actor, subject)) or "den" in words[:1]
