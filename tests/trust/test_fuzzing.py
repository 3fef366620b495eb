"""Our own parsers and rules: whatever they are given ends in a value or one of our own errors, in linear time."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
import policies
import tracker
from policies.document import Block, BlockKind, Document
from policies.errors import PoliciesError
from policies.locators import LocatorError, identifier, parse
from policies.sources.addresses import parse as parse_address
from tests.trust.conftest import SHARE, Tell, Times
from tests.trust.pumping import SLACK, grown, patterns, searched, superlinear
from tracker import formulas, ingest
from tracker.importers.columns import AMOUNT, COUNT, DAY, FIGURE, MONTH, NUMBER, PERIOD, TRUTH, BadCell
from tracker.pages import highlights
from tracker.pages.highlights import Mark, Sentence

EXAMPLES = max(30, round(5_000 * SHARE))
SIGNS = st.text(max_size=120)
PIECES = st.sampled_from((
    "1", "٣", "²", "9" * 30, " ", "§", "§§", "kap.", "st", "p", "art", "artikel", "(", ")", "a", "IV", ".", ":", "–",
    "-", ",", "och", "till", "senast", "den", "mars", "2031", "31/12", "%", "1 234,5", "e", "inf", "nan", "lagen",
    "SFS 2018:1937", "=", "@", "\t", "\r", "\u202e", "\x00",
    "\ud800", "<", "&", "*", "_", "[", "`", "$", "\u00ad", "ska",
))  # fmt: skip
WORDED = st.lists(PIECES, max_size=14).map("".join) | st.lists(PIECES, max_size=14).map(" ".join)
TEXT = SIGNS | WORDED
fuzzed = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)


@pytest.mark.parametrize("read", [parse, identifier], ids=lambda read: read.__name__)
@fuzzed
@given(text=TEXT)
def test_places_in_acts(read: Callable[[str], Any], text: str) -> None:
    """A place that was read is read again from how it is written."""
    try:
        found = read(text)
    except LocatorError:
        return
    if read is parse:
        assert parse(str(found)) == found


@pytest.mark.parametrize("form", [DAY, MONTH, PERIOD, TRUTH, NUMBER, AMOUNT, COUNT, FIGURE], ids=lambda form: form.name)
@fuzzed
@given(cell=TEXT)
def test_cells(form: Callable[[str], Any], cell: str) -> None:
    try:
        value = form(cell)
    except BadCell:
        return
    if isinstance(value, float):
        assert abs(value) != float("inf")
        assert value == value
    if isinstance(value, date):
        assert 1900 < value.year < 2100


@fuzzed
@given(text=TEXT)
def test_addresses(text: str) -> None:
    for address in (text, f"https://{text}", f"https://kommun.se/{text}"):
        try:
            found = parse_address(address)
        except PoliciesError:
            continue
        assert re.fullmatch(r"https://[a-z0-9.-]+/[\x21-\x7e]*", str(found))


@fuzzed
@given(text=TEXT)
def test_formulas_are_disarmed_and_come_back(text: str) -> None:
    guarded = formulas.guarded(text)
    assert formulas.unguarded(guarded) == text
    assert not re.match("[\t\r\n\x00=+\\-@\uff1d\uff0b\uff0d\uff20]", guarded)


_TAGS = re.compile(r"</?(?:mark|a|span|button)\b[^<>]*>")


@fuzzed
@given(data=st.data(), text=TEXT)
def test_highlights_let_nothing_through(data: st.DataObject, text: str) -> None:
    """Only our own elements come out, whatever is marked and however it overlaps."""
    places = st.integers(-3, len(text) + 3)
    roles = st.sampled_from((*highlights.ROLES, "x"))
    mark = st.builds(Mark, start=places, end=places, role=roles, title=TEXT, href=TEXT)
    marks = data.draw(st.lists(mark, max_size=5))
    keys = st.just("w1") | TEXT
    sentence = st.builds(Sentence, start=places, end=places, key=keys, label=TEXT, name=TEXT)
    sentences = data.draw(st.lists(sentence, max_size=3))
    for made in (highlights.marked(text, marks), highlights.opened_by_sentence(text, marks, sentences)):
        bare = _TAGS.sub("", made)
        assert not re.search("[<>\"'`*\\[\\]$]", bare)
        assert all("javascript" not in tag for tag in _TAGS.findall(made) if tag.startswith("<a"))


def _document(text: str) -> Document:
    blocks = (Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text)),) if text else ()
    return Document(text=text, blocks=blocks, language="sv")


@settings(max_examples=max(10, EXAMPLES // 10), deadline=None, derandomize=True)
@given(text=st.lists(PIECES.filter(lambda piece: piece.isprintable()), min_size=3, max_size=40).map(" ".join))
def test_extraction(text: str) -> None:
    """Sentences, references, deadlines and cues of anything: what is found lies within the text."""
    from policies.reading import read

    data = f"1 § Nämnden ska {text}.\n\n2 § Kommunen bör svara.".encode()
    document = read(data, "a.txt")
    for one in ingest.prepare(data, "a.txt", document).extracted:
        assert 0 <= one.requirement.start <= one.requirement.end <= len(document.text)


GROWING = {
    "sentences": "Nämnden ska svara inom 3 dagar. ",
    "a sentence without end": "och nämnden ska svara ",
    "cues": "ska bör får måste inte senast enligt ",
    "markers": "a) 1. (i) – § 3 kap. 2 § 1 st ",
    "references": "2 kap. 3, 4 och 5 §§ lagen (2018:1937) samt ",
    "brackets": "((((",
    "one word": "abcd",
    "numbers": "1 234 ",
    "lines": "1 § Ska.\n",
}


@pytest.mark.parametrize("what", GROWING)
def test_reading_and_extraction_grow_with_the_text(what: str, times: Times, tell: Tell) -> None:
    """Four times the text takes no more than some four times as long, from the bytes to the requirements."""
    from policies.reading import read

    if SHARE < 0.05 and what not in ("markers", "one word"):
        pytest.skip("a tenth of the suite looks at all of them")

    def work(size: int) -> None:
        data = ("1 § Nämnden ska " + GROWING[what] * (size // len(GROWING[what]))).encode()
        ingest.prepare(data, "a.txt", read(data, "a.txt"))

    work(1_000)  # what is loaded once
    growth = grown(work, (2_000, 8_000, 32_000) if SHARE < 0.5 else (8_000, 32_000, 128_000), seconds=60)
    tell(f"growth of reading and extraction: {what}", of=1, bad=int(growth > SLACK))
    assert growth <= SLACK


READ = {
    "markers in a line": ("a.txt", "a) 1. (i) – § 3 kap. 2 § 1 st "),
    "lettered items": ("a.txt", "a) ska\n"),
    "markers alone": ("a.txt", "a)\n\n1.\n\n–\n\n"),
    "items in items": ("a.md", "- a\n  - b\n"),
    "chapters and sections": ("a.txt", "1 kap. Om\n\n1 § Ska.\n\n"),
    "numbered headings": ("a.txt", "1.1.1 Ansvar\n\nText.\n\n"),
    "articles": ("a.html", "<h2>Artikel 1</h2><p>1. Ska</p><p>a) x</p>"),
    "references": ("a.txt", "2 kap. 3, 4 och 5 §§ lagen (2018:1937) samt "),
    "notes of amendments": ("a.txt", "1 § Ska. Lag (2018:1).\n\n"),
    "a list of contents": ("a.txt", "1 Ansvar ........ 7\n"),
    "words broken at the end of a line": ("a.txt", "avde-\nning "),
    "cells": ("a.html", "<table><tr><td>1</td><td>Krav ska</td></tr></table>"),
}
"""What the reader has rules for, repeated: the name of the file and the piece."""


@pytest.mark.parametrize("what", READ)
def test_the_reader_grows_with_the_text(what: str, times: Times, tell: Tell) -> None:
    """Four times the text takes no more than some four times as long, from the bytes to the provisions."""
    from policies.reading import read

    if SHARE < 0.05 and what != "lettered items":
        pytest.skip("a tenth of the suite looks at all of them")
    name, piece = READ[what]

    def work(size: int) -> None:
        read((piece * (size // len(piece))).encode(), name)

    work(1_000)  # what is loaded once
    growth = grown(work, (2_000, 8_000, 32_000) if SHARE < 0.5 else (25_000, 100_000, 400_000), seconds=60)
    tell(f"growth of the reader: {what}", of=1, bad=int(growth > SLACK))
    assert growth <= SLACK


BOUNDED = {
    "tracker.revising.recognising._ADDED": "of the last 255 letters of a file's name",
}
"""Expressions whose work grows faster than their text, and what keeps that text short."""


def test_expressions_grow_with_the_text(times: Times, tell: Tell) -> None:
    """Every expression that a module holds, on texts made to repeat each of its repetitions."""
    found = patterns(policies, nlp, tracker)
    folders = [Path(package.__path__[0]) for package in (policies, nlp, tracker)]
    sources = "\n".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    chosen = random.Random(1).sample(sorted(found, key=lambda pattern: found[pattern]), times(len(found), least=6))
    bad = {}
    for pattern in chosen:
        name = found[pattern]
        if name not in BOUNDED and (worse := superlinear(pattern, anywhere=searched(name, sources))):
            bad[name] = worse
    tell("regular expressions, each pumped where it repeats", of=len(chosen), bad=len(bad))
    assert not bad


def test_an_expression_that_grows_is_found_out(tell: Tell) -> None:
    """The control."""
    grow = [re.compile(r"(?:a|aa)+$"), re.compile(r"\s+x"), re.compile(r"(?:<!--.*?-->\s*)*<html", re.DOTALL)]
    found = [pattern for pattern in grow if superlinear(pattern)]
    tell("expressions known to grow", of=len(grow), bad=0, control=f"{len(found)} of {len(grow)} found")
    assert found == grow
    assert superlinear(re.compile(r"\bska\b|\d{1,4} §")) is None
