"""Reading the first page of a document: labels, cells and sentences by which it tells about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nlp.document_facts import patterns as patterns
from nlp.document_facts.dates import WrittenDate, compact_date, written_dates, written_period
from nlp.document_facts.labels import Labelled, labelled, type_named
from nlp.document_facts.types import DocumentFact, FactField

# Plans and strategies carry their period in the title.
_PERIOD_TYPES = frozenset({"STR", "VP", "BUD", "IKP"})
_TITLE_PAGE = 1500
WHOLE = 3500
"""A text shorter than this is a whole document, an extract of minutes for instance."""


class DocumentHead:
    """The first page being read; the first value set for a field stays."""

    def __init__(self, text: str, file_name: str = "", metadata: Mapping[str, str] | None = None) -> None:
        self.text = text
        self.file_name = file_name
        self.metadata = {key.lower(): str(value)[:500] for key, value in (metadata or {}).items()}
        self.labels = labelled(text)
        self.found: dict[FactField, DocumentFact] = {}

    def facts(self) -> tuple[DocumentFact, ...]:
        self._title()
        self._type()
        if self.kind == "PROT":
            self._minutes()
        elif self.kind != "TJSK":
            self._adoption()
            self._validity()
            self._replaces()
            self._responsible()
        self._case_number()
        self._ended()
        self._properties()
        self._unfinished()
        self._publicity()
        return tuple(self.found[field] for field in FactField if field in self.found)

    @property
    def kind(self) -> str:
        fact = self.found.get(FactField.TYPE)
        return fact.value if fact else ""

    # -- setting and looking

    def _set(self, field: FactField, value: str, span: tuple[int, int] = (-1, -1), sure: float = 0.8) -> None:
        value = " ".join(value.split())
        if value and field not in self.found:
            self.found[field] = DocumentFact(field=field, value=value, start=span[0], end=span[1], confidence=sure)

    def _set_status(self, code: str, span: tuple[int, int], sure: float) -> None:
        """A status that overrules an adoption: a replaced or drafted text may well name a decision."""
        self.found.pop(FactField.STATUS, None)
        self._set(FactField.STATUS, code, span, sure)

    def _labels(self, *fields: str) -> Iterator[Labelled]:
        return (found for field in fields for found in self.labels if found.field == field)

    def _is_own(self, match: re.Match[str] | None) -> bool:
        """Whether the noun of a sentence ("riktlinjen ersätter ...") means this document: its own kind, or none."""
        noun = match["noun"] if match else None
        title = self.found.get(FactField.TITLE)
        return (
            noun is None
            or noun.lower() in {"dokument", "document"}
            or bool(title and noun.lower() in title.value.lower())
        )

    def _opens(self, position: int) -> bool:
        """Whether a sentence, line or cell begins at `position`, or only names this document before it."""
        before = self.text[max(0, position - 120) : position]
        if patterns.AT_START.search(before):
            return True
        own = patterns.SELF.search(before)
        return own is not None and self._is_own(own)

    def _stands_free(self, position: int) -> bool:
        """Whether a line, cell or part of a header begins at `position`."""
        return patterns.FREE.search(self.text[max(0, position - 10) : position]) is not None

    def _clause_end(self, start: int, most: int) -> int:
        stop = patterns.SENTENCE_END.search(self.text, start, start + most)
        return stop.start() if stop else min(len(self.text), start + most)

    def _day(self, start: int, end: int) -> WrittenDate | None:
        return next((found for found in written_dates(self.text, start, end) if found.is_day), None)

    def _body(self, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
        short, named = patterns.SHORT_BODY.search(self.text, start, end), patterns.BODY.search(self.text, start, end)
        if named and (not short or named.start() <= short.start()):
            name = named.group()
            if name.lower().endswith(("ens", "ets", "iges")):
                name = name[:-1]
            if name.lower().endswith(("chefen", "direktören")):
                name = name[:-2]
            return name[0].upper() + name[1:], named.span()
        return (patterns.ABBREVIATED_BODIES[short[1]], short.span(1)) if short else None

    # -- what it is

    def _title(self) -> None:
        for found in self._labels("title"):
            self._set(FactField.TITLE, self.text[found.start : found.end], (found.start, found.end), 0.9)
        lines = [line for line in _lines(self.text, 25) if _is_title(line[1])]
        # A lone word over the title is a series or a department: "Författningssamling".
        typed = [line for line in lines[:5] if (kind := type_named(line[1])) and kind[1] == 0]
        short = bool(lines) and not lines[0][2] and len(lines[0][1].split()) <= 2
        for start, words, marked in typed[:1] if typed and short else lines[:1]:
            return self._set(FactField.TITLE, words, (start, start + len(words)), 0.85 if marked or typed else 0.6)
        title = self.metadata.get("title", "")
        return None if patterns.TITLE_JUNK.match(title) else self._set(FactField.TITLE, title, sure=0.6)

    def _type(self) -> None:
        title = self.found.get(FactField.TITLE)
        if title and (found := type_named(title.value)):
            inside = title.start >= 0
            self._set(
                FactField.TYPE, found[0], (title.start + found[1], title.start + found[2]) if inside else (-1, -1), 0.9
            )
        for label in self._labels("type"):
            if found := type_named(self.text[label.start : label.end]):
                self._set(FactField.TYPE, found[0], (label.start + found[1], label.start + found[2]), 0.9)
        for start, words, _ in _lines(self.text, 10):
            if len(words.split()) <= 3 and (found := type_named(words)):
                self._set(FactField.TYPE, found[0], (start + found[1], start + found[2]), 0.8)
        name = " ".join(re.split(r"[_\W]+", self.file_name.rsplit(".", 1)[0]))
        for source in (self.metadata.get("title", ""), name):
            if found := type_named(source):
                self._set(FactField.TYPE, found[0], sure=0.65)

    # -- who decided and when

    def _minutes(self) -> None:
        if body := self._body(0, 800):
            self._set(FactField.BODY, *body, 0.85)
        for label in self._labels("meeting"):
            if day := self._day(label.start, label.end):
                self._set(FactField.DECIDED_ON, day.first.isoformat(), (day.start, day.end), 0.9)
        for day in written_dates(self.text, 0, 800):
            line = self.text[self.text.rfind("\n", 0, day.start) + 1 : day.start]
            if day.is_day and not patterns.OTHER_DAY.search(line):
                self._set(FactField.DECIDED_ON, day.first.isoformat(), (day.start, day.end), 0.7)
        self._set(FactField.DECIDED_ON, compact_date(self.file_name), sure=0.6)
        self._labelled_paragraph()
        sections = list(patterns.SECTION_LINE.finditer(self.text))
        if len(sections) == 1 and len(self.text) < WHOLE:
            self._set(FactField.PARAGRAPH, _section(sections[0][1]), sections[0].span(1), 0.75)

    def _adoption(self) -> None:
        for label in self._labels("body", "decided"):
            self._decision(label.start, label.end, 0.9)
        for match in patterns.ADOPTED.finditer(self.text):
            if self._opens(match.start()):
                self._decision(match.end(), self._clause_end(match.end(), 160), 0.85)
                self._body_before(match.start())
        for match in patterns.SHORT_BODY.finditer(self.text[:1500]):
            if patterns.AT_START.search(self.text[max(0, match.start() - 10) : match.start()]):
                self._decision(match.start(), self._clause_end(match.start(), 60), 0.6)
        if {FactField.BODY, FactField.DECIDED_ON} & set(self.found):
            self._labelled_paragraph()

    def _decision(self, start: int, end: int, sure: float) -> None:
        """Body, day and paragraph of one adoption. A later revision in the same sentence is left alone."""
        if FactField.DECIDED_ON in self.found and FactField.BODY in self.found:
            return
        revised = patterns.REVISED.search(self.text, start, end)
        end = revised.start() if revised else end
        if patterns.PLACEHOLDER.search(self.text, start, end):
            return
        body, day, section = (
            self._body(start, end),
            self._day(start, end),
            patterns.PARAGRAPH.search(self.text, start, end),
        )
        if body:
            self._set(FactField.BODY, *body, sure)
        if day:
            self._set(FactField.DECIDED_ON, day.first.isoformat(), (day.start, day.end), sure)
            self._set(FactField.STATUS, "adopted", (day.start, day.end), sure - 0.1)
        if section and (body or day):
            self._set(FactField.PARAGRAPH, _section(section.group()), section.span(), sure)

    def _body_before(self, position: int) -> None:
        """ "Kommunstyrelsen. Antagen 2026-01-28": the body alone in the sentence or line before."""
        before = self.text[max(0, position - 80) : position].rstrip(" .\n*")
        start = max(0, position - 80) + len(before) - len(_last_sentence(before).lstrip("# *"))
        end = max(0, position - 80) + len(before)
        if FactField.DECIDED_ON in self.found and patterns.BODY.fullmatch(self.text, start, end):
            body = self._body(start, end)
            self._set(FactField.BODY, *(body or ("", (-1, -1))), 0.7)

    def _labelled_paragraph(self) -> None:
        for label in self._labels("paragraph"):
            if number := patterns.NUMBERS.match(self.text, label.start, label.end):
                self._set(FactField.PARAGRAPH, _section(number.group()), number.span(), 0.85)

    def _case_number(self) -> None:
        sections = len(patterns.SECTION_LINE.findall(self.text))
        if self.kind == "PROT" and (sections > 1 or len(self.text) >= WHOLE):
            return  # numbers in minutes belong to their items
        for match in patterns.CASE_NUMBER.finditer(self.text):
            sentence = _last_sentence(self.text[max(0, match.start() - 100) : match.start()]).lstrip(" *_(#")
            if patterns.ADOPTED.match(sentence) or not patterns.OTHER_DOCUMENT.search(sentence):
                self._set(FactField.DNR, match["number"], match.span("number"), 0.9)
        found = patterns.BARE_CASE_NUMBER.finditer(self.text[:600])
        bare = {match.group(): match.span() for match in found if self._stands_free(match.start())}
        if len(bare) == 1:
            self._set(FactField.DNR, *bare.popitem(), 0.6)

    def _properties(self) -> None:
        """What headers and footers say that the reader kept apart; such facts have no place in the text."""
        if self.kind in {"PROT", "TJSK"}:
            return
        for key in ("header", "footer"):
            apart = DocumentHead(self.metadata.get(key, ""))
            apart.found.update({field: fact for field, fact in self.found.items() if field is FactField.TITLE})
            apart._case_number()
            if FactField.DECIDED_ON not in self.found:
                apart._adoption()
            for field, fact in apart.found.items():
                self._set(field, fact.value, sure=min(0.6, fact.confidence))

    # -- the rest

    def _validity(self) -> None:
        for label in self._labels("validity", "valid_from", "valid_to"):
            begins, ends = written_period(self.text, label.start, label.end)
            if label.field == "valid_to":
                begins, ends = None, ends or begins
            elif label.field == "validity" and begins and not ends and not begins.is_day:
                ends = begins
            self._period(begins, ends, 0.9)
        for match in patterns.VALID.finditer(self.text[:2500]):
            sentence = _last_sentence(self.text[max(0, match.start() - 120) : match.start()])
            goes_on = sentence.endswith(("och ", "and ")) and patterns.ADOPTED.search(sentence)
            if goes_on or self._opens(match.start()):
                self._period(*written_period(self.text, match.end(), self._clause_end(match.end(), 120)), 0.8)
        title = self.found.get(FactField.TITLE)
        if title and title.start >= 0 and self.kind in _PERIOD_TYPES and not patterns.DRAFT.search(self.text[:800]):
            begins, ends = written_period(self.text, title.start, title.end)
            if begins and not begins.is_day and not {FactField.VALID_FROM, FactField.VALID_TO} & set(self.found):
                self._period(begins, ends or begins, 0.5)

    def _period(self, begins: WrittenDate | None, ends: WrittenDate | None, sure: float) -> None:
        if begins:
            self._set(FactField.VALID_FROM, begins.first.isoformat(), (begins.start, begins.end), sure)
        if ends:
            self._set(FactField.VALID_TO, ends.last.isoformat(), (ends.start, ends.end), sure)

    def _replaces(self) -> None:
        spans = [(label.start, label.end) for label in self._labels("replaces")]
        spans += [match.span("what") for match in patterns.REPLACES.finditer(self.text) if self._is_own(match)]
        for start, end in spans:
            what = patterns.DECISION_IN_BRACKETS.sub("", self.text[start:end].rstrip(" ,."))
            self._set(FactField.REPLACES, what, (start, start + len(what)), 0.85)

    def _responsible(self) -> None:
        for label in sorted(self._labels("responsible"), key=lambda found: found.label == "ansvarig"):
            value = self.text[label.start : label.end]
            vague = label.label.startswith(("ansvarig", "responsible", "owner")) and label.start > _TITLE_PAGE
            if len(value) <= 120 and not vague and not patterns.PLACEHOLDER.search(value) and "@" not in value:
                self._set(FactField.RESPONSIBLE, value, (label.start, label.end), 0.85)

    def _ended(self) -> None:
        for label in self._labels("replaced", "repealed"):
            return self._set_status(label.field, (label.start, label.end), 0.85)
        ended = [match for match in patterns.ENDED.finditer(self.text[:1200]) if self._is_own(match)]
        replaced = [match for match in ended if match["replaced"]]
        for match in (*replaced, *ended):
            return self._set_status("replaced" if replaced else "repealed", match.span(), 0.8)
        return None

    def _unfinished(self) -> None:
        status = self.found.get(FactField.STATUS)
        if status and status.value != "adopted":
            return
        names = " ".join(
            (self.metadata.get("title", ""), self.metadata.get("header", ""), self.file_name.replace("_", " "))
        )
        stated = [(label, code) for label in self._labels("status") if (code := _status_code(self.text, label))]
        if draft := patterns.DRAFT.search(self.text[:800]):
            self._set_status("draft", draft.span(), 0.85)
        elif patterns.NAMED_DRAFT.search(names):
            self._set_status("draft", (-1, -1), 0.7)
        elif stated:
            self._set_status(stated[0][1], (stated[0][0].start, stated[0][0].end), 0.9)
        elif self.kind == "PROT":
            if adjusted := patterns.ADJUSTED.search(self.text):
                self._set(FactField.STATUS, "adopted", adjusted.span(), 0.8)
        elif proposed := patterns.PROPOSED.search(self.text[:1200]):
            self._set_status("proposed", proposed.span(), 0.75)
        elif self.kind == "TJSK" and (proposal := patterns.PROPOSED_DECISION.search(self.text)):
            self._set_status("proposed", proposal.span(), 0.7)

    def _publicity(self) -> None:
        for label in self._labels("publicity"):
            value = self.text[label.start : label.end]
            named = label.label.startswith("sekretess") and not patterns.PUBLIC_VALUE.match(value)
            if named or patterns.SECRET_VALUE.match(value):
                self._set(FactField.PUBLICITY, "secrecy", (label.start, label.end), 0.85)
        for match in patterns.SECRET.finditer(self.text[:1500]):
            line = self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if not patterns.NOT_ABOUT_ITSELF.search(line):
                self._set(FactField.PUBLICITY, "secrecy", match.span(), 0.75)


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


def _last_sentence(text: str) -> str:
    return re.split(r"[\n|·]|\.\s", text)[-1]


def _section(written: str) -> str:
    number = written.lstrip("§ ").strip()
    return f"{'§§' if '-' in number or '–' in number else '§'} {number}"


def _status_code(text: str, label: Labelled) -> str:
    return next((code for words, code in patterns.STATUS_WORDS if words.match(text, label.start, label.end)), "")
