"""Units of a document in, requirements and other statements out, with offsets into the document."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from nlp.antecedents import Antecedents
from nlp.references import resolved
from nlp.requirements import (
    REGULATORY_FORCES,
    REQUIREMENT_FORCES,
    Cue,
    Force,
    Reference,
    Requirement,
    Role,
    RoleKind,
    Unit,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from nlp.readings import Reading
    from nlp.roles import FoundRole

BATCH = 256
LONGEST_PIECE = 100_000
_REMEMBERED = 512
_MARK = re.compile(
    r"^\s{0,8}(?:[-*•]\s{1,4})?(?:\[[ xX]?\]\s{0,4})?\*{0,2}(SKA|SKALL|MÅSTE|BÖR|MUST|SHALL|SHOULD|FÅR|MAY)"
    r"( INTE| NOT)?\*{0,2}\s?:\*{0,2}\s*"
)
_MARKED = {
    "SKA": Force.OBLIGATION, "SKALL": Force.OBLIGATION, "MÅSTE": Force.OBLIGATION, "MUST": Force.OBLIGATION,
    "SHALL": Force.OBLIGATION, "BÖR": Force.RECOMMENDATION, "SHOULD": Force.RECOMMENDATION,
    "FÅR": Force.PERMISSION, "MAY": Force.PERMISSION,
}  # fmt: skip
_LONG_RUN = re.compile(r"\S{1000}")
_PIECE = re.compile(r"\w{1,100}|[^\w\s]|\s")
_FORCES = tuple(Force)
_REQUIREMENT = itemgetter(*(i for i, force in enumerate(_FORCES) if force in REQUIREMENT_FORCES))
_REGULATORY = itemgetter(*(i for i, force in enumerate(_FORCES) if force in REGULATORY_FORCES))


def extract(units: Iterable[Unit], language: str, *, trained: str = "") -> Iterator[Requirement]:
    """One Requirement per sentence of the units, in their order; memory stays flat however many there are.

    Raises NlpError error.unsupported_language, error.pipeline_missing.
    """
    return _Extraction(language, trained=trained, whole=False).run(units)


def analyse(units: Iterable[Unit], language: str, *, trained: str = "") -> Iterator[Requirement]:
    """One Requirement per unit: each unit is taken as one sentence, whatever stops it holds."""
    return _Extraction(language, trained=trained, whole=True).run(units)


class _Extraction:
    """Holds what a run remembers: readings of lead-ins, and the last sentence for "detsamma gäller"."""

    def __init__(self, language: str, *, trained: str, whole: bool) -> None:
        from nlp.pipeline import load
        from nlp.readings import readings

        self.nlp: Language = load(language, trained=trained)
        self.readings = readings
        self.whole = whole
        self.governing: OrderedDict[str, Reading] = OrderedDict()
        self.previous: Reading | None = None
        self.antecedents = Antecedents()

    def run(self, units: Iterable[Unit]) -> Iterator[Requirement]:
        pieces = (piece for unit in units for piece in cut(unit))
        while batch := list(islice(pieces, BATCH)):
            missing = list(dict.fromkeys(u.lead_in for u in batch if u.lead_in and u.lead_in not in self.governing))
            docs = self._read(
                [self._doc(lead_in, "", "", whole=self.whole) for lead_in in missing]
                + [self._doc(unit.text, unit.heading, unit.zone, whole=self.whole) for unit in batch]
            )
            for lead_in in missing:
                self._remember(lead_in, self.readings(next(docs)))
            for unit in batch:
                yield from self._finish(unit, next(docs))

    def _doc(self, text: str, heading: str, zone: str, *, whole: bool) -> Doc:
        doc = _plain_doc(self.nlp, text) if _LONG_RUN.search(text) else self.nlp.make_doc(text)
        data = doc.user_data
        data["text"], data["heading"], data["zone"], data["whole"] = text, heading, zone, whole
        return doc

    def _read(self, docs: list[Doc]) -> Iterator[Doc]:
        """The docs through one component after the other; `Language.pipe` hands single docs through all of them."""
        for _, component in self.nlp.pipeline:
            if hasattr(component, "pipe"):
                docs = list(component.pipe(docs, batch_size=BATCH))
            else:
                docs = [component(doc) for doc in docs]
        return iter(docs)

    def _remember(self, lead_in: str, found: list[Reading]) -> None:
        if found:
            self.governing[lead_in] = found[-1]
        while len(self.governing) > _REMEMBERED:
            self.governing.popitem(last=False)

    def _finish(self, unit: Unit, doc: Doc) -> Iterator[Requirement]:
        text = unit.text
        mark = _MARK.match(text)
        own = self.readings(doc)
        self.antecedents.stand(unit.instrument, unit.locator, unit.enclosing)
        for number, reading in enumerate(own):
            settled, inherited = self._settle(unit, reading, first=number == 0)
            if mark and (self.whole or number == 0):
                settled = settled._replace(probabilities=_certain(mark), rule="mark", cue=mark.span(1))
            self.previous = settled
            cited = self._cited(unit, reading)
            yield _requirement(unit, settled, reading, cited, inherited=inherited)
        if own and unit.lead_in in self.governing:
            # An item may itself lead in a deeper list: its items find it by its text.
            lead = self.governing[unit.lead_in]
            self._remember(text, [own[-1] if _stands_alone(own[-1], lead, text) else lead])

    def _cited(self, unit: Unit, reading: Reading) -> tuple[Reference, ...]:
        self.antecedents.next_sentence()
        if not reading.citations:
            return ()
        return tuple(resolved(reading.citations, unit.text, self.antecedents, offset=unit.offset))

    def _settle(self, unit: Unit, reading: Reading, *, first: bool) -> tuple[Reading, bool]:
        """The reading that decides, and whether it is inherited from the lead-in."""
        lead = self.governing.get(unit.lead_in) if unit.lead_in else None
        if lead is not None and first and not _stands_alone(reading, lead, unit.text):
            return lead, True
        if reading.rule == "same_as_before" and self.previous is not None:
            return reading._replace(probabilities=self.previous.probabilities), False
        return reading, False


def _plain_doc(nlp: Language, text: str) -> Doc:
    """Text with an endless "word" cut into tokens in one pass; spaCy's tokenizer peels it mark by mark."""
    from spacy.tokens import Doc

    pieces = _PIECE.findall(text)
    return Doc(nlp.vocab, words=pieces, spaces=[False] * len(pieces))


def _stands_alone(reading: Reading, lead: Reading, text: str) -> bool:
    """Whether an item speaks for itself: a finite modal of its own that no open lead-in ("om att") swallows."""
    if lead.rule == "fragment" and not lead.is_open:
        return True
    if lead.is_open and not text[:1].isupper():
        return False
    return reading.is_own


def _requirement(
    unit: Unit, settled: Reading, own: Reading, cited: tuple[Reference, ...], *, inherited: bool
) -> Requirement:
    base, text = unit.offset, unit.text
    probabilities = settled.probabilities
    confidence = max(probabilities)
    force = _FORCES[probabilities.index(confidence)]
    first, last = settled.cue
    shows_cue = first >= 0 and not inherited
    return Requirement(
        unit_id=unit.id,
        start=base + own.start,
        end=base + own.end,
        force=force,
        is_requirement=force in REQUIREMENT_FORCES,
        confidence=confidence,
        p_requirement=min(1.0, sum(_REQUIREMENT(probabilities))),
        p_regulatory=min(1.0, sum(_REGULATORY(probabilities))),
        roles=_roles(settled, own, base, inherited=inherited),
        references=cited,
        cues=(Cue(text=text[first:last], start=base + first, end=base + last, rule=settled.rule),) if shows_cue else (),
    )


def _roles(settled: Reading, own: Reading, base: int, *, inherited: bool) -> tuple[Role, ...]:
    """The sentence's own roles; an item is bound by its lead-in's bearer and gets what else it does not say itself."""
    if not inherited:
        return tuple(_role(found, base) for found in own.roles) if own.roles else ()
    kept = [_role(found, base) for found in own.roles if found.kind is not RoleKind.DUTY_BEARER]
    said = {role.kind for role in kept} - {RoleKind.CONDITION, RoleKind.EXCEPTION}
    passed = [
        Role(kind=found.kind, text=found.text, inherited=True, normal=found.normal)
        for found in settled.roles
        if found.kind not in said and found.kind is not RoleKind.ACTION
    ]
    return (*passed, *kept)


def _role(found: FoundRole, base: int) -> Role:
    kind, text, start, end, normal = found
    return Role(kind=kind, text=text, start=base + start, end=base + end, normal=normal)


def _certain(mark: re.Match[str], sure: float = 0.99) -> list[float]:
    force = _MARKED[mark.group(1)]
    if mark.group(2) and force is not Force.RECOMMENDATION:
        force = Force.PROHIBITION
    return [sure if each is force else (1 - sure) / (len(_FORCES) - 1) for each in _FORCES]


def cut(unit: Unit) -> Iterator[Unit]:
    """The unit itself, or pieces of at most 100,000 characters where it is longer, cut at white space."""
    position = 0
    while len(unit.text) - position > LONGEST_PIECE:
        window = unit.text[position : position + LONGEST_PIECE]
        at = max(window.rfind(". ") + 1, window.rfind("\n")) if len(window) else 0
        at = at if at > LONGEST_PIECE // 2 else window.rfind(" ")
        at = at if at > 0 else LONGEST_PIECE
        yield replace(unit, text=window[:at], offset=unit.offset + position)
        position += at
    yield unit if position == 0 else replace(unit, text=unit.text[position:], offset=unit.offset + position)
