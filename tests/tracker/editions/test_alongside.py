"""A Swedish and an English text of one act are one: the same requirements, counted once, however sentences divide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from policies.reading import read
from tracker import ingest
from tracker.database import Database
from tracker.editions.alongside import align
from tracker.tables.guideline import Guideline, Requirement, Wording
from tracker.tables.people import Person, Workspace

FEE = "Nämnden får inte ta ut någon avgift."
BOTH = "Kommunen ska planera sina lånebåtar varje år och redovisa planen för fullmäktige senast i april."
FIRST, SECOND = (
    "The municipality shall plan its loan boats every year.",
    "It shall report the plan to the council in April.",
)


def counted(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Requirement.state == "active")) or 0


def two_sentences(sections: Any, make_act: Any, *, language: str) -> ingest.Prepared:
    """An act one of whose paragraphs holds two sentences, each a demand."""
    prepared: ingest.Prepared = make_act(sections, language=language)
    first, second, *rest = prepared.extracted
    return replace(prepared, extracted=(first, replace(second, provision=first.provision), *rest))


def test_one_sentence_that_the_other_language_says_in_two_stays_one_requirement(
    shelf: Any, database: Database, make_act: Any, person: Person
) -> None:
    swedish = shelf.put((("1", (BOTH,)), ("2", (FEE,))))
    english = two_sentences((("1", (FIRST, SECOND)), ("2", ("The board may not charge.",))), make_act, language="en")
    with database.writing() as session:
        done = ingest.import_guideline(session, english, by=person)
    there, here = shelf.worded(swedish.edition_id), shelf.worded(done.edition_id)
    assert counted(database) == 2
    assert here[f"{FIRST}\n{SECOND}"] == there[BOTH]
    assert here["The board may not charge."] == there[FEE]


def test_two_sentences_that_the_other_language_says_in_one_stay_two(
    shelf: Any, database: Database, make_act: Any, person: Person
) -> None:
    english = two_sentences((("1", (FIRST, SECOND)), ("2", ("The board may not charge.",))), make_act, language="en")
    with database.writing() as session:
        first = ingest.import_guideline(session, english, by=person)
    swedish = shelf.put((("1", (BOTH,)), ("2", (FEE,))))
    there, here = shelf.worded(first.edition_id), shelf.worded(swedish.edition_id)
    assert counted(database) == 3
    assert here[BOTH] == there[FIRST]
    assert here[FEE] == there["The board may not charge."]


def test_a_later_text_in_that_language_keeps_what_is_one_together(
    shelf: Any, database: Database, make_act: Any, person: Person
) -> None:
    shelf.put((("1", (BOTH,)), ("2", (FEE,))))
    for fee in ("The board may not charge.", "The board may never charge."):
        english = two_sentences((("1", (FIRST, SECOND)), ("2", (fee,))), make_act, language="en")
        with database.writing() as session:
            done = ingest.import_guideline(session, english, by=person)
    assert counted(database) == 2
    assert done.changes == {"unchanged": 1, "changed": 1}


@pytest.mark.parametrize(
    ("theirs", "ours", "groups"),
    [
        ([50, 50], [50, 50], [([0], [0]), ([1], [1])]),
        ([100, 30], [50, 48, 30], [([0], [0, 1]), ([1], [2])]),
        ([30, 100], [30, 50, 48], [([0], [0]), ([1], [1, 2])]),
        ([60, 60, 60], [180], [([0, 1, 2], [0])]),
        ([], [10], []),
    ],
)
def test_sentences_are_paired_in_order_by_their_lengths(
    theirs: list[int], ours: list[int], groups: list[tuple[list[int], list[int]]]
) -> None:
    assert align(theirs, ours) == groups


SWEDISH = """# Europaparlamentets och rådets förordning (EU) 2031/78 om lånebåtar

## Artikel 1

### Flytvästar

1. Myndigheter ska ha flytvästar i varje båt och kontrollera dem varje år.

2. Den som lånar en båt har rätt till en flytväst.

## Artikel 2

### Avgifter

Avgift får inte tas ut.
"""
ENGLISH = """# Regulation (EU) 2031/78 of the European Parliament and of the Council on loan boats

## Article 1

### Life jackets

1. Authorities shall keep life jackets in every boat. They shall check them every year.

2. Whoever borrows a boat shall have the right to a life jacket.

## Article 2

### Charges

No charge may be made.
"""


@pytest.mark.parametrize("order", [(SWEDISH, ENGLISH), (ENGLISH, SWEDISH)])
def test_an_act_read_in_both_languages_is_one_act_article_by_article(
    database: Database, person: Person, workspace: Workspace, order: tuple[str, str]
) -> None:
    for number, text in enumerate(order):
        data = text.encode()
        prepared = ingest.prepare(data, f"{number}.md", read(data, f"{number}.md"))
        with database.writing() as session:
            ingest.import_guideline(session, prepared, by=person, identifier="32031R0078")
            if number == 0:
                before = session.scalar(select(func.count()).select_from(Requirement))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Guideline)) == 1
        assert session.scalar(select(func.count()).select_from(Requirement)) == before
        spoken: dict[int, dict[str, str]] = {}
        for wording in session.scalars(select(Wording)):
            spoken.setdefault(wording.requirement_id, {})[wording.language] = wording.locator
    both = [by for by in spoken.values() if len(by) == 2]
    assert all(by["sv"] == by["en"] for by in both)
    assert {by["sv"] for by in both} == {by[language] for by in spoken.values() for language in by}
