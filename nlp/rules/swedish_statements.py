"""Swedish main verbs that are no modals: har rätt, är skyldig, gäller, avses, finns bestämmelser, åligger ..."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.clauses import NEGATIONS
from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Rule, Sentence
from nlp.rules.swedish_search import STOPS, cue_at, made, negated

_NEGATIONS = NEGATIONS["sv"]
_INSTRUMENT_ENDINGS = ("lag", "lagen", "förordning", "förordningen", "balken", "stadgan", "reglementet")
_INSTRUMENT_WORDS = word_group("sv", "instrument_words")
_ROLES = word_group("sv", "roles")
_STATUS = word_group("sv", "status")


def _has(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    negation = negated(sentence, verb, len(words))
    relative = False  # "har i den omfattning som behövs rätt att": only a right is looked for behind "som"
    for index in range(verb + 1, len(words)):
        word = words[index]
        if word == "rätt" and index + 1 < len(words) and words[index + 1] in {"att", "till", "på"}:
            negative = verb < negation < index
            return made(
                Force.STATEMENT if negative else Force.RIGHT, "not_entitled" if negative else "entitled", verb, index
            )
        if not relative and word in {"skyldighet", "ansvar", "ansvaret", "uppgift", "uppdrag", "skyldigheten"}:
            if verb < negation < index:
                return made(Force.EXEMPTION, "no_duty", verb, index)
            return made(Force.OBLIGATION, "bound", verb, index)
        if not relative and word in {"möjlighet", "befogenhet"} and not verb < negation < index:
            return made(Force.PERMISSION, "able", verb, index)
        if word == "som":
            relative = relative or not sentence.clause.inverted
        elif word in STOPS:
            break
    if words[sentence.clause.start].endswith("rätt") and verb - sentence.clause.start < 12:
        return made(Force.RIGHT, "entitled", verb)
    return cue_at(sentence, verb) or made(Force.STATEMENT, "has", verb)


_PREDICATES: dict[str, tuple[Force, Force, str]] = {
    # predicate: (force, force when negated, rule)
    **dict.fromkeys(("skyldig", "skyldiga", "skyldigt"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
    **dict.fromkeys(("förbjudet", "förbjuden", "förbjudna"), (Force.PROHIBITION, Force.PERMISSION, "forbidden")),
    **dict.fromkeys(("tillåtet", "tillåten", "tillåtna"), (Force.PERMISSION, Force.PROHIBITION, "allowed")),
    **dict.fromkeys(("berättigad", "berättigade", "berättigat"), (Force.RIGHT, Force.STATEMENT, "entitled")),
    **dict.fromkeys(("tillämplig", "tillämpliga", "tillämpligt"), (Force.SCOPE, Force.EXEMPTION, "applicable")),
    **dict.fromkeys(("undantagen", "undantagna", "undantaget"), (Force.EXEMPTION, Force.SCOPE, "exempted")),
    **dict.fromkeys(("befriad", "befriade", "befriat"), (Force.EXEMPTION, Force.OBLIGATION, "exempted")),
    **dict.fromkeys(_STATUS, (Force.DEFINITION, Force.DEFINITION, "status")),
    **dict.fromkeys(_ROLES, (Force.OBLIGATION, Force.EXEMPTION, "role")),
    **dict.fromkeys(("obligatorisk", "obligatoriskt", "obligatoriska"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
}


def _is(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    negation = -1
    for index in range(verb + 1, min(len(words), verb + 25)):
        word = words[index]
        if word in _PREDICATES:
            force, negated, rule = _PREDICATES[word]
            return made(negated if negation >= 0 else force, rule, verb, index)
        if word in {".", ";"} or (word == "som" and not sentence.clause.inverted):
            break
        if word == "att":
            return cue_at(sentence, verb) or made(Force.STATEMENT, "is", verb)
        if word in _NEGATIONS:
            negation = index
    if _defines(sentence, verb):
        return made(Force.DEFINITION, "is_term", verb)
    return made(Force.STATEMENT, "is", verb)


def _defines(sentence: Sentence, verb: int) -> bool:
    """Whether "X är ..." explains X: under a heading about terms, or under X itself as the heading."""
    heading = sentence.heading.lower()
    if sentence.clause.start or sentence.clause.inverted or sentence.words[0] in {"det", "detta"}:
        return False
    if tuple(sentence.words[verb + 1 : verb + 3]) in {("den", "som"), ("det", "som"), ("de", "som")}:
        return True
    subject = " ".join(sentence.words[:verb])
    return heading == subject or any(word in heading for word in ("definition", "uttryck", "ordförklaring", "begrepp"))


def _applies(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    near = set(words[max(0, verb - 3) : verb + 4])
    negation = negated(sentence, verb, min(len(words), verb + 8))
    if negation >= 0:
        return made(Force.EXEMPTION, "not_applicable", verb, negation)
    if near & {"detsamma", "motsvarande"} or (near & {"detta", "det"} and near & {"även", "också"}):
        return made(Force.OBLIGATION, "same_as_before", verb)
    return _of_duty(sentence, verb) or made(Force.SCOPE, "applies", verb)


def _of_duty(sentence: Sentence, verb: int) -> Proposal | None:
    """Sentences that widen a right or duty: "Rätten att ... omfattar också", "Skyldigheten gäller även"."""
    subject = [word for word in sentence.words[sentence.clause.start : verb] if word[:1].isalpha()]
    if subject and (subject[0] == "rätten" or subject[0].endswith("rättigheten")):
        return made(Force.RIGHT, "right_extends", verb)
    if subject and subject[0].endswith(("skyldigheten", "ansvaret", "skyldigheterna", "plikten")):
        return made(Force.OBLIGATION, "duty_extends", verb)
    return None


def _scope(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    negation = negated(sentence, verb, min(len(sentence.words), verb + 6))
    if negation >= 0 and sentence.words[verb] in {"tillämpas", "omfattas", "omfattar"}:
        return made(Force.EXEMPTION, "not_applicable", verb, negation)
    if sentence.words[verb] == "omfattar" and (wider := _of_duty(sentence, verb)) is not None:
        return wider
    return made(Force.SCOPE, "refers", verb)


def _consists(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return made(Force.STATEMENT, "consists", verb)


def _means(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if sentence.words[verb] == "innebär" and {"ingen", "inte", "inget", "inga"} & set(
        sentence.words[verb + 1 : verb + 4]
    ):
        return made(Force.STATEMENT, "means_not", verb)
    return made(Force.DEFINITION, "means", verb)


def _exists(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if set(sentence.words) & {"bestämmelser", "föreskrifter", "regler", "bestämmelse"}:
        return made(Force.SCOPE, "reference", verb)
    return made(Force.STATEMENT, "exists", verb)


def _contains(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if is_instrument(sentence.words[:verb]):
        return made(Force.SCOPE, "contents", verb)
    return made(Force.STATEMENT, "contains", verb)


def _appeals(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if (negation := negated(sentence, verb, min(len(sentence.words), verb + 5))) >= 0:
        return made(Force.PROHIBITION, "appeal", verb, negation)
    return made(Force.PERMISSION, "appeal", verb)


def _is_exempted(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return made(Force.EXEMPTION, "exempted", verb)


def _incumbent(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    if (negation := negated(sentence, verb, min(len(words), verb + 4))) >= 0:
        return made(Force.EXEMPTION, "no_duty", verb, negation)
    return made(Force.OBLIGATION, "incumbent", verb)


def is_instrument(words: Sequence[str]) -> bool:
    """Whether the last words before a verb name an act or a part of one."""
    return any(word in _INSTRUMENT_WORDS or word.endswith(_INSTRUMENT_ENDINGS) for word in words[-6:])


OTHER_VERBS: dict[str, Rule] = {
    "har": _has,
    "är": _is,
    "gäller": _applies,
    **dict.fromkeys(word_group("sv", "referring"), _scope),
    **dict.fromkeys(word_group("sv", "defining"), _means),
    **dict.fromkeys(("består", "leds", "utgörs"), _consists),
    "finns": _exists,
    "innehåller": _contains,
    "överklagas": _appeals,
    "undantas": _is_exempted,
    **dict.fromkeys(("åligger", "ankommer", "ansvarar", "svarar"), _incumbent),
}
