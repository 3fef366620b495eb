"""Consolidated EU acts in HTML: marks of amendments, deletions and headers of tables."""

from __future__ import annotations

from policies.document import Document
from policies.readers import eurlex_html
from policies.reading import read

HEAD = """<html><head><link href="/clg.css"/></head><body>
<p class="hd-lg">EN</p><p class="reference">02031R0077 — EN — 01.02.2032</p>
<p class="title-doc-first">REGULATION (EU) 2031/77</p><p class="title-doc-last">on plain services</p>"""


def act(body: str) -> Document:
    return read(f"{HEAD}<p class='title-article-norm'>Article 1</p>{body}</body></html>".encode(), "act.html")


def own(document: Document) -> dict[str, str]:
    spans = zip(document.provisions, document.own_spans(), strict=True)
    return {p.locator: document.text[start:end] for p, (start, end) in spans}


def test_marks_inside_a_sentence_leave_the_sentence_whole() -> None:
    body = "<p class='modref'>▼M1</p><p class='norm'>The ►M2 authority ◄, or ►C1 its agent ◄ shall answer.</p>"
    assert own(act(body))["art 1 subpara 1"] == "The authority, or its agent shall answer."


def test_amending_acts_are_metadata() -> None:
    listed = "<p class='title-fam-member'>►M1 REGULATION (EU) 2032/5 OF THE COUNCIL</p><p class='norm'>Answer.</p>"
    assert act(listed).metadata["amended_by"] == "32032R0005"


def test_the_day_a_text_is_true_for_is_metadata() -> None:
    assert act("<p class='norm'>Answer.</p>").metadata == {"consolidated_on": "2032-02-01"}
    published = "<html><body><p class='oj-hd-date'>1.2.2031</p><p class='oj-normal'>Answer.</p></body></html>"
    assert eurlex_html.read(published.encode(), "act.html").metadata == {"published_on": "2031-02-01"}


def test_dashes_of_a_deletion_are_no_provision() -> None:
    body = "<p class='norm'>Answer.</p><p class='modref'>▼M1</p><p class='norm'>— — — — —</p>"
    assert list(own(act(body))) == ["art 1", "art 1 subpara 1"]


def test_header_of_a_table_is_the_own_text_of_the_table() -> None:
    row = "<tr><td><p class='{0}'>{1}</p></td><td><p class='{0}'>{2}</p></td><td><p class='{0}'>{3}</p></td></tr>"
    rows = row.format("tbl-hdr", "Level", "Need", "Proof") + row.format("tbl-txt", "Low", "One ►M1 form ◄", "None")
    found = own(act(f"<p class='norm'>Levels:</p><table>{rows}</table>"))
    assert found["art 1 subpara 1 table 1"] == "Level | Need | Proof"
    assert found["art 1 subpara 1 table 1 row 1"] == "Low | One form | None"
