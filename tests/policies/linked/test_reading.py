"""Linked data is read under limits, from any encoding, with the line of what is broken, and never from the network."""

from __future__ import annotations

import json
import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.term import Literal, URIRef

from policies.errors import UnreadableFile
from policies.linked import reading
from policies.linked.reading import Vocabulary
from policies.linked.terms import Linked, packed, unpacked

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
XML = f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://e/1"><e:p>å</e:p></rdf:Description></rdf:RDF>'
TURTLE = '<http://e/1> <http://e/p> "å" .'
JSON = '{"@id": "http://e/1", "http://e/p": "å"}'
VOCABULARY = Vocabulary(base="https://relative.invalid/", unknown="urn:unknown:")
STATEMENT = (URIRef("http://e/1"), URIRef("http://e/p"), Literal("å"))


def _read(data: bytes, file: str = "x") -> Linked:
    return reading.read(data, file, VOCABULARY)


def _problem(data: bytes | str) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as problem:
        _read(data if isinstance(data, bytes) else data.encode())
    return problem.value


@pytest.mark.parametrize("text", [TURTLE, XML, JSON, f"[{JSON}]", f'<?xml version="1.0"?>\n{XML}'])
def test_the_syntax_is_told_by_the_content(text: str) -> None:
    assert list(_read(text.encode(), "file.csv").triples) == [STATEMENT]


@pytest.mark.parametrize("text", ["<a> <http://e/p> 1 .", "[] <http://e/p> 1 .", "[ <http://e/p> 1 ] .", "[a <b>] ."])
def test_turtle_that_begins_like_another_syntax_is_turtle(text: str) -> None:
    assert len(_read(text.encode()).triples) == 1


@pytest.mark.parametrize("text", [TURTLE, XML, JSON])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_other_than_utf_8_are_read(text: str, encoding: str) -> None:
    assert list(_read(text.encode(encoding)).triples) == [STATEMENT]


def test_an_xml_declaration_of_another_encoding_is_followed_or_passed_over() -> None:
    for declared, actual in (("iso-8859-1", "iso-8859-1"), ("utf-16", "utf-16"), ("utf-8", "iso-8859-1")):
        data = f'<?xml version="1.0" encoding="{declared}"?>{XML}'.encode(actual)
        assert list(_read(data).triples) == [STATEMENT]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('<http://e/1> <http://e/p> "a" .\n<http://e/1> <http://e/p> "b .\n', 2),
        ("\n\nex:a ex:b ex:c .", 3),
        (f"<rdf:RDF {RDF}>\n<rdf:Description>\n</rdf:RDF>", 3),
        (f'<rdf:RDF {RDF}>\n<rdf:li rdf:about="a"/></rdf:RDF>', 2),
        ('{"@id": "http://e/1",\n "http://e/p": }', 2),
    ],
)
def test_broken_files_say_at_which_line(text: str, line: int) -> None:
    problem = _problem(text)
    assert (problem.code, problem.values["line"]) == ("error.rdf_syntax", line)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x00", b"%PDF-1.7", b"<!DOCTYPE html><html></html>", b"<html>", b"\x00\x01"]
)
def test_other_files_are_no_linked_data(data: bytes) -> None:
    assert _problem(data).code == "error.rdf_kind"


def test_an_empty_file() -> None:
    assert _problem(b" \n").code == "error.rdf_empty"


@pytest.mark.parametrize("quantity", ['<!ENTITY a "x">', '<!ENTITY a SYSTEM "file:///etc/hostname">', ""])
def test_a_document_type_is_refused(quantity: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        data = f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{quantity}]>{XML}'.encode(encoding)
        assert _problem(data).code == "error.rdf_document_type"


def test_entities_inside_literals_are_text() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b \\"c\\">]><a>&b;</a>'
    text = f'<http://e/1> <http://e/p> "{bomb}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> .'
    value = next(iter(_read(text.encode()).triples))[2]
    assert "&b;" in str(value)


@pytest.mark.parametrize(
    "text", ["[" * 5000, "<a> <b> " + "(" * 5000, '{"a":' * 3000 + "1" + "}" * 3000, f"<rdf:RDF {RDF}>" + "<e:a>" * 300]
)
def test_nesting_without_end_is_refused(text: str) -> None:
    assert _problem(text).code == "error.rdf_too_deep"


def test_sizes_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "STATEMENTS", 3)
    many = " .\n".join(f"<http://e/{number}> <http://e/p> 1" for number in range(4))
    assert _problem(f"{many} .").code == "error.rdf_too_many_statements"
    assert _problem(json.dumps([{"@id": f"http://e/{n}", "http://e/p": 1} for n in range(4)])).code == (
        "error.rdf_too_many_statements"
    )


@pytest.mark.parametrize(
    "context",
    [
        "https://schema.org/",
        ["https://schema.org/"],
        [["https://schema.org/"]],
        {"@import": "https://schema.org/"},
        {"p": {"@id": "http://e/p", "@context": "https://schema.org/"}},
        "file:///etc/hostname",
        "https://semiceu.github.io.evil.example/x/cpsv-ap.jsonld",
    ],
)
def test_no_context_is_fetched(context: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    problem = _problem(json.dumps({"@context": context, "@id": "http://e/1", "p": {"q": 1}}))
    assert problem.code == "error.rdf_context"
    assert problem.values["address"]


def test_a_context_of_too_many_terms_is_refused() -> None:
    terms = {f"t{number}": f"http://e/{number}" for number in range(3000)}
    assert _problem(json.dumps({"@context": terms})).code == "error.rdf_context_too_large"


def test_json_ld_terms_without_a_context_are_kept() -> None:
    found = _read(b'{"@id": "http://e/1", "colour": "red"}')
    assert len(found.triples) == 1
    assert found.triples[0][1] == URIRef("urn:unknown:colour")


def test_literals_keep_their_form() -> None:
    text = '<http://e/1> <http://e/p> "007"^^<http://www.w3.org/2001/XMLSchema#integer>, "x"@nl-BE-x-formal .'
    values = sorted(str(value.n3()) for _, _, value in _read(text.encode()).triples)
    assert values == ['"007"^^<http://www.w3.org/2001/XMLSchema#integer>', '"x"@nl-BE-x-formal']


def test_relative_addresses_never_show_where_the_file_lay() -> None:
    found = _read(b"<#a> <p> <../b> .", "C:\\katalog.ttl")
    assert {str(term).startswith("https://relative.invalid/") for triple in found.triples for term in triple} == {True}


def test_addresses_that_no_syntax_can_write_are_encoded() -> None:
    graph = _read(b"<http://e/1> <http://e/p> <http://e/a b> .").triples
    assert next(iter(graph))[2] == URIRef("http://e/a%20b")


@given(st.binary(max_size=40), st.sampled_from([TURTLE, XML, JSON]), st.integers(0, 200))
def test_no_damage_ends_in_anything_but_a_problem(noise: bytes, text: str, place: int) -> None:
    data = text.encode()
    with suppress(UnreadableFile):
        _read(data[:place] + noise + data[place:])


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@id",
                        "@type",
                        "@value",
                        "@graph",
                        "@context",
                        "@list",
                        "@set",
                        "@language",
                        "@reverse",
                        "@nest",
                        "@included",
                        "@index",
                        "@vocab",
                        "@base",
                        "p",
                        "http://e/p",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_any_json_is_read_or_refused(document: object) -> None:
    with suppress(UnreadableFile):
        _read(json.dumps(document).encode())


def test_what_stands_in_a_named_graph_is_read_as_well() -> None:
    document = {"@id": "http://e/g", "@graph": [{"@id": "http://e/1", "http://e/p": "å"}]}
    assert STATEMENT in _read(json.dumps(document).encode()).triples


@pytest.mark.parametrize("text", [TURTLE, XML, JSON, "[] <http://e/p> '007'^^<http://e/t>, 'x'@nl-BE-x-formal, [] ."])
def test_what_a_worker_hands_over_is_what_it_read(text: str) -> None:
    found = _read(text.encode("cp1252"))
    assert unpacked(packed(found)) == found


def test_half_a_letter_is_handed_over_as_it_is() -> None:
    found = _read(b'{"@id": "http://e/1", "http://e/p": "\\ud800"}')
    assert unpacked(packed(found)) == found
