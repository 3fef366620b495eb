"""Figures of suggestions against known links, on rows small enough to reckon by hand."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from benchmarks.country.judging import (
    ALL,
    Figures,
    Known,
    Passage,
    Suggested,
    by_bm25,
    by_chance,
    figures,
    measured,
    table,
)


def known(requirement: str, document: str, quote: str, kind: str = "local", municipality: str = "0180") -> Known:
    return Known(municipality=municipality, requirement=requirement, document=document, quote=quote, kind=kind)


def suggested(requirement: str, document: str, quote: str, rank: int, municipality: str = "0180") -> Suggested:
    return Suggested(municipality=municipality, requirement=requirement, document=document, quote=quote, rank=rank)


def score(links: Iterable[Known], found: Iterable[Suggested]) -> dict[str, Figures]:
    return figures([measured(links, found)])


LINKS = [
    known("A", "one.md", "Vi gör så."),
    known("A", "two.md", "Så görs det (10 §).", "cited"),
    known("B", "one.md", "Vi gör annat."),
]


def test_figures_are_those_reckoned_by_hand() -> None:
    found = score(
        LINKS,
        [
            suggested("A", "one.md", "Vi gör så.", 1),
            suggested("A", "one.md", "Något annat.", 2),
            suggested("A", "two.md", "Så görs det (10 §).", 3),
            suggested("B", "one.md", "Inget av detta.", 1),
            suggested("B", "one.md", "Vi gör annat.", 2),
        ],
    )
    every = found[ALL]
    assert (every.queries, every.links) == (2, 3)
    assert every.precision_at_1.mean == pytest.approx(1 / 2)
    assert every.recall_at_5.mean == pytest.approx(1)
    assert every.average_precision.mean == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 2)


def test_answers_in_another_kind_of_wording_are_passed_over() -> None:
    found = score(
        LINKS,
        [suggested("A", "one.md", "Vi gör så.", 1), suggested("A", "two.md", "Så görs det (10 §).", 2)],
    )
    assert found["cited"].precision_at_1.mean == 1
    assert found["cited"].queries == 1
    assert found["local"].queries == 2
    assert found["local"].precision_at_1.mean == pytest.approx(1 / 2)  # nothing was suggested for B


def test_another_document_requirement_or_municipality_is_not_the_link() -> None:
    wrong = [
        suggested("A", "three.md", "Vi gör så.", 1),
        suggested("B", "one.md", "Vi gör så.", 1),
        suggested("A", "one.md", "Vi gör så.", 1, municipality="0114"),
    ]
    every = score(LINKS, wrong)[ALL]
    assert every.precision_at_1.mean == every.recall_at_5.mean == every.average_precision.mean == 0


def test_the_passage_around_a_known_sentence_is_the_link_and_counts_once() -> None:
    once = [suggested("B", "one.md", "Ärendet bereds.  Vi gör\nannat. Mer finns i bilagan.", 1)]
    again = [*once, suggested("B", "one.md", "Vi gör annat.", 2)]
    link = [known("B", "one.md", "Vi gör annat.")]
    assert score(link, once) == score(link, again)
    assert score(link, once)[ALL].average_precision.mean == 1


def test_more_links_than_five_have_a_ceiling() -> None:
    links = [known("A", f"{number}.md", "Vi gör så.") for number in range(10)]
    found = [suggested("A", f"{number}.md", "Vi gör så.", number + 1) for number in range(10)]
    every = score(links, found)[ALL]
    assert every.ceiling == every.recall_at_5.mean == pytest.approx(0.5)
    assert every.average_precision.mean == pytest.approx(1)


def test_the_interval_is_over_municipalities() -> None:
    links = [known("A", "one.md", "Vi gör så.", municipality=code) for code in ("0114", "0180", "1480")]
    found = [suggested("A", "one.md", "Vi gör så.", 1, municipality="0180")]
    first = score(links, found)[ALL].precision_at_1
    assert first.mean == pytest.approx(1 / 3)
    assert first.low == 0
    assert 0.5 < first.high <= 1


def test_bm25_finds_shared_words_and_chance_does_not() -> None:
    pool = [
        Passage(municipality="0180", document=f"{at}.md", quote=f"Om sak nummer {at} i kommunen.") for at in range(60)
    ]
    links = [known("A", "7.md", "Om sak nummer 7 i kommunen."), known("B", "9.md", "Om sak nummer 9 i kommunen.")]
    asked = {"A": "sak 7", "B": "sak 9"}
    ranked = score(links, by_bm25(links, pool, asked, depth=10))
    drawn = score(links, by_chance(links, pool, depth=10))
    assert ranked[ALL].precision_at_1.mean == 1
    assert drawn[ALL].precision_at_1.mean < 1
    assert list(by_chance(links, pool, depth=10)) == list(by_chance(links, pool, depth=10))
    lines = table({"BM25": ranked, "chance": drawn}).splitlines()
    assert len(lines) == 2 + 2 * len(ranked)
    assert lines[2].startswith("| all | 2 | 2 | BM25 | 1.000")
