"""Statutes as the open data of the Riksdag gives them."""

from __future__ import annotations

import json

import pytest

from policies.document import Document
from policies.errors import UnreadableFile
from policies.reading import read

HTML = """<h2>Lag (2031:45) om provning</h2><style>p {margin: 0}</style>
<b>SFS nr</b>: 2031:45<br /><b>Departement/myndighet</b>: Provdepartementet<br />
<b>Utfärdad</b>: 2030-11-22<br /><b>Ändrad</b>: t.o.m. SFS <a href="x">2032:9</a><br />
<b>Ändringsregister</b>: <a href="http://rkrattsbaser.gov.se/sfsr?bet=2031:45">SFSR (Regeringskansliet)</a><br /><hr />
<div class="sfstoc"><h3>Innehåll:</h3><ul><li><a href="#K1">1 kap. Inledande bestämmelser</a></li></ul></div>
<div><h3 name="K1"><a name="K1">1 kap. Inledande bestämmelser</a></h3>
<h4 name="R1"><a name="R1">Tillämpningsområde</a></h4><p><a name="S2"></a></p>
<a class="paragraf" name="K1P1"><b>1 §</b></a> &nbsp;&nbsp;Denna lag gäller kommuner<br />
och regioner.<p><a name="K1P1S2"></a></p>Lagen gäller inte skolor.<br />
<p><a name="K1P1S3"></a></p><a class="paragraf" name="K1P2"><b>2 §</b></a> &nbsp;&nbsp;En kommun ska<br />
1. svara, och<br />
2. fråga. <i>Lag (2032:9)</i>.<p></p>
<h3 name="overgang"><a name="overgang">Övergångsbestämmelser</a></h3><p>2031:45</p>
1. Denna lag träder i kraft genast.</div>
"""
TEXT = "1 § Denna lag gäller kommuner.\n\n2 § En kommun ska svara."


def statute(**facts: str) -> bytes:
    document = {
        "dok_id": "sfs-2031-45",
        "doktyp": "sfs",
        "beteckning": "2031:45",
        "titel": "Lag (2031:45) om provning",
        "organ": "Provdepartementet",
        "datum": "2030-11-22 00:00:00",
        **facts,
    }
    return json.dumps({"dokumentstatus": {"dokument": document}}).encode()


def read_statute(**facts: str) -> Document:
    return read(statute(**facts), "sfs-2031-45.json")


def test_sections_paragraphs_and_items_stand_at_their_places() -> None:
    document = read_statute(html=HTML)
    found = {provision.locator: document.text[provision.start : provision.end] for provision in document.provisions}
    assert found["1 kap. 1 § 2 st"] == "Lagen gäller inte skolor."
    assert found["1 kap. 2 § 1 st 2 p"] == "2. fråga."


def test_head_and_contents_are_no_text_of_the_statute() -> None:
    document = read_statute(html=HTML)
    assert "Departement/myndighet" not in document.text
    assert "Innehåll" not in document.text


def test_the_statute_names_itself() -> None:
    document = read_statute(html=HTML)
    assert (document.identifier, document.title) == ("SFS 2031:45", "Lag (2031:45) om provning")
    assert document.metadata["andrad"] == "t.o.m. SFS 2032:9"
    assert document.metadata["utfardad_datum"] == "2030-11-22"


def test_a_repealed_statute_says_since_when_and_by_what() -> None:
    head = "<b>Upphävd</b>: 2033-01-01<br /><b>Författningen har upphävts genom</b>: SFS 2032:77<br /><hr />"
    document = read_statute(html=head + "<p><b>1 §</b> Lånen avser hus.</p>")
    assert document.metadata["upphavd_datum"] == "2033-01-01"
    assert document.metadata["upphavd_genom"] == "SFS 2032:77"


def test_plain_text_is_read_where_there_is_no_html() -> None:
    assert [p.locator for p in read_statute(html="", text=TEXT).provisions if p.kind == "section"] == ["1 §", "2 §"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (statute(html="", text=""), "error.no_text"),
        (statute(doktyp="mot", html=HTML), "error.unsupported_json"),
        (b'{"dokumentstatus": {"dokument": null}}', "error.unsupported_json"),
        (b'{"dokumentstatus": {}}', "error.damaged"),
    ],
)
def test_what_is_no_statute_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as problem:
        read(data, "sfs-2031-45.json")
    assert problem.value.code == code
