"""OSCAL catalogs in JSON, what systems for compliance exchange: groups as headings, a block per statement."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies import limits
from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.encodings import decode
from policies.errors import UnreadableFile
from policies.readers.stated_rows import StatedRows

STATEMENTS = frozenset({"statement", "item"})
"""Parts of a control that demand something; guidance, objectives and methods of assessment do not."""
SHEET_LEVEL, CHAPTER_LEVEL = 2, 3
DEEPEST = 100
_PARAMETER = re.compile(r"\{\{\s*+insert:\s*+param,\s*+([\w.\-]+)\s*+\}\}")


def read(data: bytes, name: str) -> Document:
    """The statements of all controls, each labelled with its control's label (else id); withdrawn ones are left out.

    A parameter stands as its label in brackets; the force, duty bearer and deadline that a control names as properties
    (our own catalogs do) stand as it names them. Raises UnreadableFile: damaged, nested too deep, without any control.
    """
    decoded = decode(data)
    try:
        catalog = json.loads(decoded[0].lstrip("\ufeff"))["catalog"] if decoded else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile("error.damaged", file=name) from error
    if not isinstance(catalog, dict):
        raise UnreadableFile("error.damaged", file=name)
    groups = list(_objects(catalog, "groups"))
    assembly = Assembly(name)
    rows = StatedRows(assembly)
    for group in groups:
        _add_group(assembly, rows, group, SHEET_LEVEL if len(groups) > 1 else CHAPTER_LEVEL, name)
    _add_controls(rows, catalog, name, 0)
    if not any(block.kind is BlockKind.ROW for block in assembly.blocks):
        raise UnreadableFile("error.no_text", file=name)
    alone = groups[0] if len(groups) == 1 else {}
    metadata = catalog.get("metadata")
    facts = metadata if isinstance(metadata, dict) else {}
    return Document(
        text=assembly.text,
        blocks=tuple(assembly.blocks),
        title=_text(alone, "title") or _text(facts, "title"),
        identifier=_property(alone, "label"),
        language=_property(alone, "language") or _property(facts, "language"),
        format="oscal",
        tradition="table",
        stated=rows.stated(),
        metadata={key: _text(facts, key) for key in ("version", "oscal-version", "last-modified") if _text(facts, key)},
    )


def _add_group(
    assembly: Assembly, rows: StatedRows, group: Mapping[str, Any], level: int, name: str, depth: int = 0
) -> None:
    if depth > DEEPEST:
        raise UnreadableFile("error.damaged", file=name)
    assembly.add(BlockKind.HEADING, _text(group, "title"), level=level)
    _add_controls(rows, group, name, depth)
    for below in _objects(group, "groups"):
        _add_group(assembly, rows, below, CHAPTER_LEVEL, name, depth + 1)


def _add_controls(rows: StatedRows, owner: Mapping[str, Any], name: str, depth: int) -> None:
    if depth > DEEPEST:
        raise UnreadableFile("error.damaged", file=name)
    for control in _objects(owner, "controls"):
        if _property(control, "status") != "withdrawn":
            told = {name.replace("-", "_"): _property(control, name) for name in ("force", "duty-bearer", "deadline")}
            named = {_text(one, "id"): _text(one, "label") or "…" for one in _objects(control, "params")}
            for label, prose in _statements(control, _property(control, "label") or _text(control, "id"), name, 0):
                rows.add(_filled(prose, named), label=label.replace("\n", " "), **told)
        _add_controls(rows, control, name, depth + 1)


def _filled(prose: str, named: Mapping[str, str]) -> str:
    """The words with the names of their parameters.

    >>> _filled("within {{ insert: param, p1 }}", {"p1": "days"})
    'within [days]'
    """
    return _PARAMETER.sub(lambda found: f"[{named.get(found[1], '…')}]", prose)


def _statements(owner: Mapping[str, Any], label: str, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """What the parts of a control demand, each with the labels that lead to it."""
    if depth > DEEPEST:
        raise UnreadableFile("error.damaged", file=name)
    for part in _objects(owner, "parts"):
        if _text(part, "name") in STATEMENTS:
            own = f"{label} {_property(part, 'label')}".strip()
            if prose := _text(part, "prose"):
                yield own, prose
            yield from _statements(part, own, name, depth + 1)


def _objects(owner: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    found = owner.get(key)
    return (one for one in (found if isinstance(found, list) else [])[: limits.BLOCKS] if isinstance(one, dict))


def _text(owner: Mapping[str, Any], key: str) -> str:
    found = owner.get(key)
    return found if isinstance(found, str) else ""


def _property(owner: Mapping[str, Any], name: str) -> str:
    return next((_text(one, "value") for one in _objects(owner, "props") if _text(one, "name") == name), "")
