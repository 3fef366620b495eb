"""Acts as JSON: lists, paragraphs and headings found in strings that have lost them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policies.document import Document, Zone
from policies.errors import UnreadableFile
from policies.reading import read

SWEDISH = "https://www.riksdagen.se/sfs-2040-1"
DANISH = "https://www.retsinformation.dk/eli/lta/2040/1"


def statute(*sections: dict[str, str], url: str = SWEDISH, **more: Any) -> Document:
    act = {"id": "2040:1", "title": "Lag (2040:1) om prov", "url": url, "provisions": list(sections), **more}
    return read(json.dumps(act, ensure_ascii=False).encode(), "act.json")


def texts(document: Document) -> dict[str, str]:
    spans = zip(document.provisions, document.own_spans(), strict=True)
    return {p.locator: document.text[start:end] for p, (start, end) in spans}


def test_items_are_found_by_markers_that_count_up() -> None:
    content = "Kommunen ska 1. svara, a) kort, och b) sant, 2. pröva. Nämnden får vägra. Lag (2041:3)."
    assert texts(statute({"section": "3 a", "content": content})) == {
        "3 a §": "",
        "3 a § 1 st": "Kommunen ska",
        "3 a § 1 st 1 p": "svara,",
        "3 a § 1 st 1 p a": "kort, och",
        "3 a § 1 st 1 p b": "sant,",
        "3 a § 1 st 2 p": "pröva.",
        "3 a § 2 st": "Nämnden får vägra.",
    }


def test_one_marker_alone_is_no_list() -> None:
    assert texts(statute({"section": "1", "content": "Enligt artikel 1. 1. gäller detta."}))["1 § 1 st"] == (
        "Enligt artikel 1. 1. gäller detta."
    )


def test_heading_at_the_end_belongs_to_the_next_section() -> None:
    document = statute(
        {"section": "1", "content": "Lagen gäller kommuner. Uttryck i lagen"}, {"section": "2", "content": "Ord avses."}
    )
    assert [p.heading for p in document.provisions] == ["", "", "Uttryck i lagen", "Uttryck i lagen"]
    assert [w.code for w in document.warnings] == ["warning.stray_headings"]


def test_chapter_of_another_act_is_no_chapter() -> None:
    document = statute(
        {"section": "9", "content": "Enligt 24 kap."},
        {"chapter": "24", "section": "10", "content": "Kommunen ska svara."},
    )
    assert [p.locator for p in document.provisions if p.kind == "section"] == ["9 §", "10 §"]
    assert [w.code for w in document.warnings] == ["warning.doubtful_chapter"]


def test_danish_paragraphs_and_running_sections() -> None:
    document = statute(
        {"chapter": "1", "section": "1", "content": "§ 1. Loven gælder. Stk. 2. Dog ikke 1) her eller 2) der."},
        {"chapter": "2", "section": "2a", "content": "§ 2a. Kommunen skal svare."},
        url=DANISH,
    )
    assert [p.locator for p in document.provisions] == [
        "1 §",
        "1 § 1 st",
        "1 § 2 st",
        "1 § 2 st 1 p",
        "1 § 2 st 2 p",
        "2 a §",
        "2 a § 1 st",
    ]


def test_eu_act_with_markers_on_lines_of_their_own() -> None:
    act = {
        "celex_id": "02031R0077-20310101",
        "full_name": "Plain services",
        "recitals": [{"recital_number": 1, "text": "Help."}],
        "articles": [
            {
                "number": "1",
                "title": "Scope`",
                "chapter": "I",
                "text": "1.\n\nIt shall:\n\n(a)\n\nhelp (\n\n2\n\n);\n\n▼M1",
            },
            {"number": "2", "title": "Force", "chapter": "I", "text": "It applies."},
        ],
    }
    document = read(json.dumps(act).encode(), "act.json")
    assert document.identifier == "32031R0077"
    assert [p.locator for p in document.provisions] == [
        "recital 1",
        "chapter I",
        "art 1",
        "art 1(1)",
        "art 1(1)(a)",
        "art 2",
        "art 2 subpara 1",
    ]


def test_transitional_provisions_behind_the_last_section_stand_apart() -> None:
    act = {
        "id": "2031:5",
        "title": "Lag (2031:5) om prov",
        "url": "https://www.riksdagen.se/x",
        "provisions": [
            {
                "chapter": "",
                "section": "1",
                "content": "Beslut får överklagas. Övergångsbestämmelser 2031:5 1. Denna lag träder i kraft nu. "
                "2. Äldre regler gäller. 2032:7 Denna lag träder i kraft sedan, utom",
            },
            {"chapter": "", "section": "6", "content": "som träder i kraft senare."},
        ],
    }
    document = read(json.dumps(act).encode(), "act.json")
    assert [p.locator for p in document.provisions if p.zone is Zone.TRANSITIONAL] == [
        "transitional",
        "transitional 2031:5",
        "transitional 2031:5 point 1",
        "transitional 2031:5 point 2",
        "transitional 2032:7",
        "transitional 2032:7 para 1",
        "transitional 2032:7 para 2",
    ]
    assert [p.locator for p in document.provisions if p.kind == "section"] == ["1 §"]


def test_json_without_provisions_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read(b'{"head": {"vars": []}}', "metadata.json")


@pytest.mark.corpus
def test_sections_equal_the_provisions_of_the_file(shared: Path) -> None:
    files = sorted((shared / "corpus/national").glob("*/*.json"))
    assert len(files) >= 16
    for path in files:
        listed = json.loads(path.read_text("utf-8"))["provisions"]
        # What is listed behind the transitional provisions are citations in them, taken for sections.
        last = next((n for n, p in enumerate(listed, 1) if " Övergångsbestämmelser 2" in p["content"]), len(listed))
        document = read(path.read_bytes(), path.name)
        assert (path.name, sum(p.kind == "section" for p in document.provisions)) == (path.name, last)


@pytest.mark.corpus
def test_articles_and_recitals_equal_those_of_the_file(shared: Path) -> None:
    for name in ("ai-act.json", "eidas2.json"):
        path = shared / "corpus/eu" / name
        act = json.loads(path.read_text("utf-8"))
        document = read(path.read_bytes(), name)
        assert sum(p.kind == "article" for p in document.provisions) == len(act["articles"])
        assert sum(p.kind == "recital" for p in document.provisions) == len(
            {r["recital_number"] for r in act["recitals"]}
        )


def test_escapes_bring_in_no_signs_that_text_cannot_hold() -> None:
    act = {"title": "Lag\0", "provisions": [{"content": "1 § Kommunen ska\0 svara \ud800 utan dröjsmål."}]}
    document = read(json.dumps(act).encode(), "lag.json")
    assert "Kommunen ska\ufffd svara \ufffd utan" in document.text
    assert not set("\0\ud800") & set(document.text + document.title)


def eu_act(*articles: dict[str, str]) -> Document:
    act = {"id": "X", "full_name": "Plain Act", "celex_id": "32040R0001", "articles": list(articles)}
    return read(json.dumps(act, ensure_ascii=False).encode(), "act.json")


def test_annexes_behind_the_last_article_are_annexes() -> None:
    text = (
        "It shall apply.\n\nDone at Oslo, 1 May 2040.\n\nThe President\n\n(1)\n\nOJ C 1, 2.3.2039.\n\n"
        "ANNEX\u00a0I\n\nForms\n\n1.\n\nOne page."
    )
    document = eu_act({"number": "9", "title": "Entry into force", "text": text})
    assert [p.locator for p in document.provisions] == ["art 9", "art 9 subpara 1", "annex I", "annex I point 1"]
    assert document.provisions[2].heading == "Forms"


def test_marks_of_amendments_are_no_text() -> None:
    text = "Delay\n\n▼B\n\n1.\n\nThe ►M2 authority ◄ shall answer.\n\n▼M1\n\n2.\n\nIt shall not wait."
    document = eu_act({"number": "3", "title": "▼M2", "text": text})
    assert texts(document)["art 3(1)"] == "The authority shall answer."
    assert [p.heading for p in document.provisions] == ["Delay"] * 3
