"""Guidelines as ReqIF 1.2, what tools of requirements engineering exchange: objects, relations, specifications.

A guideline is a specification with its provisions as chapters and its requirements in them; a local document is one
with its passages. A confirmed link is a relation from the passage to the requirement it carries out, a crosswalk one
from the lower requirement to the upper. Attributes called ReqIF.* are those that tools agreed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from lxml import etree

from tracker.exchange.framework import Document, ExchangedFramework, Guideline, Passage, Provision, Requirement
from tracker.exporters.markup import below, clean, written

MEDIA_TYPE = "application/reqif+xml"
NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"
XHTML = "http://www.w3.org/1999/xhtml"
SPACES = {None: NAMESPACE, "xhtml": XHTML}
TOOL = "policy-to-practice translation tracker"
STRING, TEXT = "string", "xhtml"
LONGEST = 100_000

Attributes = Mapping[str, str]
OBJECTS: Mapping[str, Attributes] = {
    "PROVISION": {
        "ReqIF.ForeignID": STRING, "ReqIF.ChapterName": TEXT, "ReqIF.Text": TEXT, "LOCATOR": TEXT, "KIND": STRING,
    },
    "REQUIREMENT": {
        "ReqIF.ForeignID": STRING, "ReqIF.Name": TEXT, "ReqIF.Text": TEXT, "LOCATOR": TEXT, "FORCE": STRING,
        "APPLIES": STRING, "DUTY_BEARER": TEXT, "DEADLINE": TEXT, "LANGUAGE": STRING, "TEXT_IS": STRING,
    },
    "PASSAGE": {
        "ReqIF.ForeignID": STRING, "ReqIF.Name": TEXT, "ReqIF.Text": TEXT, "LOCATOR": TEXT, "PAGE": STRING,
    },
}  # fmt: skip
"""The attributes of each type of object, in the order that readers show them.

What may hold other letters than those of English is XHTML: StrictDoc 0.30 reads plain strings as if they were escapes.
"""
SPECIFICATIONS: Mapping[str, Attributes] = {
    "GUIDELINE": dict.fromkeys(
        ("IDENTIFIER", "LEVEL", "BINDINGNESS", "STATUS", "LANGUAGE", "ISSUER", "SOURCE", "EDITION", "PUBLISHED_ON"),
        STRING,
    ),
    "DOCUMENT": dict.fromkeys(("TYPE", "BODY", "DNR", "PARAGRAPH", "DECIDED_ON", "LANGUAGE"), STRING),
}
RELATIONS = (
    *("implements", "partly", "mentions", "responsible"),
    *("crosswalk implements", "crosswalk partly", "crosswalk supplements", "crosswalk related"),
)


def reqif(framework: ExchangedFramework) -> bytes:
    """The bundle as one ReqIF document (UTF-8), the same bytes for the same bundle."""
    return written(_Bundle(framework).root)


class _Bundle:
    """The document while it is filled: every part goes to the list that the standard has for it."""

    def __init__(self, framework: ExchangedFramework) -> None:
        self._at = framework.at.isoformat(timespec="seconds")
        self.root = etree.Element(f"{{{NAMESPACE}}}REQ-IF", nsmap=SPACES)  # type: ignore[arg-type]  # the stubs know no default name space
        self._header(framework)
        content = below(below(self.root, "CORE-CONTENT"), "REQ-IF-CONTENT")
        self._datatypes(below(content, "DATATYPES"))
        self._types(below(content, "SPEC-TYPES"))
        self._objects = below(content, "SPEC-OBJECTS")
        self._relations = below(content, "SPEC-RELATIONS")
        self._specifications = below(content, "SPECIFICATIONS")
        for guideline in framework.guidelines:
            self._guideline(guideline)
        for document in framework.documents:
            self._document(document)
        self._relate(framework)

    def _header(self, framework: ExchangedFramework) -> None:
        header = below(below(self.root, "THE-HEADER"), "REQ-IF-HEADER", IDENTIFIER=_id(framework.uuid))
        below(header, "COMMENT", framework.workspace)
        below(header, "CREATION-TIME", self._at)
        below(header, "REPOSITORY-ID", _id(framework.uuid))
        below(header, "REQ-IF-TOOL-ID", TOOL)
        below(header, "REQ-IF-VERSION", "1.0")
        below(header, "SOURCE-TOOL-ID", TOOL)
        below(header, "TITLE", framework.workspace)

    def _named(self, parent: etree._Element, tag: str, identifier: str, name: str = "", **more: str) -> etree._Element:
        named = {"LONG_NAME": name} if name else {}
        return below(parent, tag, IDENTIFIER=identifier, LAST_CHANGE=self._at, **named, **more)

    def _datatypes(self, parent: etree._Element) -> None:
        self._named(parent, "DATATYPE-DEFINITION-STRING", "T-string", "String", MAX_LENGTH=str(LONGEST))
        self._named(parent, "DATATYPE-DEFINITION-XHTML", "T-xhtml", "XHTML")

    def _types(self, parent: etree._Element) -> None:
        for kinds, tag in ((OBJECTS, "SPEC-OBJECT-TYPE"), (SPECIFICATIONS, "SPECIFICATION-TYPE")):
            for kind, attributes in kinds.items():
                owner = below(self._named(parent, tag, f"T-{kind}", kind), "SPEC-ATTRIBUTES")
                for name, form in attributes.items():
                    definition = f"ATTRIBUTE-DEFINITION-{form.upper()}"
                    held = below(self._named(owner, definition, _attribute(kind, name), name), "TYPE")
                    below(held, f"DATATYPE-DEFINITION-{form.upper()}-REF", f"T-{form}")
        for relation in RELATIONS:
            self._named(parent, "SPEC-RELATION-TYPE", _relation(relation), relation)

    def _guideline(self, guideline: Guideline) -> None:
        values = {
            "IDENTIFIER": guideline.identifier,
            "LEVEL": guideline.level,
            "BINDINGNESS": guideline.bindingness,
            "STATUS": guideline.status,
            "LANGUAGE": guideline.language,
            "ISSUER": guideline.issuer,
            "SOURCE": guideline.source_url,
            "EDITION": guideline.edition,
            "PUBLISHED_ON": _day(guideline.published_on),
        }
        places: dict[int | None, etree._Element] = {}
        places[None] = self._specification("GUIDELINE", guideline.uuid, guideline.title, values)
        stated = Counter(requirement.provision for requirement in guideline.requirements)
        headings = {provision.id: provision.heading for provision in guideline.provisions}
        for provision in guideline.provisions:
            inherited = provision.parent is not None and provision.heading == headings[provision.parent]
            told = {
                "ReqIF.ForeignID": _known("P", provision.uuid),
                "ReqIF.ChapterName": provision.locator if inherited else provision.heading or provision.locator,
                "ReqIF.Text": _beside(provision, guideline.requirements) if stated[provision.id] else provision.text,
                "LOCATOR": provision.locator,
                "KIND": provision.kind,
            }
            places[provision.id] = self._object("PROVISION", provision.uuid, told, _inside(places[provision.parent]))
        for requirement in guideline.requirements:
            self._requirement(guideline, requirement, _inside(places.get(requirement.provision, places[None])))

    def _requirement(self, guideline: Guideline, requirement: Requirement, inside: etree._Element) -> None:
        values = {
            "ReqIF.ForeignID": _known("R", requirement.uuid),
            "ReqIF.Name": requirement.locator or guideline.identifier,
            "ReqIF.Text": requirement.text,
            "LOCATOR": requirement.locator,
            "FORCE": requirement.force,
            "APPLIES": requirement.applies,
            "DUTY_BEARER": requirement.duty_bearer,
            "DEADLINE": requirement.deadline,
            "LANGUAGE": requirement.language,
            "TEXT_IS": "summary" if requirement.is_summary else "wording",
        }
        self._object("REQUIREMENT", requirement.uuid, values, inside)

    def _document(self, document: Document) -> None:
        values = {
            "TYPE": document.type,
            "BODY": document.body,
            "DNR": document.dnr,
            "PARAGRAPH": document.paragraph,
            "DECIDED_ON": _day(document.decided_on),
            "LANGUAGE": document.language,
        }
        inside = _inside(self._specification("DOCUMENT", document.uuid, document.title, values))
        for passage in document.passages:
            self._passage(passage, inside)

    def _passage(self, passage: Passage, inside: etree._Element) -> None:
        values = {
            "ReqIF.ForeignID": _known("W", passage.uuid),
            "ReqIF.Name": passage.locator,
            "ReqIF.Text": passage.text,
            "LOCATOR": passage.locator,
            "PAGE": str(passage.page or ""),
        }
        self._object("PASSAGE", passage.uuid, values, inside)

    def _relate(self, framework: ExchangedFramework) -> None:
        names = {requirement.id: requirement.uuid for requirement in framework.requirements}
        passages = {passage.id: passage.uuid for document in framework.documents for passage in document.passages}
        for link in framework.links:
            self._relation(link.uuid, link.type, passages[link.passage], names[link.requirement])
        for crosswalk in framework.crosswalks:
            kind = f"crosswalk {crosswalk.type}"
            self._relation(crosswalk.uuid, kind, names[crosswalk.lower], names[crosswalk.upper])

    def _relation(self, uuid: UUID, kind: str, source: UUID, target: UUID) -> None:
        relation = self._named(self._relations, "SPEC-RELATION", _id(uuid))
        below(below(relation, "TYPE"), "SPEC-RELATION-TYPE-REF", _relation(kind))
        below(below(relation, "SOURCE"), "SPEC-OBJECT-REF", _id(source))
        below(below(relation, "TARGET"), "SPEC-OBJECT-REF", _id(target))

    def _specification(self, kind: str, uuid: UUID, name: str, values: Mapping[str, str]) -> etree._Element:
        one = self._named(self._specifications, "SPECIFICATION", _id(uuid), name)
        below(below(one, "TYPE"), "SPECIFICATION-TYPE-REF", f"T-{kind}")
        _values(one, kind, SPECIFICATIONS[kind], values)
        return one

    def _object(self, kind: str, uuid: UUID, values: Mapping[str, str], inside: etree._Element) -> etree._Element:
        """The object, and its place below what it stands in, which is given back."""
        one = self._named(self._objects, "SPEC-OBJECT", _id(uuid))
        below(below(one, "TYPE"), "SPEC-OBJECT-TYPE-REF", f"T-{kind}")
        _values(one, kind, OBJECTS[kind], values)
        place = self._named(inside, "SPEC-HIERARCHY", f"{_id(uuid)}-place")
        below(below(place, "OBJECT"), "SPEC-OBJECT-REF", _id(uuid))
        return place


def _inside(place: etree._Element) -> etree._Element:
    """The list of what stands in a specification or below an object."""
    found = place.find(f"{{{NAMESPACE}}}CHILDREN")
    return below(place, "CHILDREN") if found is None else found


def _values(owner: etree._Element, kind: str, attributes: Attributes, values: Mapping[str, str]) -> None:
    held = below(owner, "VALUES")
    for name, form in attributes.items():
        if not values[name]:
            continue
        one = below(held, f"ATTRIBUTE-VALUE-{form.upper()}")
        definition = below(one, "DEFINITION")
        below(definition, f"ATTRIBUTE-DEFINITION-{form.upper()}-REF", _attribute(kind, name))
        if form == TEXT:
            _paragraph(below(one, "THE-VALUE"), values[name])
        else:
            one.set("THE-VALUE", clean(" ".join(values[name].split())))


def _paragraph(parent: etree._Element, text: str) -> None:
    """The text in one XHTML block, its lines divided by breaks."""
    block = etree.SubElement(parent, f"{{{XHTML}}}div")
    first, *others = clean(text).split("\n")
    block.text = first
    for line in others:
        etree.SubElement(block, f"{{{XHTML}}}br").tail = line


def _beside(provision: Provision, requirements: Iterable[Requirement]) -> str:
    """What a provision says beside its requirements, "" where they are all of it."""
    left = provision.text
    for requirement in requirements:
        if requirement.provision == provision.id:
            left = left.replace(requirement.text, "")
    return provision.text if left.strip() else ""


def _attribute(kind: str, name: str) -> str:
    return f"A-{kind}-{name}"


def _relation(kind: str) -> str:
    return f"T-{kind.replace(' ', '-')}"


def _id(uuid: UUID) -> str:
    """A name that XML takes for an identifier: it must not begin with a digit."""
    return f"_{uuid}"


def _known(kind: str, uuid: UUID) -> str:
    """What people and other tools call an object: short, and the same in every export."""
    return f"{kind}-{uuid.hex[:12]}"


def _day(day: date | datetime | None) -> str:
    return day.isoformat() if day is not None else ""
