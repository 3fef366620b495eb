"""What a person's corrections change in the shipped weights: a small difference, kept apart from them.

A correction names a sentence and the force it has. `refine` finds the most probable change of the scores of all nine
forces under a Gaussian prior around the shipped weights. It needs no other data: the shipped judgement is the offset,
and features are weighted by how rare they were in training, so that like sentences move along and others stay. A run
takes the difference as an argument; without it nothing has changed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

import numpy as np
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.force import FORCES, JUDGEMENTS
from nlp.errors import NlpError
from nlp.features import FEATURES, words_around
from nlp.languages import common_words, lexicon
from nlp.model import Features, Floats, LinearModel, fit, shipped, shipped_digest, softmax
from nlp.requirements import Force, Unit
from nlp.rules import Proposal, Sentence

STRENGTH = 0.05
"""Precision of the prior: loose enough for one correction to overturn any shipped judgement of its own sentence."""

LARGEST = 20_000_000  # bytes, packed or unpacked
_UNREADABLE = (
    *(OSError, ValueError, KeyError, EOFError, RuntimeError, MemoryError, TypeError),
    *(zipfile.BadZipFile, zlib.error),
)
_LEAST_PROBABILITY = 1e-4  # a force the rules exclude can still be chosen by a person
_LEAST_WEIGHT = 1e-4
_CLASSES = tuple(force.value for force in FORCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A sentence or item as it was read (see `Unit`) and the force it has, or was rightly given.

    An item that takes its force from its lead-in corrects the lead-in.
    """

    text: str
    force: Force
    lead_in: str = ""
    heading: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """The difference to the shipped weights of a language; `basis` is their SHA-256."""

    language: str
    basis: str
    model: LinearModel

    def moved(
        self, read: Sequence[tuple[Sentence, Proposal]], rows: Sequence[Sequence[float]]
    ) -> list[Sequence[float]]:
        """The probabilities of the forces after the corrections; a sentence like none of them keeps its own."""
        signs = [telling(sentence, proposal, self.language) for sentence, proposal in read]
        change = self.model.scores(signs)
        after = softmax(_logits(rows) + change).tolist()
        return [after[i] if change[i].any() else row for i, row in enumerate(rows)]

    def to_bytes(self) -> bytes:
        """Plain arrays without pickles, read back by `read`; the same corrections always give the same bytes."""
        names = sorted(self.model.index, key=self.model.index.__getitem__)
        file = io.BytesIO()
        arrays = {
            "language": _text(self.language),
            "basis": _text(self.basis),
            "classes": _text("\n".join(self.model.classes)),
            "names": _text("\n".join(names)),
            "weights": self.model.weights.astype(np.float32),
        }
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # the stubs take the arrays for `allow_pickle`
        return file.getvalue()


def refine(corrections: Sequence[Correction], language: str) -> Refinement:
    """The refinement that follows from all corrections of a person or workspace; the later of two alike counts.

    A correction may also confirm: it then holds the sentences like it where they are.
    Raises NlpError error.unsupported_language.
    """
    lexicon(language)
    latest = {(c.text, c.lead_in, c.heading, c.zone): c for c in corrections}
    decided = [_deciding(correction, language) for correction in latest.values()]
    signs = [telling(sentence, proposal, language) for sentence, proposal, _ in decided]
    labels = [FORCES.index(correction.force) for correction in latest.values()]
    model = LinearModel(index={}, classes=_CLASSES, weights=np.zeros((0, len(FORCES))), bias=np.zeros(len(FORCES)))
    if signs:
        offsets = _logits([row for _, _, row in decided])
        model = _without_idle(fit(signs, labels, _CLASSES, prior={}, strength=STRENGTH, offsets=offsets))
    return Refinement(language=language, basis=shipped_digest(language), model=model)


def read(data: bytes, language: str) -> Refinement:
    """A refinement from the bytes of `Refinement.to_bytes`.

    Raises NlpError error.refinement_broken, error.refinement_language when it was made for another language, and
    error.refinement_stale when the shipped weights are no longer those it was made on: refine again then.
    """
    try:
        found = _unpacked(data)
    except _UNREADABLE as error:
        raise NlpError("error.refinement_broken") from error
    if found.language != language:
        raise NlpError("error.refinement_language", language=found.language, wanted=language)
    if found.basis != shipped_digest(language):
        raise NlpError("error.refinement_stale", language=language)
    return found


def _unpacked(data: bytes) -> Refinement:
    if len(data) > LARGEST:
        raise ValueError(len(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise ValueError(len(data))
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        language, basis, classes, joined = (
            arrays[name].astype(np.uint8).tobytes().decode() for name in ("language", "basis", "classes", "names")
        )
        weights = arrays["weights"].astype(np.float64)
    names = joined.split("\n") if joined else []
    index = {name: position for position, name in enumerate(names)}
    if tuple(classes.split("\n")) != _CLASSES or weights.shape != (len(index), len(_CLASSES)):
        raise ValueError(weights.shape)
    if len(index) != len(names) or not np.isfinite(weights).all():
        raise ValueError(len(names))
    model = LinearModel(index=index, classes=_CLASSES, weights=weights, bias=np.zeros(len(_CLASSES)))
    return Refinement(language=language, basis=basis, model=model)


def telling(sentence: Sentence, proposal: Proposal, language: str) -> Features:
    """The features of a sentence weighted by how rare they are, as a row of length 1: the likeness of two sentences.

    What stood in every sentence trained on weighs nothing, so that a correction of one "shall" is not one of all.
    """
    found = FEATURES[language](sentence, proposal, lexicon(language)) | words_around(sentence)
    rare = {name: value * weight for name, value in found.items() if (weight := _rarity(name, language)) > 0}
    length = sqrt(sum(value * value for value in rare.values()))
    return {name: value / length for name, value in rare.items()} if length else {}


def _rarity(name: str, language: str) -> float:
    counts, total = _counts(language)
    if total == 0 or "\n" in name or name.partition("=")[2] in common_words().get(language, ()):
        return 0.0
    return log((total + 1) / (counts.get(name, 0) + 1)) / log(total + 1)


@cache
def _counts(language: str) -> tuple[Mapping[str, int], int]:
    model = shipped(language)
    if model is None or model.counts is None:
        return {}, 0
    counts = model.counts.tolist()
    return {name: counts[position] for name, position in model.index.items()}, model.total


def _deciding(correction: Correction, language: str) -> tuple[Sentence, Proposal, Sequence[float]]:
    """The sentence whose judgement the unit shows, the rule's proposal and the shipped probabilities."""
    from nlp.extraction import stands_alone
    from nlp.readings import readings

    unit = Unit(text=correction.text, heading=correction.heading, zone=correction.zone)
    own = _piped(unit, language)
    if correction.lead_in:
        lead = _piped(Unit(text=correction.lead_in), language)
        mine, leading = readings(own), readings(lead)
        if mine and leading and not stands_alone(mine[0], leading[-1], unit.text):
            own = lead
    (proposal, row), sentence = own.user_data[JUDGEMENTS][-1], own.user_data[SENTENCES][-1]
    return sentence, proposal, row


def _piped(unit: Unit, language: str) -> Doc:
    """The unit as one sentence, judged by the shipped weights alone."""
    from nlp.pipeline import load

    nlp = load(language)
    doc = nlp.make_doc(unit.text)
    doc.user_data.update(text=unit.text, heading=unit.heading, zone=unit.zone, whole=True)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _logits(rows: Sequence[Sequence[float]]) -> Floats:
    return np.log(np.clip(np.asarray(rows, dtype=np.float64).reshape(-1, len(FORCES)), _LEAST_PROBABILITY, 1.0))


def _without_idle(model: LinearModel) -> LinearModel:
    """The model without weights too small to be seen in a probability, in the precision it is kept in."""
    weights = model.weights.astype(np.float32).astype(np.float64)
    kept = [name for name, position in model.index.items() if np.abs(weights[position]).max() >= _LEAST_WEIGHT]
    places = [model.index[name] for name in kept]
    index = {name: place for place, name in enumerate(kept)}
    return LinearModel(index=index, classes=model.classes, weights=weights[places], bias=np.zeros(len(FORCES)))


def _text(value: str) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(value.encode(), dtype=np.uint8)
