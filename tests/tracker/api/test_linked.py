"""Linked data: the same rows with addresses and words of known vocabularies, as our own reader takes them in."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, XSD

from tests.tracker.api.conftest import Ask
from tracker.api.linked import MEDIA_TYPE, context
from tracker.api.resources import RESOURCES
from tracker.rdf.namespaces import CPSV, CV, PREFIXES
from tracker.rdf.reading import read_statements

ROOT = "http://localhost:8501/api"
ELI = PREFIXES["eli"]


def graph(ask: Ask, token: str, address: str) -> Graph:
    answer = ask(f"/api/{address}", token, accept=f"{MEDIA_TYPE}, application/json;q=0.5")
    assert answer.headers["content-type"] == MEDIA_TYPE
    return read_statements(answer.content, "answer.jsonld").graph


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", RESOURCES)
def test_every_row_is_in_the_graph(ask: Ask, token: str, evening: Any, name: str) -> None:
    rows = ask(f"/api/{name}?limit=500", token).json["items"]
    kind = RESOURCES[name].kinds[0]
    prefix, _, word = kind.partition(":")
    found = graph(ask, token, f"{name}?limit=500")
    assert len(set(found.subjects(RDF.type, URIRef(PREFIXES[prefix] + word)))) == len(rows) > 0
    if RESOURCES[name].alone:
        assert {URIRef(f"{ROOT}/{name}/{row['id']}") for row in rows} <= set(found.subjects())


def test_services_are_said_in_cpsv_ap_and_org(ask: Ask, token: str, evening: Any) -> None:
    row = ask("/api/services", token).json["items"][0]
    found, subject = graph(ask, token, "services"), URIRef(f"{ROOT}/services/{row['id']}")
    assert (subject, RDF.type, CPSV["PublicService"]) in found
    assert (subject, DCTERMS.title, Literal(row["name"])) in found
    assert (subject, CV["hasCompetentAuthority"], URIRef(f"{ROOT}/units/{row['unit_id']}")) in found
    units = graph(ask, token, "units")
    parts = [row for row in ask("/api/units", token).json["items"] if row["part_of_id"]]
    for part in parts:
        whole = URIRef(f"{ROOT}/units/{part['part_of_id']}")
        assert (URIRef(f"{ROOT}/units/{part['id']}"), ORG.subOrganizationOf, whole) in units


def test_requirements_are_parts_of_acts_in_eli(ask: Ask, token: str, evening: Any) -> None:
    row = ask("/api/requirements", token).json["items"][0]
    found, subject = graph(ask, token, "requirements"), URIRef(f"{ROOT}/requirements/{row['id']}")
    assert (subject, URIRef(f"{ELI}is_part_of"), URIRef(f"{ROOT}/guidelines/{row['guideline_id']}")) in found
    assert len(list(found.objects(subject, URIRef(f"{ELI}is_realized_by")))) == len(row["wordings"])
    (made,) = found.objects(subject, DCTERMS.created)
    assert isinstance(made, Literal)
    assert made.datatype == XSD.dateTime


def test_contexts_name_fields_that_rows_have() -> None:
    for resource in RESOURCES.values():
        own = set(context(resource.name)) - set(PREFIXES) - {"@vocab", "items", "next"}
        assert own == set(resource.terms)


def test_json_is_given_to_who_does_not_ask(ask: Ask, token: str, evening: Any) -> None:
    for accept in ("", "*/*", "text/html", "application/json, application/ld+json"):
        assert ask("/api/units", token, accept=accept).headers["content-type"] == "application/json"
