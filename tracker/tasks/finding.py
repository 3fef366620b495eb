"""What the program finds in a workspace: links, crosswalks, shared passages, translations, the network, corrections."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from nlp.matching.index import Index
from tracker import candidates, checking, gaps, refining, reuse, suggestions, translating
from tracker.candidates import Corpus
from tracker.crosswalks import levels
from tracker.crosswalks import suggesting as crosswalks
from tracker.database import Database
from tracker.errors import Refused
from tracker.indexes import indexed_passages, passages_folder
from tracker.jobs import Progress
from tracker.network import reading as network_reading
from tracker.network import roles, suggesting
from tracker.settings import Settings
from tracker.studies import sampling
from tracker.studies.plans import Plan
from tracker.tables.checking import Refinement
from tracker.tables.people import Person
from tracker.views.reading import checking as checking_views
from tracker.views.research import studies
from tracker.views.search.shelves import all_requirement_texts, requirements_folder


def suggest(
    database: Database, workspace_id: int, *, by: Person, settings: Settings, report: Progress | None = None
) -> suggestions.Suggested:
    """Rank everything local for every counted requirement and store the best as suggestions, with proposed gaps.

    Then read how each passage translates its requirement, where that has not been read, and find wording shared with
    other documents.
    """
    with database.reading() as session:
        corpus = candidates.gather(session, workspace_id)
    ranked = _rank(database, corpus, by=by, settings=settings, report=report)
    done = replace(ranked, modes=read_translations(database, workspace_id, by=by, report=report))
    find_reuse(database, workspace_id, by=by)
    return done


def suggest_anew(
    database: Database, workspace_id: int, *, by: Person, settings: Settings
) -> suggestions.Suggested | None:
    """As `suggest` for one of many workspaces: None where the same was compared before, and nothing about the others.

    What was broken off after the ranking is finished.
    """
    with database.reading() as session:
        corpus = candidates.gather(session, workspace_id)
        known = suggestions.was_compared(session, corpus, settings)
    ranked = None if known else _rank(database, corpus, by=by, settings=settings)
    modes = read_translations(database, workspace_id, by=by)
    return replace(ranked, modes=modes) if ranked else None


def _rank(
    database: Database, corpus: Corpus, *, by: Person, settings: Settings, report: Progress | None = None
) -> suggestions.Suggested:
    found = suggestions.find(corpus, settings, progress=report)

    def store(session: Session) -> suggestions.Suggested:
        compared = suggestions.compared(corpus, settings)
        done = suggestions.store_suggestions(session, corpus, found.matches, by=by, compared=compared)
        return replace(done, gaps=gaps.store_gaps(session, corpus.workspace_id, found.gaps, by=by))

    return database.write(store)


def index(database: Database, workspace_id: int, *, settings: Settings, report: Progress | None = None) -> int:
    """Bring the indexes that search reads up to date; gives how many texts they hold."""
    with database.reading() as session:
        passages, _ = indexed_passages(session, workspace_id)
        requirements = all_requirement_texts(session)
    folders = {passages_folder(settings, workspace_id, language): texts for language, texts in passages.items()}
    folders[requirements_folder(settings)] = requirements
    return sum(len(Index.update(folder, texts, progress=report)) for folder, texts in folders.items())


def suggest_crosswalks(
    database: Database, workspace_id: int, *, by: Person, report: Progress | None = None
) -> crosswalks.Suggested:
    """Look among the requirements of lower levels for those that carry out the ones above, and store the best."""
    with database.reading() as session:
        found = levels.gather(session, workspace_id)
    matches = crosswalks.find(found, progress=report)
    return database.write(lambda session: crosswalks.store(session, found, matches, by=by))


def find_reuse(database: Database, workspace_id: int, *, by: Person) -> int:
    """Find which passages also stand in other documents; gives how many do."""
    with database.reading() as session:
        shelf = reuse.gather(session, workspace_id, by=by)
    found = reuse.find(shelf)
    return database.write(lambda session: reuse.store(session, shelf, found, by=by))


def read_translations(database: Database, workspace_id: int, *, by: Person, report: Progress | None = None) -> int:
    """Read how passages translate their requirements, where that has not been read; gives how many were."""
    with database.reading() as session:
        pairs = translating.unread(session, workspace_id)
    readings = translating.read_all(pairs, progress=report)
    return database.write(lambda session: translating.store_readings(session, workspace_id, readings, by=by))


def read_sample(database: Database, workspace_id: int, plan: Plan, *, by: Person) -> int:
    """Read how passages translate the links that a coding project is about to draw, where that has not been read.

    A judgement keeps what the machine said of its unit when it was made, shown or not; a link that somebody added by
    hand would have nothing to keep. Gives how many were read: none of those whose requirement has a summary only.
    """
    with database.reading() as session:
        held = studies.frame(session, workspace_id, suggestions=plan.suggestions, stratum=plan.stratum)
        drawn = sampling.sample(held, plan.sample, plan.size, plan.seed)
        pairs = translating.unread(session, workspace_id, drawn)
    readings = translating.read_all(pairs)
    return database.write(lambda session: translating.store_readings(session, workspace_id, readings, by=by))


def read_network(database: Database, workspace_id: int, *, by: Person) -> suggesting.Suggested:
    """Read in the documents who had which part, suggest it with the ties that follow, and propose roles."""
    with database.reading() as session:
        shelf = network_reading.gather(session, workspace_id)
    found = network_reading.find(shelf)

    def store(session: Session) -> suggesting.Suggested:
        done = suggesting.store(session, workspace_id, shelf, found, by=by)
        roles.propose(session, workspace_id, by=by)
        return done

    return database.write(store)


def learn(
    database: Database, workspace_id: int, language: str, *, by: Person, report: Progress | None = None
) -> Refinement:
    """Learn from all corrections of a workspace in a language, and store what came of it."""
    with database.reading() as session:
        taught = checking_views.taught(session, workspace_id, language)
        sentences = checking_views.to_reread(session, workspace_id, language)
    if not taught:
        raise Refused("error.nothing_to_learn", language=language)
    learnt = refining.learn(taught, sentences, language, report=report)
    return database.write(lambda session: checking.store_refinement(session, workspace_id, learnt, by=by))
