"""Stored text becomes HTML in one place, and nothing in it means anything there."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from tracker.pages.highlights import ROLES, Mark, block, escaped, marked, words

TEXTS = st.text(max_size=200)
ROLES_AND_WORSE = st.sampled_from((*ROLES, "x onload=1"))
PLACES = st.integers(-5, 210)
MARKS = st.lists(st.builds(Mark, start=PLACES, end=PLACES, role=ROLES_AND_WORSE, title=TEXTS), max_size=6)


def test_a_script_tag_is_inert() -> None:
    assert "<" not in escaped("<script>alert(1)</script>")
    assert unescape(escaped("<script>alert(1)</script>")) == "<script>alert(1)</script>"


def test_markdown_is_inert() -> None:
    assert not re.search(r"[*_`\[\]()|~$]", escaped("**fet** _kursiv_ `kod` [länk](javascript:1) | ~x~ $y$"))


def test_offsets_count_in_the_text_as_stored() -> None:
    text = "a<b ska c"
    assert marked(text, [Mark(start=4, end=7, role="cue")]) == 'a&#60;b <mark class="cue">ska</mark> c'


def test_titles_cannot_leave_their_attribute() -> None:
    html = marked("ska", [Mark(start=0, end=3, role="cue", title='"><script>')])
    assert html.count("<") == 2
    assert html.count('"') == 4


def test_of_two_marks_that_overlap_the_first_role_wins() -> None:
    html = marked("kommunen ska", [Mark(start=0, end=12, role="reference"), Mark(start=9, end=12, role="cue")])
    assert html == 'kommunen <mark class="cue">ska</mark>'


def test_control_and_direction_signs_are_replaced() -> None:
    assert escaped("a\x00b\u202ec") == "a\ufffdb\ufffdc"


def test_a_language_or_class_from_outside_is_left_out() -> None:
    assert block("x", language='sv" onclick="1', name='law" x="') == "<div>x</div>"
    assert block("x", language="sv", name="law") == '<div lang="sv" class="law">x</div>'


def test_terms_are_found_whatever_their_case_and_never_as_patterns() -> None:
    assert [(mark.start, mark.end) for mark in words("E-tjänst aaa", ["e-tjänst", "(a+)+", "so"])] == [(0, 8)]


@given(TEXTS, MARKS)
def test_only_marks_are_ever_written_as_tags(text: str, marks: list[Mark]) -> None:
    tags = re.findall(r"<[^>]*>", marked(text, marks))
    assert all(re.fullmatch(r'</mark>|<mark class="[a-z_]+"( title="[^"<>]*")?>', tag) for tag in tags)


@given(TEXTS, MARKS)
def test_without_its_tags_the_text_is_the_text(text: str, marks: list[Mark]) -> None:
    bare = re.sub(r"<[^>]*>", "", marked(text, marks))
    assert bare == escaped(text)
