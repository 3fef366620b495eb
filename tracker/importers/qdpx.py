"""A REFI-QDA project read back, ours or another program's: its codebook, coders, texts and what was coded in them.

Only what stands in plain text is read; selections in pictures, sound and film are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from lxml import etree

from policies.archive import Archive
from policies.errors import UnreadableFile
from policies.limits import TEXT_CHARACTERS
from policies.markup import parse_xml
from tracker.exchange.coded import Code, Coder, Coding, Note, Project, Selection, Source

SPACE = "{urn:QDA-XML:project:1.0}"
PROJECT = "project.qde"
INTERNAL = "internal://"
FOLDERS = ("sources", "Sources")


def read(data: bytes, name: str) -> Project:
    """The project in the file. Raises UnreadableFile: no ZIP, damaged, too large, or offsets outside their text."""
    try:
        with Archive(data, name) as archive:
            if PROJECT not in archive:
                raise UnreadableFile("error.damaged", file=name)
            root = parse_xml(archive.read(PROJECT), name)
            return _project(root, archive, name)
    except ValueError as error:  # a UUID, a number or a moment that is none
        raise UnreadableFile("error.damaged", file=name) from error


def _project(root: etree._Element, archive: Archive, name: str) -> Project:
    book = root.find(f"{SPACE}CodeBook/{SPACE}Codes")
    return Project(
        name=root.get("name", ""),
        at=_moment(root.get("creationDateTime")),
        codes=[] if book is None else [_code(one) for one in book.iterfind(f"{SPACE}Code")],
        coders=[Coder(uuid=_uuid(one), name=one.get("name", "")) for one in root.iterfind(f"{SPACE}Users/{SPACE}User")],
        sources=[_source(one, archive, name) for one in root.iterfind(f"{SPACE}Sources/{SPACE}TextSource")],
        notes=[
            Note(uuid=_uuid(one), name=one.get("name", ""), text=_text(one, archive, name))
            for one in root.iterfind(f"{SPACE}Notes/{SPACE}Note")
        ],
    )


def _code(element: etree._Element) -> Code:
    return Code(
        uuid=_uuid(element),
        name=element.get("name", ""),
        definition=element.findtext(f"{SPACE}Description", ""),
        codable=element.get("isCodable") != "false",
        below=tuple(_code(one) for one in element.iterfind(f"{SPACE}Code")),
    )


def _source(element: etree._Element, archive: Archive, name: str) -> Source:
    text = _text(element, archive, name)
    selections = [_selection(one) for one in element.iterfind(f"{SPACE}PlainTextSelection")]
    if any(not 0 <= one.start <= one.end <= len(text) for one in selections):
        raise UnreadableFile("error.damaged", file=name)
    return Source(uuid=_uuid(element), name=element.get("name", ""), text=text, selections=selections)


def _selection(element: etree._Element) -> Selection:
    return Selection(
        uuid=_uuid(element),
        name=element.get("name", ""),
        start=int(element.get("startPosition", "")),
        end=int(element.get("endPosition", "")),
        codings=list(_codings(element)),
        notes=[UUID(one.get("targetGUID", "")) for one in element.iterfind(f"{SPACE}NoteRef")],
    )


def _codings(element: etree._Element) -> Iterator[Coding]:
    for one in element.iterfind(f"{SPACE}Coding"):
        given = one.find(f"{SPACE}CodeRef")
        by = one.get("creatingUser")
        if given is not None:
            code = UUID(given.get("targetGUID", ""))
            yield Coding(
                uuid=_uuid(one), code=code, coder=UUID(by) if by else None, at=_moment(one.get("creationDateTime"))
            )


def _text(element: etree._Element, archive: Archive, name: str) -> str:
    """The words of a source or note: in the file itself, else in a member of the archive."""
    path = element.get("plainTextPath", "")
    if not path.startswith(INTERNAL):
        return element.findtext(f"{SPACE}PlainTextContent", "")
    wanted = path.removeprefix(INTERNAL)
    member = next((f"{folder}/{wanted}" for folder in FOLDERS if f"{folder}/{wanted}" in archive), None)
    if member is None:
        raise UnreadableFile("error.damaged", file=name)
    return archive.read(member, limit=4 * TEXT_CHARACTERS).decode("utf-8-sig")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _uuid(element: etree._Element) -> UUID:
    return UUID(element.get("guid", ""))
