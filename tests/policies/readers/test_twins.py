"""The demonstration's documents against the Markdown each was built from: the same words under the same headings."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from policies import readers
from policies.detect import detect
from policies.document import BlockKind, Document
from policies.readers import pdf

DEMO = Path(__file__).parents[3] / "tracker" / "demo"
FILE = re.compile(r"^file: *(.+?) *$", re.M)
SCANNED = re.compile(r"^scanned: *yes", re.M)


def twins() -> list[tuple[Path, Path]]:
    """Source and built document of every DOCX, ODT and PDF that holds text."""
    found = []
    for source in sorted((DEMO / "sources").glob("*.md")):
        text = source.read_text("utf-8")
        named = FILE.search(text)
        if named and not SCANNED.search(text):
            built = DEMO / "documents" / named[1]
            if built.suffix in {".docx", ".odt", ".pdf"} and built.is_file():
                found.append((source, built))
    return found


def document(path: Path) -> Document:
    data = path.read_bytes()
    return readers.reader(detect(data, path.name))(data, path.name)


def words(read: Document) -> Counter[str]:
    """Words outside contents lists, which only the built documents have."""
    kept = " ".join(f"{b.label} {read.text[b.start : b.end]}" for b in read.blocks if b.kind is not BlockKind.CONTENTS)
    return Counter(re.findall(r"\w+", kept.lower()))


def headings(read: Document) -> list[str]:
    found = (f"{b.label} {read.text[b.start : b.end]}" for b in read.blocks if b.kind is BlockKind.HEADING)
    return [" ".join(re.findall(r"\w+", heading)) for heading in found]


@pytest.mark.parametrize(("source", "built"), twins(), ids=lambda path: path.name)
def test_built_document_has_the_words_and_headings_of_its_source(source: Path, built: Path) -> None:
    wanted, found = document(source), document(built)
    assert headings(found) == headings(wanted)
    placeholder = Counter({"innehåll": 1}) if "[innehåll]" in wanted.text else Counter()
    assert words(wanted) - words(found) - placeholder == Counter()
    assert words(found) - words(wanted) == Counter()


@pytest.mark.parametrize(
    ("source", "built"), [pair for pair in twins() if pair[1].suffix == ".pdf"], ids=lambda path: path.name
)
def test_pdf_read_without_its_tags_keeps_words_and_headings(
    source: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf._Reader, "_tagged", lambda self, pages: [])
    wanted, found = document(source), document(built)
    assert headings(found) == headings(wanted)
    assert words(found) == words(wanted) - (Counter({"innehåll": 1}) if "[innehåll]" in wanted.text else Counter())
