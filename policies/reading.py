"""From bytes to a finished Document: detect, read, recognise, structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from policies import readers, structure
from policies.detect import detect
from policies.document import BlockKind, Document, Provision, ReadWarning
from policies.errors import UnreadableFile
from policies.language import language_of
from policies.locators import LocatorError, identifier
from policies.structure.recognition import recognise

_NUMBERED = re.compile(r"^\d{4}:\d{1,5}$")
_OPENING = 200  # characters in which a law that has no heading names itself
LAWS = frozenset({"eu_act", "swedish_statute"})
"""Traditions whose title names the instrument itself; elsewhere a number in a title is a law the text is about."""


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
        title=document.title or _first_heading(document),
        identifier=document.identifier or _identifier(document),
        language=document.language or language_of(document.text),
        warnings=tuple(warnings),
    )


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
    number = document.metadata.get("beteckning", "")
    if _NUMBERED.match(number):
        return f"SFS {number}"
    if document.tradition not in LAWS:
        return ""
    for text in (document.title or _first_heading(document), document.text[:_OPENING]):
        try:
            return identifier(text)
        except LocatorError:
            continue
    return ""
