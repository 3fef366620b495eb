"""Danish and Norwegian acts down to the lettered item, cited by the grammar of Swedish ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.document import Document
from policies.locators import parse
from policies.reading import read

DATA = Path(__file__).parents[2] / "data" / "structures"


def leaves(document: Document) -> dict[str, str]:
    """Own text by locator, sections without text of their own left out."""
    spans = zip(document.provisions, document.own_spans(), strict=True)
    return {p.locator: document.text[start:end] for p, (start, end) in spans if end > start}


def opened(name: str) -> Document:
    return read((DATA / name).read_bytes(), name)


def test_danish_paragraphs_items_and_letters() -> None:
    found = leaves(opened("bekendtgorelse.txt"))
    assert list(found)[:4] == ["1 § 1 st", "1 § 2 st", "2 § 1 st", "2 § 1 st 1 p"]
    assert found["1 § 2 st"] == "Bekendtgørelsen gælder ikke for skoler."
    assert found["2 § 1 st 1 p a"] == "modtager meddelelser, og"
    assert found["3 § 2 st"].startswith("Kommunen skal slette")
    assert "3 a § 1 st" in found


def test_danish_list_after_the_words_of_a_section_stays_in_its_paragraph() -> None:
    found = leaves(opened("bekendtgorelse.txt"))
    assert found["3 § 1 st"] == "Kommunen skal oprette en postkasse, hvis"
    assert found["3 § 1 st 2 p"] == "loven kræver det."


def test_norwegian_section_carries_its_chapter_and_title() -> None:
    document = opened("lov.txt")
    assert [(p.locator, p.heading) for p in document.provisions if p.kind == "section"] == [
        ("1 kap. 1 §", "Formål"),
        ("1 kap. 2 §", "Virkeområde"),
        ("2 kap. 1 §", "Krav til tjenester"),
    ]


def test_norwegian_paragraphs_are_counted() -> None:
    found = leaves(opened("lov.txt"))
    assert found["1 kap. 2 § 2 st"] == "Kongen kan gi forskrift om at loven skal gjelde for"
    assert found["1 kap. 2 § 2 st b"] == "statlige organer."
    assert found["2 kap. 1 § 2 st"] == "Kommunen skal måle bruken hvert år."


def test_range_of_sections_is_no_chapter() -> None:
    text = "Lov om havner\n\nKapittel 3. Drift\n\n§ 12. Kaien ryddes.\n\n§ 13-15. (Opphevet)\n\n§ 16. Båter fortøyes.\n"
    sections = [p.locator for p in read(text.encode(), "lov.txt").provisions if p.kind == "section"]
    assert sections == ["12 §", "13 §", "16 §"]


def test_swedish_bylaws_with_sign_in_front_are_local_rules() -> None:
    text = "Reglemente för nämnden\n\n§ 1 Uppgifter\n\nNämnden ska pröva.\n\n§ 2 Möten\n\nNämnden ska mötas.\n"
    document = read(text.encode(), "reglemente.txt")
    assert (document.tradition, [p.kind for p in document.provisions]) == (
        "municipal",
        ["section", "paragraph", "section", "paragraph"],
    )


@pytest.mark.parametrize("name", ["bekendtgorelse.txt", "lov.txt", "foreskrift.txt"])
def test_locators_are_written_as_the_grammar_writes_them(name: str) -> None:
    document = opened(name)
    assert [str(parse(p.locator)) for p in document.provisions] == [p.locator for p in document.provisions]
