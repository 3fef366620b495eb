"""Two frames in, the suggested coding out, with every reason that led to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.translation.bearers import bearer, recipient
from nlp.translation.content import action, added_stretches, missing_stretches, variant
from nlp.translation.deciding import Findings, decide
from nlp.translation.editing import modifiers
from nlp.translation.elements import elements
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Mode, Modifier, Reason, Span, Translation
from nlp.translation.pairing import Pair, effective, pair
from nlp.translation.standards import as_law
from nlp.translation.statements import UNADOPTED, UTTERED
from nlp.translation.strength import ABOUT, ABOUT_LINKED, strength, turned
from nlp.translation.wording import LEAST, longest_run

READER = "translation/2"
"""Names the rules that made a suggestion; raised when they change."""

Values = dict[str, str | int | float]

_NOT_ADOPTED = 0.3  # how sure a coding of what nobody has decided can be at most
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
    softer = list(strength(both, ABOUT_LINKED if linked else ABOUT))
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
    if mode is Mode.NONE or target.kind in UTTERED:
        softer, edits, marks = [], [], frozenset()
    reasons = [*altered, *(reason for _, reason in softer), *(reason for _, reason in edits)]
    reasons += _said(findings, mode, longest)
    clear = clear if one_language else clear * _ACROSS
    if target.kind in UNADOPTED:
        reasons.insert(0, Reason(code="translation.not_adopted", values={"type": target.side.passage_type}))
        clear = min(clear, _NOT_ADOPTED)
    return _result(mode, marks, clear, found, share, longest, reasons)


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


def _altered(both: Pair, found: Sequence[Element]) -> Iterator[Reason]:
    """What was replaced by something else."""
    law = as_law(both.target.text, both.target.language, both.target.standards)
    if law is not None:
        values: Values = {
            "target": both.target.cut(law),
            "standard": both.target.cut(both.target.standards[0].place),
        }
        yield Reason(code="translation.standard_as_law", values=values, target=law)
    for element in found:
        code = _ALTERED.get(element.name)
        if code is not None and element.state is ElementState.CHANGED:
            values = {"source": element.values.get("source", ""), "target": element.values.get("target", "")}
            yield Reason(code=code, values=values, source=element.source, target=element.target)
    if both.likeness >= ABOUT:
        yield from turned(both)


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
    elif findings.containment > 0 and (longest is not None or mode is Mode.COPY):
        kept: Values = {"share": round(100 * findings.containment)}
        source, target = longest if longest is not None else (None, None)
        yield Reason(code="translation.containment", values=kept, source=source, target=target)
    if mode is Mode.NONE:
        yield Reason(code="translation.unrelated", values={"share": share})
        return
    if findings.cited is not None:
        cited = {"citation": both.target.cut(findings.cited)}
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
        yield Reason(code="translation.part_missing", values={"source": both.source.cut(span)}, source=span)
    for span in findings.added:
        yield Reason(code="translation.part_added", values={"target": both.target.cut(span)}, target=span)
