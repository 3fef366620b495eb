"""What no longer holds: every entry names something, what took its place, and a day."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from policies.library import load
from policies.locators import identifier, parse
from policies.superseded import Superseded, SupersededKind, superseded

_EVERY = [pytest.param(entry, id=entry.en) for entry in superseded()]
_NORMAL = re.compile(r"(?:WCAG|EN \d+ V)\S*(?: \S+)?")


@pytest.mark.parametrize("entry", _EVERY)
def test_an_entry_is_well_formed(entry: Superseded) -> None:
    assert entry.sv
    assert entry.en
    assert entry.replaced_by
    assert entry.source
    assert entry.since
    assert bool(entry.names) == (entry.kind is SupersededKind.BODY)
    assert bool(entry.words) == (entry.kind is SupersededKind.WORDING)
    assert not entry.place or str(parse(entry.place)) == entry.place
    assert all(word == word.lower() for group in (*entry.words, entry.unless) for word in group)


@pytest.mark.parametrize("entry", [entry for entry in superseded() if entry.kind is SupersededKind.ACT])
def test_acts_are_named_in_normal_form(entry: Superseded) -> None:
    for name in (*entry.identifiers, *entry.replaced_by):
        assert identifier(name) == name


@pytest.mark.parametrize("entry", [entry for entry in superseded() if entry.kind is SupersededKind.STANDARD])
def test_standards_are_named_in_normal_form(entry: Superseded) -> None:
    for name in (*entry.identifiers, *entry.replaced_by):
        assert _NORMAL.fullmatch(name)


def test_nothing_is_superseded_twice_or_by_something_superseded() -> None:
    names = Counter(
        name for entry in superseded() if entry.kind is not SupersededKind.WORDING for name in entry.identifiers
    )
    assert not [name for name, count in names.items() if count > 1]
    assert not {name for entry in superseded() for name in entry.replaced_by} & names.keys()


def test_no_guideline_of_the_library_is_superseded() -> None:
    ended = {name for entry in superseded() if entry.kind is not SupersededKind.WORDING for name in entry.identifiers}
    assert not ended & {guideline.identifier for guideline in load()}


def test_what_the_library_replaces_is_known_as_superseded() -> None:
    ended = {name: entry for entry in superseded() for name in entry.identifiers}
    for guideline in load():
        for name in guideline.replaces:
            assert guideline.identifier in ended[name].replaced_by
            assert ended[name].since == guideline.in_force_on


def test_wcag_2_1_holds() -> None:
    assert not [entry for entry in superseded() if "WCAG 2.1" in entry.identifiers]
