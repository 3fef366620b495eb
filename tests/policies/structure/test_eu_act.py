"""EU acts: our small regulation by heart, every act of the corpus by counting its markup another way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html

from policies.document import BlockKind, Document, Zone
from policies.locators import parse
from policies.reading import read

DATA = Path(__file__).parents[2] / "data" / "law"


@pytest.fixture(scope="module")
def act() -> Document:
    return read((DATA / "akt.xhtml").read_bytes(), "akt.xhtml")


def own_text(document: Document, locator: str) -> str:
    index = [p.locator for p in document.provisions].index(locator)
    start, end = document.own_spans()[index]
    return document.text[start:end]


def test_locators_in_document_order(act: Document) -> None:
    assert [p.locator for p in act.provisions] == [
        "preamble para 1",
        "preamble para 2",
        "recital 1",
        "preamble para 3",
        "chapter I",
        "art 1",
        "art 1 subpara 1",
        "art 1(1)",
        "art 1(2)",
        "art 2",
        "art 2(1)",
        "art 2(1)(a)",
        "art 2(1)(a)(i)",
        "art 2(1)(a)(ii)",
        "art 2(1) subpara 2",
        "art 2(2)",
        "art 2(2)(a)",
        "art 2(2)(a)(9)",
        "art 2(2)(a)(9)(1)",
        "annex I",
        "annex I point 1",
        "annex I point 1 para 1",
        "annex I point 1(a)",
        "annex I point 1 table 1",
        "annex I point 1 table 1 row 1",
    ]


def test_identity(act: Document) -> None:
    assert (act.identifier, act.language, act.tradition) == ("32031R0077", "en", "eu_act")


def test_zones(act: Document) -> None:
    zones = {p.locator: p.zone for p in act.provisions}
    assert zones["preamble para 1"] is Zone.PREAMBLE
    assert zones["recital 1"] is Zone.RECITAL
    assert zones["art 2(1)(a)"] is Zone.ENACTING
    assert zones["annex I point 1"] is Zone.ANNEX


def test_headings_below_numbers(act: Document) -> None:
    headings = {p.locator: p.heading for p in act.provisions}
    assert (headings["chapter I"], headings["art 2"], headings["art 2(1)(a)"], headings["annex I"]) == (
        "General provisions",
        "Duties",
        "Duties",
        "Forms",
    )


def test_lead_in_of_points_stands_above_them(act: Document) -> None:
    assert own_text(act, "art 2(1)") == "Authorities shall:"
    assert own_text(act, "art 1 subpara 1") == "In this Regulation:"


def test_footnotes_and_their_calls_are_not_text_of_a_provision(act: Document) -> None:
    assert own_text(act, "recital 1") == "Plain services help everyone."
    assert any(b.kind is BlockKind.NOTE and "A footnote" in act.text[b.start : b.end] for b in act.blocks)


def test_quoted_article_of_an_amendment_is_no_article(act: Document) -> None:
    assert [p.locator for p in act.provisions if p.kind == "article"] == ["art 1", "art 2"]
    assert own_text(act, "art 2(2)(a)(9)(1)") == "Answer within a week.’"


def test_every_locator_is_a_citation(act: Document) -> None:
    assert [str(parse(p.locator)) for p in act.provisions] == [p.locator for p in act.provisions]


def test_letter_i_continues_h_unless_ii_follows() -> None:
    lines = ["1. The act shall:", *(f"({c}) do {c};" for c in "fghij")]
    source = "# Regulation (EU) 2031/78\n\n### Article 1\n\n" + "\n\n".join(lines) + "\n\n### Article 2\n\nEnd."
    locators = [p.locator for p in read(source.encode(), "act.md").provisions]
    assert "art 1(1)(i)" in locators
    assert "art 1(1)(j)" in locators
    lines = ["1. The act shall:", "(h) do:", "(i) one;", "(ii) two;", "(i) three."]
    source = "# Regulation (EU) 2031/78\n\n### Article 1\n\n" + "\n\n".join(lines) + "\n\n### Article 2\n\nEnd."
    locators = [p.locator for p in read(source.encode(), "act.md").provisions]
    assert locators[2:6] == ["art 1(1)(h)", "art 1(1)(h)(i)", "art 1(1)(h)(ii)", "art 1(1)(h)(i) #2"]


def test_numbers_that_begin_again_in_an_annex_get_their_heading() -> None:
    source = (
        "# Regulation (EU) 2031/79\n\n### Article 1\n\nIt applies.\n\n### Article 2\n\nEnd.\n\n"
        "# ANNEX I\n\n## Forms\n\n"
        "### Short\n\n1. One page.\n\n2. One side.\n\n### Medium\n\n3. Two pages.\n\n### Long\n\n1. Ten pages.\n"
    )
    document = read(source.encode(), "act.md")
    assert [p.locator for p in document.provisions][4:] == [
        "annex I",
        "annex I point 1",
        "annex I point 2",
        "annex I point 3",
        "annex I heading 1",
        "annex I heading 1 point 1",
    ]


def counts(document: Document) -> dict[str, int]:
    enacting = [p for p in document.provisions if p.zone is Zone.ENACTING]
    return {
        "recitals": sum(p.kind == "recital" for p in document.provisions),
        "chapters": sum(p.kind == "chapter" for p in document.provisions),
        "sections": sum(p.kind == "section" for p in enacting),
        "articles": sum(p.kind == "article" for p in document.provisions),
        "paragraphs": sum(p.kind == "paragraph" for p in document.provisions),
        "points": sum(p.kind in ("point", "indent") and not p.label.endswith(".") for p in enacting),
        "annexes": sum(p.kind == "annex" for p in document.provisions),
    }


def html_tree(path: Path) -> etree._Element:
    return html.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", path.read_text("utf-8")))


def ids(root: etree._Element, pattern: str) -> list[etree._Element]:
    return [e for e in root.iter() if re.fullmatch(pattern, e.get("id") or "")]


def inside(element: etree._Element, tag: str) -> bool:
    return any(parent.tag == tag for parent in element.iterancestors())


@pytest.mark.corpus
def test_oj_acts_count_as_their_markup(shared: Path) -> None:
    files = sorted((shared / "corpus/eu").glob("*.xhtml")) + sorted((shared / "corpus/eu").glob("*-raw.html"))
    assert len(files) >= 9
    for path in files:
        root = html_tree(path)
        enacting = ids(root, "enc_1")[0]
        cells = [c for c in enacting.iter("td") if c.getnext() is not None and re.fullmatch(
            r"[‘“»]?(?:\(\w{1,5}\)|\w{1,3}\)|—|–)", "".join(map(str, c.itertext())).strip())]  # fmt: skip
        typed = [p for p in enacting.iter("p") if not inside(p, "td") and re.match(
            r"\s*»?\d{1,2}\)\s", "".join(map(str, p.itertext())))]  # fmt: skip
        numbered = [
            p for p in enacting.iter("p")
            if not inside(p, "td") and re.match(r"\s*\d{1,2}[a-z]?\.[\u00a0 ]{1,3}", "".join(map(str, p.itertext())))
        ]  # fmt: skip
        assert (path.name, counts(read(path.read_bytes(), path.name))) == (
            path.name,
            {
                "recitals": len(ids(root, r"rct_\d+")),
                "chapters": len([e for e in ids(root, r"cpt_[IVXLC0-9]+") if not inside(e, "td")]),
                "sections": len([e for e in ids(root, r"(?:.*\.)?sct_\w+") if not inside(e, "td")]),
                "articles": len([e for e in ids(root, r"art_\d+[a-z]*") if not inside(e, "td")]),
                "paragraphs": len(numbered),
                "points": len(cells) + len(typed),
                "annexes": len(ids(root, r"anx_[^.]+(?:\.\d+)?")),
            },
        )


@pytest.mark.corpus
def test_consolidated_html_counts_as_its_markup(shared: Path) -> None:
    path = shared / "corpus/eu/32014r0910-consolidated-en.html"
    root = html_tree(path)
    found = counts(read(path.read_bytes(), path.name))
    grids = [e for e in root.iter("div") if "grid-container" in (e.get("class") or "")]
    assert found["articles"] == len(ids(root, r"art_\d+[a-z]*"))
    assert found["paragraphs"] == sum(e.get("class") == "no-parag" for e in root.iter("span"))
    assert found["annexes"] == len(ids(root, r"anx_[^.]+(?:\.\d+)?"))
    assert found["points"] == len([g for g in grids if not any(
        (a.get("id") or "").startswith("anx_") for a in g.iterancestors())])  # fmt: skip


@pytest.mark.corpus
def test_formex_counts_as_its_elements(shared: Path) -> None:
    files = sorted((shared / "corpus/eu").glob("*.fmx4.xml"))
    assert len(files) == 3
    for path in files:
        deleted = r'<\?CLG\.MDFO ID="(\w+)"[^?]*ACTION="DELETED"[^?]*\?>.*?<\?CLG\.MDFC ID="\w+" IDREF="\1"\?>'
        source = re.sub(deleted, "", path.read_text("utf-8"), flags=re.DOTALL)
        terms = source[source.index("<ENACTING.TERMS>") : source.index("</ENACTING.TERMS>")]
        plain = re.sub(r"<QUOT\.S\b.*?</QUOT\.S>", "", terms, flags=re.DOTALL)
        found = counts(read(path.read_bytes(), path.name))
        assert found["articles"] == len(re.findall(r"<ARTICLE\b", plain)), path.name
        assert found["paragraphs"] == len(re.findall(r"<PARAG\b", plain)), path.name
        assert found["annexes"] == len(re.findall(r"<CONS\.ANNEX\b", source)), path.name
        assert found["points"] == len(re.findall(r"<ITEM\b", terms)), path.name


@pytest.mark.corpus
def test_three_copies_of_the_gdpr_have_the_same_provisions(shared: Path) -> None:
    names = ("32016r0679-oj-en.xhtml", "gdpr-raw.html", "32016r0679-consolidated-en.fmx4.xml")
    documents = [read((shared / "corpus/eu" / name).read_bytes(), name) for name in names]
    english, danish, formex = [{p.locator for p in d.provisions if p.zone is Zone.ENACTING} for d in documents]
    assert english == danish == formex
