"""Both pages on data protection name every table that holds anything about people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker import personal_data

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("name", ["data-protection.md", "data-protection.sv.md"])
def test_every_table_with_personal_data_is_named(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert [table for table in sorted(personal_data.holding()) if f"`{table}`" not in text] == []
