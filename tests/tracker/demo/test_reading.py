"""The documents as the readers see them hold the sentences of the answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from policies.document import Document
from policies.errors import UnreadableFile
from policies.reading import read
from tracker.extraction import language_of

DEMO = Path(__file__).parents[3] / "tracker" / "demo"
SECTIONS = ("pairs", "translations", "rejected", "copied", "owners", "weakened", "outdated", "traps")
FACTS = json.loads((DEMO / "answers.json").read_text(encoding="utf-8"))["facts"]
READABLE = [fact["document"] for fact in FACTS if fact["readable"]]


def opened(name: str) -> Document:
    return read((DEMO / "documents" / name).read_bytes(), name)


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", READABLE)
def test_the_readers_find_every_sentence(name: str) -> None:
    text = spaced(opened(name).text)
    answers = json.loads((DEMO / "answers.json").read_text(encoding="utf-8"))
    wanted = {
        cell
        for section in SECTIONS
        for answer in answers[section]
        if answer["document"] == name
        for cell in answer["sentence"].split(" | ")
    }
    assert sorted(sentence for sentence in wanted if spaced(sentence) not in text) == []


@pytest.mark.parametrize("name", READABLE)
def test_the_language_is_recognised(name: str) -> None:
    assert language_of(opened(name)) == next(fact["language"] for fact in FACTS if fact["document"] == name)


def test_a_scanned_page_is_refused_because_it_needs_ocr() -> None:
    with pytest.raises(UnreadableFile) as refused:
        opened("Bilaga_3_avsiktsforklaring_skannad.pdf")
    assert refused.value.code == "error.needs_ocr"
