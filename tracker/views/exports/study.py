"""The data of a coding project as a package holds them: coders by number, what people wrote only where names may be."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from importlib import metadata
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.study import SampledLink
from tracker.views import settings
from tracker.views.clearance import open_passages
from tracker.views.research import studies
from tracker.views.research.coded_set import edition_row
from tracker.views.research.judged import AdjudicationRow, JudgementRow, Mark, marks
from tracker.views.research.studies import CodeRow, StudyRow
from tracker.views.texts import PassageText, passage_texts, requirement_texts

SOFTWARE = ("spacy", "scikit-learn", "scipy", "numpy", "sqlalchemy", "networkx", "rapidfuzz")
SAID = ("mode", "modifiers", "rules", "codes", "edition", "recorded_at")
UNITS = (
    "unit", "link", "requirement", "stratum", "guideline", "level", "bindingness", "locator", "force", "text",
    "text_is", "guideline_edition", "document", "document_type", "year", "local_edition", "page", "start", "end",
    "passage", "requirement_fingerprint", "target_fingerprint", "changed",
)  # fmt: skip
JUDGEMENTS = ("unit", "coder", "mode", "modifiers", "rules", "codes", "edition", "suggested", "shown", "recorded_at")
ADJUDICATIONS = ("unit", *SAID)
REPLIES = ("unit", "objects", "text", "response")
CODERS = ("coder", "judged", "finished")
CODEBOOK = ("edition", *(field.name for field in fields(CodeRow)))
EDITIONS = ("kind", "edition", "name", "language", "date", "file", "sha256", "pipeline")

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyData:
    """A project, its tables by name with their columns, and the day of the newest thing said in it."""

    study: StudyRow
    day: date
    sheets: Mapping[str, tuple[Sequence[str], Rows]]


def study_data(
    session: Session, workspace_id: int, study_id: int, reader: int, *, names: bool = False
) -> StudyData | None:
    """All that a package of the project holds; None for one the reader may not read, or that is still blind.

    Units that have come under secrecy since they were drawn are left out and counted ("withheld"). With `names` the
    coders' names, their notes and the reasons are in it; what the municipality answered always is once published.
    """
    found = studies.study(session, workspace_id, study_id, reader=reader)
    said = marks(session, study_id, reader) if found is not None else None
    if found is None or said is None:
        return None
    units = _units(session, study_id)
    kept = [mark for mark in said if mark.unit_id in units]
    judged = [(mark, row) for mark in kept for row in mark.judgements]
    settled = [(mark, mark.adjudication) for mark in kept if mark.adjudication is not None]
    moments = [row.recorded_at for _, row in judged] + [row.recorded_at for _, row in settled]
    noted = (("note",), ("reason",), ("name",)) if names else ((), (), ())
    return StudyData(
        study=found,
        day=max((moment.date() for moment in moments), default=date.min),
        sheets={
            "units": (UNITS, [units[mark.unit_id] for mark in kept]),
            "judgements": ((*JUDGEMENTS, *noted[0]), [_judgement(row) for _, row in judged]),
            "adjudications": ((*ADJUDICATIONS, *noted[1]), [_adjudication(mark, row) for mark, row in settled]),
            "replies": (REPLIES, list(_replies(kept))),
            "coders": ((*CODERS, *noted[2]), [_coder(row) for row in found.coders]),
            "codebook": (CODEBOOK, list(_codebook(session, found, reader))),
            "editions": (EDITIONS, list(_editions(session, units.values()))),
            "settings": (
                ("setting", "value"),
                list(_settings(session, found, withheld=len(said) - len(kept))),
            ),
            "software": (("name", "version"), list(_software())),
        },
    )


def _units(session: Session, study_id: int) -> dict[int, dict[str, Any]]:
    """Each unit that is not under secrecy, by its own number in the database."""
    rows = session.execute(
        select(
            SampledLink, Requirement.fingerprint, Guideline.bindingness, LocalDocument.type, LocalDocument.decided_on
        )
        .join(Requirement, Requirement.id == SampledLink.requirement_id)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .join(Passage, Passage.id == SampledLink.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(SampledLink.study_id == study_id, open_passages(False))
        .order_by(SampledLink.position)
    ).all()
    requirements = requirement_texts(session, [row[0].requirement_id for row in rows])
    passages = passage_texts(session, [row[0].passage_id for row in rows], context=0)
    found = {}
    for unit, fingerprint, bindingness, kind, decided in rows:
        requirement, passage = requirements[unit.requirement_id], passages[unit.passage_id]
        wording = next(iter(requirement.wordings.values()), None)
        found[unit.id] = {
            "unit": unit.position,
            "link": unit.link_id,
            "requirement": unit.requirement_id,
            "stratum": unit.stratum,
            "guideline": requirement.guideline,
            "level": requirement.level.value,
            "bindingness": bindingness.value,
            "locator": requirement.locator,
            "force": requirement.force.value,
            "text": requirement.words(wording.language if wording else "sv"),
            "text_is": "wording" if wording else "summary",
            "guideline_edition": wording.edition_id if wording else None,
            "document_type": kind,
            "year": decided.year if decided else None,
            "requirement_fingerprint": unit.requirement_fingerprint,
            "target_fingerprint": unit.target_fingerprint,
            "changed": fingerprint != unit.requirement_fingerprint,
            **_place(passage),
        }
    return found


def _place(passage: PassageText) -> dict[str, Any]:
    return {
        "document": passage.title,
        "local_edition": passage.edition_id,
        "page": passage.page or None,
        "start": passage.start,
        "end": passage.end,
        "passage": passage.text,
    }


def _judgement(row: JudgementRow) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in (*SAID, "coder", "shown", "note")}
    suggested = row.suggested.value if row.suggested is not None else None
    return {**columns, "unit": row.position, "mode": row.mode.value, "suggested": suggested}


def _adjudication(mark: Mark, row: AdjudicationRow) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in (*SAID, "reason")}
    return {**columns, "unit": mark.position, "mode": row.mode.value}


def _replies(kept: Iterable[Mark]) -> Iterator[dict[str, Any]]:
    for mark in kept:
        if mark.reply is not None:
            answered = mark.reply
            yield {
                "unit": mark.position,
                "objects": answered.objects,
                "text": answered.text,
                "response": answered.response,
            }


def _coder(row: studies.CoderRow) -> dict[str, Any]:
    return {"coder": row.number, "judged": row.judged, "finished": row.finished, "name": row.name}


def _codebook(session: Session, found: StudyRow, reader: int) -> Iterator[dict[str, Any]]:
    for number in range(1, found.edition + 1):
        book = studies.codebook(session, found.workspace_id, found.id, reader=reader, number=number)
        for code in book.codes if book is not None else ():
            yield {"edition": number, **asdict(code), "kind": code.kind.value}


def _editions(session: Session, units: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every text that a unit stands in, with the checksum of the file it was read from."""
    units = list(units)
    above = session.execute(
        select(Edition, Guideline.identifier)
        .join(Guideline, Guideline.id == Edition.guideline_id)
        .where(Edition.id.in_({unit["guideline_edition"] for unit in units} - {None}))
        .order_by(Edition.id)
    )
    for edition, identifier in above:
        yield edition_row("guideline", edition, identifier, edition.published_on)
    below = session.execute(
        select(LocalEdition, LocalDocument)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(LocalEdition.id.in_({unit["local_edition"] for unit in units}))
        .order_by(LocalEdition.id)
    )
    for local, document in below:
        yield edition_row("local", local, document.name, document.decided_on)


def _settings(session: Session, found: StudyRow, *, withheld: int) -> Iterator[dict[str, Any]]:
    names = ("sample", "stratum", "size", "seed", "suggestions", "shows_suggestion", "reply_days", "state", "units")
    for name in names:
        yield {"setting": name, "value": getattr(found, name)}
    yield {"setting": "withheld", "value": withheld}
    for name, value in asdict(settings.thresholds(session, found.workspace_id)).items():
        yield {"setting": f"threshold.{name}", "value": value}


def _software() -> Iterator[dict[str, str]]:
    """What worked the study out: the tracker, Python, and the libraries that models and measures rest on."""
    yield {"name": "python", "version": platform.python_version()}
    for name in SOFTWARE:
        yield {"name": name, "version": metadata.version(name)}
