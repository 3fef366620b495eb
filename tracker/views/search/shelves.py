"""The indexes that search reads, opened once and matched with what the database holds now.

Passages stand in the indexes that linking keeps; requirements have one for all workspaces; the few named things are
read on the spot. What an index does not hold yet is read into memory while it is little. What it holds and the
database does not is never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.errors import NlpError
from nlp.matching.index import Index
from nlp.matching.index.store import LIST
from nlp.matching.index.strings import Numbers, keys
from nlp.matching.matches import NEVER_EVIDENCE
from nlp.matching.matches import Passage as Text
from nlp.matching.searching import Has
from tracker.indexes import LANGUAGES, indexed_passages, language_of, name_of, passages_folder
from tracker.settings import Settings
from tracker.tables.local import LocalEdition, Passage
from tracker.views.search.stock import NAMED, HitKind, RequirementKept, Stock, requirements_of
from tracker.views.texts import requirement_texts

MOST_AT_ONCE = 4000
"""Texts that are read into memory while somebody waits; more are left to a background job."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """Texts of one kind. By row of the index: the number of what it is a text of (-1 for what is not there any more),
    the number of its guideline or document, and whether it is under secrecy.
    """

    kind: HitKind
    index: Index
    numbers: Numbers
    groups: Numbers
    secret: Has


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelves:
    """All that can be searched in a workspace; `unread` are editions and requirements that no index holds yet."""

    workspace_id: int
    shelves: tuple[Shelf, ...]
    unread_editions: tuple[int, ...] = ()
    unread_requirements: int = 0


def requirements_folder(settings: Settings) -> Path:
    """Where the index of all requirements is kept."""
    return settings.indexes / "requirements"


def state_of(settings: Settings, workspace_id: int) -> tuple[int, ...]:
    """When the kept indexes were last written; 0 for one that is not there."""
    folders = [passages_folder(settings, workspace_id, language) for language in LANGUAGES]
    lists = [folder / LIST for folder in (*folders, requirements_folder(settings))]
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in lists)


def open_shelves(session: Session, settings: Settings, there: Stock, *, at_once: int = MOST_AT_ONCE) -> Shelves:
    """Open what is kept and read up to `at_once` texts that are new since."""
    shelves: list[Shelf] = []
    unread: list[int] = []
    for language in LANGUAGES:
        shelf, missing = _passages(session, settings, there, language, at_once)
        shelves.append(shelf)
        unread += missing
    requirements, left = _requirements(session, settings, there, at_once)
    things = [_named(there, kind) for kind in NAMED]
    return Shelves(
        workspace_id=there.workspace_id,
        shelves=(requirements, *shelves, *things),
        unread_editions=tuple(unread),
        unread_requirements=left,
    )


def _opened(folder: Path) -> Index:
    """The index kept in a folder; an empty one where there is none that can be used."""
    try:
        return Index.open(folder)
    except NlpError:
        return Index.build([])


def _passages(
    session: Session, settings: Settings, there: Stock, language: str, at_once: int
) -> tuple[Shelf, list[int]]:
    """The passages of one language, and the editions that stay unread."""
    editions = {row.id: row for row in there.editions if language_of(row.language) == language}
    rows = session.execute(
        select(Passage.id, Passage.edition_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(
            Passage.workspace_id == there.workspace_id,
            LocalEdition.current,
            (LocalEdition.language == "en") if language == "en" else (LocalEdition.language != "en"),
            Passage.type.not_in(NEVER_EVIDENCE),
        )
        .order_by(Passage.edition_id, Passage.position)
    ).all()
    rows = [row for row in rows if row[1] in editions]
    index = _opened(passages_folder(settings, there.workspace_id, language))
    names = keys(name_of(number) for number, _ in rows)
    found = index.numbers.numbers_of(names)
    missing = sorted({rows[at][1] for at in np.flatnonzero(found < 0).tolist()})
    unread: list[int] = []
    if missing:
        if int((found < 0).sum()) > at_once:
            unread = missing
        else:
            texts, _ = indexed_passages(session, there.workspace_id, editions=missing)
            known = set(np.flatnonzero(found >= 0).tolist())
            held = {name_of(rows[at][0]) for at in known}
            index = index.with_more(text for text in texts.get(language, ()) if text.id not in held)
            found = index.numbers.numbers_of(names)
    documents = [editions[edition].document_id for _, edition in rows]
    secret = [editions[edition].secret or number in editions[edition].secret_passages for number, edition in rows]
    return _shelf(HitKind.PASSAGE, index, found, [number for number, _ in rows], documents, secret), unread


def _requirements(session: Session, settings: Settings, there: Stock, at_once: int) -> tuple[Shelf, int]:
    """The requirements in every language they have a text in, and how many stay unread."""
    index = _opened(requirements_folder(settings))
    rows = [(row, language) for row in there.requirements for language in there.languages]
    names = keys(_text_name(row, language) for row, language in rows)
    found = index.numbers.numbers_of(names).reshape(-1, len(there.languages))
    missing = [there.requirements[at] for at in np.flatnonzero((found < 0).all(axis=1)).tolist()]
    if missing and len(missing) <= at_once:
        index = index.with_more(_requirement_texts(session, missing))
        found = index.numbers.numbers_of(names)
        missing = []
    numbers = [row.id for row, _ in rows]
    groups = [row.guideline_id for row, _ in rows]
    return _shelf(HitKind.REQUIREMENT, index, found.ravel(), numbers, groups, [False] * len(rows)), len(missing)


def _text_name(row: RequirementKept, language: str) -> str:
    return f"{row.id}.{row.print}.{language}"


def _requirement_texts(session: Session, rows: Sequence[RequirementKept]) -> Iterable[Text]:
    """The texts of some requirements: the official wordings, and the summary in languages without one."""
    texts = requirement_texts(session, [row.id for row in rows])
    for row in rows:
        text = texts.get(row.id)
        if text is None:
            continue
        words = {} if text.summary is None else {"sv": text.summary.sv, "en": text.summary.en}
        words |= {language: f"{one.lead_in} {one.text}".strip() for language, one in text.wordings.items()}
        for language, said in (words or {"sv": ""}).items():
            yield Text(id=_text_name(row, language), document=str(row.guideline_id), text=said, language=language)


def all_requirement_texts(session: Session) -> tuple[Text, ...]:
    """All that the index of requirements is to hold, those of every workspace's own guidelines among it."""
    return tuple(_requirement_texts(session, requirements_of(session, None)))


def _named(there: Stock, kind: HitKind) -> Shelf:
    """Services, actors, guidelines or documents."""
    rows = [
        (row, Text(id=f"{row.id}.{language}", document=str(row.id), text=f"{name}\n{row.about}", language=language))
        for row in there.named
        if row.kind is kind
        for language, name in row.names
    ]
    numbers = [row.id for row, _ in rows]
    found = np.arange(len(rows), dtype=np.int64)
    return _shelf(kind, Index.build(text for _, text in rows), found, numbers, numbers, [row.secret for row, _ in rows])


def _shelf(
    kind: HitKind, index: Index, places: Numbers, numbers: list[int], groups: list[int], secret: list[bool]
) -> Shelf:
    """A shelf of the rows at `places` in the index (-1 for none); nothing else that the index holds is on it."""
    on_it = places >= 0
    at = places[on_it]
    held = np.full(len(index), -1, dtype=np.int64)
    held[at] = np.array(numbers, dtype=np.int64)[on_it]
    of = np.zeros(len(index), dtype=np.int64)
    of[at] = np.array(groups, dtype=np.int64)[on_it]
    hidden = np.zeros(len(index), dtype=bool)
    hidden[at] = np.array(secret, dtype=bool)[on_it]
    return Shelf(kind=kind, index=index, numbers=held, groups=of, secret=hidden)
