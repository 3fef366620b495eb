"""Translations are read for every passage that is suggested or confirmed, from official wordings only."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update

from nlp.translation.comparison import READER
from tracker import editing, linking, snapshots, tasks, translating
from tracker.database import Database
from tracker.settings import Settings
from tracker.tables.event import Event
from tracker.tables.guideline import Force, Requirement, Wording, WordingReference
from tracker.tables.link import Link, LinkType
from tracker.tables.local import Passage
from tracker.tables.people import Person
from tracker.tables.translation import ModeSuggestion


def test_every_suggested_passage_is_read_and_nothing_else(database: Database, suggested: int) -> None:
    with database.reading() as session:
        passages = set(session.scalars(select(Link.id).where(Link.passage_id.is_not(None))))
        read = session.scalars(select(ModeSuggestion)).all()
    assert {row.link_id for row in read} == passages
    assert all(row.reasons and 0 <= row.confidence <= 1 and row.reader == READER for row in read)


def test_words_of_elements_stand_at_their_places(database: Database, suggested: int) -> None:
    with database.reading() as session:
        pairs = translating.unread(session, suggested)
        assert pairs == []
        session.execute(select(1))
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        pairs = translating.unread(session, suggested)
    (reading, *_) = translating.read_all(pairs)
    row = translating.rows(suggested, [reading])[0]
    for element in row.elements:
        for side, text in (("source", reading.pair.source.text), ("target", reading.pair.target.text)):
            if element[side] is not None:
                start, end = element[side]
                assert text[start:end] == element[f"{side}_words"] != ""


def test_a_second_run_reads_nothing_again(database: Database, person: Person, suggested: int) -> None:
    assert tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.0)).modes == 0
    with database.reading() as session:
        actions = session.scalars(select(func.count()).where(Event.action == "mode.suggest")).one()
    assert actions == 1


@pytest.mark.parametrize("side", ["source", "target"])
def test_a_text_without_paragraphs_keeps_nobody_waiting(
    database: Database, suggested: int, monkeypatch: pytest.MonkeyPatch, side: str
) -> None:
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        pairs = translating.unread(session, suggested)
        longest = max(len(getattr(pair, side).text) for pair in pairs)
        monkeypatch.setattr(translating, "LONGEST", longest - 1)
        left = translating.unread(session, suggested)
    assert 0 < len(left) < len(pairs)
    assert all(len(getattr(pair, side).text) < longest for pair in left)


@pytest.mark.parametrize(
    "change",
    [
        update(ModeSuggestion).values(reader="an older one"),
        update(Passage).values(fingerprint="0" * 64),
        update(Requirement).values(fingerprint="0" * 64),
    ],
    ids=["reader", "passage", "requirement"],
)
def test_what_changed_is_read_again(database: Database, person: Person, suggested: int, change: object) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(ModeSuggestion))
    with database.writing() as session:
        session.execute(change)  # type: ignore[call-overload] # one of the statements above
    assert tasks.read_translations(database, suggested, by=person) == before
    assert tasks.read_translations(database, suggested, by=person) == 0


def test_a_link_that_was_confirmed_is_read_anew_as_one(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
    with database.reading() as session:
        pairs = translating.unread(session, suggested)
    assert [(pair.link_id, pair.linked) for pair in pairs] == [(link.id, True)]
    assert tasks.read_translations(database, suggested, by=person) == 1
    assert tasks.read_translations(database, suggested, by=person) == 0


def test_a_force_that_a_person_corrected_is_read_anew(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        requirement = session.scalars(select(Requirement).where(Requirement.locator == "2 § 1 st")).first()
        assert requirement is not None
        editing.retype(
            session, requirement.id, Force.RECOMMENDATION, by=person, version=snapshots.version(session, requirement.id)
        )
    with database.reading() as session:
        pairs = translating.unread(session, suggested)
    assert Force.RECOMMENDATION in {pair.source.force for pair in pairs}


def test_a_summary_is_never_read_for_mode(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        session.execute(delete(WordingReference))
        session.execute(delete(Wording))
    with database.reading() as session:
        assert translating.unread(session, suggested) == []


def test_dropped_suggestions_lose_what_was_read_of_them(database: Database, person: Person, suggested: int) -> None:
    tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.999))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ModeSuggestion)) == 0


def test_a_reading_of_a_link_rejected_meanwhile_is_not_stored(
    database: Database, person: Person, suggested: int
) -> None:
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        pairs = translating.unread(session, suggested)[:1]
        linking.reject(session, pairs[0].link_id, by=person, seen_version=1)
    readings = translating.read_all(pairs)
    with database.writing() as session:
        assert translating.store_readings(session, suggested, readings, by=person) == 0


def test_the_source_is_the_wording_with_what_is_known_of_it(database: Database, suggested: int) -> None:
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        pairs = translating.unread(session, suggested)
    source = next(pair.source for pair in pairs if "vem som ansvarar" in pair.source.text)
    assert source.lead_in.startswith("Kommunen ska")
    assert (source.force, source.instrument, source.title) == (Force.OBLIGATION, "SFS 2030:12", "Lag om provbarhet")
    for role in source.roles:
        assert role.inherited or source.text[role.start : role.end] == role.text


def test_progress_counts_the_texts(database: Database, suggested: int) -> None:
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        pairs = translating.unread(session, suggested)
    told: list[tuple[int, int]] = []
    translating.read_all(pairs, progress=lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == len({side for pair in pairs for side in (pair.source, pair.target)})
