"""A text that looks like a new edition of a document is proposed as one; nothing is assumed."""

from __future__ import annotations

import pytest

from policies.reading import read
from tests.tracker.revising.conftest import ANSWER, FEES, PLAN, Paper, text_of
from tracker import documents, tasks
from tracker.database import Database
from tracker.revising import applying, recognising
from tracker.tables.people import Person


def known(database: Database, person: Person, paper: Paper, text: str, name: str) -> list[recognising.Known]:
    data = text.encode()
    with database.reading() as session:
        prepared = documents.prepare(data, name, read(data, name))
        return recognising.known_as(session, prepared, paper.workspace, by=person)


def test_a_text_that_shares_most_of_its_passages_is_known_again(
    database: Database, person: Person, paper: Paper
) -> None:
    text = text_of(PLAN, FEES, ANSWER).decode().replace("# Riktlinje för provbarhet", "# Regler om prov")
    (found,) = known(database, person, paper, text + "\nMer gäller sedan.\n", "regler.md")
    assert found.document_id == paper.document
    assert found.shared > recognising.MUCH


def test_the_same_name_is_enough_and_another_case_number_is_not(
    database: Database, person: Person, paper: Paper
) -> None:
    same = "# Riktlinje för provbarhet\n\nAllt är nytt i den här texten som ingen har sett förut.\n"
    assert [one.same for one in known(database, person, paper, same, "x.md")] == [("title",)]
    other = same.replace("\n\nAllt", "\n\nDnr KS 2031/0999.\n\nAllt")
    assert known(database, person, paper, other, "x.md") == []


def test_an_unrelated_text_and_the_very_same_one_are_no_new_editions(
    database: Database, person: Person, paper: Paper
) -> None:
    assert known(database, person, paper, "# Taxa\n\nFör bygglov tas en avgift ut.\n", "taxa.md") == []
    assert known(database, person, paper, text_of(PLAN, FEES, ANSWER).decode(), "riktlinje.md") == []


def test_a_text_that_was_taken_back_is_known_again(database: Database, person: Person, paper: Paper) -> None:
    done = tasks.import_edition(database, text_of(FEES), "ny.md", paper.document, by=person)
    with database.writing() as session:
        applying.undo(session, done.edition_id, by=person)
    (found,) = known(database, person, paper, text_of(FEES).decode(), "ny.md")
    assert found.same == ("text",)


@pytest.mark.parametrize("name", ["Plan_v2.docx", "plan 2026-03-01.pdf", "PLAN-rev-2.md", "plan (3).odt", "plan.txt"])
def test_what_is_added_to_a_file_name_tells_no_documents_apart(name: str) -> None:
    assert recognising.stem(name) == "plan"


def test_a_hostile_file_name_takes_no_time() -> None:
    assert recognising.stem("_rev_2026-03-01" * 400 + "x.md")
