"""ReqIF, what tools of requirements engineering exchange: a block per requirement, chapters as headings.

Attributes are known by the names that tools agreed on (ReqIF.Text, ReqIF.Name, ReqIF.ChapterName, ReqIF.ForeignID), and
what our own files say beside the words (FORCE, DUTY_BEARER, DEADLINE) stands as it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from policies.assembly import Assembly
from policies.document import BlockKind, Document, ReadWarning
from policies.errors import UnreadableFile
from policies.markup import parse_xml
from policies.readers.stated_rows import StatedRows

NAMESPACE = "{http://www.omg.org/spec/ReqIF/20110401/reqif.xsd}"
XHTML = "{http://www.w3.org/1999/xhtml}"
BREAKING = frozenset({f"{XHTML}{tag}" for tag in ("br", "div", "p", "li", "tr", "ul", "ol", "table")})
OWN_MODEL = "DOCUMENT"
"""A specification of this type holds local documents, which are no guideline."""
SHEET_LEVEL, CHAPTER_LEVEL = 2, 3
TEXTS = ("ReqIF.Text", "ReqIF.Description", "Description", "Text")
NAMES = ("ReqIF.ChapterName", "ReqIF.Name", "Title")
LABELS = ("LOCATOR", "ReqIF.ForeignID", "ID")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Object:
    """A specification object: the name of its type, and its attributes by theirs."""

    type: str
    values: Mapping[str, str]

    def first(self, names: tuple[str, ...]) -> str:
        """The first of the attributes that says something, "" where none does."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


def read(data: bytes, name: str) -> Document:
    """The specifications of a ReqIF file, one after the other; those of local documents are left out.

    A row is an object with a text that is no chapter; its label is the locator or the identifier it is known by. What a
    chapter says itself is a note. Raises UnreadableFile: damaged, or without any requirement.
    """
    root = parse_xml(data, name)
    types = {one.get("IDENTIFIER", ""): one.get("LONG-NAME", "") for one in _below(root, "SPEC-TYPES")}
    attributes = {
        one.get("IDENTIFIER", ""): one.get("LONG-NAME", "")
        for owner in _below(root, "SPEC-TYPES")
        for one in owner.iterfind(f"{NAMESPACE}SPEC-ATTRIBUTES/*")
    }
    objects = {one.get("IDENTIFIER", ""): _object(one, types, attributes) for one in _below(root, "SPEC-OBJECTS")}
    found = [(one, _object(one, types, attributes)) for one in _below(root, "SPECIFICATIONS")]
    wanted = [(one, said) for one, said in found if said.type != OWN_MODEL]
    assembly = Assembly(name)
    rows = StatedRows(assembly)
    for specification, _ in wanted:
        if len(wanted) > 1:
            assembly.add(BlockKind.HEADING, specification.get("LONG-NAME", ""), level=SHEET_LEVEL)
        for element in specification.iterfind(f"{NAMESPACE}CHILDREN"):
            _add(assembly, rows, element, objects)
    if not any(block.kind is BlockKind.ROW for block in assembly.blocks):
        raise UnreadableFile("error.no_text", file=name)
    left_out = len(found) - len(wanted)
    first = wanted[0][1].values if len(wanted) == 1 else {}
    return Document(
        text=assembly.text,
        blocks=tuple(assembly.blocks),
        title=wanted[0][0].get("LONG-NAME", "") if len(wanted) == 1 else "",
        identifier=first.get("IDENTIFIER", ""),
        language=first.get("LANGUAGE", ""),
        format="reqif",
        tradition="table",
        stated=rows.stated(),
        metadata={key.casefold(): value for key, value in first.items() if value},
        warnings=(ReadWarning(code="warning.specifications_left_out", values={"file": name, "count": left_out}),)
        if left_out
        else (),
    )


def _below(root: etree._Element, part: str) -> Iterator[etree._Element]:
    return root.iterfind(f"{NAMESPACE}CORE-CONTENT/{NAMESPACE}REQ-IF-CONTENT/{NAMESPACE}{part}/*")


def _add(assembly: Assembly, rows: StatedRows, children: etree._Element, objects: Mapping[str, _Object]) -> None:
    """The objects of a list of places in document order, each before what stands below it; depth is limited by XML."""
    for place in children.iter(f"{NAMESPACE}SPEC-HIERARCHY"):
        said = objects.get(place.findtext(f"{NAMESPACE}OBJECT/{NAMESPACE}SPEC-OBJECT-REF", ""))
        if said is None:
            continue
        text, label = said.first(TEXTS), said.first(LABELS)
        if place.find(f"{NAMESPACE}CHILDREN/*") is None and "ReqIF.ChapterName" not in said.values:
            told = {name: said.values.get(name.upper(), "") for name in ("force", "duty_bearer", "deadline")}
            rows.add(text or said.first(NAMES), label=label, **told)
        else:
            if said.first(NAMES) != label:
                assembly.add(BlockKind.HEADING, said.first(NAMES), level=CHAPTER_LEVEL)
            assembly.add(BlockKind.NOTE, text)


def _object(element: etree._Element, types: Mapping[str, str], attributes: Mapping[str, str]) -> _Object:
    values = {}
    for value in element.iterfind(f"{NAMESPACE}VALUES/*"):
        name = attributes.get(value.findtext(f"{NAMESPACE}DEFINITION/*", ""), "")
        held = value.find(f"{NAMESPACE}THE-VALUE")
        values[name] = value.get("THE-VALUE", "") if held is None else _words(held)
    return _Object(type=types.get(element.findtext(f"{NAMESPACE}TYPE/*", ""), ""), values=values)


def _words(element: etree._Element) -> str:
    """The text of XHTML, a line for each block in it."""
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        breaks = one.tag in BREAKING
        if event == "start":
            parts += ["\n" if breaks else "", one.text or ""]
        else:
            parts += [
                "\n" if breaks and one.tag != f"{XHTML}br" else "",
                (one.tail or "") if one is not element else "",
            ]
    return "".join(parts).strip()
