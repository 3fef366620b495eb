"""What the shape of a passage says before its words are read: a contents list, a heading, a quotation."""

from __future__ import annotations

import re

_LEADERS = re.compile(r"(?:\.{3}|…|(?:\s\.){3}|_{4}|\t)\s{0,8}\d{1,4}$")
_NUMBER = re.compile(r"(?:#{1,6}\s{1,4}|§\s?\d{1,4}\.?\s{1,4}|\d{1,2}(?:\.\d{1,2}){0,4}\.?\s{1,4}){1,8}(?=[^\W\d_])")
_QUOTED = re.compile(r"[\"“”„»«]([^\"“”„»«]{1,20000})[\"“”«»]")
_ENDS = (".", "!", "?", ";", ":", ",")
_LONGEST_HEADING = 110


def without_number(heading: str) -> str:
    """A heading without its marks and number.

    >>> without_number("## § 45 Digital tillgänglighet"), without_number("2.1 Beslut:")
    ('Digital tillgänglighet', 'Beslut')
    """
    return _NUMBER.sub("", heading.strip(), count=1).strip(" :*\t")


def is_contents(text: str) -> bool:
    """Whether the lines end in leaders and page numbers.

    >>> is_contents("1 Syfte ........ 3\\n2 Ansvar ........ 4"), is_contents("Svar inom 3 dagar ... 4 §")
    (True, False)
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    led = sum(1 for line in lines if len(line) <= 300 and _LEADERS.search(line))
    return bool(lines) and led * 2 > len(lines)


def is_heading(text: str) -> bool:
    """Whether a line stands out as a heading by its number, mark or capitals alone.

    >>> [is_heading(x) for x in ("§ 45 Digital tillgänglighet", "2.1 Ansvar", "BESLUT", "2 § gäller.", "Svar")]
    [True, True, True, False, False]
    """
    line = text.strip()
    if not line or len(line) > _LONGEST_HEADING or "\n" in line or line.endswith(_ENDS):
        return False
    number = _NUMBER.match(line)
    if number:
        return line[number.end()].isupper()
    letters = [character for character in line if character.isalpha()]
    return len(letters) >= 4 and len(line.split()) <= 10 and all(character.isupper() for character in letters)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of what stands between quotation marks, marks included.

    >>> quoted_spans('I lagen står: "En aktör ska."')
    [(14, 29)]
    """
    return [match.span() for match in _QUOTED.finditer(text)]


def is_block_quote(text: str) -> bool:
    """Whether every line is marked as quoted, as in Markdown and mail."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(line.lstrip().startswith(">") for line in lines)
