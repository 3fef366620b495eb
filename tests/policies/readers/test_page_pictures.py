"""A page as a picture: the words found and marked, sizes bounded, hostile files refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from policies import limits
from policies.errors import UnreadableFile
from policies.page_pictures import MARK, draw, runs
from policies.sandbox import Sandbox

PdfFile = Callable[..., bytes]
WORDS = "Kommunen lämnar ett skriftligt besked inom fem arbetsdagar."


@pytest.fixture
def page(pdf_file: PdfFile) -> bytes:
    """One page that breaks the sentence over two lines."""
    first, second = WORDS[:28], WORDS[28:].strip()
    return pdf_file([[(70, 700, 11, False, first), (70, 686, 11, False, second)]])


def has_mark(png: bytes) -> bool:
    with Image.open(io.BytesIO(png)) as picture:
        colours = picture.convert("RGB").getcolors(1_000_000) or []
    return any(max(abs(a - b) for a, b in zip(colour, MARK, strict=True)) < 12 for _, colour in colours)


def test_a_sentence_is_marked_over_its_lines(page: bytes) -> None:
    png, marked = draw(page, "plan.pdf", page=1, words=WORDS, width=600)
    assert marked
    assert has_mark(png)


def test_words_that_do_not_stand_there_are_not_marked(page: bytes) -> None:
    png, marked = draw(page, "plan.pdf", page=1, words="Något helt annat som ingen har skrivit här", width=600)
    assert not marked
    assert not has_mark(png)


def test_a_few_letters_in_common_are_no_place() -> None:
    assert runs("kommunen lämnar inga besked alls", "kommunen lämnar ett skriftligt besked") == []


def test_a_page_beyond_the_last_is_refused(page: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        draw(page, "plan.pdf", page=2, words=WORDS, width=600)
    assert refused.value.code == "error.page_missing"


def test_a_page_that_says_it_is_endless_gets_a_bounded_picture(page: bytes) -> None:
    png, _ = draw(page, "plan.pdf", page=1, words="", width=100_000)
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width * picture.height < 1.01 * limits.PICTURE_PIXELS


def test_what_is_no_pdf_is_refused_by_the_worker(page: bytes) -> None:
    with Sandbox() as box:
        assert box.draw(page, "plan.pdf", page=1, words=WORDS, width=300).marked
        with pytest.raises(UnreadableFile) as refused:
            box.draw(b"%PDF-1.7 nothing", "plan.pdf", page=1, words="", width=300)
    assert refused.value.code == "error.damaged"
