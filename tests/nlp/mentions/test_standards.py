"""Standards as written and their normal form."""

from __future__ import annotations

import pytest

from nlp.mentions.standards import standards


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("EN 301 549", ["EN 301549"]),
        ("EN 301 549 V3.2.1 (2021-03)", ["EN 301549 V3.2.1"]),
        ("EN 301 549 version 3.2.1", ["EN 301549 V3.2.1"]),
        ("ETSI EN 319 401 v2.2.1", ["EN 319401 V2.2.1"]),
        ("ETSI TS 119 612 V2.2.1", ["ETSI TS 119612 V2.2.1"]),
        ("EN 16931-1:2017", ["EN 16931-1:2017"]),
        ("SS-EN ISO/IEC 27001:2017", ["EN ISO/IEC 27001:2017"]),
        ("ISO/IEC 27001:2022", ["ISO/IEC 27001:2022"]),
        ("SS 854000:2014", ["SS 854000:2014"]),
        ("WCAG 2.1 nivå AA", ["WCAG 2.1"]),
        ("Web Content Accessibility Guidelines (WCAG) 2.2", ["WCAG 2.2"]),
        ("WCAG", ["WCAG"]),
        ("RFC 9110 och WAI-ARIA 1.2", ["RFC 9110", "WAI-ARIA 1.2"]),
        ("ITU-T X.509", ["ITU-T X.509"]),
        ("en harmoniserad standard", []),
        ("a harmonised standard of the W3C", []),
        ("TS 119 612", []),
        ("mellan 301 549 och EN", []),
    ],
)
def test_standards_have_one_form(written: str, normal: list[str]) -> None:
    assert [element.value for element in standards(written)] == normal
