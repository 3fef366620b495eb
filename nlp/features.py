"""What the linear models see of a sentence: named features, the same for training and for use."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from nlp.languages import Lexicon, word_group
from nlp.rules import Proposal, Sentence

_ENGLISH_SKIPPED = frozenset({"not", "also", "only", "then", "thus", "therefore"})
_ENGLISH_PARTICIPLES = ("ed", "en", "ade", "aid", "eld", "ent", "ept", "ought", "own", "rawn", "one", "ut", "et")
_ENGLISH_POSTMODIFIERS = word_group("en", "postmodifiers")


def swedish_features(sentence: Sentence, proposal: Proposal, lexicon: Lexicon) -> dict[str, float]:
    """The proposal, the words around the main verb, and what kind of unit it is; about 20 features."""
    words, clause = sentence.words, sentence.clause
    verb = clause.verb
    found = {
        f"force={proposal.force}": 1.0,
        f"rule={proposal.rule}": 1.0,
        f"guessed={clause.guessed}": 0.5,
        f"fronted={clause.start > 0}": 0.5,
        f"end={words[-1] if words and not words[-1][-1:].isalnum() else 'word'}": 0.5,
        f"length={min(5, len(words) // 10)}": 0.5,
    }
    if verb >= 0:
        main = next((w for w in words[verb + 1 : verb + 15] if w in lexicon.infinitives), "")
        actor = any(lexicon.is_actor(w) for w in words[max(0, verb - 5) : verb + 4])
        found[f"verb={words[verb]}"] = 0.5
        found[f"main={main}"] = 0.3
        found[f"rule,actor={proposal.rule},{actor}"] = 0.5
        found[f"rule,passive={proposal.rule},{main.endswith('s')}"] = 0.5
    for word in sentence.heading.lower().split()[:12]:
        found[f"heading={word[:8]}"] = 0.3
    for word in words[:3]:
        found[f"first={word}"] = 0.2
    for cue in sentence.cues:
        found[f"cue={cue.rule}"] = 0.3
    return found


def english_features(sentence: Sentence, proposal: Proposal, lexicon: Lexicon) -> dict[str, float]:
    """Who the subject is, in which voice, and the words beside the modal; about 80 features."""
    words, clause = sentence.words, sentence.clause
    verb = clause.verb
    subject = words[clause.start : verb]
    after = words[verb + 1 : verb + 9]
    content = [w for w in after if w.isalpha() and w not in _ENGLISH_SKIPPED]
    act = next((w for w in content if w not in {"be", "have", "been"}), "")
    passive = content[:1] == ["be"]
    head = _head(subject)
    names = [
        f"rule={proposal.rule}",
        f"force={proposal.force}",
        f"modal={words[verb]}",
        f"passive={passive}",
        f"act={act}",
        f"act_end,passive={act[-3:]},{passive}",
        f"next={' '.join(content[:2])}",
        f"next={content[0] if content else ''}",
        f"head={head[-1] if head else ''}",
        f"head_end={head[-1][-4:] if head else ''}",
        f"determiner={head[0] if head else ''}",
        f"actor_head,passive={bool(head) and lexicon.is_actor(head[-1])},{passive}",
        f"actor,passive={any(lexicon.is_actor(w) for w in subject)},{passive}",
        f"agent,passive={_has_agent(words, verb, lexicon)},{passive}",
        f"first={words[0]}",
        f"length={min(6, len(words) // 15)}",
        f"shalls={min(3, words.count('shall'))}",
    ]
    names += [f"subject={word}" for word in subject[-6:]]
    names += [f"after{min(place, 3)}={word}" for place, word in enumerate(after[:6])]
    names += [f"after={word}" for word in after[:6]]
    found = dict.fromkeys(names, 0.3)
    found[f"voice={_voice(content, passive=passive)}"] = 0.5
    told = {f"word={word}" for word in words if word.isalpha()}
    if told:
        found |= dict.fromkeys(told, 1 / sqrt(len(told)))
    window = words[max(0, verb - 5) : verb + 8]
    triples = zip(window, window[1:], window[2:], strict=False)
    grams = {*window, *map(" ".join, pairwise(window)), *map(" ".join, triples)}
    if grams:
        found |= dict.fromkeys([f"window={gram}" for gram in grams], 1 / sqrt(len(grams)))
    return found


def _voice(content: Sequence[str], *, passive: bool) -> str:
    """Active, passive ("shall be published") or copula ("shall be responsible"), by the ending of what follows "be"."""
    if not passive:
        return "active"
    following = next((word for word in content[1:] if not word.endswith("ly")), "")
    return "passive" if following.endswith(_ENGLISH_PARTICIPLES) else "copula"


def _head(subject: Sequence[str]) -> list[str]:
    """The words of a noun phrase up to its head: before the first preposition or participle."""
    head: list[str] = []
    for word in subject:
        if head and word in _ENGLISH_POSTMODIFIERS:
            break
        if word.isalpha():
            head.append(word)
    return head


def _has_agent(words: Sequence[str], verb: int, lexicon: Lexicon) -> bool:
    return any(
        word == "by" and any(lexicon.is_actor(w) for w in words[place + 1 : place + 6])
        for place, word in enumerate(words[verb:], verb)
    )
