"""Local documents that cite what no longer holds are found with their words, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from policies.reading import read
from tracker import documents
from tracker.database import Database
from tracker.tables.guideline import Guideline
from tracker.tables.local import DocumentStatus, LocalDocument, Publicity
from tracker.tables.people import Person, Workspace
from tracker.views.local.outdated import OutdatedCitation, outdated_citations

Found = Callable[[], list[OutdatedCitation]]


@pytest.fixture
def write(database: Database, person: Person, workspace: Workspace) -> Callable[..., int]:
    """Imports a document of one paragraph and gives its number."""

    def run(*paragraphs: str) -> int:
        text = "\n\n".join(["# Riktlinje för båtar", *paragraphs])
        prepared = documents.prepare(text.encode(), "batar.md", read(text.encode(), "batar.md"))
        with database.writing() as session:
            number = documents.import_document(session, prepared, workspace.id, by=person).document_id
            session.execute(update(LocalDocument).values(status=DocumentStatus.ADOPTED, decided_on=date(2015, 1, 1)))
        return number

    return run


@pytest.fixture
def found(database: Database, workspace: Workspace) -> Found:
    def run(*, cleared: bool = True) -> list[OutdatedCitation]:
        with database.reading() as session:
            return outdated_citations(session, workspace.id, cleared=cleared)

    return run


@pytest.mark.parametrize(("sentence", "words", "replaced_by"), [
    ("Incidenter ska rapporteras enligt lagen (2018:1174).", "lagen (2018:1174)", "SFS 2025:1506"),
    ("Enligt 3 kap. 1 § kommunallagen (1991:900) ska nämnden svara.", None, "SFS 2017:725"),
    ("Personuppgifter hanteras enligt direktiv 95/46/EG.", "direktiv 95/46/EG", "32016R0679"),
    ("Webbplatsen ska uppfylla WCAG 2.0 på nivå AA.", "WCAG 2.0", "WCAG 2.1"),
    ("Upphandlade system ska följa EN 301 549 V2.1.2.", "EN 301 549 V2.1.2", "EN 301549 V3.2.1"),
    ("Incidenten ska anmälas till MSB inom en vecka.", "MSB", "Myndigheten för civilt försvar"),
])  # fmt: skip
def test_what_no_longer_holds_is_found_in_its_words(
    write: Callable[..., int], found: Found, sentence: str, words: str | None, replaced_by: str
) -> None:
    document = write(sentence)
    (row,) = found()
    assert (row.document_id, row.holds) == (document, True)
    assert replaced_by in [name.name for name in row.replaced_by]
    assert words is None or row.words == words
    assert row.text == sentence


@pytest.mark.parametrize("sentence", [
    "Cybersäkerhetslagen (2025:1506) ersatte lagen (2018:1174) om informationssäkerhet.",
    "Webbplatsen ska uppfylla WCAG 2.1 på nivå AA.",
    "Upphandlade system ska följa EN 301 549 V3.2.1.",
    "Arbetet följer MSB:s föreskrifter MSBFS 2020:6 om informationssäkerhet.",
    "MSBFS 2020:6 gäller för statliga myndigheter.",
    "Nämnden ska svara enligt lagen (2017:725).",
    "Kraven i AI-förordningen om hög risk gäller från den 2 december 2027, inte den 2 augusti 2026.",
])  # fmt: skip
def test_what_holds_or_is_told_as_history_is_no_finding(write: Callable[..., int], found: Found, sentence: str) -> None:
    write(sentence)
    assert found() == []


def test_a_heading_is_no_finding(write: Callable[..., int], found: Found) -> None:
    write("## WCAG 2.0", "Nämnden ska svara.")
    assert found() == []


def test_the_words_of_an_amended_act_are_found_where_it_is_cited(write: Callable[..., int], found: Found) -> None:
    write(
        "Enligt artikel 4 i AI-förordningen ska kommunen säkerställa en tillräcklig nivå av AI-kunnighet.",
        "Kommunen ska säkerställa en hög nivå av AI-kunnighet.",
        "Kraven på AI med hög risk gäller från den 2 augusti 2026.",
    )
    assert [(row.kind.value, row.text.split()[0]) for row in found()] == [("wording", "Enligt"), ("wording", "Kraven")]


def test_a_passage_is_one_finding_however_often_it_cites_the_same(write: Callable[..., int], found: Found) -> None:
    write("Enligt lagen (2018:1174) och 2 § lagen (2018:1174) ska nämnden svara. WCAG 2.0 ska följas.")
    assert [row.words for row in found()] == ["lagen (2018:1174)", "WCAG 2.0"]


@pytest.mark.parametrize("change", [
    {"status": DocumentStatus.REPLACED}, {"status": DocumentStatus.REPEALED}, {"valid_to": date(2020, 1, 1)},
])  # fmt: skip
def test_in_a_document_that_no_longer_holds_there_is_nothing_to_correct(
    write: Callable[..., int], found: Found, database: Database, change: dict[str, object]
) -> None:
    write("Webbplatsen ska uppfylla WCAG 2.0.")
    with database.writing() as session:
        session.execute(update(LocalDocument).values(**change))
    assert [row.holds for row in found()] == [False]


def test_a_guideline_that_has_ended_is_found_too(
    write: Callable[..., int], found: Found, database: Database, acts: Callable[[str], int]
) -> None:
    with database.writing() as session:
        act, other = session.scalars(select(Guideline).order_by(Guideline.id)).all()[:2]
        act.identifier, other.identifier = "SFS 2031:7", "SFS 2032:7"
        act.repealed_on, act.superseded_by_id = date(2026, 1, 1), other.id
        expected = act.id, other.id
    write("Enligt 3 § lagen (2031:7) ska båten ha flytväst.")
    (row,) = found()
    assert (row.guideline_id, row.replaced_by[0].guideline_id) == expected
    assert (row.since, row.words) == (date(2026, 1, 1), "3 § lagen (2031:7)")


def test_what_is_under_secrecy_is_left_out(
    write: Callable[..., int], found: Callable[..., list[OutdatedCitation]], database: Database
) -> None:
    write("Webbplatsen ska uppfylla WCAG 2.0.")
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    assert found(cleared=False) == []
    assert len(found(cleared=True)) == 1
