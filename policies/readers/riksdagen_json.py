"""Statutes as the open data of the Riksdag gives them: one document with its facts, as HTML and as plain text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from policies.document import Document
from policies.errors import UnreadableFile
from policies.readers import html, text
from policies.readers.decoding import decode

# The names under which the facts are kept, those of the front matter of statutes in Markdown where there is one.
FACTS = {
    "beteckning": "beteckning",
    "titel": "rubrik",
    "organ": "departement",
    "datum": "utfardad_datum",
    "subtitel": "andrad",
    "systemdatum": "publicerad_datum",
    "dok_id": "dok_id",
}
_DATES = frozenset({"datum", "systemdatum"})
# What only the head of the HTML says; a rule and a list of contents divide it from the text.
HEAD_FACTS = {
    "Ändrad": "andrad",
    "Upphävd": "upphavd_datum",
    "Författningen har upphävts genom": "upphavd_genom",
    "Tidsbegränsad": "tidsbegransad",
}
_HEAD_FACT = re.compile(r"<b>([^<>]{1,60})</b>:\s*(.{1,300}?)<br", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
_RULE = re.compile(r"<hr\s*/?>")
_HEAD_LENGTH = 4_000
_CONTENTS = re.compile(r"<div[^<>]{0,20}\bsfstoc\b[^<>]{0,20}>.{0,200000}?</div>", re.DOTALL)


def read(data: bytes, name: str) -> Document:
    """The text of the statute: from its HTML, which keeps headings apart, else from its plain text.

    Raises UnreadableFile: damaged, without text, or a document of another kind than a statute.
    """
    content, warnings = decode(data, name)
    try:
        found = json.loads(content)["dokumentstatus"]["dokument"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise UnreadableFile("error.damaged", file=name) from error
    if not isinstance(found, dict) or str(found.get("doktyp", "sfs")).lower() != "sfs":
        raise UnreadableFile("error.unsupported_json", file=name)
    facts = {kept: _fact(found, key) for key, kept in FACTS.items() if _fact(found, key)}
    more, page = _split(_text(found, "html"))
    facts = more | facts
    if page.strip():
        document = html.read(page.encode("utf-8", "replace"), name)
    elif _text(found, "text").strip():
        document = text.read(_text(found, "text").encode("utf-8", "replace"), name)
    else:
        raise UnreadableFile("error.no_text", file=name)
    return replace(
        document,
        title=facts.get("rubrik") or document.title,
        identifier=f"SFS {facts['beteckning']}" if "beteckning" in facts else "",
        language="sv",
        metadata=facts,
        tradition="swedish_statute",
        warnings=warnings + document.warnings,
    )


def _split(page: str) -> tuple[dict[str, str], str]:
    """The facts in the head of a page, and the page without head and list of contents.

    >>> _split("<b>SFS nr</b>: 2031:45<br /><b>Upphävd</b>: 2033-01-01<br /><hr /><p>Text.</p>")
    ({'upphavd_datum': '2033-01-01'}, '<p>Text.</p>')
    """
    rule = _RULE.search(page, 0, _HEAD_LENGTH)
    head, body = (page[: rule.start()], page[rule.end() :]) if rule else ("", page)
    facts = {
        HEAD_FACTS[label]: " ".join(_TAG.sub("", value).split())
        for label, value in _HEAD_FACT.findall(head)
        if label in HEAD_FACTS
    }
    return facts, _CONTENTS.sub("", body, count=1)


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _fact(found: dict[str, Any], key: str) -> str:
    """A fact on one line, dates without the hour.

    >>> _fact({"datum": "2018-11-22 00:00:00"}, "datum")
    '2018-11-22'
    """
    value = " ".join(_text(found, key).split())
    return value[:10] if key in _DATES else value
