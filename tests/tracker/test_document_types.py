"""The two lists that are data: document types that can be evidence, and the municipalities of Sweden."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from policies.library import load


@pytest.fixture(scope="module")
def kinds() -> list[dict[str, Any]]:
    return list(tomllib.loads((files("tracker") / "document_types.toml").read_text(encoding="utf-8"))["type"])


def test_every_code_of_the_library_has_a_type(kinds: list[dict[str, Any]]) -> None:
    used = {code for guideline in load() for r in guideline.requirements for code in r.evidence}
    assert used <= {kind["code"] for kind in kinds}


def test_types_are_unique_named_in_both_languages_and_name_real_steps(kinds: list[dict[str, Any]]) -> None:
    assert len({kind["code"] for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind["name_sv"]
        assert kind["name_en"]
        assert set(kind["steps"]) <= set(range(1, 8))
        assert bool(kind["caution_sv"]) == bool(kind["caution_en"])


def test_all_municipalities_are_listed_once_with_their_county() -> None:
    text = (files("tracker") / "municipalities.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len({row["code"] for row in rows}) == 290
    assert all(len(row["code"]) == 4 and row["name"] and row["county"].endswith("län") for row in rows)
    assert len({row["county"] for row in rows}) == 21
