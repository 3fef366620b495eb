"""What a document is: its title and its type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.document_facts import patterns as patterns
from nlp.document_facts.labels import type_named
from nlp.document_facts.page import FirstPage
from nlp.document_facts.types import FactField


def read_title(page: FirstPage) -> None:
    """By label, first heading or line, or the file's properties."""
    for found in page.labels_of("title"):
        page.state(FactField.TITLE, page.text[found.start : found.end], (found.start, found.end), 0.9)
    lines = [line for line in _lines(page.text, 25) if _is_title(line[1])]
    # A lone word over the title is a series or a department: "Författningssamling".
    typed = [line for line in lines[:5] if (kind := type_named(line[1])) and kind[1] == 0]
    short = bool(lines) and not lines[0][2] and len(lines[0][1].split()) <= 2
    for start, words, marked in typed[:1] if typed and short else lines[:1]:
        return page.state(FactField.TITLE, words, (start, start + len(words)), 0.85 if marked or typed else 0.6)
    title = page.metadata.get("title", "")
    return None if patterns.TITLE_JUNK.match(title) else page.state(FactField.TITLE, title, sure=0.6)


def read_type(page: FirstPage) -> None:
    """In the title, by label, on a short line, or in the names the file has."""
    title = page.found.get(FactField.TITLE)
    if title and (found := type_named(title.value)):
        inside = title.start >= 0
        page.state(
            FactField.TYPE, found[0], (title.start + found[1], title.start + found[2]) if inside else (-1, -1), 0.9
        )
    for label in page.labels_of("type"):
        if found := type_named(page.text[label.start : label.end]):
            page.state(FactField.TYPE, found[0], (label.start + found[1], label.start + found[2]), 0.9)
    for start, words, _ in _lines(page.text, 10):
        if len(words.split()) <= 3 and (found := type_named(words)):
            page.state(FactField.TYPE, found[0], (start + found[1], start + found[2]), 0.8)
    name = " ".join(re.split(r"[_\W]+", page.file_name.rsplit(".", 1)[0]))
    for source in (page.metadata.get("title", ""), name):
        if found := type_named(source):
            page.state(FactField.TYPE, found[0], sure=0.65)


def _lines(text: str, most: int) -> Iterator[tuple[int, str, bool]]:
    """Offset, words and whether marked as a heading, of the first `most` lines that hold a letter."""
    position = 0
    for line in text.splitlines(keepends=True)[:most]:
        words = line.strip().strip("#*").strip().rstrip(".")
        if any(character.isalpha() for character in words):
            yield position + line.find(words), words, line.lstrip().startswith("#")
        position += len(line)


def _is_title(words: str) -> bool:
    sentence = "|" in words or words.endswith((":", ",")) or ". " in patterns.ANNEX.sub("", words)
    junk = patterns.TITLE_JUNK.match(words) or patterns.BODY.fullmatch(words)
    return 4 <= len(words) <= 160 and not sentence and not junk
