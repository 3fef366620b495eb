"""The block of facts between two lines of dashes at the top of a Markdown file."""

from __future__ import annotations

import re

_FACT = re.compile(r"^([A-Za-zÅÄÖåäö][\w .-]{0,60}):(?:\s+(.*))?$")
_LONGEST = 200  # lines; a longer "front matter" is a document between two rules


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Top-level facts, keys as written, and the rest of the text. Nested values are joined by "; ".

    >>> split_front_matter('---\\nrubrik: Kommunallag\\nurls:\\n  HTML: x\\n---\\n# Kommunallag')
    ({'rubrik': 'Kommunallag', 'urls': 'HTML: x'}, '# Kommunallag')
    """
    lines = text.lstrip("\n").split("\n")
    if lines[0].strip() != "---":
        return {}, text
    end = next((i for i, line in enumerate(lines[1:_LONGEST], 1) if line.strip() in ("---", "...")), 0)
    if not end:
        return {}, text
    facts: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:end]:
        fact = _FACT.match(line)
        if fact:
            key = fact.group(1)
            facts[key] = [_unquoted(fact.group(2) or "")]
        elif key and line.strip(" -"):
            facts[key].append(line.strip().lstrip("- "))
    metadata = {key: "; ".join(part for part in parts if part) for key, parts in facts.items()}
    return {key: value for key, value in metadata.items() if value}, "\n".join(lines[end + 1 :])


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
