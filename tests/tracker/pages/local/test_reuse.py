"""A document that was copied says so, names the other one, and shows both texts; hostile names stay words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from policies.reading import read
from tracker import documents, linking, tasks
from tracker.database import Database
from tracker.tables.guideline import Requirement
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.tables.translation import SharedWording

Open = Callable[..., AppTest]
COPIED = "Varje förvaltning utser en kontaktperson som samlar in önskemål och svarar för att de besvaras inom en vecka."


@pytest.fixture
def copied(database: Database, person: Person, filled: int) -> tuple[int, int]:
    """Two documents of one workspace with a passage in common."""
    ids = []
    with database.writing() as session:
        for name, text in (
            ("a.md", f"# Riktlinje\n\n{COPIED}\n"),
            ("b.md", f"# Regler [x](y) <b>\n\nSå här: {COPIED}\n"),
        ):
            prepared = documents.prepare(text.encode(), name, read(text.encode(), name))
            ids.append(documents.import_document(session, prepared, filled, by=person).document_id)
    tasks.find_reuse(database, filled, by=person)
    return ids[0], ids[1]


def compared(page: AppTest) -> int:
    """Passages of the comparison in which the copied words are marked."""
    return sum(
        element.proto.body.count('<mark class="shared">Varje')
        for element in page.get("html")
        if 'class="law provision"' in element.proto.body
    )


@pytest.mark.parametrize(("lang", "title"), [("sv", "1 textställe står även"), ("en", "1 passage also stands")])
def test_a_copied_document_says_so_and_names_the_other(
    open_page: Open, copied: tuple[int, int], lang: str, title: str
) -> None:
    page = open_page("local", lang=lang, document=str(copied[0]))
    assert any(title in subheader.value for subheader in page.subheader)
    (named,) = [text.value for text in page.markdown if f"document={copied[1]}" in text.value]
    assert "<b>" not in named
    assert "[x](y)" not in named


def test_comparing_marks_the_shared_words_in_both_and_stands_in_the_address(
    open_page: Open, copied: tuple[int, int]
) -> None:
    page = open_page("local", document=str(copied[0]))
    assert compared(page) == 0
    page.button(key=f"reuse-{copied[1]}").click().run()
    assert page.query_params["reuse"] in (str(copied[1]), [str(copied[1])])
    assert compared(page) == 2


def test_the_list_says_how_much_is_shared_where_it_is_much(open_page: Open, copied: tuple[int, int]) -> None:
    table = open_page("local").dataframe[0].value
    assert [bool(share) for share in table["copied"]] == [name != "Riktlinje för provbarhet" for name in table["name"]]
    assert [share for share in table["copied"] if share and not share.endswith("%")] == []


def test_a_document_under_secrecy_is_not_named(open_page: Open, database: Database, copied: tuple[int, int]) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).where(LocalDocument.id == copied[1]).values(publicity=Publicity.SECRECY))
    page = open_page("local", document=str(copied[0]), reuse=str(copied[1]))
    assert not [subheader for subheader in page.subheader if "står även" in subheader.value]


def test_a_strange_number_in_the_address_compares_nothing(open_page: Open, copied: tuple[int, int]) -> None:
    page = open_page("local", document=str(copied[0]), reuse="999999999")
    assert compared(page) == 0


def test_review_says_that_a_passage_also_stands_elsewhere(
    open_page: Open, database: Database, person: Person, filled: int, copied: tuple[int, int]
) -> None:
    with database.writing() as session:
        requirement = session.scalars(select(Requirement.id)).first() or 0
        shared = session.scalars(select(SharedWording).where(SharedWording.workspace_id == filled)).first()
        assert shared is not None
        link = linking.add(session, filled, requirement, "passage", shared.passage_id, by=person).id
    page = open_page("review", link=str(link))
    assert [text for text in page.markdown if "Textstället står även i" in text.value]
