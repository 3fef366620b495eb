"""Formex: elements to blocks, footnotes apart, deleted text gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.document import BlockKind, Document
from policies.errors import UnreadableFile
from policies.reading import read

DATA = Path(__file__).parents[2] / "data" / "law"


@pytest.fixture(scope="module")
def act() -> Document:
    return read((DATA / "act.fmx4.xml").read_bytes(), "act.fmx4.xml")


def test_locators(act: Document) -> None:
    assert [p.locator for p in act.provisions] == [
        "recital 1",
        "chapter I",
        "art 1",
        "art 1(1)",
        "art 1(1)(a)",
        "art 1(1)(a) indent 1",
        "art 1(1) subpara 2",
        "annex",
        "annex para 1",
    ]


def test_identity(act: Document) -> None:
    assert (act.identifier, act.language, act.title) == (
        "32031R0077",
        "en",
        "Regulation (EU) 2031/77 on plain services",
    )


def test_quotation_marks_are_characters(act: Document) -> None:
    assert "use ‘plain’ words;" in act.text


def test_deleted_text_is_gone(act: Document) -> None:
    assert "keep quiet" not in act.text


def test_footnote_is_a_note(act: Document) -> None:
    assert [act.text[b.start : b.end] for b in act.blocks if b.kind is BlockKind.NOTE] == ["A footnote."]
    assert "Authorities shall:" in act.text


def test_entities_are_refused_or_ignored() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>'
    source = bomb + (DATA / "act.fmx4.xml").read_bytes().split(b"?>", 1)[1].replace(b"Short ones.", b"&y;&y;")
    try:
        document = read(source, "bomb.xml")
    except UnreadableFile:
        return
    assert "haha" not in document.text
