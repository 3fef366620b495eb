"""What Swedish rules say of themselves: where they apply, what they contain, which other rules they point to."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Rule, Sentence
from nlp.rules.swedish_search import made, negated

_INSTRUMENT_ENDINGS = ("lag", "lagen", "förordning", "förordningen", "balken", "stadgan", "reglementet")
_INSTRUMENT_WORDS = word_group("sv", "instrument_words")
_SECRECY = word_group("sv", "secrecy")
# What applies may be a duty, a ban or an exception: "Anmälningsplikt gäller", "Förbud gäller mot", "Undantag gäller".
_DUTY_ENDINGS = ("plikt", "skyldighet")
_NAMED = {"förbud": Force.PROHIBITION, "undantag": Force.EXEMPTION}
_DEFINITIONS = frozenset({"definition", "definitioner", "definitionen", "definitionerna"})
_DONE = frozenset({"följer", "genomför", "kompletterar"})
_EXTENDED = {"förbudet": Force.PROHIBITION, "undantaget": Force.EXEMPTION}
_RULES_ELSEWHERE = frozenset({"bestämmelser", "föreskrifter", "regler", "bestämmelse"})


def _applies(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    near = set(words[max(0, verb - 3) : verb + 4])
    negation = negated(sentence, verb, min(len(words), verb + 8))
    if negation >= 0:
        return made(Force.EXEMPTION, "not_applicable", verb, negation)
    if (secret := _near(words, verb, 3, _SECRECY)) >= 0:
        return made(Force.PROHIBITION, "secrecy", verb, secret)
    if near & {"detsamma", "motsvarande"} or (near & {"detta", "det"} and near & {"även", "också"}):
        return made(Force.OBLIGATION, "same_as_before", verb)
    if (defined := _near(words, verb, 4, _DEFINITIONS)) >= 0:
        return made(Force.DEFINITION, "means", verb, defined)
    if (named := _near(words, verb, 4, frozenset(_NAMED))) >= 0:
        return made(_NAMED[words[named]], "named", verb, named)
    duty = next((i for i in range(max(0, verb - 2), min(len(words), verb + 3)) if words[i].endswith(_DUTY_ENDINGS)), -1)
    if duty >= 0:
        return made(Force.OBLIGATION, "duty_applies", verb, duty)
    return _of_duty(sentence, verb) or made(Force.SCOPE, "applies", verb)


def _scope(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    negation = negated(sentence, verb, min(len(sentence.words), verb + 6))
    if negation >= 0 and sentence.words[verb] in {"tillämpas", "omfattas", "omfattar"}:
        return made(Force.EXEMPTION, "not_applicable", verb, negation)
    if sentence.words[verb] in _DONE and not _points(sentence, verb):
        return made(Force.STATEMENT, "indicative", verb)  # "Nämnden följer upp planen": read as any other verb
    if sentence.words[verb] == "omfattar" and (wider := _of_duty(sentence, verb)) is not None:
        return wider
    return made(Force.SCOPE, "refers", verb)


def _points(sentence: Sentence, verb: int) -> bool:
    words = sentence.words
    return "av" in words[verb + 1 : verb + 4] or is_instrument(words[sentence.clause.start : verb])


def _exists(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if set(sentence.words) & _RULES_ELSEWHERE:
        return made(Force.SCOPE, "reference", verb)
    return made(Force.STATEMENT, "exists", verb)


def _contains(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if is_instrument(sentence.words[:verb]):
        return made(Force.SCOPE, "contents", verb)
    return made(Force.STATEMENT, "contains", verb)


def is_instrument(words: Sequence[str]) -> bool:
    """Whether the last words before a verb name an act or a part of one."""
    return any(word in _INSTRUMENT_WORDS or word.endswith(_INSTRUMENT_ENDINGS) for word in words[-6:])


def is_reference(words: Sequence[str], verb: int) -> bool:
    """Whether a passive points to rules that stand elsewhere: "Bestämmelser om avgifter meddelas i förordningen"."""
    return words[verb + 1 : verb + 2] == ["i"] and bool(_RULES_ELSEWHERE & set(words[:verb]))


def _of_duty(sentence: Sentence, verb: int) -> Proposal | None:
    """Sentences that widen a right or duty: "Rätten att ... omfattar också", "Skyldigheten gäller även"."""
    subject = [word for word in sentence.words[sentence.clause.start : verb] if word[:1].isalpha()]
    if subject and (subject[0] == "rätten" or subject[0].endswith("rättigheten")):
        return made(Force.RIGHT, "right_extends", verb)
    if subject and subject[0] in _EXTENDED:
        return made(_EXTENDED[subject[0]], "named", verb)
    if subject and subject[0].endswith(("skyldigheten", "ansvaret", "skyldigheterna", "plikten")):
        return made(Force.OBLIGATION, "duty_extends", verb)
    if len(subject) > 1 and subject[0].endswith("s") and subject[1].endswith(("skyldighet", "skyldigheter", "ansvar")):
        return made(Force.OBLIGATION, "duty_extends", verb)  # "Kommunens skyldighet omfattar även ..."
    return None


def _near(words: Sequence[str], verb: int, reach: int, wanted: frozenset[str]) -> int:
    """Position of one of the wanted words at most `reach` tokens from the verb, or -1."""
    return next((i for i in range(max(0, verb - reach), min(len(words), verb + reach + 1)) if words[i] in wanted), -1)


SCOPE_VERBS: dict[str, Rule] = {
    "gäller": _applies,
    **dict.fromkeys(word_group("sv", "referring"), _scope),
    "finns": _exists,
    "innehåller": _contains,
}
