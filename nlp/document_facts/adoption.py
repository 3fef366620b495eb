"""Who decided on a document, when, in which paragraph of the minutes and under which case number."""

from __future__ import annotations

from nlp.document_facts import patterns as patterns
from nlp.document_facts.dates import compact_date, written_dates
from nlp.document_facts.page import FirstPage, last_sentence
from nlp.document_facts.types import FactField

WHOLE = 3500
"""A text shorter than this is a whole document, an extract of minutes for instance."""


def read_minutes(page: FirstPage) -> None:
    """Body and day of a meeting; the paragraph where the text is an extract of one."""
    if body := page.body(0, 800):
        page.state(FactField.BODY, *body, 0.85)
    for label in page.labels_of("meeting"):
        if day := page.day(label.start, label.end):
            page.state(FactField.DECIDED_ON, day.first.isoformat(), (day.start, day.end), 0.9)
    for day in written_dates(page.text, 0, 800):
        line = page.text[page.text.rfind("\n", 0, day.start) + 1 : day.start]
        if day.is_day and not patterns.OTHER_DAY.search(line):
            page.state(FactField.DECIDED_ON, day.first.isoformat(), (day.start, day.end), 0.7)
    page.state(FactField.DECIDED_ON, compact_date(page.file_name), sure=0.6)
    _labelled_paragraph(page)
    sections = list(patterns.SECTION_LINE.finditer(page.text))
    if len(sections) == 1 and len(page.text) < WHOLE:
        page.state(FactField.PARAGRAPH, _section(sections[0][1]), sections[0].span(1), 0.75)


def read_adoption(page: FirstPage) -> None:
    """Body, day and paragraph of the first adoption, by label, by sentence, or by a body that opens a line."""
    for label in page.labels_of("body", "decided"):
        _decision(page, label.start, label.end, 0.9)
    for match in patterns.ADOPTED.finditer(page.text):
        if page.opens(match.start()):
            _decision(page, match.end(), page.clause_end(match.end(), 160), 0.85)
            _body_before(page, match.start())
    for match in patterns.SHORT_BODY.finditer(page.text[:1500]):
        if patterns.AT_START.search(page.text[max(0, match.start() - 10) : match.start()]):
            _decision(page, match.start(), page.clause_end(match.start(), 60), 0.6)
    if {FactField.BODY, FactField.DECIDED_ON} & set(page.found):
        _labelled_paragraph(page)


def _decision(page: FirstPage, start: int, end: int, sure: float) -> None:
    """Body, day and paragraph of one adoption. A later revision in the same sentence is left alone."""
    if FactField.DECIDED_ON in page.found and FactField.BODY in page.found:
        return
    revised = patterns.REVISED.search(page.text, start, end)
    end = revised.start() if revised else end
    if patterns.PLACEHOLDER.search(page.text, start, end):
        return
    body, day, section = (
        page.body(start, end),
        page.day(start, end),
        patterns.PARAGRAPH.search(page.text, start, end),
    )
    if body:
        page.state(FactField.BODY, *body, sure)
    if day:
        page.state(FactField.DECIDED_ON, day.first.isoformat(), (day.start, day.end), sure)
        page.state(FactField.STATUS, "adopted", (day.start, day.end), sure - 0.1)
    if section and (body or day):
        page.state(FactField.PARAGRAPH, _section(section.group()), section.span(), sure)


def _body_before(page: FirstPage, position: int) -> None:
    """ "Kommunstyrelsen. Antagen 2026-01-28": the body alone in the sentence or line before."""
    before = page.text[max(0, position - 80) : position].rstrip(" .\n*")
    start = max(0, position - 80) + len(before) - len(last_sentence(before).lstrip("# *"))
    end = max(0, position - 80) + len(before)
    if FactField.DECIDED_ON in page.found and patterns.BODY.fullmatch(page.text, start, end):
        body = page.body(start, end)
        page.state(FactField.BODY, *(body or ("", (-1, -1))), 0.7)


def _labelled_paragraph(page: FirstPage) -> None:
    for label in page.labels_of("paragraph"):
        if number := patterns.NUMBERS.match(page.text, label.start, label.end):
            page.state(FactField.PARAGRAPH, _section(number.group()), number.span(), 0.85)


def read_case_number(page: FirstPage) -> None:
    """The one of the document itself, not of another that it names."""
    sections = len(patterns.SECTION_LINE.findall(page.text))
    if page.kind == "PROT" and (sections > 1 or len(page.text) >= WHOLE):
        return  # numbers in minutes belong to their items
    for match in patterns.CASE_NUMBER.finditer(page.text):
        sentence = last_sentence(page.text[max(0, match.start() - 100) : match.start()]).lstrip(" *_(#")
        if patterns.ADOPTED.match(sentence) or not patterns.OTHER_DOCUMENT.search(sentence):
            page.state(FactField.DNR, match["number"], match.span("number"), 0.9)
    found = patterns.BARE_CASE_NUMBER.finditer(page.text[:600])
    bare = {match.group(): match.span() for match in found if page.stands_free(match.start())}
    if len(bare) == 1:
        page.state(FactField.DNR, *bare.popitem(), 0.6)


def _section(written: str) -> str:
    number = written.lstrip("§ ").strip()
    return f"{'§§' if '-' in number or '–' in number else '§'} {number}"
