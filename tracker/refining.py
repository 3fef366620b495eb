"""What follows from corrections: weights beside the shipped ones, how they do, and which sentences they would move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from nlp.requirements import Force, Unit

if TYPE_CHECKING:
    from nlp.refinement import Correction, Refinement

BATCH = 500
FOLDS = 5
MOST_PROPOSALS = 1000
"""How many changed sentences are remembered as proposals, the surest first; all are counted."""

_NOTHING = (Force.STATEMENT, 0.0)  # what white space is read as
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """A refinement as an import uses it; `name` becomes part of the pipeline's name."""

    name: str
    refinement: Refinement


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A sentence a person has checked: how it was read, and the force it has."""

    unit: Unit
    force: Force


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A sentence of an imported edition, to see whether it would be read otherwise."""

    edition_id: int
    start: int
    end: int
    unit: Unit
    force: Force


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """New weights and how they do.

    `scores`: "before" and "after" count the corrections that come out right, "unseen" those that come out right when
    learnt from the others only (None while there are too few); "changes" counts the sentences that would be read
    otherwise, "proposals" holds them as {"edition", "start", "end", "force", "confidence"}, the surest first.
    """

    language: str
    weights: bytes
    corrections: int
    scores: dict[str, Any]


def learn(
    taught: Sequence[Taught], sentences: Sequence[Reread], language: str, *, report: Progress | None = None
) -> Learnt:
    """Refine the shipped weights from corrections and see what that changes in the sentences."""
    from nlp.refinement import refine

    total = 2 + len(sentences)
    refinement = refine([_correction(row) for row in taught], language)
    _tell(report, 1, total)
    units = [row.unit for row in taught]
    scores: dict[str, Any] = {
        "before": _right(taught, _forces(units, language, None)),
        "after": _right(taught, _forces(units, language, refinement)),
    }
    scores |= _unseen(taught, language)
    _tell(report, 2, total)
    moved = []
    for done, some in _batches(sentences):
        moved += _moved(some, language, refinement)
        _tell(report, 2 + done, total)
    moved.sort(key=lambda proposal: -proposal["confidence"])
    scores |= {"changes": len(moved), "proposals": moved[:MOST_PROPOSALS]}
    return Learnt(language=language, weights=refinement.to_bytes(), corrections=len(taught), scores=scores)


def _tell(report: Progress | None, done: int, total: int) -> None:
    if report is not None:
        report(done, total)


def _correction(row: Taught) -> Correction:
    from nlp.refinement import Correction

    unit = row.unit
    return Correction(text=unit.text, force=row.force, lead_in=unit.lead_in, heading=unit.heading, zone=unit.zone)


def _forces(units: Sequence[Unit], language: str, refinement: Refinement | None) -> list[tuple[Force, float]]:
    """The force of each unit and its probability, read with or without a refinement."""
    from nlp.extraction import analyse

    numbered = [replace(unit, id=str(number)) for number, unit in enumerate(units)]
    read = {found.unit_id: found for found in analyse(numbered, language, refinement=refinement)}
    return [(read[unit.id].force, read[unit.id].confidence) if unit.id in read else _NOTHING for unit in numbered]


def _right(taught: Sequence[Taught], read: Sequence[tuple[Force, float]]) -> int:
    return sum(row.force is force for row, (force, _) in zip(taught, read, strict=True))


def _unseen(taught: Sequence[Taught], language: str) -> dict[str, int | None]:
    """How many corrections come out right when learnt from the others only; None while there are too few."""
    from nlp.refinement import refine

    if len(taught) < 2 * FOLDS:
        return {"unseen": None}
    right = 0
    for fold in range(FOLDS):
        seen = [_correction(row) for at, row in enumerate(taught) if at % FOLDS != fold]
        left_out = taught[fold::FOLDS]
        right += _right(left_out, _forces([row.unit for row in left_out], language, refine(seen, language)))
    return {"unseen": right}


def _moved(sentences: Sequence[Reread], language: str, refinement: Refinement) -> list[dict[str, Any]]:
    """The sentences that the refinement reads otherwise than the shipped weights do, and than they stand now."""
    units = [row.unit for row in sentences]
    before, after = _forces(units, language, None), _forces(units, language, refinement)
    return [
        {"edition": row.edition_id, "start": row.start, "end": row.end, "force": new.value, "confidence": confidence}
        for row, (old, _), (new, confidence) in zip(sentences, before, after, strict=True)
        if new is not old and new is not row.force
    ]


def _batches(sentences: Sequence[Reread]) -> Iterator[tuple[int, list[Reread]]]:
    rows = iter(sentences)
    done = 0
    while some := list(islice(rows, BATCH)):
        done += len(some)
        yield done, some
