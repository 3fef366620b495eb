"""The first page of a document being read: where sentences begin, days, bodies, and what it was found to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nlp.document_facts import patterns as patterns
from nlp.document_facts.dates import WrittenDate, written_dates
from nlp.document_facts.labels import Labelled, labelled
from nlp.document_facts.types import DocumentFact, FactField


class FirstPage:
    """The text with its labels, and the facts found so far; the first value stated for a field stays."""

    def __init__(self, text: str, file_name: str = "", metadata: Mapping[str, str] | None = None) -> None:
        self.text = text
        self.file_name = file_name
        self.metadata = {key.lower(): str(value)[:500] for key, value in (metadata or {}).items()}
        self.labels = labelled(text)
        self.found: dict[FactField, DocumentFact] = {}

    @property
    def kind(self) -> str:
        """The code of its type, "" where none is known yet."""
        fact = self.found.get(FactField.TYPE)
        return fact.value if fact else ""

    def state(self, field: FactField, value: str, span: tuple[int, int] = (-1, -1), sure: float = 0.8) -> None:
        """Find a value, unless the field has one; `span` is where it stands in the text, (-1, -1) if nowhere."""
        value = " ".join(value.split())
        if value and field not in self.found:
            self.found[field] = DocumentFact(field=field, value=value, start=span[0], end=span[1], confidence=sure)

    def overrule_status(self, code: str, span: tuple[int, int], sure: float) -> None:
        """A status that overrules an adoption: a replaced or drafted text may well name a decision."""
        self.found.pop(FactField.STATUS, None)
        self.state(FactField.STATUS, code, span, sure)

    def labels_of(self, *fields: str) -> Iterator[Labelled]:
        """What is labelled as one of the fields, in their order."""
        return (found for field in fields for found in self.labels if found.field == field)

    def is_own(self, match: re.Match[str] | None) -> bool:
        """Whether the noun of a sentence ("riktlinjen ersätter ...") means this document: its own kind, or none."""
        noun = match["noun"] if match else None
        title = self.found.get(FactField.TITLE)
        return (
            noun is None
            or noun.lower() in {"dokument", "document"}
            or bool(title and noun.lower() in title.value.lower())
        )

    def opens(self, position: int) -> bool:
        """Whether a sentence, line or cell begins at `position`, or only names this document before it."""
        before = self.text[max(0, position - 120) : position]
        if patterns.AT_START.search(before):
            return True
        own = patterns.SELF.search(before)
        return own is not None and self.is_own(own)

    def stands_free(self, position: int) -> bool:
        """Whether a line, cell or part of a header begins at `position`."""
        return patterns.FREE.search(self.text[max(0, position - 10) : position]) is not None

    def clause_end(self, start: int, most: int) -> int:
        """Where the clause that goes on at `start` ends, at most so many characters on."""
        stop = patterns.SENTENCE_END.search(self.text, start, start + most)
        return stop.start() if stop else min(len(self.text), start + most)

    def day(self, start: int, end: int) -> WrittenDate | None:
        """The first whole date within the bounds."""
        return next((found for found in written_dates(self.text, start, end) if found.is_day), None)

    def body(self, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
        """The first political body or office within the bounds, in its plain form, and where it stands."""
        short, named = patterns.SHORT_BODY.search(self.text, start, end), patterns.BODY.search(self.text, start, end)
        if named and (not short or named.start() <= short.start()):
            name = named.group()
            if name.lower().endswith(("ens", "ets", "iges")):
                name = name[:-1]
            if name.lower().endswith(("chefen", "direktören")):
                name = name[:-2]
            return name[0].upper() + name[1:], named.span()
        return (patterns.ABBREVIATED_BODIES[short[1]], short.span(1)) if short else None


def last_sentence(text: str) -> str:
    """What stands after the last end of a sentence, line or cell."""
    return re.split(r"[\n|·]|\.\s", text)[-1]
