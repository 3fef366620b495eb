"""Outdated citations on screen: the figure first, then the table, the passage and the way to a measure."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from policies.reading import read
from tracker import documents
from tracker.database import Database
from tracker.tables.people import Person, Workspace

TEXT = "# Riktlinje för båtar\n\nIncidenter ska rapporteras enligt lagen (2018:1174).\n\nWCAG 2.0 ska följas."
Open = Callable[..., AppTest]


@pytest.fixture
def citing(database: Database, person: Person, workspace: Workspace) -> int:
    prepared = documents.prepare(TEXT.encode(), "batar.md", read(TEXT.encode(), "batar.md"))
    with database.writing() as session:
        return documents.import_document(session, prepared, workspace.id, by=person).document_id


def words(page: AppTest) -> str:
    return " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info, *page.success))


@pytest.mark.parametrize(("lang", "answer"), [
    ("sv", "2 textställen hänvisar till något som inte längre gäller"), ("en", "2 passages cite what no longer holds"),
])  # fmt: skip
def test_the_figure_comes_first(open_page: Open, citing: int, lang: str, answer: str) -> None:
    page = open_page("local", tab="outdated", lang=lang)
    assert answer in words(page)
    assert "[page" not in words(page)
    (table,) = page.dataframe
    assert len(table.value) == 2


def test_the_documents_say_which_of_them_cite_what_no_longer_holds(open_page: Open, citing: int) -> None:
    page = open_page("local")
    assert any(button.label == "2 textställen hänvisar till något som inte längre gäller" for button in page.button)
    assert list(page.dataframe[0].value["outdated"]) == [2]
    assert len(open_page("local", outdated="yes").dataframe[0].value) == 1


def test_a_finding_shows_what_holds_instead(open_page: Open, citing: int, database: Database) -> None:
    from tracker.views.local.outdated import outdated_citations

    with database.reading() as session:
        row = next(row for row in outdated_citations(session, 1, cleared=True) if "2018" in row.words)
    page = open_page("local", tab="outdated", finding=str(row.passage_id))
    assert r"SFS 2025:1506" in words(page).replace("\\", "")
    assert {button.label for button in page.button} >= {"Öppna textstället", "Planera en åtgärd"}


def test_without_any_the_page_says_what_to_do(open_page: Open, workspace: Workspace) -> None:
    page = open_page("local", tab="outdated")
    assert page.info
    assert not page.dataframe
