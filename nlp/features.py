"""What the linear models see of a sentence: named features, the same for training and for use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt

from nlp.languages import Lexicon
from nlp.predicates import (
    COLLECTIVE,
    Predicate,
    is_acronym,
    is_capitalised,
    kind_of_head,
    names_actor,
    read_predicate,
    singular,
)
from nlp.rules import Proposal, Sentence

_BEFORE, _BEHIND = 5, 8  # words of the window around the English modal


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
        actor = any(map(lexicon.is_actor, words[max(0, verb - 5) : verb + 4]))
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
    """Who the subject is, in which voice, whom "by" names, and the words beside the modal; about 150 features."""
    predicate = read_predicate(sentence, lexicon)
    words, verb, voice = sentence.words, predicate.verb, predicate.voice
    found = {f"voice={voice}": 0.8, f"modal={words[verb] if words else ''}": 0.8, f"rule={proposal.rule}": 0.6}
    found[f"force={proposal.force}"] = 0.3
    found |= _of_subject(sentence, predicate, lexicon)
    found |= _of_act(sentence, predicate, lexicon)
    body = [word for word in words[predicate.start :] if not word.isspace()]
    found |= dict.fromkeys(
        (
            f"first={body[0] if body else ''}",
            f"first={words[0] if words else ''}",
            f"length={min(6, len(body) // 15)}",
            f"shalls={min(3, words.count('shall'))}",
            f"list={':' in words[verb:]}",
            f"headed={predicate.start > 0}",
            f"fronted={predicate.fronted}",
        ),
        0.3,
    )
    found |= _shared(f"word={word}" for word in words if word.isalpha())
    window = [w for w in words[max(predicate.start, verb - _BEFORE) : verb + _BEHIND] if not w.isspace()]
    triples = zip(window, window[1:], window[2:], strict=False)
    grams = (*window, *map(" ".join, pairwise(window)), *map(" ".join, triples))
    found |= _shared(f"window={gram}" for gram in grams)
    return found


def _shared(names: Iterable[str]) -> dict[str, float]:
    """Names with equal values, of length 1 together however many there are; each once, in their order."""
    once = dict.fromkeys(names, 0.0)
    return dict.fromkeys(once, 1 / sqrt(len(once))) if once else once


def _of_subject(sentence: Sentence, predicate: Predicate, lexicon: Lexicon) -> dict[str, float]:
    words, voice, act = sentence.words, predicate.voice, predicate.act
    subject = [words[i] for i in predicate.subject if not words[i].isspace()]
    written = [i for i in predicate.head if i > predicate.start]
    main = predicate.head[-1] if predicate.head else -1
    noun = singular(words[main]) if main >= 0 else ""
    last = singular(words[predicate.last_head[-1]]) if predicate.last_head else ""
    kind = kind_of_head(sentence, predicate.head, lexicon)
    negated = "not" in words[predicate.verb + 1 : predicate.verb + 3]
    found = {
        f"actor_head={kind}": 0.7,
        f"actor_head,voice={kind},{voice}": 0.7,
        f"head={noun}": 0.5,
        f"acronym,voice={main >= 0 and is_acronym(sentence, main)},{voice}": 0.5,
        f"capital,voice={bool(written) and is_capitalised(sentence, written[-1])},{voice}": 0.5,
        f"actor_head,act={kind},{act}": 0.4,
        f"actor_head,negated={kind},{negated}": 0.4,
        f"actor,voice={_any_actor(subject, lexicon)},{voice}": 0.4,
        f"last_actor,voice={names_actor(last, lexicon)},{voice}": 0.4,
        f"last_head={last}": 0.3,
        f"head_end={noun[-4:]}": 0.3,
        f"last_end={last[-4:]}": 0.2,
        f"head,voice={noun},{voice}": 0.3,
        f"head_end={noun[-3:]}": 0.3,
        f"plural={main >= 0 and words[main].endswith('s')}": 0.2,
        f"capitals={min(3, sum(is_capitalised(sentence, i) for i in written))}": 0.3,
        f"determiner={subject[0] if subject else ''}": 0.3,
        f"subject_length={min(4, len(subject) // 4)}": 0.3,
    }
    for word in subject[-6:]:
        found[f"subject={word}"] = found.get(f"subject={word}", 0.0) + 0.3
    return found


def _of_act(sentence: Sentence, predicate: Predicate, lexicon: Lexicon) -> dict[str, float]:
    words, verb, voice, act, agent = sentence.words, predicate.verb, predicate.voice, predicate.act, predicate.agent
    following = predicate.following
    behind = [word for word in words[verb + 1 : verb + 8] if not word.isspace()][:6]
    asked = words[predicate.start] if predicate.start < len(words) else ""
    found = {
        f"act={act}": 0.5,
        f"act,voice={act},{voice}": 0.5,
        f"act_end,voice={act[-3:]},{voice}": 0.3,
        f"agent,voice={agent},{voice}": 0.8,
        f"next={' '.join(following[:2])}": 0.4,
        f"next={' '.join(following[:3])}": 0.3,
        f"object_actor,voice={_any_actor(words[verb:], lexicon)},{voice}": 0.3,
        f"to_actor,voice={_is_addressed(words, verb, lexicon)},{voice}": 0.3,
        f"conditional,voice={asked in {'where', 'if', 'when'}},{voice}": 0.3,
    }
    for place, word in enumerate(behind):
        for name in (f"after{min(place, 3)}={word}", f"after={word}"):
            found[name] = found.get(name, 0.0) + 0.3
    return found


def _is_addressed(words: Sequence[str], verb: int, lexicon: Lexicon) -> bool:
    """Whether what is done is done "to" somebody: "shall be sent to the Commission"."""
    near = words[verb : verb + 25]
    return "to" in near and any(
        word == "to" and _any_actor(words[place + 1 : place + 5], lexicon) for place, word in enumerate(near, verb)
    )


def _any_actor(words: Sequence[str], lexicon: Lexicon) -> bool:
    return any(map(lexicon.is_actor, words)) or not COLLECTIVE.isdisjoint(words)


def words_around(sentence: Sentence) -> dict[str, float]:
    """Every word of a sentence and every pair, for telling how alike two sentences are; both together of length 1."""
    words = [word for word in sentence.words if word.isalpha()]
    return _shared({*(f"word={word}" for word in words), *(f"pair={a} {b}" for a, b in pairwise(words))})


FEATURES = {"sv": swedish_features, "en": english_features}
