"""What the words of an English sentence bind somebody to: cues first, then the main modal."""

from __future__ import annotations

from nlp.clauses import is_noun
from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import CueHit, Proposal, Sentence

_FORCES = frozenset(force.value for force in Force)
_NEGATIONS = frozenset({"not", "never", "neither", "n't"})
_NO_SUBJECT = frozenset({"no", "neither", "none", "nobody", "nothing"})
_APPLYING = frozenset({"apply", "begin", "enter", "cease", "remain", "cover"})
_DEEMING = word_group("en", "deeming")
_SPARING = word_group("en", "sparing")
_DISCOURSE = frozenset({"noted", "emphasised", "remembered", "emphasized", "stressed", "said"})
_IMPERATIVES = word_group("en", "imperatives")


def propose(sentence: Sentence, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - same shape as the Swedish rules
    """The force the rules propose for an English sentence."""
    words = sentence.words
    if words and words[-1] == "?":
        return Proposal(force=Force.STATEMENT, rule="question", start=len(words) - 1, end=len(words))
    amendment = next((c for c in sentence.cues if c.rule in {"amendment", "proposal"}), None)
    if amendment is not None:
        return _from_cue(amendment)
    verb = sentence.clause.verb
    cue = _cue_near(sentence, verb)
    if cue is not None:
        return cue
    if verb < 0:
        return _without_modal(sentence)
    return _from_modal(sentence, verb)


def _from_cue(cue: CueHit) -> Proposal:
    return Proposal(force=Force(cue.mark), rule=cue.rule, start=cue.start, end=cue.end)


def _cue_near(sentence: Sentence, verb: int) -> Proposal | None:
    """The longest phrase with a force that covers the main verb."""
    hits = [c for c in sentence.cues if c.mark in _FORCES and c.start <= verb < c.end]
    return _from_cue(max(hits, key=lambda c: c.end - c.start)) if hits else None


def _from_modal(sentence: Sentence, verb: int) -> Proposal:
    words = sentence.words
    modal = words[verb]
    following = list(words[verb + 1 : verb + 6])
    negation = next((verb + 1 + i for i, w in enumerate(following[:3]) if w in _NEGATIONS), -1)
    in_no_case = following[:2] in (["in", "no"], ["under", "no"])
    denied = negation >= 0 or in_no_case or words[sentence.clause.start] in _NO_SUBJECT
    end = max(verb, negation) + 1
    if modal in {"shall", "must"}:
        return _from_shall(modal, following, denied, verb, end)
    if modal in {"should", "ought"}:
        inverted = verb == 0
        return _made(
            Force.STATEMENT if inverted else Force.RECOMMENDATION,
            "should_condition" if inverted else "should",
            verb,
            end,
        )
    if modal == "may":
        if denied:
            return _made(Force.PROHIBITION, "may_not", verb, end)
        only = "only" in words[max(0, verb - 2) : verb + 8]
        return _made(Force.PROHIBITION if only else Force.PERMISSION, "may_only" if only else "may", verb, end)
    if modal == "need" and denied:
        return _made(Force.EXEMPTION, "need_not", verb, end)
    if modal in {"can", "cannot"}:
        return _made(Force.STATEMENT, "can", verb, end)
    if modal in {"applies", "apply"}:
        return _made(Force.EXEMPTION if denied else Force.SCOPE, "applies", verb, end)
    return _made(Force.STATEMENT, "is" if modal in {"is", "are"} else "indicative", verb, end)


def _from_shall(modal: str, following: list[str], denied: bool, verb: int, end: int) -> Proposal:
    head = next((w for w in following if w.isalpha() and w not in {"be", "not", "also", "only", "then", "thus"}), "")
    if head in _DISCOURSE:
        return _made(Force.STATEMENT, "discourse", verb, end)
    if head in _APPLYING and modal == "shall":
        if head == "apply" and denied:
            return _made(Force.EXEMPTION, "not_applicable", verb, end)
        return _made(Force.SCOPE, "applies", verb, end)
    if head in _DEEMING and modal == "shall":
        return _made(Force.DEFINITION, "deemed", verb, end)
    if denied and head in _SPARING:
        return _made(Force.SCOPE, "without_prejudice", verb, end)
    if denied:
        return _made(Force.PROHIBITION, f"{modal}_not", verb, end)
    return _made(Force.OBLIGATION, modal, verb, end)


def _without_modal(sentence: Sentence) -> Proposal:
    words = sentence.words
    first = next((w for w in words if w.isalpha()), "")
    if first in _IMPERATIVES and len(words) > 2:
        index = list(words).index(first)
        return _made(Force.RECOMMENDATION, "imperative", index, index + 1)
    if first in {"do", "don't", "never"}:
        return _made(Force.RECOMMENDATION, "imperative", 0, 1)
    strong = next((c for c in sentence.cues if c.mark in _FORCES and not is_noun(words, c.start)), None)
    if strong is not None:
        return Proposal(force=Force(strong.mark), rule=strong.rule, start=strong.start, end=strong.end)
    return _made(Force.STATEMENT, "fragment", 0, 0)


def _made(force: Force, rule: str, start: int, end: int) -> Proposal:
    return Proposal(force=force, rule=rule, start=start, end=end)
