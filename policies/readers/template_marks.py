"""Commands of page templates (Liquid, Nunjucks, Kramdown attributes) taken out of text, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACE = re.compile(r"[{}]")
_ENDS = {"{": "}", "%": "%", "#": "#", ":": ""}  # behind the opening brace, and what must stand before the closing one
_LONGEST = 5_000  # characters of one command; a longer "command" is text with stray braces


def without_commands(text: str) -> str:
    """The text without {% commands %}, {{ outputs }}, {# comments #} and {: attributes }.

    >>> without_commands('Ansök {{ link({ href: "/x" }) }}här{: .knapp}.{% endblock %}')
    'Ansök här.'
    """
    kept: list[str] = []
    position = 0
    for start, end in _commands(text):
        kept.append(text[position:start])
        position = end
    return "".join((*kept, text[position:]))


def _commands(text: str) -> list[tuple[int, int]]:
    """Offsets of the outermost commands, found by pairing braces once from left to right."""
    found: list[tuple[int, int]] = []
    for start, end in _pairs(text):
        ending = _ENDS.get(text[start + 1])
        if ending is None or end - start > _LONGEST or not text.endswith(ending, start, end - 1):
            continue
        while found and found[-1][0] > start:
            found.pop()  # inside this one
        found.append((start, end))
    return found


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace.group() == "{":
            opened.append(brace.start())
        elif opened:
            yield opened.pop(), brace.end()
