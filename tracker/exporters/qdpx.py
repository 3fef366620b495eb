"""Coded texts as a REFI-QDA project (QDA-XML 1.0): project.qde and the texts beside it in one ZIP; the codebook alone.

Positions count code points, the first is 0 and the end is the one behind the last, as QualCoder, MAXQDA and others
have it. The texts are UTF-8 without a mark, with the line ends they were read with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from lxml import etree

from tracker.exchange.coded import Code, Project, Selection, Source
from tracker.exporters.archive import packed
from tracker.exporters.markup import below, clean, written

MEDIA_TYPE = "application/zip"
CODEBOOK_MEDIA_TYPE = "application/xml"
PROJECT = "project.qde"
PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "policy-to-practice translation tracker"


def project(found: Project) -> bytes:
    """The project, the same bytes for the same set."""
    root = _root("Project", PROJECT_SPACE)
    root.set("name", clean(found.name))
    root.set("origin", ORIGIN)
    if found.at is not None:
        root.set("creationDateTime", found.at.isoformat(timespec="seconds"))
    if found.coders:
        users = below(root, "Users")
        for coder in found.coders:
            below(users, "User", guid=str(coder.uuid), name=coder.name)
    _codes(below(below(root, "CodeBook"), "Codes"), found.codes)
    if found.sources:
        sources = below(root, "Sources")
        for source in found.sources:
            _source(sources, source)
    if found.notes:
        notes = below(root, "Notes")
        for note in found.notes:
            one = below(notes, "Note", guid=str(note.uuid), name=note.name)
            below(one, "PlainTextContent", note.text)
    texts = [(f"sources/{source.uuid}.txt", clean(source.text).encode()) for source in found.sources]
    return packed([(PROJECT, written(root)), *texts])


def codebook(codes: Sequence[Code]) -> bytes:
    """The codes alone (.qdc)."""
    root = _root("CodeBook", CODEBOOK_SPACE)
    root.set("origin", ORIGIN)
    _codes(below(root, "Codes"), codes)
    return written(root)


def _codes(parent: etree._Element, codes: Iterable[Code]) -> None:
    for code in codes:
        one = below(parent, "Code", guid=str(code.uuid), name=code.name, isCodable=str(code.codable).lower())
        if code.definition:
            below(one, "Description", code.definition)
        _codes(one, code.below)


def _source(parent: etree._Element, source: Source) -> None:
    path = f"internal://{source.uuid}.txt"
    one = below(parent, "TextSource", guid=str(source.uuid), name=source.name, plainTextPath=path)
    for selection in source.selections:
        _selection(one, selection, clean(source.text))


def _selection(parent: etree._Element, selection: Selection, text: str) -> None:
    one = below(
        parent,
        "PlainTextSelection",
        guid=str(selection.uuid),
        name=selection.name,
        startPosition=str(selection.start),
        endPosition=str(selection.end),
    )
    below(one, "Description", text[selection.start : selection.end])
    for coding in selection.codings:
        by = {} if coding.coder is None else {"creatingUser": str(coding.coder)}
        if coding.at is not None:
            by["creationDateTime"] = coding.at.isoformat()
        _refer(below(one, "Coding", guid=str(coding.uuid), **by), "CodeRef", coding.code)
    for note in selection.notes:
        _refer(one, "NoteRef", note)


def _refer(parent: etree._Element, tag: str, uuid: UUID) -> None:
    below(parent, tag, targetGUID=str(uuid))


def _root(tag: str, space: str) -> etree._Element:
    spaces = {None: space}
    return etree.Element(f"{{{space}}}{tag}", nsmap=spaces)  # type: ignore[arg-type]  # the stubs know no default
