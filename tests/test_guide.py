"""The guide keeps up with the app: both languages alike, its pictures taken by the script, its words on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.browser.served import ROOT
from tools.take_guide_pictures import PICTURES, PICTURES_FOLDER
from tracker import locales
from tracker.pages.guide.page import FOLDER, chapters

LANGUAGES = locales.language_codes()
CHAPTERS = sorted(path.name for path in (FOLDER / LANGUAGES[0]).glob("*.md"))
PAGES = [pytest.param(language, name, id=f"{language}-{name}") for language in LANGUAGES for name in CHAPTERS]
FEWEST_LETTERS = 3
"""A text that says less, such as "{name}: {n}", would fit anything."""
MOST_BYTES = 2_000_000


def lines(language: str, name: str) -> list[str]:
    return [line for line in (FOLDER / language / name).read_text("utf-8").splitlines() if line]


def pictures(language: str, name: str) -> list[str]:
    return re.findall(r"!\[[^]]+\]\(\.\./pictures/(.+)\.png\)", "\n".join(lines(language, name)))


def shape(line: str) -> str:
    """What a line is, whatever it says: a heading, a step with its number, a point, a row, a picture, plain words."""
    return match[0] if (match := re.match(r"#+ |\d+\. |- |\| |!\[", line)) else "words"


@cache
def texts(language: str) -> dict[str, set[str]]:
    """Every text of the screen, its placeholders open, with its keys."""
    found: dict[str, set[str]] = {}
    catalogue = locales.texts(language)
    for key, forms in [*((key, (text,)) for key, text in catalogue.one.items()), *catalogue.many.items()]:
        for text in forms:
            found.setdefault(text, set()).add(key)
    return found


@cache
def open_texts(language: str) -> list[tuple[re.Pattern[str], set[str]]]:
    return [
        (re.compile(".+".join(map(re.escape, re.split(r"\{\w+\}", text)))), keys)
        for text, keys in texts(language).items()
        if "{" in text and len(re.findall(r"[^\W\d_]", re.sub(r"\{\w+\}", "", text))) >= FEWEST_LETTERS
    ]


def keys_of(words: str, language: str) -> set[str]:
    """The keys of the texts the screen shows as these words; "{count} chosen" is also written without its number."""
    exact = texts(language).get(words) or texts(language).get(f"{{count}} {words}")
    if exact:
        return exact
    shortened = [keys for text, keys in texts(language).items() if text.replace(" {count}", "") == words]
    return set().union(*shortened, *(keys for shown, keys in open_texts(language) if shown.fullmatch(words)))


def marked(line: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", line)


def steps(language: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """Each line that marks words of the screen, with these."""
    return ((line, marked(line)) for line in lines(language, name))


def test_every_language_has_the_same_chapters() -> None:
    for language in LANGUAGES:
        assert sorted(path.name for path in (FOLDER / language).glob("*.md")) == CHAPTERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_leads_to_every_chapter(language: str) -> None:
    assert sorted(f"{name}.md" for name in chapters(FOLDER / language)) == CHAPTERS


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_language_has_the_same_headings_steps_and_pictures(name: str) -> None:
    def kinds(language: str) -> list[str]:
        found = [shape(line) for line in lines(language, name)]
        return [kind for kind, before in zip(found, ["", *found], strict=False) if (kind, before) != ("words", "words")]

    first, *others = LANGUAGES
    for other in others:
        assert kinds(other) == kinds(first)
        assert [Path(to).name for to in pictures(other, name)] == [Path(to).name for to in pictures(first, name)]


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_picture_is_in_the_language_of_the_page_and_taken_by_the_script(language: str, name: str) -> None:
    for picture in pictures(language, name):
        assert picture.partition("/")[0] == language
        assert picture.partition("/")[2] in PICTURES
        assert (PICTURES_FOLDER / f"{picture}.png").is_file()


def test_no_picture_is_taken_in_vain_and_all_are_small() -> None:
    named = {Path(picture).name for name in CHAPTERS for picture in pictures(LANGUAGES[0], name)}
    assert named == set(PICTURES)
    there = list(PICTURES_FOLDER.rglob("*.png"))
    assert {path.stem for path in there} == named
    assert sum(path.stat().st_size for path in there) <= MOST_BYTES


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_word_in_bold_stands_on_the_screen(language: str, name: str) -> None:
    said = [words for _, found in steps(language, name) for words in found]
    assert [words for words in said if not keys_of(words, language)] == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_language_names_the_same_buttons_in_the_same_step(name: str) -> None:
    first, *others = LANGUAGES
    for other in others:
        for (here, ours), (there, theirs) in zip(steps(first, name), steps(other, name), strict=True):
            assert len(ours) == len(theirs), (here, there)
            unmet = [
                words for words in ours
                if not any(keys_of(words, first) & keys_of(others_words, other) for others_words in theirs)
            ]  # fmt: skip
            assert unmet == [], (here, there)


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_link_leads_somewhere(language: str, name: str) -> None:
    page = FOLDER / language / name
    targets = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).is_file()] == []
    assert all((page.parent / target).resolve().is_relative_to(ROOT / "docs") for target in targets)
