"""Commands of page templates (Liquid, Nunjucks, Kramdown attributes) taken out of text, in one pass."""

from __future__ import annotations

_PAIRED = {"{%": "%}", "{#": "#}"}
_BALANCED = ("{{", "{:")
_LONGEST = 5_000  # characters of one command; a longer "command" is text with a stray brace


def without_commands(text: str) -> str:
    """The text without {% commands %}, {{ outputs }}, {# comments #} and {: attributes }.

    >>> without_commands('Ansök {{ link({ href: "/x" }) }}här{: .knapp}.{% endblock %}')
    'Ansök här.'
    """
    kept: list[str] = []
    position = 0
    while (start := text.find("{", position)) >= 0:
        end = _end(text, start)
        if end < 0:
            kept.append(text[position : start + 1])
            position = start + 1
        else:
            kept.append(text[position:start])
            position = end
    return "".join((*kept, text[position:]))


def _end(text: str, start: int) -> int:
    """Where the command that opens at `start` is over, -1 if none opens there."""
    opening = text[start : start + 2]
    if opening in _PAIRED:
        end = text.find(_PAIRED[opening], start + 2, start + _LONGEST)
        return end + 2 if end >= 0 else -1
    if opening not in _BALANCED:
        return -1
    depth = 0
    for place in range(start, min(len(text), start + _LONGEST)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if not depth:
                return place + 1
    return -1
