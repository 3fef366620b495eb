from __future__ import annotations

import json
from pathlib import Path

import pytest

from policies.document import BlockKind
from policies.errors import UnreadableFile
from policies.reading import read

CATALOG = (Path(__file__).parents[2] / "data" / "law" / "krav.oscal.json").read_bytes()


def test_a_statement_and_its_items_are_rows_with_the_labels_of_their_control() -> None:
    found = read(CATALOG, "krav.json")
    rows = [(b.label, found.text[b.start : b.end]) for b in found.blocks if b.kind is BlockKind.ROW]
    assert rows == [("K1", "Kommunen ska svara inom [antal dagar]."), ("K1 a)", "Svaret ska vara skriftligt.")]


def test_title_and_language_are_those_of_the_only_group() -> None:
    found = read(CATALOG, "krav.json")
    assert (found.title, found.language, found.format) == ("Provprogram", "sv", "oscal")


@pytest.mark.parametrize("inside", [{}, {"groups": [{"title": "Tom"}]}, {"groups": "x", "controls": [1]}])
def test_a_catalog_without_controls_says_so(inside: dict[str, object]) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(json.dumps({"catalog": inside}).encode(), "krav.json")
    assert refused.value.code == "error.no_text"


def test_parts_nested_without_end_are_refused() -> None:
    part: dict[str, object] = {"name": "statement", "prose": "Ska."}
    for _ in range(300):
        part = {"name": "item", "parts": [part]}
    with pytest.raises(UnreadableFile) as refused:
        read(json.dumps({"catalog": {"controls": [{"id": "r", "parts": [part]}]}}).encode(), "krav.json")
    assert refused.value.code == "error.damaged"


def test_what_a_control_says_of_its_force_is_kept_for_each_of_its_statements() -> None:
    catalog = json.loads(CATALOG)
    (control,) = catalog["catalog"]["groups"][0]["controls"][:1]
    control.setdefault("props", []).append({"name": "force", "value": "recommendation"})
    found = read(json.dumps(catalog).encode(), "krav.json")
    assert [one.force for one in found.stated] == ["recommendation", "recommendation"]
    assert [found.provisions[one.provision].locator for one in found.stated] == [p.locator for p in found.provisions]
    assert read(CATALOG, "krav.json").stated == ()
