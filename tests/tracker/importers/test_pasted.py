"""Pasted text becomes one requirement a line or item, with number, heading and lead-in."""

from __future__ import annotations

import pytest

from tracker.importers.pasted import rows


def told(text: str) -> list[tuple[str, str, str, str]]:
    return [(r.cells["number"], r.cells["heading"], r.cells["lead_in"], r.cells["text"]) for r in rows(text)]


def test_a_requirement_a_line() -> None:
    assert told("Nämnden ska svara.\nNämnden bör följa upp.") == [
        ("", "", "", "Nämnden ska svara."),
        ("", "", "", "Nämnden bör följa upp."),
    ]


def test_numbers_letters_and_lead_ins() -> None:
    text = "Styrning\n1. Nämnden ska:\n   a) ha en plan,\n   b) följa den.\n2. Planen bör vara öppen."
    assert told(text) == [
        ("1a", "Styrning", "Nämnden ska:", "ha en plan,"),
        ("1b", "Styrning", "Nämnden ska:", "följa den."),
        ("2", "Styrning", "", "Planen bör vara öppen."),
    ]


def test_codes_and_sections_are_numbers() -> None:
    assert [row[0] for row in told("K7: Allt ska loggas.\n13 § Myndigheten ska svara.\n2.1 Systemet ska larma.")] == [
        "K7", "13 §", "2.1",
    ]  # fmt: skip


def test_broken_lines_are_put_together() -> None:
    assert told("- Nämnden ska svara\n  inom en vecka.\n- Nämnden ska\nfölja upp.") == [
        ("", "", "", "Nämnden ska svara inom en vecka."),
        ("", "", "", "Nämnden ska följa upp."),
    ]


def test_lists_that_begin_anew_under_headings_are_told_apart() -> None:
    text = "# Styrning\n1. Planen ska finnas.\n# Drift\n1. Loggen ska finnas."
    assert [row[:2] for row in told(text)] == [("1.1", "Styrning"), ("2.1", "Drift")]


@pytest.mark.parametrize("text", ["", "\n \n", "####", "a) b", ":\n::\n:", "1.\n2.\n", "\x00\t-", "- " * 500])
def test_odd_text_does_no_harm(text: str) -> None:
    for row in rows(text):
        assert row.cells["text"].strip()
