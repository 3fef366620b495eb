"""What a person who searches gets to see, and what never shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from policies.reading import read
from tracker import documents, ingest, tasks, workspaces
from tracker.database import Database
from tracker.indexes import passages_folder
from tracker.settings import Settings
from tracker.tables.choice import GuidelineChoice
from tracker.tables.guideline import Guideline, Requirement, RequirementState, Wording
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.network import Actor
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service
from tracker.views.search.results import Results, search
from tracker.views.search.shelves import Shelves, open_shelves, state_of
from tracker.views.search.stock import HitKind, stock

TEXT = """# Plan för färjeläget

Nämnden ska svara på felanmälningar om färjeläget inom tio dagar. Öppna data om turerna publiceras.

Enligt 2 § lagen (2030:12) om provbarhet ska planen ses över.

Fartygsregistret förs av hamnkontoret, som också lämnar en redogörelse för tillgänglighet.
"""


@pytest.fixture
def kept(tmp_path: Path) -> Settings:
    """Settings whose indexes are kept in a folder of the test."""
    return Settings(database_url=f"sqlite:///{tmp_path / 'kept' / 'tracker.db'}")


@pytest.fixture
def plan(database: Database, person: Person, workspace: Workspace) -> int:
    """A document about a ferry berth; its number."""
    return imported(database, person, workspace.id, TEXT)


def imported(database: Database, person: Person, workspace_id: int, text: str, name: str = "farja.md") -> int:
    data = text.encode()
    with database.writing() as session:
        prepared = documents.prepare(data, name, read(data, name))
        return documents.import_document(session, prepared, workspace_id, by=person).document_id


Search = Callable[..., Results]


@pytest.fixture
def seek(database: Database, workspace: Workspace, kept: Settings) -> Search:
    """Searches in the workspace as it is now; `at_once` texts may be read into memory for it."""

    def run(typed: str, *, at_once: int = 1000, in_workspace: int | None = None, **options: object) -> Results:
        there = opened(database, in_workspace or workspace.id, kept, at_once)
        with database.reading() as session:
            asked = {"language": "sv", "cleared": False} | options
            return search(session, there, typed, **asked)  # type: ignore[arg-type]  # one table, many types

    return run


def opened(database: Database, workspace_id: int, kept: Settings, at_once: int = 1000) -> Shelves:
    with database.reading() as session:
        return open_shelves(session, kept, stock(session, workspace_id), at_once=at_once)


def passages(results: Results) -> list[str]:
    return [hit.excerpt.text for hit in results.hits.get(HitKind.PASSAGE, ())]


def titles(results: Results, kind: HitKind) -> list[str]:
    return [hit.title for hit in results.hits.get(kind, ())]


def test_a_passage_shows_the_words_where_they_stand(seek: Search, plan: int) -> None:
    [hit] = seek("felanmälningarna nämndens").hits[HitKind.PASSAGE]
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.places] == ["Nämnden", "felanmälningar"]
    assert hit.document_id == plan


@pytest.mark.parametrize("typed", ["tillgänglighetsredogörelsen", "redogörelser om tillgängligheten", "hamnkontor"])
def test_compounds_are_found_by_their_parts_and_parts_by_compounds(seek: Search, plan: int, typed: str) -> None:
    [text] = passages(seek(typed))
    assert text.startswith("Fartygsregistret")


def test_requirements_are_found_in_their_official_words(seek: Search, guideline: ingest.ImportedGuideline) -> None:
    [hit, *_] = seek("avgift för planen").hits[HitKind.REQUIREMENT]
    assert (hit.guideline_id, hit.place, hit.sentence[:1]) == (guideline.guideline_id, "2 § 2 st", "w")


def test_services_actors_guidelines_and_documents_are_found_by_name(
    seek: Search, plan: int, town: object, guideline: ingest.ImportedGuideline
) -> None:
    assert titles(seek("bygglov"), HitKind.SERVICE) == ["Bygglov"]
    assert titles(seek("bygg"), HitKind.ACTOR) == ["Bygg"]
    assert titles(seek("SFS 2030:12"), HitKind.GUIDELINE) == ["Lag om provbarhet"]
    assert titles(seek("färjelägets plan"), HitKind.DOCUMENT) == ["Plan för färjeläget"]


def test_a_place_in_an_act_finds_what_stands_there_and_what_cites_it(
    seek: Search, plan: int, guideline: ingest.ImportedGuideline
) -> None:
    found = seek("SFS 2030:12 2 §")
    assert {hit.place for hit in found.hits[HitKind.REQUIREMENT]} == {"2 § 1 st", "2 § 2 st"}
    assert [text[:10] for text in passages(found)] == ["Enligt 2 §"]
    assert seek("SFS 2030:12 20 §").hits.get(HitKind.REQUIREMENT, ()) == ()


def test_quoted_words_must_stand_together(seek: Search, plan: int) -> None:
    assert len(passages(seek('"öppna data"'))) == 1
    assert passages(seek('"data öppna"')) == []


def test_a_misspelled_word_is_answered_with_the_likest_there_is(seek: Search, plan: int) -> None:
    found = seek("hamnkontret")
    assert (found.total, found.meant) == (0, "hamnkontoret")


def test_what_was_typed_is_not_offered_instead_of_itself(seek: Search, plan: int) -> None:
    assert seek("<hamnkontret>hamnkontret</hamnkontret>").meant == ""


def test_what_nobody_may_read_is_neither_found_nor_counted_nor_meant(
    database: Database, seek: Search, plan: int
) -> None:
    with database.writing() as session:
        session.get_one(LocalDocument, plan).publicity = Publicity.SECRECY
    for typed in ("färjeläget", "hamnkontret", "färje", '"öppna data"', "fartygsregistret nämnden"):
        found = seek(typed)
        assert (found.total, found.meant, found.begun) == (0, "", ())
    assert seek("färjeläget", cleared=True).counts[HitKind.DOCUMENT] == 1


def test_secrecy_laid_after_the_index_was_opened_holds_at_once(
    database: Database, kept: Settings, workspace: Workspace, plan: int
) -> None:
    there = opened(database, workspace.id, kept)
    with database.writing() as session:
        session.get_one(LocalDocument, plan).publicity = Publicity.SECRECY
    with database.reading() as session:
        found = search(session, there, "färjeläget", language="sv", cleared=False)
    assert all(not hits for hits in found.hits.values())


def test_another_workspace_never_shows(
    database: Database, person: Person, seek: Search, plan: int, guideline: ingest.ImportedGuideline
) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Andra kommun", by=person)
        session.add(Service(workspace_id=other.id, name="Färjeläget på nätet"))
        session.add(Actor(workspace_id=other.id, name="Färjelägets vakt", kind="unit"))
    assert seek("färjeläget", in_workspace=other.id).counts[HitKind.SERVICE] == 1
    assert seek("färjeläget", in_workspace=other.id).counts[HitKind.PASSAGE] == 0
    assert seek("färjeläget").counts[HitKind.SERVICE] == seek("färjeläget").counts[HitKind.ACTOR] == 0
    assert seek("provbarhet", in_workspace=other.id).counts[HitKind.REQUIREMENT] > 0


def test_a_guideline_of_another_workspace_never_shows(
    database: Database, person: Person, seek: Search, guideline: ingest.ImportedGuideline
) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Andra kommun", by=person)
        session.get_one(Guideline, guideline.guideline_id).workspace_id = other.id
    assert seek("provbarhet").total == 0
    assert seek("SFS 2030:12 2 §").counts[HitKind.REQUIREMENT] == 0


def test_a_requirement_that_does_not_count_says_so(
    database: Database, person: Person, workspace: Workspace, seek: Search, guideline: ingest.ImportedGuideline
) -> None:
    assert all(hit.counted for hit in seek("avgift").hits[HitKind.REQUIREMENT])
    with database.writing() as session:
        chosen = GuidelineChoice(
            workspace_id=workspace.id, guideline_id=guideline.guideline_id, counts=False, reason="Gäller inte oss",
            by_id=person.id, recorded_at=session.get_one(Guideline, guideline.guideline_id).added_at,
        )  # fmt: skip
        session.add(chosen)
    assert all(hit.left_out and not hit.counted for hit in seek("avgift").hits[HitKind.REQUIREMENT])


def test_withdrawn_requirements_do_not_show(
    database: Database, seek: Search, guideline: ingest.ImportedGuideline
) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).values(state=RequirementState.WITHDRAWN))
    assert seek("avgift").counts[HitKind.REQUIREMENT] == 0


def test_a_kept_index_is_used_and_what_came_after_it_is_found_too(
    database: Database, person: Person, workspace: Workspace, kept: Settings, seek: Search, plan: int
) -> None:
    assert tasks.index(database, workspace.id, settings=kept) > 0
    assert min(state_of(kept, workspace.id)[0], state_of(kept, workspace.id)[2]) > 0
    imported(database, person, workspace.id, "# Ny plan\n\nSlussvakten ska svara varje dag.\n", "sluss.md")
    assert len(passages(seek("slussvakt"))) == len(passages(seek("hamnkontoret"))) == 1


def test_an_edition_that_is_not_in_use_any_more_does_not_show(
    database: Database, workspace: Workspace, kept: Settings, seek: Search, plan: int
) -> None:
    tasks.index(database, workspace.id, settings=kept)
    with database.writing() as session:
        session.execute(update(LocalEdition).values(current=False))
    assert seek("färjeläget").counts[HitKind.PASSAGE] == 0


def test_a_text_that_has_not_the_words_any_more_does_not_show(
    database: Database, workspace: Workspace, kept: Settings, seek: Search, plan: int
) -> None:
    tasks.index(database, workspace.id, settings=kept)
    with database.writing() as session:
        edition = session.scalars(select(LocalEdition)).one()
        edition.text = "x" * len(edition.text)
        session.execute(update(Passage).values(heading=""))
    assert passages(seek("färjeläget")) == []


def test_a_damaged_index_is_read_anew(
    database: Database, workspace: Workspace, kept: Settings, seek: Search, plan: int
) -> None:
    tasks.index(database, workspace.id, settings=kept)
    for path in passages_folder(kept, workspace.id, "sv").rglob("*.npy"):
        path.write_bytes(b"broken")
    assert len(passages(seek("hamnkontoret"))) == 1


def test_too_much_that_is_new_is_read_word_by_word_until_an_index_has_it(seek: Search, plan: int) -> None:
    found = seek("felanmälningar färjeläget", at_once=0)
    assert len(passages(found)) == 1
    assert passages(seek("svarar felanmälningarna", at_once=0))  # other forms


def test_what_is_read_word_by_word_keeps_secrecy(database: Database, seek: Search, plan: int) -> None:
    with database.writing() as session:
        session.get_one(LocalDocument, plan).publicity = Publicity.SECRECY
    assert passages(seek("färjeläget", at_once=0)) == []


def test_one_kind_is_shown_page_by_page_and_narrowed(
    database: Database, person: Person, workspace: Workspace, seek: Search, plan: int
) -> None:
    rows = "\n\n".join(f"Kajen har nummer {number} och ska målas." for number in range(25))
    quays = imported(database, person, workspace.id, f"# Kajer\n\n{rows}\n\nFärjeläget har en kaj.\n", "kajer.md")
    last = seek("kaj", kind=HitKind.PASSAGE, first=20, size=20)
    assert (last.counts[HitKind.PASSAGE], len(last.hits[HitKind.PASSAGE])) == (26, 6)
    narrowed = seek("färjeläget", kind=HitKind.PASSAGE, group=quays)
    assert [group.name for group in narrowed.groups] == ["Kajer", "Plan för färjeläget"] or len(narrowed.groups) == 2
    assert {hit.document_id for hit in narrowed.hits[HitKind.PASSAGE]} == {quays}


def test_an_english_summary_is_shown_to_who_asks_in_english(seek: Search, acts: Callable[[str], int]) -> None:
    with_words = seek("boat", language="en").hits[HitKind.REQUIREMENT]
    assert with_words
    assert {hit.language for hit in with_words} == {"en"}


HOSTILE = [
    "x" * 10_000, "ord " * 2500, "och att som", "'; DROP TABLE passage; --", "%_%", "<script>alert(1)</script>",
    "**fet** [länk](http://x)", "\x00\x1f\u202e", "🚢⚓", ".*+?^${}()|[]\\", '"""', "„”", "§§ kap.", "99999999999999 §",
    "\ud800", "artikel " + "9" * 300, "1-2-3 och 4–5 §§", '"' + "data " * 500 + '"',
]  # fmt: skip


@pytest.mark.parametrize("at_once", [0, 1000])
def test_anything_may_be_typed(
    database: Database, workspace: Workspace, kept: Settings, plan: int, guideline: object, at_once: int
) -> None:
    there = opened(database, workspace.id, kept, at_once)
    with database.reading() as session:
        for typed in HOSTILE:
            assert search(session, there, typed, language="sv", cleared=False).total >= 0


def test_an_empty_workspace_finds_nothing(database: Database, seek: Search) -> None:
    with database.writing() as session:
        session.execute(delete(Wording))
    assert seek("provbarhet").total == 0
