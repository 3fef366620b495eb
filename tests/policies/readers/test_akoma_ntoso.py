"""Akoma Ntoso: numbers, headings and points come out as in every other copy of an act."""

from __future__ import annotations

from pathlib import Path

from policies.document import BlockKind
from policies.reading import read

DATA = Path(__file__).parents[2] / "data" / "law"


def test_act() -> None:
    document = read((DATA / "act.akn.xml").read_bytes(), "act.akn.xml")
    assert (document.format, document.tradition, document.identifier, document.language) == (
        "akoma_ntoso",
        "eu_act",
        "32031R0077",
        "en",
    )
    spans = zip(document.provisions, document.own_spans(), strict=True)
    assert [(p.locator, document.text[start:end]) for p, (start, end) in spans] == [
        ("recital 1", "Plain services help."),
        ("chapter I", "CHAPTER I\n\nRules"),
        ("art 1", "Duties"),
        ("art 1(1)", "Authorities shall:"),
        ("art 1(1)(a)", "answer;"),
        ("art 1(1)(b)", "explain:"),
        ("art 1(1)(b)(i)", "how;"),
        ("art 1(1)(b)(ii)", "when."),
        ("art 1(2)", "Courts need not."),
        ("art 2", "Force"),
        ("art 2 subpara 1", "It applies."),
    ]
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.NOTE] == ["A footnote."]


def test_statute_with_sections() -> None:
    source = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>'
        "<section><num>1 §</num><content><p>Kommunen ska svara.</p><p>Nämnden får besluta.</p></content></section>"
        "<section><num>2 §</num><content><p>Svaret ska vara kort.</p></content></section></body></act></akomaNtoso>"
    )
    document = read(source.encode(), "lag.xml")
    assert [p.locator for p in document.provisions] == ["1 §", "1 § 1 st", "1 § 2 st", "2 §", "2 § 1 st"]


def test_bill_of_an_older_version_with_annex_and_changes() -> None:
    path = DATA.parent / "structures" / "annexed.akn.xml"
    document = read(path.read_bytes(), path.name)
    spans = zip(document.provisions, document.own_spans(), strict=True)
    assert [(p.locator, document.text[start:end]) for p, (start, end) in spans] == [
        ("preamble para 1", "Having regard to the sheds,"),
        ("recital 1", "Sheds help."),
        ("art 1", "Roofs"),
        ("art 1(1)", "Owners shall keep:"),
        ("art 1(1)(a)", "a roof;"),
        ("art 1(1) subpara 2", "at all times."),
        ("art 1(3)", "Owners shall paint."),
        ("art 2", ""),
        ("art 2 subpara 1", "First."),
        ("art 2 subpara 2", "Second."),
        ("annex I", ""),
        ("annex I table 1", "Shed | Paint"),
        ("annex I table 1 row 1", "Small | Red"),
    ]


def test_act_cited_by_sections() -> None:
    source = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><preface><p><docTitle>Sheds Act'
        "</docTitle></p></preface><body><part><num>Part 1</num><heading>Duties</heading><section><num>1</num>"
        "<heading>Roofs</heading><subsection><num>(1)</num><intro><p>Owners must keep—</p></intro><paragraph>"
        "<num>(a)</num><content><p>a roof.</p></content></paragraph></subsection></section></part></body></act>"
        "</akomaNtoso>"
    )
    document = read(source.encode(), "act.xml")
    assert [(p.locator, p.heading) for p in document.provisions] == [
        ("part 1", "Duties"),
        ("part 1 section 1", "Roofs"),
        ("part 1 section 1 item 1", "Roofs"),
        ("part 1 section 1 item 1 item 1", "Roofs"),
    ]
