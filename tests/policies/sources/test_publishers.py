"""Acts by their numbers, from servers that answer as the Publications Office, EUR-Lex and the Riksdag do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from policies.errors import NotFetched, NotThere, Unreachable
from policies.reading import read
from policies.sources import find
from policies.sources.identifiers import Celex, Sfs, names_an_act, parse
from policies.sources.network import Network
from policies.sources.shelf import Fetched
from tests.outside import Outside, Said

OFFICE = "publications.europa.eu/resource/celex/32031R0045"
FILE = "/resource/cellar/0b8e1c.0006.03/DOC_1"
EURLEX = "eur-lex.europa.eu/legal-content/SV/TXT/HTML/?uri=CELEX:32031R0045"
STATUTE = "data.riksdagen.se/dokument/sfs-2031-45.json"
ACT = """<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p class="oj-doc-ti">Förordning (EU) 2031/45</p><p class="oj-ti-art">Artikel 1</p>
<p class="oj-normal">Medlemsstaterna ska svara.</p></body></html>""".encode()
XHTML = {"Content-Type": "application/xhtml+xml;charset=UTF-8", "ETag": '"v1"'}
JSON = {"Content-Type": "application/json; charset=utf-8"}


def office(**texts: Mapping[str, Said] | Said) -> object:
    """Answers as the Publications Office: 400 without a language, 404 for a language or form it lacks, else 303."""

    def answer(headers: Mapping[str, str]) -> Said:
        if "accept-language" not in headers:
            return Said(400, b"Accept-Language is missing")
        said = texts.get(headers["accept-language"])
        if isinstance(said, Mapping):
            said = said.get(headers["accept"])
        return said or Said(404, b"<html><body>No matching content</body></html>", {"Content-Type": "text/html"})

    return answer


def passed_on() -> Said:
    return Said(303, headers={"Location": f"http://publications.europa.eu{FILE}"})


@pytest.fixture
def published(outside: Outside) -> Outside:
    outside.routes[OFFICE] = office(swe={"application/xhtml+xml": passed_on()})
    outside.says("publications.europa.eu" + FILE, Said(200, ACT, XHTML))
    return outside


def act(network: Network, language: str = "sv") -> Fetched:
    return find("celex:32031R0045", language, network).fetched


def test_an_act_comes_in_the_language_asked_for(published: Outside, network: Network) -> None:
    found = find("celex:32031R0045", "sv", network)
    assert found.fetched.data == ACT
    assert (found.identifier, found.file_name) == ("32031R0045", "32031R0045-sv.xhtml")
    assert found.fetched.address == "https://publications.europa.eu" + FILE
    assert [headers["accept-language"] for _, headers in published.asked] == ["swe", "swe"]


def test_an_act_that_came_can_be_read(published: Outside, network: Network) -> None:
    found = find("32031R0045", "sv", network)
    document = read(found.fetched.data, found.file_name)
    assert (document.format, document.provisions[0].locator) == ("eurlex_html", "art 1")


def test_an_old_act_comes_as_html(outside: Outside, network: Network) -> None:
    outside.routes[OFFICE] = office(swe={"text/html": Said(200, ACT, {"Content-Type": "text/html"})})
    assert act(network).content_type == "text/html"


def test_a_language_that_is_missing_is_named_with_one_that_is_there(outside: Outside, network: Network) -> None:
    outside.routes[OFFICE] = office(eng=Said(200, ACT, XHTML))
    with pytest.raises(NotThere) as problem:
        act(network)
    assert problem.value.code == "error.fetch_language"
    assert problem.value.values == {"identifier": "32031R0045", "language": "sv", "choices": "language.en"}


@pytest.mark.parametrize("status", [404, 406])
def test_an_act_that_is_not_there_is_said(outside: Outside, network: Network, status: int) -> None:
    outside.says(OFFICE, Said(status, b"<html><body>Not found</body></html>", {"Content-Type": "text/html"}))
    with pytest.raises(NotThere, match="fetch_unknown_act"):
        act(network)


def test_no_language_of_the_union_is_asked_of_nobody(outside: Outside, network: Network) -> None:
    with pytest.raises(NotFetched, match="fetch_language_unknown"):
        act(network, "no")
    assert outside.asked == []


@pytest.mark.parametrize(
    "said",
    [
        Said(500, b"oh"),
        Said(300, b'<html><a href="DOC_1">1</a><a href="DOC_2">2</a></html>', {"Content-Type": "text/html"}),
        Said(200, b"%PDF-1.7", {"Content-Type": "application/pdf"}),
        Said(303, headers={"Location": "https://10.0.0.1/"}),
    ],
    ids=["busy", "in parts", "another kind", "led inside"],
)
def test_eurlex_is_asked_where_the_office_cannot_help(outside: Outside, network: Network, said: Said) -> None:
    outside.says(OFFICE, said)
    outside.says(EURLEX, Said(200, ACT, {"Content-Type": "text/html"}))
    assert act(network).address == f"https://{EURLEX}"


@pytest.mark.parametrize(
    "said",
    [
        Said(202, headers={"x-amzn-waf-action": "challenge"}),
        Said(200, b"<html><body>The requested document does not exist.</body></html>", {"Content-Type": "text/html"}),
        Said(404, b"no"),
    ],
    ids=["browsers only", "a page that says no", "not there"],
)
def test_what_the_office_said_is_told_where_eurlex_does_not_help(
    outside: Outside, network: Network, said: Said
) -> None:
    outside.says(OFFICE, Said(300, b"<html>parts</html>", {"Content-Type": "text/html"}))
    outside.says(EURLEX, said)
    with pytest.raises(NotFetched, match="fetch_in_parts"):
        act(network)


def test_offline_the_act_of_an_earlier_day_comes(published: Outside, network: Network) -> None:
    act(network)
    published.down = True
    assert act(network).offline


def test_offline_an_act_never_fetched_is_not_called_missing(outside: Outside, network: Network) -> None:
    outside.down = True
    with pytest.raises(Unreachable, match="fetch_unreachable"):
        act(network)


def test_without_a_name_service_the_publisher_is_not_said_to_be_unknown(outside: Outside, network: Network) -> None:
    def unknown(host: str) -> tuple[str, ...]:
        raise Unreachable("error.fetch_no_host", host=host)

    with pytest.raises(Unreachable, match="fetch_unreachable"):
        act(replace(network, resolve=unknown))


def statute(number: str = "2031:45") -> bytes:
    document = {
        "dok_id": "sfs-2031-45",
        "doktyp": "sfs",
        "beteckning": number,
        "html": "<p><b>1 §</b> Kommunen ska.</p>",
    }
    return json.dumps({"dokumentstatus": {"dokument": document}}).encode()


def test_a_statute_comes_from_the_riksdag(outside: Outside, network: Network) -> None:
    outside.says(STATUTE, Said(200, statute(), JSON))
    found = find("SFS 2031:45", "sv", network)
    assert (found.identifier, found.file_name) == ("SFS 2031:45", "sfs-2031-45.json")
    assert read(found.fetched.data, found.file_name).identifier == "SFS 2031:45"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(404, b"no"), "error.fetch_unknown_act"),
        (Said(200, b'{"dokumentstatus": null}', JSON), "error.fetch_unknown_act"),
        (Said(200, statute("1999:1"), JSON), "error.fetch_unknown_act"),
        (Said(200, b"<html>hej</html>", {"Content-Type": "text/html"}), "error.fetch_kind"),
    ],
    ids=["not there", "empty", "another", "no json"],
)
def test_a_statute_that_is_not_there_is_said(outside: Outside, network: Network, said: Said, code: str) -> None:
    outside.says(STATUTE, said)
    with pytest.raises(NotFetched) as problem:
        find("sfs:2031:45", "sv", network)
    assert problem.value.code == code


def test_statutes_are_in_swedish(outside: Outside, network: Network) -> None:
    with pytest.raises(NotThere, match="fetch_language"):
        find("sfs:2031:45", "en", network)
    assert outside.asked == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("celex:32018R1724", "32018R1724"),
        ("CELEX 32018r1724", "32018R1724"),
        (" 32018R1724 ", "32018R1724"),
        ("02014R0910-20241018", "02014R0910-20241018"),
        ("https://eur-lex.europa.eu/legal-content/SV/TXT/?uri=CELEX:32018R1724", "32018R1724"),
        ("https://eur-lex.europa.eu/legal-content/SV/ALL/?uri=celex%3A32018R1724&qid=1", "32018R1724"),
        ("https://eur-lex.europa.eu/eli/reg/2018/1724/oj/swe", "32018R1724"),
        ("http://data.europa.eu/eli/dir/2016/2102/oj", "32016L2102"),
        ("https://data.europa.eu/eli/reg_impl/2022/1463/oj", "32022R1463"),
        ("https://data.europa.eu/eli/reg/2014/910/2024-10-18", "02014R0910-20241018"),
        ("https://publications.europa.eu/resource/celex/32018R1724", "32018R1724"),
    ],
)
def test_an_eu_act_is_recognised(text: str, number: str) -> None:
    assert parse(text) == Celex(number=number)


@pytest.mark.parametrize(
    "text",
    [
        "sfs:2018:1937",
        "SFS 2018:1937",
        "2018:1937",
        "sfs-2018-1937",
        "https://data.riksdagen.se/dokument/sfs-2018-1937.html",
        "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/lag-20181937_sfs-2018-1937/",
    ],
)
def test_a_statute_is_recognised(text: str) -> None:
    assert parse(text) == Sfs(number="2018:1937")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "celex:",
        "celex:hej",
        "sfs:hej",
        "32018R17245",
        "https://evil.com/?uri=CELEX:32018R1724",
        "https://eur-lex.europa.eu.evil.com/?uri=CELEX:32018R1724",
        "file:///eli/reg/2018/1724/oj",
        "https://[::1/eli/reg/2018/1724/oj",
        "celex:32018R1724/../../x",
    ],
)
def test_what_names_no_act_is_said(text: str) -> None:
    with pytest.raises(NotFetched, match="fetch_identifier"):
        parse(text)


@pytest.mark.parametrize(
    ("word", "act"),
    [("celex:x", True), ("https://www.kommun.se", True), ("2018:1937", True), ("plan.docx", False), ("a/b.md", False)],
)
def test_words_of_the_command_line_are_files_or_acts(word: str, act: bool) -> None:
    assert names_an_act(word) is act


def test_a_consolidated_text_is_an_edition_of_its_act() -> None:
    assert Celex(number="02014R0910-20241018").identifier == "32014R0910"
