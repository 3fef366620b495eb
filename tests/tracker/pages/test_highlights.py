"""Stored text becomes HTML in one place, and nothing in it means anything there."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from tracker.pages.highlights import ROLES, Mark, Sentence, block, escaped, marked, opened_by_sentence

TEXTS = st.text(max_size=200)
ROLES_AND_WORSE = st.sampled_from((*ROLES, "x onload=1"))
PLACES = st.integers(-5, 210)
NUMBERS = st.lists(st.integers(1, 12), max_size=3).map(tuple)
MARKS = st.lists(
    st.builds(Mark, start=PLACES, end=PLACES, role=ROLES_AND_WORSE, title=TEXTS, numbers=NUMBERS), max_size=6
)


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


def test_a_mark_may_hold_others() -> None:
    html = marked("svara senast i maj", [Mark(start=6, end=18, role="deadline"), Mark(start=0, end=18, role="action")])
    assert html == '<mark class="action">svara <mark class="deadline">senast i maj</mark></mark>'


def test_of_two_marks_that_cross_one_is_opened_again() -> None:
    html = marked("abcd", [Mark(start=0, end=3, role="action"), Mark(start=1, end=4, role="condition")])
    action, condition = '<mark class="action">', '<mark class="condition">'
    assert html == f"{action}a{condition}bc</mark></mark>{condition}d</mark>"


def test_the_same_words_are_marked_once_for_each_role() -> None:
    html = marked("om", [Mark(start=0, end=2, role="cue"), Mark(start=0, end=2, role="condition")] * 2)
    assert html == '<mark class="condition"><mark class="cue">om</mark></mark>'


def test_only_pages_of_the_app_are_linked_to() -> None:
    inside = marked("1 §", [Mark(start=0, end=3, role="reference", href="guidelines?guideline=1&tab=text")])
    assert inside.startswith('<a href="guidelines?guideline=1&#38;tab=text" target="_self"><mark')
    for outside in ("javascript:alert(1)", "//elsewhere?x", "https://elsewhere?x", 'guidelines?"onclick="'):
        assert "<a" not in marked("1 §", [Mark(start=0, end=3, role="reference", href=outside)])


def test_a_sentence_keeps_its_part_of_a_longer_mark() -> None:
    html = opened_by_sentence(
        "om a ska b", [Mark(start=0, end=10, role="condition")], [Sentence(start=5, end=10, key="w7", label="Krav")]
    )
    condition = '<mark class="condition">'
    inner = f'<span class="sentence" data-sentence="w7">{condition}ska b</mark></span>'
    assert html == f'{condition}om a </mark>{inner}<button data-sentence="w7">Krav</button>'


def test_a_sentence_inside_another_keeps_its_button() -> None:
    whole, part = Sentence(start=0, end=5, key="w1", label="a"), Sentence(start=2, end=4, key="w2", label="b")
    html = opened_by_sentence("abcde", [], [whole, part])
    assert html.count("<button") == 2
    assert html.count("<span") == 1


def test_control_and_direction_signs_are_replaced() -> None:
    assert escaped("a\x00b\u202ec") == "a\ufffdb\ufffdc"


def test_a_language_or_class_from_outside_is_left_out() -> None:
    assert block("x", language='sv" onclick="1', name='law" x="') == "<div>x</div>"
    assert block("x", language="sv", name="law") == '<div lang="sv" class="law">x</div>'


def test_a_mark_shows_the_numbers_of_its_reasons_once_behind_all_its_words() -> None:
    one = marked("ska", [Mark(start=0, end=3, role="shared", numbers=(1, 3))])
    assert one == '<mark class="shared" data-reasons="1 3">ska</mark>'
    crossed = marked("abcd", [Mark(start=0, end=2, role="cue"), Mark(start=1, end=4, role="shared", numbers=(2,))])
    assert crossed.count('data-reasons="2"') == 2
    assert crossed.count("goes-on") == 1
    assert crossed.index("goes-on") < crossed.rindex("data-reasons")


@given(TEXTS, MARKS)
def test_only_marks_are_ever_written_as_tags(text: str, marks: list[Mark]) -> None:
    allowed = re.compile(r'</mark>|<mark class="[a-z_]+( goes-on)?"( data-reasons="[0-9 ]+")?( title="[^"<>]*")?>')
    tags = re.findall(r"<[^>]*>", marked(text, marks))
    assert all(allowed.fullmatch(tag) for tag in tags)


@given(
    TEXTS,
    MARKS,
    st.lists(
        st.builds(Sentence, start=PLACES, end=PLACES, key=st.sampled_from(("w1", '"', "s2")), label=TEXTS, name=TEXTS),
        max_size=4,
    ),
)
def test_sentences_neither_lose_nor_double_words(text: str, marks: list[Mark], sentences: list[Sentence]) -> None:
    html = opened_by_sentence(text, marks, sentences)
    without_labels = re.sub(r"<button[^>]*>[^<]*</button>", "", html)
    assert re.sub(r"<[^>]*>", "", without_labels) == escaped(text)
    assert set(re.findall(r"<(\w+)", html)) <= {"mark", "span", "button"}
    assert set(re.findall(r' ([a-z\-]+)="', html)) <= {"class", "title", "data-sentence", "data-reasons"}


@given(TEXTS, MARKS)
def test_without_its_tags_the_text_is_the_text(text: str, marks: list[Mark]) -> None:
    bare = re.sub(r"<[^>]*>", "", marked(text, marks))
    assert bare == escaped(text)
