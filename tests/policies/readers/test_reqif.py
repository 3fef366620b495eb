from __future__ import annotations

import pytest

from policies.detect import detect
from policies.document import BlockKind
from policies.errors import UnreadableFile
from policies.reading import read

HEAD = (
    '<?xml version="1.0"?><REQ-IF xmlns="http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"'
    ' xmlns:h="http://www.w3.org/1999/xhtml"><CORE-CONTENT><REQ-IF-CONTENT><SPEC-TYPES>'
    '<SPEC-OBJECT-TYPE IDENTIFIER="t" LONG-NAME="Requirement"><SPEC-ATTRIBUTES>'
    '<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="id" LONG-NAME="ReqIF.ForeignID"/>'
    '<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="name" LONG-NAME="ReqIF.ChapterName"/>'
    '<ATTRIBUTE-DEFINITION-XHTML IDENTIFIER="text" LONG-NAME="ReqIF.Text"/>'
    "</SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE></SPEC-TYPES>"
)
TEXT = (
    "<ATTRIBUTE-VALUE-XHTML><DEFINITION><ATTRIBUTE-DEFINITION-XHTML-REF>text</ATTRIBUTE-DEFINITION-XHTML-REF>"
    "</DEFINITION><THE-VALUE><h:div>{}</h:div></THE-VALUE></ATTRIBUTE-VALUE-XHTML>"
)
WORDS = (
    '<ATTRIBUTE-VALUE-STRING THE-VALUE="{}"><DEFINITION><ATTRIBUTE-DEFINITION-STRING-REF>{}'
    "</ATTRIBUTE-DEFINITION-STRING-REF></DEFINITION></ATTRIBUTE-VALUE-STRING>"
)


def bundle(objects: str, places: str) -> bytes:
    return (
        f"{HEAD}<SPEC-OBJECTS>{objects}</SPEC-OBJECTS><SPECIFICATIONS>"
        f'<SPECIFICATION IDENTIFIER="s" LONG-NAME="Provprogram"><CHILDREN>{places}</CHILDREN></SPECIFICATION>'
        "</SPECIFICATIONS></REQ-IF-CONTENT></CORE-CONTENT></REQ-IF>"
    ).encode()


def one(identifier: str, *values: str) -> str:
    return (
        f'<SPEC-OBJECT IDENTIFIER="{identifier}"><TYPE><SPEC-OBJECT-TYPE-REF>t</SPEC-OBJECT-TYPE-REF></TYPE>'
        f"<VALUES>{''.join(values)}</VALUES></SPEC-OBJECT>"
    )


def place(identifier: str, below: str = "") -> str:
    children = f"<CHILDREN>{below}</CHILDREN>" if below else ""
    return (
        f"<SPEC-HIERARCHY><OBJECT><SPEC-OBJECT-REF>{identifier}</SPEC-OBJECT-REF></OBJECT>{children}</SPEC-HIERARCHY>"
    )


REQUIREMENT = one("r", WORDS.format("K7", "id"), TEXT.format("Kommunen ska svara<h:br/>inom två dagar."))
CHAPTER = one("c", WORDS.format("Svar", "name"), TEXT.format("Gäller alla nämnder."))


def test_an_object_with_a_text_is_a_row_known_by_its_identifier() -> None:
    found = read(bundle(REQUIREMENT, place("r")), "krav.reqif")
    (row,) = [block for block in found.blocks if block.kind is BlockKind.ROW]
    assert (row.label, found.text[row.start : row.end]) == ("K7", "Kommunen ska svara\ninom två dagar.")
    assert (found.title, found.format, len(found.provisions)) == ("Provprogram", "reqif", 1)


def test_what_stands_around_others_is_a_heading_and_what_it_says_a_note() -> None:
    found = read(bundle(CHAPTER + REQUIREMENT, place("c", place("r"))), "krav.reqif")
    assert [block.kind for block in found.blocks] == [BlockKind.HEADING, BlockKind.NOTE, BlockKind.ROW]
    assert found.provisions[0].heading == "Svar"


def test_an_object_nobody_placed_is_not_read() -> None:
    found = read(bundle(REQUIREMENT + one("x", TEXT.format("Bortglömt krav.")), place("r") + place("gone")), "k.reqif")
    assert "Bortglömt" not in found.text


def test_a_file_without_requirements_says_so() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(bundle(CHAPTER, place("c")), "krav.reqif")
    assert refused.value.code == "error.no_text"


def test_entities_are_not_expanded() -> None:
    hostile = bundle(REQUIREMENT, place("r")).replace(
        b'<?xml version="1.0"?>', b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    )
    hostile = hostile.replace(b"Kommunen ska", b"Kommunen &e;ska")
    assert "root:" not in read(hostile, "krav.reqif").text


def test_content_tells_the_format_whatever_the_ending() -> None:
    assert detect(bundle(REQUIREMENT, place("r")), "krav.xml") == "reqif"


def test_what_the_file_says_of_a_force_is_kept_and_of_no_force_left_to_the_words() -> None:
    said = [WORDS.format(value, name) for value, name in (("recommendation", "force"), ("Socialnämnden", "bearer"))]
    content = bundle(
        one("r", TEXT.format("Nämnden ska svara."), *said)
        + one("q", TEXT.format("Nämnden ska svara skriftligt."), WORDS.format("shall", "force")),
        place("r") + place("q"),
    ).replace(
        b"</SPEC-ATTRIBUTES>",
        b'<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="force" LONG-NAME="FORCE"/>'
        b'<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="bearer" LONG-NAME="DUTY_BEARER"/></SPEC-ATTRIBUTES>',
    )
    found = read(content, "krav.reqif")
    assert [(one.force, one.duty_bearer) for one in found.stated] == [("recommendation", "Socialnämnden"), ("", "")]
    assert [found.provisions[one.provision].label for one in found.stated] == [row.label for row in found.blocks]
    assert found.text[found.stated[0].start : found.stated[0].end] == "Nämnden ska svara."


def test_a_file_that_says_no_force_states_nothing() -> None:
    assert read(bundle(REQUIREMENT, place("r")), "krav.reqif").stated == ()
