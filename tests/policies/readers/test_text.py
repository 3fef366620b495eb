"""Plain text files, wrapped and unwrapped."""

from __future__ import annotations

import pytest

from policies.errors import UnreadableFile
from policies.readers.text import read


def shown(text: str | bytes) -> list[tuple[str, int, str, str]]:
    document = read(text if isinstance(text, bytes) else text.encode(), "plan.txt")
    return [(str(b.kind), b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


WRAPPED = """Kommunen arbetar sedan flera år med att göra digital service till-
gänglig för alla som bor och verkar här, och följer upp arbetet
varje år."""


def test_wrapped_lines_are_one_paragraph_with_whole_words() -> None:
    assert shown(f"{WRAPPED}\n\n{WRAPPED}")[0][3] == (
        "Kommunen arbetar sedan flera år med att göra digital service tillgänglig för alla som bor och verkar här, "
        "och följer upp arbetet varje år."
    )


def test_long_lines_are_paragraphs_of_their_own() -> None:
    line = "Nämnden ska varje år följa upp planen och redovisa resultatet för kommunstyrelsen. " * 3
    assert [text for *_, text in shown(f"{line}\n{line}")] == [line.strip()] * 2


def test_headings_by_underline_number_and_capitals() -> None:
    text = f"\n\n{WRAPPED}\n\n".join(["Digital plan\n============", "1 Ansvar", "1.1 Nämnden", "ROLLER", "Slut."])
    headings = [(level, label, words) for kind, level, label, words in shown(text) if kind == "heading"]
    assert headings == [(1, "", "Digital plan"), (2, "1", "Ansvar"), (3, "1.1", "Nämnden"), (2, "", "ROLLER")]


def test_items_keep_marker_and_depth() -> None:
    text = f"{WRAPPED}\n\n- utse ansvariga\n- följa upp\n    a) varje år\n1) besluta\n"
    assert [found[1:] for found in shown(text)[1:]] == [
        (1, "-", "utse ansvariga"),
        (1, "-", "följa upp"),
        (2, "a)", "varje år"),
        (1, "1)", "besluta"),
    ]


def test_minutes_and_contents_lists_are_told_apart() -> None:
    text = f"Innehåll\n\n1 Ansvar ..... 2\n2 Roller ..... 3\n3 Mål ..... 4\n\n§ 45 Digital plan\n\n{WRAPPED}"
    assert [kind for kind, *_ in shown(text)] == ["contents"] * 4 + ["heading", "paragraph"]


def test_pages_are_counted_by_form_feeds() -> None:
    document = read(f"{WRAPPED}\f{WRAPPED}".encode(), "plan.txt")
    assert [b.page for b in document.blocks] == [1, 2]


def test_western_bytes_are_read_and_warned_of() -> None:
    document = read(WRAPPED.encode("cp1252"), "plan.txt")
    assert "tillgänglig" in document.text
    assert [w.code for w in document.warnings] == ["warning.encoding_guessed"]


def test_marks_without_text_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="no_text"):
        read(b"-----\n", "plan.txt")


def test_line_that_leads_into_a_list_is_no_heading() -> None:
    kinds = [kind for kind, *_ in shown("Plan\n\nKommunen ska erbjuda\n\n- stugor,\n\n- vedbodar.\n")]
    assert kinds == ["heading", "paragraph", "item", "item"]


def test_chapter_line_keeps_its_number() -> None:
    assert shown("Lag om ved\n\n2 kap. Vedbodar\n\n1 § Ved ska staplas.\n")[1][3] == "2 kap. Vedbodar"


def test_number_of_a_minute_and_its_title_on_two_lines_are_two_headings() -> None:
    found = shown("Protokoll\n\n§ 45\nVed till alla\nDnr 7\n\nText här.\n")
    assert [text for kind, _, _, text in found if kind == "heading"] == ["Protokoll", "§ 45", "Ved till alla"]
