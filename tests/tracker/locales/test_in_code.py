"""What people read stands in the locales, never in the code; dates and numbers are written by the language alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "tracker" / "pages").rglob("*.py"))
SHOWN = frozenset({"label", "help", "placeholder", "caption", "text", "body", "alt", "title"})
"""What a reader sees of an element's settings; its first value without a name is seen too."""
DRAWS = re.compile(
    r"^(title|header|subheader|markdown|write|caption|text|info|warning|error|success|toast|button|download_button|"
    r"link_button|checkbox|toggle|radio|selectbox|multiselect|pills|segmented_control|text_input|text_area|"
    r"number_input|date_input|file_uploader|expander|popover|status|spinner|progress|metric|html|tabs|dialog|"
    r"TextColumn|NumberColumn|DateColumn|CheckboxColumn|ProgressColumn|LinkColumn)$"
)
KEY = re.compile(r"^[a-z_]+(\.[a-z_]+)+$")
WORD = re.compile(r"[a-zåäö]{3,}")
MARKUP = re.compile(r"<script>.*|<[^>]*>|:[a-z]+\[|:material/\w+:|&\w+;|\]\([^)]*\)")
FORMATS = re.compile(r"^(?!%Y-%m(-%d)?$).*%[a-zA-Z]|[.,]\d*[eEfgG%]|,")


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and DRAWS.match(node.func.attr):
            yield node


def literals(value: ast.AST) -> Iterator[str]:
    """The words a value is made of, those it is given by name left out."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        for part in value.values:
            yield from literals(part)
    elif isinstance(value, ast.BinOp):
        yield from literals(value.left)
        yield from literals(value.right)
    elif isinstance(value, ast.IfExp):
        yield from literals(value.body)
        yield from literals(value.orelse)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "tracker" / "pages")))
def test_no_words_of_a_language_in_what_a_page_draws(path: Path) -> None:
    found = [
        f"line {call.lineno}: {words}"
        for call in calls(ast.parse(path.read_text("utf-8")))
        for value in (*call.args[:1], *(given.value for given in call.keywords if given.arg in SHOWN))
        for words in (MARKUP.sub("", text) for text in literals(value))
        if WORD.search(words) and not KEY.match(words)
    ]
    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "tracker" / "pages")))
def test_dates_and_numbers_are_written_by_the_language(path: Path) -> None:
    """ISO days and months are allowed: in file names, addresses, axes and cells that are sorted."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.FormattedValue) and node.format_spec is not None and _formats(node.format_spec))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime")
    ]
    assert found == []


def _formats(spec: ast.expr) -> bool:
    return any(FORMATS.search(text) for text in literals(spec))
