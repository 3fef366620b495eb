"""Stocking the starter library: one guideline per identifier, its requirements known by their summaries."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.library import LibraryGuideline, LibraryRequirement
from tracker import access, clock, events, identifiers
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import (
    Bindingness,
    Force,
    Guideline,
    GuidelineStatus,
    Requirement,
    Summary,
)
from tracker.tables.people import Person


def stock(session: Session, guidelines: Iterable[LibraryGuideline], *, by: Person) -> int:
    """Add the library's guidelines and summaries that are not there yet; returns how many summaries were added.

    A guideline whose text was imported before keeps that text; the library's facts are added to it.
    """
    access.allow(session, by, "guideline.stock")
    present = set(session.scalars(select(Summary.library_key)))
    added = 0
    for entry in guidelines:
        guideline = _guideline(session, entry)
        for position, requirement in enumerate(entry.requirements):
            if requirement.id not in present:
                _requirement(session, guideline, requirement, position)
                added += 1
    if added:
        session.flush()
        events.record(session, LIBRARY_CHAIN, "guideline.stock", "library", by=by, after={"summaries": added})
    return added


def _guideline(session: Session, entry: LibraryGuideline) -> Guideline:
    identifier = entry.identifier or f"{identifiers.LIBRARY}{entry.id}"
    guideline = session.scalars(select(Guideline).where(Guideline.identifier == identifier)).first()
    if guideline is None:
        guideline = Guideline(
            identifier=identifier,
            name=entry.title_sv,
            level=entry.level,
            bindingness=Bindingness(entry.bindingness.value),
            status=GuidelineStatus(entry.status.value),
            added_at=clock.now(),
        )
        session.add(guideline)
    if guideline.library_key is None:
        guideline.library_key = entry.id
        guideline.title_sv, guideline.title_en, guideline.issuer = entry.title_sv, entry.title_en, entry.issuer
        guideline.bindingness = Bindingness(entry.bindingness.value)
        guideline.bindingness_note = entry.bindingness_note
        guideline.status, guideline.status_note = GuidelineStatus(entry.status.value), entry.status_note
        guideline.verified, guideline.verified_note = entry.verified, entry.verified_note
        guideline.adopted_on, guideline.in_force_on = entry.adopted_on, entry.in_force_on
        guideline.applies_on, guideline.source_url = entry.applies_on, entry.eli
        session.flush()
    return guideline


def _requirement(session: Session, guideline: Guideline, entry: LibraryRequirement, position: int) -> None:
    mark = events.fingerprint(entry.sv, entry.en)
    requirement = Requirement(
        guideline_id=guideline.id,
        key=entry.id,
        locator=entry.places[0] if entry.places else entry.locator,
        position=position,
        force=Force(entry.force.value),
        goal=entry.goal,
        tracked=entry.tracked,
        applies=entry.applies_to_municipality,
        applies_condition=entry.condition,
        applies_on=entry.applies_on,
        fingerprint=mark,
        created_at=clock.now(),
    )
    session.add(requirement)
    session.flush()
    session.add(
        Summary(
            requirement_id=requirement.id,
            library_key=entry.id,
            text_sv=entry.sv,
            text_en=entry.en,
            locator=entry.locator,
            places=list(entry.places),
            verified=entry.verified,
            unsure=entry.unsure,
            duty_bearer=entry.duty_bearer,
            evidence_codes=list(entry.evidence),
            fingerprint=mark,
        )
    )
