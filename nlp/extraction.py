"""Units of a document in, requirements and other statements out, with offsets into the document."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from nlp.antecedents import Antecedents
from nlp.applicability import EVERYBODY, Reach, bearer_kind
from nlp.clauses import NEGATIONS
from nlp.compound_requirements import capped, requirement_of, sentence_of, with_shared_conditions
from nlp.drafts import FORCES, Draft, asks, denied, requirement_from
from nlp.lists import list_part
from nlp.marks import MARK, marked_probabilities
from nlp.pieces import batches, cut, doc_of
from nlp.references import resolved
from nlp.requirements import (
    REGULATORY_FORCES,
    BearerKind,
    Force,
    ListPart,
    Reference,
    Requirement,
    Role,
    RoleKind,
    StatementType,
    Unit,
)
from nlp.statements import governing_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from nlp.readings import Reading
    from nlp.refinement import Refinement
    from nlp.roles import FoundRole

BATCH = 256
_REMEMBERED = 512
_WORD = 40  # characters in which the first word of an item ends
_BINDING_NOBODY = frozenset({Force.SCOPE, Force.STATEMENT, Force.DEFINITION})
_DEMANDED = frozenset({RoleKind.ACTION, RoleKind.TARGET_GROUP})  # what only demands and their like have


def extract(
    units: Iterable[Unit],
    language: str,
    *,
    trained: str = "",
    reach: Reach = EVERYBODY,
    refinement: Refinement | None = None,
) -> Iterator[Requirement]:
    """One Requirement per sentence of the units, or per part of it, in their order; memory stays flat.

    `reach` is what nlp.applicability read of whom their act addresses, `refinement` what people's corrections change.
    Raises NlpError error.unsupported_language, error.pipeline_missing.
    """
    return _Extraction(language, trained=trained, whole=False, reach=reach, refinement=refinement).found(units)


def analyse(
    units: Iterable[Unit], language: str, *, trained: str = "", refinement: Refinement | None = None
) -> Iterator[Requirement]:
    """One Requirement per unit: each unit is taken as one sentence, whatever stops it holds.

    A unit longer than LONGEST_PIECE characters is read in pieces and answered with its weightiest.
    """
    found = _Extraction(language, trained=trained, whole=True, refinement=refinement).run(units)
    for _, pieces in groupby(found, key=itemgetter(0)):
        yield max((piece for _, piece in pieces), key=_weight)


def _weight(piece: Requirement) -> tuple[bool, float, float]:
    return piece.is_requirement, piece.p_regulatory, piece.confidence


class _Extraction:
    """Holds what a run remembers: readings of lead-ins, the last sentence for "detsamma gäller", what was cited."""

    def __init__(
        self,
        language: str,
        *,
        trained: str,
        whole: bool,
        reach: Reach = EVERYBODY,
        refinement: Refinement | None = None,
    ) -> None:
        from nlp.pipeline import load
        from nlp.readings import readings

        self.nlp: Language = load(language, trained=trained)
        self.readings = readings
        self.whole = whole
        self.refinement = refinement
        self.kind_of = lru_cache(_REMEMBERED)(partial(bearer_kind, language=language, reach=reach))
        self.governing: OrderedDict[str, Reading] = OrderedDict()
        self.previous: Reading | None = None
        self.antecedents = Antecedents()
        self.negations = NEGATIONS[language]

    def found(self, units: Iterable[Unit]) -> Iterator[Requirement]:
        """The requirements and statements of the units, in order."""
        return (requirement for _, requirement in self.run(units))

    def run(self, units: Iterable[Unit]) -> Iterator[tuple[int, Requirement]]:
        """What was found, each with the position of its unit."""
        language = self.nlp.lang or ""
        pieces = ((number, piece) for number, unit in enumerate(units) for piece in cut(unit))
        for numbered in batches(pieces, BATCH):
            batch = [piece for _, piece in numbered]
            missing = {u.lead_in: u.zone for u in batch if u.lead_in and u.lead_in not in self.governing}
            docs = self._read(
                [
                    self._doc(governing_words(text, language), "", zone, whole=self.whole)
                    for text, zone in missing.items()
                ]
                + [self._doc(unit.text, unit.heading, unit.zone, whole=self.whole) for unit in batch]
            )
            for lead_in in missing:
                self._remember(lead_in, self.readings(next(docs)))
            yield from self._written([draft for n, unit in numbered for draft in self._drafts(n, unit, next(docs))])

    def _doc(self, text: str, heading: str, zone: str, *, whole: bool) -> Doc:
        doc = doc_of(self.nlp, text)
        data = doc.user_data
        data["text"], data["heading"], data["zone"], data["whole"] = text, heading, zone, whole
        data["refinement"] = self.refinement
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

    def _drafts(self, number: int, unit: Unit, doc: Doc) -> Iterator[Draft]:
        text = unit.text
        mark = MARK.match(text)
        own = self.readings(doc)
        self.antecedents.stand(unit.instrument, unit.locator, unit.enclosing)
        for place, reading in enumerate(own):
            settled, inherited = self._settle(unit, reading, first=place == 0)
            if mark and (self.whole or place == 0):
                settled = settled._replace(probabilities=marked_probabilities(mark), rule="mark", cue=mark.span(1))
            self.previous = settled
            part = list_part(unit, inherited=inherited, is_last=place == len(own) - 1)
            yield Draft(number, unit, settled, reading, inherited, part, self._cited(unit, reading))
        if own and unit.lead_in in self.governing:
            # An item may itself lead in a deeper list: its items find it by its text.
            lead = self.governing[unit.lead_in]
            self._remember(text, [own[-1] if stands_alone(own[-1], lead, text) else lead])

    def _cited(self, unit: Unit, reading: Reading) -> tuple[Reference, ...]:
        self.antecedents.next_sentence()
        if not reading.citations:
            return ()
        return tuple(resolved(reading.citations, unit.text, self.antecedents, offset=unit.offset))

    def _written(self, drafts: list[Draft]) -> Iterator[tuple[int, Requirement]]:
        """The requirements of the drafts; the parts of compound sentences are read once more, all at once."""
        docs = self._read(
            [
                self._doc(sentence_of(draft.unit.text, part), draft.unit.heading, draft.unit.zone, whole=True)
                for draft in drafts
                for part in draft.parts
            ]
        )
        for draft in drafts:
            whole = self._requirement(draft)
            compound = draft.own.compound
            if not draft.parts or compound is None or compound.keeps_whole:
                yield draft.number, whole
            for part in self._parts(draft, whole, docs):
                yield draft.number, part

    def _parts(self, draft: Draft, whole: Requirement, docs: Iterator[Doc]) -> Iterator[Requirement]:
        found = []
        unit, compound = draft.unit, draft.own.compound
        for part in draft.parts:
            read = next(iter(self.readings(next(docs))), None)
            deciding = draft.settled
            if part.is_own and read is not None:
                deciding = read._replace(probabilities=capped(read.probabilities, whole.confidence))
            judged = self._requirement(draft._replace(settled=deciding))
            made = requirement_of(part, whole, judged, read, unit)
            if draft.inherited and read is not None:
                made = replace(made, roles=_roles(draft.settled, read, unit.offset + part.start, inherited=True))
            if compound is not None and compound.combination is not None and made.combination is None:
                made = replace(made, combination=compound.combination)
            found.append(replace(made, bearer_kind=self._kind(made.roles)))
        if draft.list_part is ListPart.LEAD_IN and found:
            found[:-1] = [replace(part, list_part=None, is_requirement=asks(part)) for part in found[:-1]]
        yield from with_shared_conditions(found, unit)

    def _requirement(self, draft: Draft) -> Requirement:
        roles = _roles(draft.settled, draft.own, draft.unit.offset, inherited=draft.inherited)
        return requirement_from(draft, roles, self._kind(roles))

    def _kind(self, roles: tuple[Role, ...]) -> BearerKind:
        bearer = next((role.text for role in roles if role.kind is RoleKind.DUTY_BEARER), "")
        return self.kind_of(bearer)

    def _settle(self, unit: Unit, reading: Reading, *, first: bool) -> tuple[Reading, bool]:
        """The reading that decides, and whether it is inherited from the lead-in."""
        lead = self.governing.get(unit.lead_in) if unit.lead_in else None
        if lead is not None and first and not stands_alone(reading, lead, unit.text):
            # "The portal shall ‖ not hold personal data": the item denies what its lead-in asks for.
            begins = unit.text[:_WORD].lower().split(maxsplit=1)
            if begins and begins[0] in self.negations:
                return lead._replace(probabilities=denied(lead.probabilities)), True
            return lead, True
        if reading.rule == "same_as_before" and self.previous is not None:
            return reading._replace(probabilities=self.previous.probabilities), False
        return reading, False


def stands_alone(reading: Reading, lead: Reading, text: str) -> bool:
    """Whether an item speaks for itself: a finite modal of its own that no open lead-in ("om att") swallows."""
    if lead.rule == "fragment" and not lead.is_open:
        return True
    if lead.worded_type is StatementType.AMENDMENT:
        return reading.rule != "fragment"  # what an instruction inserts is read as the text it will be
    if lead.is_open and not text[:1].isupper():
        return False
    return reading.is_own


def _roles(settled: Reading, own: Reading, base: int, *, inherited: bool) -> tuple[Role, ...]:
    """The sentence's own roles; an item is bound by its lead-in's bearer and gets what else it does not say itself."""
    force = FORCES[settled.probabilities.index(max(settled.probabilities))]
    nobody = frozenset({RoleKind.DUTY_BEARER}) if force in _BINDING_NOBODY else frozenset()
    left_out = nobody if force in REGULATORY_FORCES else nobody | _DEMANDED
    if not inherited:
        return tuple(_role(found, base) for found in own.roles if found.kind not in left_out)
    kept = [_role(found, base) for found in own.roles if found.kind is not RoleKind.DUTY_BEARER]
    said = {role.kind for role in kept} - {RoleKind.CONDITION, RoleKind.EXCEPTION}
    passed = [
        Role(kind=found.kind, text=found.text, inherited=True, normal=found.normal)
        for found in settled.roles
        if found.kind not in said | nobody
    ]
    return (*passed, *kept)


def _role(found: FoundRole, base: int) -> Role:
    kind, text, start, end, normal = found
    if start < 0:  # words that stand outside the unit
        return Role(kind=kind, text=text, inherited=True, normal=normal)
    return Role(kind=kind, text=text, start=base + start, end=base + end, normal=normal)
