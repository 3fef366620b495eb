"""Importing a guideline: one transaction per document, idempotent by checksum, every quote kept at its offsets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from policies.document import Document, ReadWarning
from tracker import access, clock, editions, events, originals
from tracker.editing.change import queue
from tracker.errors import Conflict, ImportProblem
from tracker.preparing import Prepared as Prepared
from tracker.preparing import prepare as prepare
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Bindingness, Edition, Guideline, GuidelineStatus, Level, Provision, Wording
from tracker.tables.people import Person
from tracker.wordings import store_provisions, store_statements

IDENTIFIER, TITLE, ISSUER = 400, 1000, 400  # characters the columns hold


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedGuideline:
    """What an import stored; `new` is false when the same bytes were there already.

    `against` is the edition the text was compared with, `changes` how many requirements met which fate, by kind.
    """

    guideline_id: int
    edition_id: int
    new: bool
    provisions: int
    requirements: int
    warnings: tuple[ReadWarning, ...]
    against: editions.Neighbour | None = None
    changes: Mapping[str, int] = field(default_factory=dict)


def import_guideline(
    session: Session,
    prepared: Prepared,
    *,
    by: Person,
    identifier: str = "",
    level: Level | None = None,
    published_on: date | None = None,
    applies_on: date | None = None,
    digest: str = "",
    workspace_id: int | None = None,
) -> ImportedGuideline:
    """Store a prepared guideline: library entry and imported text meet in one guideline per identifier.

    Where an edition in the same language is there, the text is compared with it and what changed is applied.
    `identifier`, `level` and the days are what a person says; they win over what the file says. `digest` is that of
    the preview the person saw: Conflict where the comparison comes out otherwise by now. A new guideline counts in
    `workspace_id` alone where that is given. Raises ImportProblem when the file holds no provision at all.
    """
    access.allow(session, by, "guideline.import")
    if not prepared.document.provisions:
        raise ImportProblem("error.no_provisions", file=prepared.file_name)
    if workspace_id is not None:
        access.allow(session, by, "guideline.import", workspace_id)
    guideline = _guideline(session, prepared, identifier, level, workspace_id)
    access.allow_guideline(session, by, "guideline.import", guideline.id)
    queue(session, guideline.id)
    same = editions.stored(session, guideline.id, prepared.sha256)
    if same is not None:
        return _seen(session, guideline, same)
    published_on = published_on or editions.true_on(prepared)
    prepared = editions.joined(session, guideline.id, prepared, published_on)
    against = editions.neighbour(session, guideline.id, prepared.language, published_on)
    comparison = editions.compared(session, prepared, against)
    if digest and digest != comparison.digest:
        raise Conflict("error.edition_preview_stale", file=prepared.file_name)
    originals.store(session, prepared.sha256, prepared.data)
    edition = _edition(session, guideline, prepared, by)
    edition.published_on, edition.applies_on = published_on, applies_on
    provisions = store_provisions(session, edition, prepared.document)
    store_statements(session, edition, provisions, prepared.extracted)
    wordings = editions.apply(session, edition, provisions, prepared, comparison, by=by)
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
            "edits": len(comparison.followed),
            "compared_with": against.id if against else None,
            "changes": comparison.counts() if against else {},
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
        against=against,
        changes=comparison.counts() if against else {},
    )


def _guideline(
    session: Session, prepared: Prepared, identifier: str, level: Level | None, workspace_id: int | None
) -> Guideline:
    document = prepared.document
    wanted = editions.identifier_of(prepared, identifier)
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
            workspace_id=workspace_id,
        )
        if document.format == "framework":
            _as_shared(guideline, document, level)
        session.add(guideline)
        session.flush()
    return guideline


def _as_shared(guideline: Guideline, document: Document, level: Level | None) -> None:
    """What a framework's file says of its guideline; its reader has checked the words."""
    said = document.metadata
    guideline.issuer = said.get("issuer", "")[:ISSUER]
    guideline.source_url = said.get("source", "")
    if level is None and "level" in said:
        guideline.level = Level(said["level"])
    if "bindingness" in said:
        guideline.bindingness = Bindingness(said["bindingness"])


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
