"""Swedish statutes: the tree as lawyers count it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.document import BlockKind, Document, Zone
from policies.locators import parse
from policies.reading import read

DATA = Path(__file__).parents[2] / "data" / "law"


@pytest.fixture(scope="module")
def statute() -> Document:
    return read((DATA / "lag.md").read_bytes(), "lag.md")


def own_text(document: Document, locator: str) -> str:
    index = [p.locator for p in document.provisions].index(locator)
    start, end = document.own_spans()[index]
    return document.text[start:end]


def test_locators_in_document_order(statute: Document) -> None:
    assert [p.locator for p in statute.provisions] == [
        "1 kap.",
        "1 kap. 1 §",
        "1 kap. 1 § 1 st",
        "1 kap. 2 §",
        "1 kap. 2 § 1 st",
        "1 kap. 2 § 1 st 1 strecksats",
        "1 kap. 2 § 1 st 2 strecksats",
        "2 kap.",
        "2 kap. 1 §",
        "2 kap. 1 § 1 st",
        "2 kap. 1 § 1 st 1 p",
        "2 kap. 1 § 1 st 1 p a",
        "2 kap. 1 § 1 st 1 p b",
        "2 kap. 1 § 1 st 2 p",
        "2 kap. 1 § 1 st 2 a p",
        "2 kap. 1 § 2 st",
        "2 kap. 1 a §",
        "2 kap. 1 a § 1 st",
        "2 kap. 2 §",
        "2 kap. 2 § 1 st",
        "2 kap. 2 § 1 st 1 strecksats",
        "2 kap. 2 § 1 st 2 strecksats",
        "transitional",
        "transitional 2031:417",
        "transitional 2031:417 point 1",
        "transitional 2031:417 point 2",
        "transitional 2033:12",
        "transitional 2033:12 para 1",
    ]


def test_identity(statute: Document) -> None:
    assert (statute.identifier, statute.title) == ("SFS 2031:417", "Lag om begriplig kommunal service")


def test_links_become_their_text(statute: Document) -> None:
    assert own_text(statute, "1 kap. 1 § 1 st").endswith("råd enligt 8 §§ och förvaltningslagen (2017:900).")


def test_lead_in_is_the_own_text_of_its_stycke(statute: Document) -> None:
    assert own_text(statute, "2 kap. 1 § 1 st") == "Kommunen ska"


def test_item_has_its_marker_as_label_not_in_its_own_text(statute: Document) -> None:
    assert own_text(statute, "2 kap. 1 § 1 st 1 p a") == "vem som helst förstår, och"


def test_amendment_note_is_a_note_outside_the_stycke(statute: Document) -> None:
    notes = [statute.text[b.start : b.end] for b in statute.blocks if b.kind is BlockKind.NOTE]
    assert notes == ["Lag (2033:12)."]
    assert own_text(statute, "2 kap. 1 § 2 st") == "Nämnden får inte ta ut avgift för en anvisning."


def test_heading_between_sections_belongs_to_what_follows(statute: Document) -> None:
    headings = {p.locator: p.heading for p in statute.provisions}
    assert headings["1 kap. 1 § 1 st"] == "Lagens syfte"
    assert headings["2 kap. 2 §"] == "Undantag från 1 §"


def test_transitional_zone(statute: Document) -> None:
    zones = {p.locator: p.zone for p in statute.provisions}
    assert zones["transitional 2031:417 point 2"] is Zone.TRANSITIONAL
    assert zones["2 kap. 2 § 1 st"] is Zone.ENACTING


def test_statute_as_plain_text() -> None:
    source = "# Lag (2040:1) om prov\n\n1 § Kommunen ska svara.\n\n2 § Svaret ska vara\n\n1. kort, och\n\n2. sant.\n"
    document = read(source.encode(), "lag.md")
    assert [p.locator for p in document.provisions] == [
        "1 §",
        "1 § 1 st",
        "2 §",
        "2 § 1 st",
        "2 § 1 st 1 p",
        "2 § 1 st 2 p",
    ]
    assert own_text(document, "1 §") == ""
    assert own_text(document, "1 § 1 st") == "Kommunen ska svara."


def test_statute_as_a_file_of_plain_text() -> None:
    source = (
        "Lag (2040:7) om prov\n\n1 kap. Inledande bestämmelser\n\nLagens syfte\n\n"
        "1 §   I denna lag avses med\n1. service: hjälp,\n2. anvisning: text. Lag (2041:3).\n\nNämnden får besluta.\n\n"
        "2 kap. Skyldigheter\n\n1 a §   Har upphävts genom lag (2041:3).\n\nÖvergångsbestämmelser\n\n2040:7\n"
        "1. Denna lag träder i kraft den 1 juli 2040.\n"
    )
    document = read(source.encode(), "lag.txt")
    assert document.identifier == "SFS 2040:7"
    assert [p.locator for p in document.provisions if p.zone is not Zone.PREAMBLE] == [
        "1 kap.",
        "1 kap. 1 §",
        "1 kap. 1 § 1 st",
        "1 kap. 1 § 1 st 1 p",
        "1 kap. 1 § 1 st 2 p",
        "1 kap. 1 § 2 st",
        "2 kap.",
        "2 kap. 1 a §",
        "2 kap. 1 a § 1 st",
        "transitional",
        "transitional 2040:7",
        "transitional 2040:7 point 1",
    ]
    assert own_text(document, "1 kap. 1 § 1 st 2 p") == "anvisning: text."


def test_statute_as_a_web_page() -> None:
    source = (
        "<html><body><h1>Lag (2040:7) om prov</h1><h3>1 kap. Början</h3><h4>Syfte</h4><a><b>1 §</b></a> Lagen gäller."
        "<p></p>Nämnden får besluta.<p></p><a><b>2 §</b></a> Kommunen ska<br/>1. svara, och<br/>"
        "2. pröva.<p></p></body></html>"
    )
    document = read(source.encode(), "lag.html")
    assert [p.locator for p in document.provisions] == [
        "1 kap.",
        "1 kap. 1 §",
        "1 kap. 1 § 1 st",
        "1 kap. 1 § 2 st",
        "1 kap. 2 §",
        "1 kap. 2 § 1 st",
        "1 kap. 2 § 1 st 1 p",
        "1 kap. 2 § 1 st 2 p",
    ]


def test_every_locator_is_a_citation(statute: Document) -> None:
    assert [str(parse(p.locator)) for p in statute.provisions] == [p.locator for p in statute.provisions]


words = st.sampled_from(["kommunen", "nämnden", "ska", "får", "inte", "svara", "pröva", "ärenden", "senast", "rätt"])
sentences = st.lists(words, min_size=2, max_size=8).map(lambda ws: " ".join(ws).capitalize() + ".")
items = st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), max_size=4)
styckes = st.tuples(sentences, items)
chapters = st.lists(st.lists(st.lists(styckes, min_size=1, max_size=3), min_size=1, max_size=4), min_size=1, max_size=3)


@settings(max_examples=40)
@given(chapters)
def test_generated_statutes_are_counted_and_requoted(source: list[list[list[tuple[str, list[str]]]]]) -> None:
    lines, expected = ["# Lag (2040:1) om prov"], []
    for c, sections in enumerate(source, 1):
        lines.append(f"## {c} kap. Kapitel")
        for s, paragraphs in enumerate(sections, 1):
            lines.append(f"### {s} §")
            for n, (lead, points) in enumerate(paragraphs, 1):
                expected.append((f"{c} kap. {s} § {n} st", lead))
                lines.append(lead)
                for i, point in enumerate(points, 1):
                    expected.append((f"{c} kap. {s} § {n} st {i} p", point))
                    lines.append(f"{i}. {point}")
    document = read(("---\nbeteckning: 2040:1\n---\n" + "\n\n".join(lines)).encode(), "lag.md")
    spans = document.own_spans()
    found = [
        (p.locator, document.text[a:b])
        for p, (a, b) in zip(document.provisions, spans, strict=True)
        if p.kind in ("paragraph", "item")
    ]
    assert found == expected


@pytest.mark.corpus
def test_sections_of_every_statute_equal_those_of_the_source(shared: Path) -> None:
    heading = re.compile(r"^#{2,5} (?:.* )?\d+(?: [a-z])? §$", re.MULTILINE)
    files = sorted((shared / "corpus/national/se").glob("*.md"))
    counted = {f.name: len(heading.findall(f.read_text("utf-8"))) for f in files}
    parsed = {f.name: sum(p.kind == "section" for p in read(f.read_bytes(), f.name).provisions) for f in files}
    assert parsed == counted
    assert len(counted) >= 9


@pytest.mark.corpus
def test_labelled_units_stand_at_their_locators(shared: Path) -> None:
    documents: dict[str, Document] = {}
    checked = 0
    for line in (shared / "gold/sfs_requirements.jsonl").read_text("utf-8").splitlines():
        unit = json.loads(line)
        if unit["doc"] not in documents:
            path = shared / f"corpus/national/se/sfs-{unit['doc'].replace(':', '-')}.md"
            documents[unit["doc"]] = read(path.read_bytes(), path.name)
        document = documents[unit["doc"]]
        if unit["doc"] == "2018:1937" and unit["sec"] == "23" and unit["loc"] != "1 st":
            continue  # labelled as the last section's, but transitional provisions
        stycke, _, *items = unit["loc"].split()
        chapter = f"{unit['chap']} kap. " if unit["chap"] else ""
        locator = f"{chapter}{unit['sec']} § {stycke} st" + "".join(
            [f" {i}" + " p" * (not n) for n, i in enumerate(items)]
        )
        index = [p.locator for p in document.provisions].index(locator)
        start, end = document.own_spans()[index]
        assert unit["text"] in document.text[start:end]
        assert unit["head"] == document.provisions[index].heading
        checked += 1
    assert checked == 283


@pytest.fixture(scope="module")
def regulation() -> Document:
    path = DATA.parent / "structures" / "foreskrift.txt"
    return read(path.read_bytes(), path.name)


def test_general_advice_is_no_part_of_the_binding_section(regulation: Document) -> None:
    advice = [p.locator for p in regulation.provisions if p.kind == "advice"]
    assert advice == [
        "1 kap. 1 § recommendation 1",
        "1 kap. 1 § recommendation 1 1 st",
        "2 kap. 1 § recommendation 1",
        "2 kap. 1 § recommendation 1 1 st",
        "2 kap. 1 § recommendation 1 2 st",
    ]
    assert own_text(regulation, "2 kap. 1 § 1 st") == "Kommunen ska införa spärrar mot"


def test_general_advice_names_itself_in_its_heading(regulation: Document) -> None:
    headings = {p.locator: p.heading for p in regulation.provisions}
    assert headings["2 kap. 1 § recommendation 1 1 st 2 strecksats"] == "Allmänna råd till 2 kap. 1 §"
    assert headings["1 kap. 2 §"] == "Tillämpningsområde"
    assert headings["2 kap. 2 §"] == "Spärrar"


def test_what_introduces_a_regulation_is_its_preamble(regulation: Document) -> None:
    preamble = [p for p in regulation.provisions if p.zone is Zone.PREAMBLE]
    assert [p.locator for p in preamble] == ["preamble para 1", "preamble para 2"]
    assert regulation.title.startswith("Postmyndighetens föreskrifter")


def test_rows_count_within_their_table() -> None:
    text = "# Lag\n\n1 § Avgift tas ut så.\n\n| Ärende | Avgift |\n|---|---|\n| Bygglov | 900 |\n\n2 § Slut.\n"
    found = [p.locator for p in read(text.encode(), "lag.md").provisions]
    assert found[:4] == ["1 §", "1 § 1 st", "1 § 1 st table 1", "1 § 1 st table 1 row 1"]
