"""From bytes to a finished Document: detect, read, recognise, structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from policies import readers, structure
from policies.detect import detect
from policies.document import BlockKind, Document, Provision, ReadWarning, Stated
from policies.errors import UnreadableFile
from policies.readers.eu_titles import celex
from policies.structure.recognition import recognise

_OWN_NAME = re.compile(
    r"^(?:[^\W\d_]+- och )?[^\W\d_]*(?:lag|balk|förordning|kungörelse|form)\b(?: |[^()]{1,300} )\((\d{4}:\d{1,5})\)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d{4}:\d{1,5}$")
_SERIES = re.compile(r"\b([A-ZÅÄÖ]{1,6}FS) (\d{4}:\d{1,4})\b")  # an agency's own series of regulations
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # what no database takes; facts of a file may hold it in JSON
_OPENING = 400  # characters in which a law without a title names itself


def read(data: bytes, name: str) -> Document:
    """The document with its provisions. Raises UnreadableFile with the file and the reason."""
    format_name = detect(data, name)
    if format_name not in readers.READERS:
        raise UnreadableFile("error.unsupported_kind", file=name, kind=format_name)
    document = readers.reader(format_name)(data, name)
    if not document.text.strip():
        raise UnreadableFile("error.no_text", file=name)
    document = replace(document, format=format_name)
    tradition = document.tradition or recognise(document)
    document = replace(document, tradition=tradition)
    provisions, repeated = _unique(structure.structure(tradition)(document))
    warnings = list(document.warnings)
    if repeated:
        values: dict[str, str | int | float] = {"file": name, "count": len(repeated), "first": repeated[0]}
        warnings.append(ReadWarning(code="warning.repeated_locator", values=values))
    if not provisions:
        warnings.append(ReadWarning(code="warning.no_provisions", values={"file": name}))
    return replace(
        document,
        provisions=provisions,
        stated=_placed(document, provisions),
        title=_storable(document.title) or _first_heading(document),
        identifier=_storable(document.identifier or _identifier(document)),
        metadata={_storable(key): _storable(value) for key, value in document.metadata.items()},
        warnings=tuple(warnings),
    )


def _placed(document: Document, provisions: tuple[Provision, ...]) -> tuple[Stated, ...]:
    """What the file states, by provision: a reader of a table counts its rows, of which each becomes one."""
    if document.tradition != "table":
        return document.stated
    rows = [index for index, provision in enumerate(provisions) if provision.kind == "row"]
    return tuple(replace(stated, provision=rows[stated.provision]) for stated in document.stated)


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _unique(provisions: Iterable[Provision]) -> tuple[tuple[Provision, ...], list[str]]:
    """The second provision at a locator gets "#2"; the locators that occurred more than once."""
    seen: Counter[str] = Counter()
    kept = []
    for provision in provisions:
        seen[provision.locator] += 1
        count = seen[provision.locator]
        kept.append(provision if count == 1 else replace(provision, locator=f"{provision.locator} #{count}"))
    return tuple(kept), [locator for locator, count in seen.items() if count > 1]


def _first_heading(document: Document) -> str:
    headings = (block for block in document.blocks if block.kind is BlockKind.HEADING)
    first = min(headings, key=lambda block: (block.level, block.start), default=None)
    return document.text[first.start : first.end] if first else ""


def _identifier(document: Document) -> str:
    """The number of the act itself; a law that a local rule only refers to is not its number.

    An act names itself at the very beginning: "Kommunallag (2017:725)", "Regulation (EU) 2016/679 of ...".
    """
    number = document.metadata.get("beteckning", "")
    if _NUMBERED.match(number):
        return f"SFS {number}"
    opening = document.title or document.text[:_OPENING]
    if document.tradition == "swedish_statute":
        if named := _OWN_NAME.match(opening):
            return f"SFS {named.group(1)}"
        series = _SERIES.search(document.text[:_OPENING].partition("föreskriver")[0])
        return f"{series.group(1)} {series.group(2)}" if series else ""
    return celex(opening) if document.tradition == "eu_act" else ""
