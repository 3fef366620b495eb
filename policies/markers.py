"""Markers people type by hand: bullets and numbers of list items, numbers of headings, lines of a contents list."""

from __future__ import annotations

import re

BULLETS = "•·▪▫◦‣●○■□►➢✓–—\uf0b7\uf0a7\uf02d\u2212"
ITEM = re.compile(
    rf"^(?P<label>[{BULLETS}]|[-*](?=\s)|\(?(?:\d{{1,2}}|[a-zåäö]|[ivx]{{1,4}})\)|\d{{1,2}}\.)\s*(?<!\d\.)(?P<rest>\S.*)$",
    re.S,
)
NUMBERED = re.compile(
    r"^(?P<label>\d{1,2}(?:\.\d{1,2}){1,4}\.(?=[A-ZÅÄÖ])|(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[A-Z]\.)(?=\s))"
    r"\s*(?P<rest>[^\W\d_].*)$",
    re.S,
)
CONTENTS_LINE = re.compile(r"^(?=.*[^\W\d_]).{2,200}?(?:(?: ?[.…·_]){3,} ?| ?\t+ ?)(?:\d{1,4}|[ivxl]{1,6})$")
CONTENTS_HEADING = re.compile(
    r"^(?:innehåll|innehållsförteckning|innehållsöversikt|(?:table of )?contents)\W*$", re.IGNORECASE
)


def split_item(text: str) -> tuple[str, str]:
    """Marker and text of a list item; the marker is "" where the text carries none.

    >>> split_item("• Ansvar för drift"), split_item("b) Ansvar"), split_item("2 kap. gäller")
    (('•', 'Ansvar för drift'), ('b)', 'Ansvar'), ('', '2 kap. gäller'))
    """
    found = ITEM.match(text)
    if not found:
        return "", text
    # Symbol fonts put their bullets into the private area of Unicode, where other fonts show nothing.
    label = found["label"]
    return ("•" if "\ue000" <= label <= "\uf8ff" else label), found["rest"]


def split_number(text: str) -> tuple[str, str]:
    """Number and words of a numbered heading; the number is "" where there is none.

    >>> split_number("2.1 Ansvar"), split_number("2024 blev ett år"), split_number("Ansvar")
    (('2.1', 'Ansvar'), ('', '2024 blev ett år'), ('', 'Ansvar'))
    """
    found = NUMBERED.match(text)
    return (found["label"], found["rest"]) if found else ("", text)


def is_contents_line(text: str) -> bool:
    """Whether a line ends in leaders and a page number, as lines of a table of contents do.

    >>> is_contents_line("2.1 Ansvar ........ 7"), is_contents_line("Vi har 7")
    (True, False)
    """
    return CONTENTS_LINE.match(text.strip()) is not None


def is_contents_heading(text: str) -> bool:
    """Whether a heading only announces the table of contents.

    >>> is_contents_heading("Innehållsförteckning"), is_contents_heading("Innehåll och form")
    (True, False)
    """
    return CONTENTS_HEADING.match(text.strip()) is not None
