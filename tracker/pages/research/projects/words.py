"""Codes as a project's own codebook calls them."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.pages import frame, language
from tracker.tables.study import CodeKind
from tracker.views.research import studies
from tracker.views.research.studies import Codebook, CodeRow, StudyRow


def codebook_of(found: StudyRow, number: int | None = None) -> Codebook:
    """The project's codebook: the edition asked for where there is one, else the newest."""
    reader = frame.person().id
    with frame.reading() as session:
        book = studies.codebook(session, found.workspace_id, found.id, reader=reader, number=number)
        book = book or studies.codebook(session, found.workspace_id, found.id, reader=reader)
    assert book is not None  # a project that can be read has one from the start
    return book


def name_of(code: CodeRow) -> str:
    """A mode by its letters and name, any other code by its name."""
    name = code.name(language.current())
    return f"{code.key.upper()} {name}" if code.kind is CodeKind.MODE else name


def said(book: Codebook, keys: Iterable[str]) -> str:
    """What was said of a unit, in words; a key that the edition has no more stands as it is."""
    names = {code.key: name_of(code) for code in book.codes}
    return " · ".join(names.get(key, key) for key in keys) or "–"
