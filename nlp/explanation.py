"""Why a sentence was read the way it was: the rule, the words it saw, and what the model made of them.

Nothing of this is stored with a sentence: it is worked out again when somebody asks, by the same components.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.requirements import Force, Unit

if TYPE_CHECKING:
    from nlp.components.force import ForceJudge
    from nlp.model import LinearModel
    from nlp.refinement import Refinement
    from nlp.rules import Sentence

SHOWN = 6
"""How many signs an explanation names at most."""

_LEAST = 0.05  # a sign that moves the log odds by less is not worth a line
_WORDS = ("word", "window", "next", "after", "after0", "after1", "after2", "after3")
_SAME_SIGN = dict.fromkeys(_WORDS, "word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A sign in the words and how far it speaks for the force read, against the next likely one.

    `kind` and `value` are the two halves of a feature's name ("verb", "ska"); `weight` is in log odds, negative where
    the sign speaks against.
    """

    kind: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a force came about.

    `rule` proposed `proposed` because of the words `cue`; with `inherited` both stand in the lead-in. `model` says
    whether trained weights decided over the proposal. `probabilities` are those of every force, likeliest first.
    """

    rule: str
    cue: str
    proposed: Force
    inherited: bool
    model: bool
    force: Force
    probabilities: Mapping[Force, float]
    contributions: Sequence[Contribution]


def explain(
    text: str,
    language: str,
    *,
    lead_in: str = "",
    heading: str = "",
    zone: str = "",
    refinement: Refinement | None = None,
) -> Explanation:
    """Read one sentence or item again and say why it has its force; a language without rules is read as English.

    `refinement` is what people's corrections changed when it was read; the signs named are of the shipped weights.

    >>> found = explain("Nämnden ska svara.", "sv")
    >>> found.rule, found.cue, found.force.value
    ('shall', 'ska', 'obligation')
    """
    from nlp.extraction import analyse
    from nlp.languages import LANGUAGES

    language = language if language in LANGUAGES else "en"
    unit = Unit(text=text, lead_in=lead_in, heading=heading, zone=zone)
    read = next(iter(analyse([unit], language, refinement=refinement)), None)
    if read is None:
        return _certain("none", "", Force.STATEMENT, 0.0)
    if read.cues and read.cues[0].rule == "mark":
        return _certain("mark", read.cues[0].text, read.force, read.confidence)
    own = _judged(unit, language, refinement)
    if lead_in and not read.cues:
        lead = _judged(Unit(text=lead_in), language, refinement)
        if (
            lead.force is read.force
            and lead.probabilities[lead.force] == read.confidence != own.probabilities[own.force]
        ):
            return replace(lead, inherited=True)
    return own


def _judged(unit: Unit, language: str, refinement: Refinement | None) -> Explanation:
    """The judgement of one sentence by the pipeline's own components."""
    from nlp.components.clauses import SENTENCES
    from nlp.components.force import FORCES, JUDGEMENTS, REFINEMENT, ForceJudge
    from nlp.components.sentences import STARTS
    from nlp.pipeline import load
    from nlp.roles import characters

    nlp = load(language)
    doc = nlp.make_doc(unit.text)
    doc.user_data.update(text=unit.text, heading=unit.heading, zone=unit.zone, whole=True)
    doc.user_data[REFINEMENT] = refinement
    for name in nlp.pipe_names:
        component = nlp.get_pipe(name)
        doc = component(doc)
        if isinstance(component, ForceJudge):
            break
    else:
        raise LookupError("the pipeline has no component that judges force")
    sentence, (proposal, row) = doc.user_data[SENTENCES][0], doc.user_data[JUDGEMENTS][0]
    start, end = characters(unit.text, doc.user_data[STARTS], proposal.start, proposal.end) if proposal.end else (0, 0)
    probabilities = dict(sorted(zip(FORCES, row, strict=True), key=lambda pair: -pair[1]))
    model = judging_model(component, sentence, unit.zone)
    signs = component.features(sentence, proposal, component.lexicon) if model else {}
    return Explanation(
        rule=proposal.rule,
        cue=unit.text[start:end],
        proposed=proposal.force,
        inherited=False,
        model=model is not None,
        force=next(iter(probabilities)),
        probabilities=probabilities,
        contributions=contributions(model, signs) if model else (),
    )


def judging_model(judge: ForceJudge, sentence: Sentence, zone: str) -> LinearModel | None:
    """The weights that decide about a sentence, None where the rule stands alone."""
    from nlp.components.force import is_instrumental

    if judge.model is None or (judge.language == "en" and not is_instrumental(sentence, zone)):
        return None
    return judge.model


def contributions(model: LinearModel, signs: Mapping[str, float]) -> tuple[Contribution, ...]:
    """The signs that move most between the likeliest class and the next one, the strongest first.

    Signs that say the same of the same words are taken together.
    """
    scores = model.probabilities([signs])[0]
    best, rival = scores.argsort()[::-1][:2]
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for name, value in signs.items():
        position = model.index.get(name)
        if position is not None:
            moved = value * (model.weights[position, best] - model.weights[position, rival]) / model.temperature
            found[sign_of(name)] += float(moved)
    strongest = sorted(found.items(), key=lambda pair: -abs(pair[1]))[:SHOWN]
    return tuple(
        Contribution(kind=kind, value=said, weight=weight)
        for (kind, said), weight in strongest
        if abs(weight) >= _LEAST
    )


def sign_of(name: str) -> tuple[str, str]:
    """The kind of sign a feature is, and what it saw.

    >>> sign_of("after2=report"), sign_of("rule,actor=shall,True")
    (('word', 'report'), ('rule_actor', 'shall,True'))
    """
    kind, _, said = name.partition("=")
    return _SAME_SIGN.get(kind, kind.replace(",", "_")), said


def _certain(rule: str, cue: str, force: Force, confidence: float) -> Explanation:
    """What one rule settles alone."""
    return Explanation(
        rule=rule,
        cue=cue,
        proposed=force,
        inherited=False,
        model=False,
        force=force,
        probabilities={force: confidence},
        contributions=(),
    )
