"""An act in two languages teaches what its words are called in the other one."""

from __future__ import annotations

from dataclasses import replace

from nlp.matching.parallel import learn_lexicon, lexicon_of
from policies.reading import read
from tracker import candidates, ingest
from tracker.database import Database
from tracker.parallel_texts import parallel_texts
from tracker.tables.people import Person, Workspace

WORDS = {"data": "uppgifter", "plans": "planer", "harbours": "hamnar", "schools": "skolor"}


def _act(database: Database, person: Person, language: str) -> None:
    lines = ["# EU 2030/7", ""]
    for number, (english, swedish) in enumerate(WORDS.items(), 1):
        text = f"The board shall list {english}." if language == "en" else f"Nämnden ska förteckna {swedish}."
        lines += [f"## {number}", "", text, ""]
    data = "\n".join(lines).encode()
    prepared = ingest.prepare(data, f"act-{language}.md", read(data, f"act-{language}.md"))
    with database.writing() as session:
        ingest.import_guideline(session, replace(prepared, language=language), by=person, identifier="32030R0007")


def test_provisions_of_two_languages_are_paired_and_teach_words(
    database: Database, person: Person, workspace: Workspace
) -> None:
    for language in ("en", "sv"):
        _act(database, person, language)
    with database.reading() as session:
        texts = candidates.gather(session, workspace.id).parallel
    assert {(text.source_language, text.target_language) for text in texts} == {("en", "sv")}
    learned = lexicon_of(learn_lexicon([*texts, *texts]))
    assert [pair.target for pair in learned.found("harbours", "en", "sv")][:1] == ["hamnar"]


def test_an_act_in_one_language_teaches_nothing(database: Database, person: Person, workspace: Workspace) -> None:
    _act(database, person, "sv")
    with database.reading() as session:
        assert parallel_texts(session) == ()
