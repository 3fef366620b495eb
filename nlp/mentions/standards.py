"""Standards in running text and their normal form.

The normal form is publisher, number without spaces and, where the text says so, part, version or year:
`EN 301549 V3.2.1`, `EN 16931-1:2017`, `ISO/IEC 27001:2022`, `WCAG 2.1`, `RFC 9110`, `ETSI TS 119612 V2.2.1`.
The sign of a national adoption ("SS-EN", "DS/EN") and ETSI before EN are left out: the text is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.mentions.elements import Element, Kind
from nlp.mentions.signs import Finder

_NUMBER = r"\d{2,3}(?:[ \u00a0]?\d{3})?(?!\d)|\d{4,6}(?!\d)"
_VERSION = r"(?P<version>(?:-\d{1,3}){0,2}(?::\d{4}(?!\d)|,? \(?(?:version |v\.? ?|V)\d{1,2}(?:\.\d{1,2}){1,2}(?!\d))?)"
_PUBLISHED = re.compile(
    r"\b(?:(?P<national>SS|DS|NS|SFS|DIN|BS)[-/ ](?=EN|ISO))?(?P<etsi>ETSI )?"
    r"(?P<publisher>(?:CEN/TS|CEN/TR|EN|TS|TR)(?: ISO(?:/IEC)?| IEC)?|ISO/IEC(?: TS| TR)?|ISO(?: TS|/TS)?|IEC|SS)"
    rf" (?P<number>{_NUMBER}){_VERSION}"
)
_WEB = re.compile(
    r"\b(?:Web Content Accessibility Guidelines(?: \(WCAG\))?|(?P<name>WCAG|ATAG|UAAG|WAI-ARIA|DCAT-AP(?:-SE)?))"
    r"(?:(?:,? version|-)? ?(?P<version>\d(?:\.\d{1,2}){1,2}(?!\d)))?(?![\w-])"
)
_OTHER = re.compile(r"\b(?:(?P<name>RFC) ?(?P<number>\d{1,5}(?!\d))|(?P<itu>ITU-T) (?P<series>[A-Z]\.\d{1,4}(?!\d)))")


def standards(text: str) -> Iterator[Element]:
    """The standards a text names; "a harmonised standard" without a number names none.

    >>> [e.value for e in standards("EN 301 549 V3.2.1, SS-EN ISO/IEC 27001:2017 och WCAG 2.1")]
    ['EN 301549 V3.2.1', 'EN ISO/IEC 27001:2017', 'WCAG 2.1']
    """
    found = [element for match in _PUBLISHED.finditer(text) if (element := _published(match))]
    found += [_element(m, f"{m['name'] or 'WCAG'} {m['version'] or ''}".rstrip()) for m in _WEB.finditer(text)]
    found += [_element(m, f"{m['name'] or m['itu']} {m['number'] or m['series']}") for m in _OTHER.finditer(text)]
    yield from sorted(found)


def _published(match: re.Match[str]) -> Element | None:
    publisher = match["publisher"]
    if publisher in {"TS", "TR"}:
        if not match["etsi"]:
            return None
        publisher = f"ETSI {publisher}"
    number = re.sub(r"\D", "", match["number"])
    return _element(match, f"{publisher} {number}{_version(match['version'])}")


def _version(written: str) -> str:
    """ ":2021" and "-1" stay, every way of writing a version number becomes " V3.2.1"."""
    match = re.search(r"[,( ].*?(\d.*)$", written)
    return f"{written[: match.start()]} V{match[1]}" if match else written


def _element(match: re.Match[str], value: str) -> Element:
    return Element(match.start(), match.end(), Kind.STANDARD, value)


FINDERS = (Finder(standards, re.compile(r"ISO|IEC|EN$|WCAG|Web$|RFC|ETSI|TS$|TR$|SS|ATAG|UAAG|ARIA|DCAT|ITU")),)
