"""Lines put together: words whole again, hyphens that belong to a word kept."""

from __future__ import annotations

import pytest

from policies.hyphenation import compounds_in, joined


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Kommu-", "nen"], "Kommunen"),
        (["en e-", "tjänst"], "en e-tjänst"),
        (["IT-", "systemet"], "IT-systemet"),
        (["Sverige-", "Finland"], "Sverige-Finland"),
        (["in-", "och utdata"], "in- och utdata"),
        (["year 2024-", "2026"], "year 2024-2026"),
        (["under –", "och sedan"], "under – och sedan"),
        (["slut.", "", "Nytt"], "slut. Nytt"),
        (["soft\u00ad", "ware"], "software"),
    ],
)
def test_line_end_is_joined(lines: list[str], text: str) -> None:
    assert joined(lines) == text


def test_hyphen_seen_elsewhere_in_the_document_is_kept() -> None:
    compounds = compounds_in(["a high-level view"])
    assert joined(["the high-", "level plan"], compounds) == "the high-level plan"
