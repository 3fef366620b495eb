"""Importing a guideline: one transaction per document, idempotent by checksum, every quote kept at its offsets."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES
from nlp.requirements import Requirement as Reading
from policies.document import Document, ReadWarning, Zone
from tracker import access, clock, events
from tracker.errors import ImportProblem
from tracker.extraction import TRACKED_LANGUAGES, Extracted, extract, language_of
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import (
    Bindingness,
    Edition,
    Guideline,
    GuidelineStatus,
    Level,
    Provision,
    Requirement,
    Wording,
    WordingReference,
)
from tracker.tables.original import Original
from tracker.tables.people import Person

NOT_BINDING_ZONES = frozenset({Zone.PREAMBLE, Zone.RECITAL})
"""Zones whose sentences explain the act; what they ask for is kept and shown, but not tracked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything slow about an import, done before a transaction begins."""

    file_name: str
    data: bytes
    sha256: str
    document: Document
    language: str
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


def prepare(data: bytes, file_name: str, document: Document, *, language: str = "auto") -> Prepared:
    """Extract the requirements of a document that a reader gave."""
    from nlp.pipeline import pipeline_version

    language = language_of(document, language)
    if language not in TRACKED_LANGUAGES:
        strange = ReadWarning(code="warning.language_without_rules", values={"file": file_name, "language": language})
        document = replace(document, warnings=(*document.warnings, strange))
    return Prepared(
        file_name=file_name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        document=document,
        language=language,
        extracted=tuple(extract(document, language=language)),
        pipeline=pipeline_version(language),
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
    store_original(session, prepared.sha256, prepared.data)
    edition = _edition(session, guideline, prepared, by)
    provisions = _provisions(session, edition, prepared.document)
    wordings = _wordings(session, guideline, edition, provisions, prepared)
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
            "digest": digest_of(wording.fingerprint for wording in wordings),
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


def store_original(session: Session, sha256: str, data: bytes) -> None:
    """Keep the bytes once, whoever imported them."""
    if session.get(Original, sha256) is None:
        session.add(Original(sha256=sha256, size=len(data), data=data, stored_at=clock.now()))
        session.flush()


def digest_of(fingerprints: Iterator[str]) -> str:
    """One checksum over many rows, in their order."""
    total = hashlib.sha256()
    for fingerprint in fingerprints:
        total.update(fingerprint.encode())
    return total.hexdigest()


def warning_rows(warnings: tuple[ReadWarning, ...]) -> list[Any]:
    """Warnings as they are stored: code and values, never a sentence."""
    return [{"code": warning.code, "values": dict(warning.values)} for warning in warnings]


def _guideline(session: Session, prepared: Prepared, identifier: str, level: Level | None) -> Guideline:
    document = prepared.document
    wanted = identifier or document.identifier or f"file {prepared.sha256[:12]}"
    guideline = session.scalars(select(Guideline).where(Guideline.identifier == wanted)).first()
    if guideline is None:
        title = document.title or prepared.file_name
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
        title=document.title[:1000],
        language=prepared.language,
        format=document.format,
        tradition=document.tradition,
        text=document.text,
        imported_at=clock.now(),
        imported_by_id=by.id,
        pipeline=prepared.pipeline,
        facts=dict(document.metadata),
        warnings=warning_rows(document.warnings),
    )
    session.add(edition)
    session.flush()
    return edition


def _provisions(session: Session, edition: Edition, document: Document) -> list[Provision]:
    rows: list[Provision] = []
    for position, provision in enumerate(document.provisions):
        rows.append(
            Provision(
                edition_id=edition.id,
                position=position,
                locator=provision.locator[:400],
                zone=provision.zone,
                kind=provision.kind,
                heading=provision.heading,
                label=provision.label[:80],
                start=provision.start,
                end=provision.end,
            )
        )
    session.add_all(rows)
    session.flush()
    for row, provision in zip(rows, document.provisions, strict=True):
        if provision.parent is not None:
            row.parent_id = rows[provision.parent].id
    session.flush()
    return rows


def _wordings(
    session: Session, guideline: Guideline, edition: Edition, provisions: list[Provision], prepared: Prepared
) -> list[Wording]:
    """Requirements with their wordings; a requirement known under the same key gets a further wording."""
    known = {
        requirement.key: requirement
        for requirement in session.scalars(select(Requirement).where(Requirement.guideline_id == guideline.id))
    }
    kept = [found for found in prepared.extracted if found.requirement.force in REGULATORY_FORCES]
    pairs: list[tuple[Requirement, Extracted]] = []
    for position, (key, found) in enumerate(_keyed(kept, provisions)):
        requirement = known.get(key)
        if requirement is None:
            known[key] = requirement = _requirement(guideline, provisions[found.provision], key, position, found)
            session.add(requirement)
        requirement.fingerprint = fingerprint_of(prepared.document.text, found)
        pairs.append((requirement, found))
    session.flush()
    wordings = [_wording(requirement, edition, provisions, found, prepared) for requirement, found in pairs]
    session.add_all(wordings)
    session.flush()
    for wording, (_, found) in zip(wordings, pairs, strict=True):
        session.add_all(
            WordingReference(wording_id=wording.id, start=r.start, end=r.end, text=r.text, target=r.target[:400])
            for r in found.requirement.references
        )
    session.flush()
    return wordings


def _keyed(kept: list[Extracted], provisions: list[Provision]) -> Iterator[tuple[str, Extracted]]:
    """The locator names a requirement; several in one provision are numbered in order."""
    per_provision = Counter(found.provision for found in kept)
    ordinal: Counter[int] = Counter()
    for found in kept:
        ordinal[found.provision] += 1
        locator = provisions[found.provision].locator
        yield (f"{locator} #{ordinal[found.provision]}" if per_provision[found.provision] > 1 else locator), found


def _requirement(guideline: Guideline, provision: Provision, key: str, position: int, found: Extracted) -> Requirement:
    explains = provision.zone in NOT_BINDING_ZONES
    return Requirement(
        guideline_id=guideline.id,
        key=key[:400],
        locator=provision.locator,
        position=position,
        force=found.requirement.force,
        tracked=found.requirement.is_requirement and not explains,
        fingerprint="",
        created_at=clock.now(),
    )


def _wording(
    requirement: Requirement, edition: Edition, provisions: list[Provision], found: Extracted, prepared: Prepared
) -> Wording:
    read = found.requirement
    bearer, deadline = read.duty_bearer, read.deadline
    return Wording(
        requirement_id=requirement.id,
        edition_id=edition.id,
        provision_id=provisions[found.provision].id,
        language=prepared.language,
        locator=provisions[found.provision].locator,
        start=read.start,
        end=read.end,
        lead_in_start=found.lead_in[0] if found.lead_in else None,
        lead_in_end=found.lead_in[1] if found.lead_in else None,
        force=read.force,
        confidence=read.confidence,
        p_requirement=read.p_requirement,
        p_regulatory=read.p_regulatory,
        duty_bearer=bearer.text if bearer else "",
        duty_bearer_inferred=bearer.inherited if bearer else False,
        deadline=deadline.text if deadline else "",
        spans=_spans(read),
        pipeline=prepared.pipeline,
        fingerprint=requirement.fingerprint,
    )


def fingerprint_of(text: str, found: Extracted) -> str:
    """The fingerprint of a wording: its lead-in and its own text."""
    lead_in = text[slice(*found.lead_in)] if found.lead_in else ""
    return events.fingerprint(lead_in, text[found.requirement.start : found.requirement.end])


def _spans(found: Reading) -> list[Any]:
    """What the explorer colours, in reading order: role, offsets, and the rule, norm or target behind it."""
    spans = [("cue", cue.start, cue.end, cue.rule) for cue in found.cues]
    for name, role in (("duty_bearer", found.duty_bearer), ("deadline", found.deadline)):
        if role is not None and role.start >= 0:
            spans.append((name, role.start, role.end, role.normal))
    spans += [("reference", reference.start, reference.end, reference.target) for reference in found.references]
    return [
        {"role": role, "start": start, "end": end, "why": why}
        for role, start, end, why in sorted(spans, key=lambda span: span[1:3])
    ]
