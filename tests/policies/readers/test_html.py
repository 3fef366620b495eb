"""Web pages: the page's text stays, its frame goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.document import Document
from policies.errors import UnreadableFile
from policies.readers.html import read

DATA = Path(__file__).parents[2] / "data" / "law"


LAST = (
    "Nämnden beslutar om avgiften enligt taxan som fullmäktige har antagit, och den kan överklagas av den som berörs "
    "av beslutet om lov."
)


@pytest.fixture(scope="module")
def page() -> Document:
    return read((DATA / "sida.html").read_bytes(), "sida.html")


def test_blocks_in_reading_order(page: Document) -> None:
    assert [(b.kind.value, b.level, b.label, page.text[b.start : b.end]) for b in page.blocks] == [
        ("heading", 1, "", "Söka bygglov"),
        ("paragraph", 0, "", "Kommunen ska svara inom tio veckor. Läs mer i plan- och bygglagen."),
        ("heading", 2, "", "Det här behöver du"),
        ("paragraph", 0, "", "Lämna in:"),
        ("item", 1, "1.", "ritning"),
        ("item", 1, "2.", "karta"),
        ("item", 2, "•", "i skala"),
        ("row", 1, "", "Ärende | Avgift"),
        ("row", 0, "", "Altan | 900 kr"),
        (
            "paragraph",
            0,
            "",
            LAST,
        ),
    ]


def test_title_and_language(page: Document) -> None:
    assert (page.title, page.language) == ("Söka bygglov", "sv")


def test_a_page_that_is_all_frame_is_kept() -> None:
    source = b"<html><body><nav><p>" + b"Kommunen ska svara. " * 20 + b"</p></nav></body></html>"
    assert "Kommunen ska svara." in read(source, "x.html").text


def test_too_deep() -> None:
    with pytest.raises(UnreadableFile):
        read(b"<html><body>" + b"<div>" * 5000 + b"x</body></html>", "deep.html")


def test_broken_markup_is_read_all_the_same() -> None:
    assert read("<html><body><p>Ett<p>Två<table><tr><td>Tre".encode(), "x.html").text.split() == ["Ett", "Två", "Tre"]
