"""What is drawn is also said: pictures have a text and a table, texts of law the language they are in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker import pages

FOLDER = Path(pages.__file__).parent
MODULES = {str(path.relative_to(FOLDER)): path for path in sorted(FOLDER.rglob("*.py"))}
PICTURES = {"charts.draw", "st.echarts_chart", "st.image"}
TABLES = {"st.dataframe"}
WITHIN = {"side", "escaped(words)"}
"""The sides of a difference, which are blocks with their language; a service's own words, in a language nobody said."""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call with what is called."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def names(predicate: Callable[[str, ast.Call], bool]) -> list[str]:
    """The modules with such a call."""
    return [name for name, path in MODULES.items() if any(predicate(called, call) for called, call in calls(path))]


def is_rows(called: str) -> bool:
    """Whether the call draws rows: a table, or a list that opens what a mark of the chart would."""
    return called in {"draw", "openings"} or called.rsplit(".", 1)[-1].lstrip("_") in {"table", "coloured_table"}


def is_law(word: ast.keyword) -> bool:
    return word.arg == "name" and ast.unparse(word.value) == "'law'"


def says_inside(call: ast.Call) -> bool:
    """A dash in the place of a text, or a block around one that says its language itself."""
    return isinstance(call.args[0], ast.Constant) or ast.unparse(call.args[0]) in WITHIN


def test_charts_are_drawn_in_one_place() -> None:
    assert names(lambda called, _: called == "st.echarts_chart") == ["charts.py"]


@pytest.mark.parametrize("name", names(lambda called, _: called in {*PICTURES, *TABLES}))
def test_every_picture_and_table_is_said_in_words(name: str) -> None:
    silent = [
        call.lineno
        for called, call in calls(MODULES[name])
        if called in {*PICTURES, *TABLES} and not any(word.arg == "alt" for word in call.keywords)
    ]
    assert silent == []


@pytest.mark.parametrize("name", names(lambda called, _: called == "charts.draw"))
def test_what_a_chart_shows_stands_in_rows_beside_it(name: str) -> None:
    """In its own module, or in that of its page that draws it."""
    path = MODULES[name]
    around = [path, *(other for other in path.parent.glob("*.py") if f"{path.stem}." in other.read_text("utf-8"))]
    assert any(is_rows(called) for part in around for called, _ in calls(part))


@pytest.mark.parametrize("name", names(lambda _, call: any(is_law(word) for word in call.keywords)))
def test_texts_of_law_and_passages_say_their_language(name: str) -> None:
    """Law is read aloud in its own language, whatever the page's: English law on a Swedish page."""
    unsaid = [
        call.lineno
        for _, call in calls(MODULES[name])
        if any(is_law(word) for word in call.keywords)
        and not any(word.arg == "language" for word in call.keywords)
        and not says_inside(call)
    ]
    assert unsaid == []
