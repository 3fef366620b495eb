"""The general vocabularies are clean tables: what a slip of the hand would break, for every vocabulary_*.csv."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import nlp.languages
from nlp.matching.tokens import fold

FOLDER = Path(nlp.languages.__file__).parent
TERMS = FOLDER / "terms_sv_en.csv"
TABLES = sorted(FOLDER.glob("vocabulary_*.csv"))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_there_are_vocabularies() -> None:
    assert TABLES


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_first_line_names_the_languages_of_the_file(path: Path) -> None:
    assert rows(path)[0] == path.stem.split("_")[-2:]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_has_two_words_or_phrases(path: Path) -> None:
    bad = [
        row for row in rows(path) if len(row) != 2 or any(not cell or " ".join(cell.split()) != cell for cell in row)
    ]
    assert bad == []


@pytest.mark.parametrize("path", [path for path in TABLES if path.stem.endswith("_sv_en")], ids=lambda path: path.stem)
def test_swedish_and_english_stand_in_lower_case(path: Path) -> None:
    assert [row for row in rows(path) if [fold(cell) for cell in row] != row] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_pair_is_written_twice(path: Path) -> None:
    pairs = [tuple(map(fold, row)) for row in rows(path)]
    assert sorted(pairs) == sorted(set(pairs))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_pair_says_something_spelling_does_not(path: Path) -> None:
    assert [row for row in rows(path)[1:] if row[0] == row[1]] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_rows_stand_in_the_order_of_one_language(path: Path) -> None:
    columns = [list(column) for column in zip(*rows(path)[1:], strict=True)]
    assert any(column == sorted(column) for column in columns)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_pair_repeats_a_term_of_the_field(path: Path) -> None:
    terms = {(fold(sv), fold(en)) for sv, en, *_ in rows(TERMS)[1:]}
    assert [row for row in rows(path)[1:] if (row[0], row[1]) in terms] == []
