"""The library is complete, well formed, and loses nothing of the facts it was made from."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from policies.library import Applies, Force, LibraryGuideline, Scheme, Status, Verified, load
from policies.locators import identifier, parse

ADDED = {"UK-STANDARD"}
"""What the library has beside the facts it was made from."""

_EVERY = [pytest.param(guideline, id=guideline.id) for guideline in load()]


def test_library_is_read_once() -> None:
    assert load() is load()


def test_identifiers_and_ids_are_unique() -> None:
    identifiers = Counter(guideline.identifier for guideline in load() if guideline.identifier)
    ids = Counter(requirement.id for guideline in load() for requirement in guideline.requirements)
    assert not [value for value, count in (identifiers + ids).items() if count > 1]


@pytest.mark.parametrize("guideline", _EVERY)
def test_entry_is_well_formed(guideline: LibraryGuideline) -> None:
    assert guideline.title_sv
    assert guideline.title_en
    assert guideline.requirements
    assert (guideline.scheme is Scheme.NONE) == (guideline.identifier == "")
    for other in (
        guideline.identifier,
        *(other.identifier for other in guideline.other_identifiers),
        *guideline.replaces,
    ):
        assert not other or identifier(other) == other
    if guideline.eli:
        assert identifier(guideline.eli) == guideline.identifier


@pytest.mark.parametrize("guideline", _EVERY)
def test_places_are_canonical(guideline: LibraryGuideline) -> None:
    for requirement in guideline.requirements:
        assert [str(parse(place)) for place in requirement.places] == list(requirement.places)


@pytest.mark.parametrize("guideline", _EVERY)
def test_both_languages_and_a_condition_where_needed(guideline: LibraryGuideline) -> None:
    for requirement in guideline.requirements:
        assert requirement.sv
        assert requirement.en
        assert bool(requirement.condition) == (requirement.applies_to_municipality is Applies.CONDITIONAL)


def test_statements_and_permissions_are_not_tracked() -> None:
    untracked = {r.force for guideline in load() for r in guideline.requirements if not r.tracked}
    assert untracked == {Force.STATEMENT, Force.PERMISSION}


def test_goals_are_recommendations() -> None:
    goals = [r for guideline in load() for r in guideline.requirements if r.goal]
    assert goals
    assert {r.force for r in goals} == {Force.RECOMMENDATION}


def test_only_a_checked_requirement_counts_as_read_in_the_official_text() -> None:
    for guideline in load():
        for requirement in guideline.requirements:
            assert (requirement.verified is Verified.OFFICIAL_TEXT) == requirement.checked


def test_dates_of_application_are_kept_apart_from_entry_into_force() -> None:
    by_id = {guideline.id: guideline for guideline in load()}
    assert str(by_id["EU-IEA"].in_force_on) == "2024-04-11"
    assert str(by_id["EU-IEA"].applies_on) == "2024-07-12"
    assert by_id["SE-STATEID"].status is Status.PROPOSED


@pytest.mark.corpus
def test_nothing_of_the_facts_is_lost(shared: Path) -> None:
    written = (shared / "facts" / "guidelines.json").read_text(encoding="utf-8")
    facts = json.loads(written.replace("not on this machine", "not at hand"))["guidelines"]  # said to users, wherever
    ours = {guideline.id: _as_facts(guideline) for guideline in load() if guideline.id not in ADDED}
    assert ours == {fact["id"]: fact for fact in facts}


def test_a_foreign_standard_is_a_reference_that_binds_nobody_here() -> None:
    standard = next(guideline for guideline in load() if guideline.id == "UK-STANDARD")
    assert {requirement.applies_to_municipality for requirement in standard.requirements} == {Applies.NO}
    assert len(standard.requirements) == 14


def _as_facts(guideline: LibraryGuideline) -> dict[str, object]:
    """The entry in the shape of the facts, rebuilt from the library alone."""
    fact: dict[str, object] = {
        "id": guideline.id,
        "title_sv": guideline.title_sv,
        "title_en": guideline.title_en,
        "identifier": guideline.identifier_note,
        "date": guideline.date_note,
        "status": guideline.status_note,
        "issuer": guideline.issuer,
        "binding": guideline.bindingness_note,
        "verified": guideline.verified_note,
        "level": "EU" if guideline.level == "eu" else str(guideline.level),
        "requirements": [],
    }
    if guideline.verified_source:
        fact["verified_source"] = guideline.verified_source
    kinds = {
        "obligation": "obl",
        "recommendation": "rec",
        "prohibition": "proh",
        "permission": "perm",
        "statement": "info",
    }
    requirements = []
    for r in guideline.requirements:
        entry: dict[str, object] = {
            "id": r.id,
            "locator": r.locator,
            "force": "none" if r.force is Force.STATEMENT else str(r.force),
            "kind": "goal" if r.goal else kinds.get(r.force, str(r.force)),
            "sv": r.sv,
            "en": r.en,
            "evidence": list(r.evidence),
            "unsure": r.unsure,
        }
        if r.checked:
            entry["checked"] = True
        if r.duty_bearer:
            entry["duty_bearer"] = r.duty_bearer
        if r.applies_to_municipality is not Applies.UNKNOWN:
            entry["applies_to_municipality"] = str(r.applies_to_municipality)
        if r.condition:
            entry["condition"] = r.condition
        requirements.append(entry)
    fact["requirements"] = requirements
    return fact


def test_evidence_codes_are_short_capitals() -> None:
    codes = {code for guideline in load() for r in guideline.requirements for code in r.evidence}
    assert all(re.fullmatch(r"[A-Z]{2,6}", code) for code in codes)


def test_days_of_application_are_those_of_the_amended_act() -> None:
    act = next(guideline for guideline in load() if guideline.id == "EU-AIA")
    days = {place: requirement.applies_on for requirement in act.requirements for place in requirement.places}
    assert (days["art 26(1)"], days["art 27(1)"]) == (date(2027, 12, 2), date(2027, 12, 2))
    assert (days["art 4(1)"], days["art 5(1)(a)"]) == (date(2025, 2, 2), date(2025, 2, 2))
    assert (act.applies_on, days["art 50(1)"]) == (date(2026, 8, 2), None)


@pytest.mark.parametrize("guideline", _EVERY)
def test_a_day_of_its_own_is_another_than_the_guidelines(guideline: LibraryGuideline) -> None:
    days = {requirement.applies_on for requirement in guideline.requirements} - {None}
    assert guideline.applies_on not in days
