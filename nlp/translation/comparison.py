"""Two frames in, the suggested coding out, with every reason that led to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.requirements import Force
from nlp.translation.attitudes import attitude, weaker_elsewhere, weaker_half
from nlp.translation.bearers import bearer, recipient
from nlp.translation.content import action, added_stretches, missing_stretches, variant
from nlp.translation.deciding import Findings, decide
from nlp.translation.editing import modifiers
from nlp.translation.elements import elements
from nlp.translation.force import FREE, MAY, MUST, OUGHT
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Mode, Modifier, Reason, Span, Translation
from nlp.translation.pairing import Pair, effective, pair
from nlp.translation.standards import as_law
from nlp.translation.wording import LEAST, longest_run

READER = "translation/1"
"""Names the rules that made a suggestion; raised when they change."""

Values = dict[str, str | int | float]

_ABOUT = 0.3  # likeness from which two sentences are about the same thing, so that their force can be compared
_ABOUT_LINKED = 0.1  # the same where a person has said that they belong together
_SPOKEN_OF = frozenset({ElementName.BEARER, ElementName.ACTION, ElementName.OBJECT, ElementName.FORCE})
_ACROSS = 0.6  # how sure a coding across languages can be at most
_ALTERED = {
    ElementName.DEADLINE: "translation.other_time",
    ElementName.FREQUENCY: "translation.other_time",
    ElementName.STANDARD: "translation.other_version",
    ElementName.QUANTITY: "translation.other_number",
    ElementName.TARGET_GROUP: "translation.other_recipient",
    ElementName.OBJECT: "translation.other_object",
}


def compare(source: Frame, target: Frame, *, linked: bool = False) -> Translation:
    """How `target`, a local passage, translates `source`, a requirement; cheap once both have been read.

    `linked` says that a person confirmed that they belong together: then few shared words are no sign of the contrary,
    and NONE is left for passages that say nothing that holds.
    """
    one_language = source.language == target.language
    share = len(source.runs & target.runs) / max(1, len(source.runs)) if one_language else None
    run = longest_run(source.words, target.words, least=min(LEAST, max(2, len(source.words))))
    longest = (run.source, run.target) if run is not None else None
    both = pair(source, target) if target.voiced else None
    if both is None:
        code = "translation.no_voice" if target.words else "translation.empty"
        reason = Reason(code=code, values={"type": target.side.passage_type})
        return _result(Mode.NONE, frozenset(), 0.9, (), share, longest, (reason,))
    found = _elements(both)
    softer = list(_force(both, _ABOUT_LINKED if linked else _ABOUT))
    edits = list(modifiers(both, found))
    altered = list(_altered(both, found))
    missing, added = missing_stretches(both), added_stretches(both)
    marks = frozenset(modifier for modifier, _ in (*softer, *edits))
    cited = _cited(source, target)
    findings = Findings(
        pair=both,
        elements=found,
        missing=missing,
        added=added,
        altered=altered,
        modifiers=marks,
        containment=share,
        cited=cited,
        linked=linked,
    )
    mode, clear = decide(findings)
    if mode is Mode.NONE:
        softer, edits, marks = [], [], frozenset()
    reasons = [*altered, *(reason for _, reason in softer), *(reason for _, reason in edits)]
    reasons += _said(findings, mode, longest)
    return _result(mode, marks, clear if one_language else clear * _ACROSS, found, share, longest, reasons)


def _result(
    mode: Mode,
    marks: frozenset[Modifier],
    clear: float,
    found: Sequence[Element],
    share: float | None,
    longest: tuple[Span, Span] | None,
    reasons: Sequence[Reason],
) -> Translation:
    present = [element for element in found if element.state is not ElementState.ADDED]
    kept = sum(element.state is not ElementState.MISSING for element in present)
    return Translation(
        mode=mode,
        modifiers=marks,
        confidence=round(min(1.0, max(0.0, clear)), 3),
        elements=tuple(found),
        coverage=(kept, len(present)) if present else None,
        containment=share,
        longest=longest,
        reasons=tuple(reasons),
        reader=READER,
    )


def _elements(both: Pair) -> list[Element]:
    first = [element for element in (bearer(both), _force_element(both)) if element is not None]
    changed = variant(both)
    doing = list(action(both))
    if changed is not None:
        ours, theirs = both.source.span_of(changed[:1]), both.target.span_of(changed[1:])
        assert ours is not None
        assert theirs is not None
        values = {"source": both.source.text[slice(*ours)], "target": both.target.text[slice(*theirs)]}
        doing = [element for element in doing if element.name is not ElementName.OBJECT]
        doing.append(
            Element(name=ElementName.OBJECT, state=ElementState.CHANGED, source=ours, target=theirs, values=values)
        )
    other = recipient(both)
    return [*first, *doing, *elements(both), *([other] if other is not None else [])]


def _force_element(both: Pair) -> Element | None:
    ours, theirs = effective(both.ours), effective(both.theirs)
    if ours is None:
        return None
    state = ElementState.MISSING if theirs is None else ElementState.SAME if ours == theirs else ElementState.CHANGED
    values = {"source": both.ours.force.value} | ({} if theirs is None else {"target": both.theirs.force.value})
    place = None if theirs is None else both.theirs.hedge or both.theirs.cue
    return Element(name=ElementName.FORCE, state=state, source=both.ours.cue, target=place, values=values)


def _force(both: Pair, least: float) -> Iterator[tuple[Modifier, Reason]]:
    """Whether the matched sentence demands less or more than the source's."""
    ours, theirs = effective(both.ours), effective(both.theirs)
    if ours is None or both.likeness < least:
        return
    wish = attitude(both) if ours == MUST else None
    if wish is not None:
        yield Modifier.SOFT, _softer(both, wish, both.theirs.force.value)
        return
    if ours == theirs and (other := weaker_elsewhere(both)) is not None:
        yield Modifier.SOFT, _softer(both, other.hedge or other.cue or other.place, other.force.value)
    elif (half := weaker_half(both)) is not None:
        yield Modifier.SOFT, _softer(both, half, Force.RECOMMENDATION.value)
    if theirs is None or ours == theirs:
        return
    if (_is_instruction(both) and min(ours, theirs) >= OUGHT) or _is_freedom(both, ours, theirs):
        return
    weaker = theirs < ours
    modifier = Modifier.SOFT if weaker else Modifier.HARD
    place = both.theirs.hedge or both.theirs.cue
    values: Values = {
        "source": _cut(both.source, both.ours.cue),
        "target": _cut(both.target, place),
        "source_force": both.ours.force.value,
        "target_force": both.theirs.force.value,
    }
    hedged = weaker and both.theirs.weakened
    code = "translation.hedged" if hedged else "translation.softer" if weaker else "translation.harder"
    yield modifier, Reason(code=code, values=values, source=both.ours.cue, target=place)


def _softer(both: Pair, place: Span, force: str) -> Reason:
    values: Values = {
        "source": _cut(both.source, both.ours.cue),
        "target": _cut(both.target, place),
        "source_force": both.ours.force.value,
        "target_force": force,
    }
    return Reason(code="translation.softer", values=values, source=both.ours.cue, target=place)


def _is_freedom(both: Pair, ours: int, theirs: int) -> bool:
    """Whether both sides give somebody room: what an individual may do, or what nobody need do."""
    if both.ours.force is Force.RIGHT or ours <= MAY:
        return theirs <= MAY
    return theirs <= MAY and both.theirs.serves


def _is_instruction(both: Pair) -> bool:
    """Whether one side is in the imperative, which may be advice or an order."""
    sides = (both.ours, both.theirs)
    return any(one.rule == "imperative" and not one.weakened for one in sides)


def _altered(both: Pair, found: Sequence[Element]) -> Iterator[Reason]:
    """What was replaced by something else."""
    law = as_law(both.target.text, both.target.language, both.target.standards)
    if law is not None:
        values: Values = {
            "target": _cut(both.target, law),
            "standard": _cut(both.target, both.target.standards[0].place),
        }
        yield Reason(code="translation.standard_as_law", values=values, target=law)
    for element in found:
        code = _ALTERED.get(element.name)
        if code is not None and element.state is ElementState.CHANGED:
            values = {"source": element.values.get("source", ""), "target": element.values.get("target", "")}
            yield Reason(code=code, values=values, source=element.source, target=element.target)
    if both.likeness >= _ABOUT:
        yield from _turned(both)


def _turned(both: Pair) -> Iterator[Reason]:
    """A demand that was lifted ("behöver inte") or turned into its opposite ("får inte" for "ska")."""
    ours, theirs = both.ours, both.theirs
    values: Values = {
        "source": _cut(both.source, ours.cue),
        "target": _cut(both.target, theirs.cue),
    }
    if (ours.rank or 0) >= OUGHT and theirs.rank == FREE:
        yield Reason(code="translation.lifted", values=values, source=ours.cue, target=theirs.cue)
    forces = {ours.force, theirs.force}
    plain = ours.rule in ("shall", "must") and theirs.rule in ("may_not", "shall_not", "must_not")
    if forces == {Force.OBLIGATION, Force.PROHIBITION} and ours.rank == theirs.rank == MUST and plain:
        yield Reason(code="translation.reversed", values=values, source=ours.cue, target=theirs.cue)


def _cited(source: Frame, target: Frame) -> Span | None:
    """Where the target names the source's act, or any act when the source's is not known."""
    own = source.side.instrument
    for identifier, place in target.citations:
        if not own or identifier == own:
            return place
    return target.citations[0][1] if target.citations else None


def _said(findings: Findings, mode: Mode, longest: tuple[Span, Span] | None) -> Iterator[Reason]:
    """The reasons that belong to a mode, and what limits it."""
    both, share = findings.pair, round(100 * findings.pair.recall)
    if findings.containment is None:
        languages = {"source": both.source.language, "target": both.target.language}
        yield Reason(code="translation.across_languages", values=languages)
    elif longest is not None and findings.containment > 0:
        kept: Values = {"share": round(100 * findings.containment)}
        yield Reason(code="translation.containment", values=kept, source=longest[0], target=longest[1])
    if mode is Mode.NONE:
        yield Reason(code="translation.unrelated", values={"share": share})
        return
    if findings.cited is not None:
        cited = {"citation": _cut(both.target, findings.cited)}
        yield Reason(code="translation.refers", values=cited, target=findings.cited)
    yield from _lost_and_new(findings)
    if effective(both.theirs) is None and effective(both.ours) is not None:
        yield Reason(code="translation.no_force", target=both.theirs.place)
    if mode is Mode.PARA:
        yield Reason(code="translation.words_kept", values={"share": share})


def _lost_and_new(findings: Findings) -> Iterator[Reason]:
    """Elements and stretches that stand on one side only."""
    both = findings.pair
    for element in findings.elements:
        if element.name in _SPOKEN_OF:
            continue
        values: Values = {"element": f"element_name.{element.name}"}
        if element.state is ElementState.MISSING:
            values["source"] = element.values.get("source", "")
            yield Reason(code="translation.element_missing", values=values, source=element.source)
        elif element.state is ElementState.ADDED:
            values["target"] = element.values.get("target", "")
            yield Reason(code="translation.element_added", values=values, target=element.target)
    for span in findings.missing:
        yield Reason(code="translation.part_missing", values={"source": _cut(both.source, span)}, source=span)
    for span in findings.added:
        yield Reason(code="translation.part_added", values={"target": _cut(both.target, span)}, target=span)


def _cut(frame: Frame, place: Span | None) -> str:
    return "" if place is None else frame.text[place.start : place.end]
