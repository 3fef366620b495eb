"""The committed documents are what the sources make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "tracker" / "demo"


def sources() -> list[Path]:
    return sorted((DEMO / "sources").glob("*.md"))


def test_documents_are_what_the_sources_make() -> None:
    pytest.importorskip("typst", reason="building the PDF files needs typst (pip install typst)")
    checked = subprocess.run(
        [sys.executable, "-m", "tools.build_demo", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.stdout == "documents match their sources\n"


def test_documents_stay_small() -> None:
    assert sum(path.stat().st_size for path in (DEMO / "documents").iterdir()) < 3_000_000


def test_every_kind_of_file_is_there() -> None:
    assert {path.suffix for path in (DEMO / "documents").iterdir()} == {".docx", ".pdf", ".html", ".md", ".odt"}


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_a_document_is_as_long_as_a_real_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "scanned: yes" not in text:
        assert 500 <= len(text.split("---\n", 2)[2].split()) <= 2000


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_addresses_and_numbers_are_reserved_ones(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@exempelvik.se" not in text
    assert ".se/" not in text.replace("digg.se/", "")
