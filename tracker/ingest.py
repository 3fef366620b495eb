"""Importing a guideline: one transaction per document, idempotent by checksum, every quote kept at its offsets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.applicability import Reach
from policies.document import Document, ReadWarning
from tracker import access, clock, events, originals
from tracker.editing.following import follow
from tracker.errors import ImportProblem
from tracker.extraction import TRACKED_LANGUAGES, Extracted, extract, language_of, reach_of
from tracker.refining import InUse
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Bindingness, Edition, Guideline, GuidelineStatus, Level, Provision, Wording
from tracker.tables.people import Person
from tracker.wordings import store_provisions, store_statements, store_wordings

IDENTIFIER, TITLE = 400, 1000  # characters the columns hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything slow about an import, done before a transaction begins."""

    file_name: str
    data: bytes
    sha256: str
    document: Document
    language: str
    reach: Reach
    extracted: tuple[Extracted, ...]
    pipeline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedGuideline:
    """What an import stored; `new` is false when the same bytes were there already."""

    guideline_id: int
    edition_id: int
    new: bool
    provisions: int
    requirements: int
    warnings: tuple[ReadWarning, ...]


def prepare(
    data: bytes, file_name: str, document: Document, *, language: str = "auto", refined: InUse | None = None
) -> Prepared:
    """Extract the requirements of a document that a reader gave; `refined` is what a workspace's corrections change."""
    from nlp.pipeline import pipeline_version

    language = language_of(document, language)
    if language not in TRACKED_LANGUAGES:
        strange = ReadWarning(code="warning.language_without_rules", values={"file": file_name, "language": language})
        document = replace(document, warnings=(*document.warnings, strange))
    reach = reach_of(document, language=language)
    return Prepared(
        file_name=file_name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        document=document,
        language=language,
        reach=reach,
        extracted=tuple(
            extract(document, language=language, reach=reach, refinement=refined.refinement if refined else None)
        ),
        pipeline=pipeline_version(language) + (f"+{refined.name}" if refined else ""),
    )


def import_guideline(
    session: Session, prepared: Prepared, *, by: Person, identifier: str = "", level: Level | None = None
) -> ImportedGuideline:
    """Store a prepared guideline: library entry and imported text meet in one guideline per identifier.

    `identifier` and `level` are what a person says; they win over what the file says. Raises ImportProblem when the
    file holds no provision at all.
    """
    access.allow(session, by, "guideline.import")
    if not prepared.document.provisions:
        raise ImportProblem("error.no_provisions", file=prepared.file_name)
    guideline = _guideline(session, prepared, identifier, level)
    same = session.scalars(
        select(Edition).where(Edition.guideline_id == guideline.id, Edition.original_sha256 == prepared.sha256)
    ).first()
    if same is not None:
        return _seen(session, guideline, same)
    originals.store(session, prepared.sha256, prepared.data)
    edition = _edition(session, guideline, prepared, by)
    provisions = store_provisions(session, edition, prepared.document)
    wordings = store_wordings(
        session, guideline, edition, provisions, prepared.document, prepared.extracted, reach=prepared.reach
    )
    store_statements(session, edition, provisions, prepared.extracted)
    edits = follow(session, edition)
    events.record(
        session,
        LIBRARY_CHAIN,
        "guideline.import",
        f"edition:{edition.id}",
        by=by,
        after={
            "guideline": guideline.id,
            "identifier": guideline.identifier,
            "sha256": prepared.sha256,
            "provisions": len(provisions),
            "requirements": len(wordings),
            "edits": edits,
            "digest": originals.digest_of(wording.fingerprint for wording in wordings),
        },
    )
    return ImportedGuideline(
        guideline_id=guideline.id,
        edition_id=edition.id,
        new=True,
        provisions=len(provisions),
        requirements=len(wordings),
        warnings=prepared.document.warnings,
    )


def _guideline(session: Session, prepared: Prepared, identifier: str, level: Level | None) -> Guideline:
    document = prepared.document
    wanted = identifier.strip() or document.identifier[:IDENTIFIER] or f"file {prepared.sha256[:12]}"
    if len(wanted) > IDENTIFIER:
        raise ImportProblem("error.identifier_too_long", file=prepared.file_name, length=len(wanted), limit=IDENTIFIER)
    guideline = session.scalars(select(Guideline).where(Guideline.identifier == wanted)).first()
    if guideline is None:
        title = (document.title or prepared.file_name)[:TITLE]
        swedish = prepared.language == "sv"
        guideline = Guideline(
            identifier=wanted,
            name=title,
            title_sv=title if swedish else "",
            title_en="" if swedish else title,
            level=level or _level(wanted),
            bindingness=_bindingness(wanted),
            status=GuidelineStatus.UNKNOWN,
            added_at=clock.now(),
        )
        session.add(guideline)
        session.flush()
    return guideline


def _level(identifier: str) -> Level:
    return Level.EU if identifier[:1].isdigit() else Level.NATIONAL


def _bindingness(identifier: str) -> Bindingness:
    is_law = identifier.startswith("SFS ") or (identifier[:1] == "3" and identifier[5:6] in {"R", "L", "D"})
    return Bindingness.BINDING if is_law else Bindingness.UNKNOWN


def _seen(session: Session, guideline: Guideline, edition: Edition) -> ImportedGuideline:
    provisions = session.scalar(select(func.count()).where(Provision.edition_id == edition.id)) or 0
    wordings = session.scalar(select(func.count()).where(Wording.edition_id == edition.id)) or 0
    return ImportedGuideline(
        guideline_id=guideline.id,
        edition_id=edition.id,
        new=False,
        provisions=provisions,
        requirements=wordings,
        warnings=(),
    )


def _edition(session: Session, guideline: Guideline, prepared: Prepared, by: Person) -> Edition:
    document = prepared.document
    edition = Edition(
        guideline_id=guideline.id,
        original_sha256=prepared.sha256,
        file_name=prepared.file_name[-400:],
        title=document.title[:TITLE],
        language=prepared.language,
        format=document.format,
        tradition=document.tradition,
        text=document.text,
        imported_at=clock.now(),
        imported_by_id=by.id,
        pipeline=prepared.pipeline,
        facts=dict(document.metadata) | {"binds": sorted(prepared.reach.kinds)},
        warnings=originals.warning_rows(document.warnings),
    )
    session.add(edition)
    session.flush()
    return edition
