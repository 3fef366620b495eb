"""A lexicon learned from parallel texts, stored and used."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp import training
from nlp.errors import NlpError
from nlp.matching.matches import Passage, Query
from nlp.matching.parallel import Parallel, aligned, learn_lexicon, lexicon_of, read_lexicon, read_parallel
from nlp.matching.ranking import suggest

TEXTS = Path(__file__).parents[2] / "data" / "parallel.jsonl"


def test_words_that_go_together_are_learned() -> None:
    best = {pair.source: pair.target for pair in reversed(learn_lexicon(read_parallel(TEXTS)))}
    wanted = {"committee": "nämnden", "review": "granska", "tariff": "taxan", "manager": "chefen", "keep": "förvara"}
    assert {word: best.get(word) for word in wanted} == wanted


def test_the_same_texts_give_the_same_lexicon() -> None:
    texts = read_parallel(TEXTS)
    assert learn_lexicon(texts) == learn_lexicon(texts)


def test_probabilities_and_counts_stay_within_bounds() -> None:
    learned = learn_lexicon(read_parallel(TEXTS))
    assert all(0.0 <= pair.probability <= 1.0 and pair.count >= 1.0 for pair in learned)


def test_texts_without_words_or_known_languages_teach_nothing() -> None:
    texts = [
        Parallel(source="", target="", source_language="sv", target_language="en"),
        Parallel(source="nämnd", target="lautakunta", source_language="sv", target_language="fi"),
        Parallel(source="nämnd", target="nämnd", source_language="sv", target_language="sv"),
    ]
    assert learn_lexicon(texts) == []
    assert learn_lexicon([]) == []


def test_a_locator_that_stands_twice_is_not_aligned() -> None:
    first = [("art 1", "A"), ("art 2", "B"), ("art 2", "C"), ("art 3", " "), ("", "D"), ("art 4", "E")]
    second = [("art 4", "e"), ("art 3", "c"), ("art 2", "b"), ("art 1", "a"), ("", "d")]
    assert aligned(first, second) == [("A", "a"), ("E", "e")]


def test_the_command_writes_what_suggest_can_use(tmp_path: Path) -> None:
    training.main(["--lexicon", str(TEXTS), "--to", str(tmp_path / "learned.csv")])
    lexicon = read_lexicon(tmp_path / "learned.csv")
    assert (tmp_path / "learned.csv").read_text("utf-8").startswith("source_language,target_language,source,target,")
    query = Query(id="q", text="Review the tariff", language="en")
    passages = [
        Passage(id=text, document="d", text=text, language="sv") for text in ("Förvara nyckeln", "Granska taxan")
    ]
    [best, *_] = suggest([query], passages, lexicon=lexicon)
    assert best.passage == "Granska taxan"


def test_a_word_learned_is_found_in_both_directions() -> None:
    lexicon = lexicon_of(learn_lexicon(read_parallel(TEXTS)))
    assert "nämnden" in {pair.target for pair in lexicon.found("committees", "en", "sv")}
    assert "committee" in {pair.target for pair in lexicon.found("nämnder", "sv", "en")}


PAIR = '{"source": "a", "target": "å", "source_language": "en", "target_language": "sv"}'


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"[]",
        b'{"source": "a"}',
        b'{"source":' + b"[" * 100_000,
        PAIR.encode("latin-1"),
        PAIR.replace('"a"', "null").encode(),
    ],
    ids=["words", "list", "keys", "nested", "encoding", "null"],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(b"\n" + line)
    with pytest.raises(NlpError) as caught:
        read_parallel(path)
    assert caught.value.code == "error.unreadable_parallel"
    assert caught.value.values["line"] == 2


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(PAIR, "utf-8-sig")
    assert [pair.target for pair in read_parallel(path)] == ["å"]


@pytest.mark.parametrize("content", [None, "no json"])
def test_the_command_ends_in_one_line_where_pairs_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    path = tmp_path / "pairs.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(SystemExit) as caught:
        training.main(["--lexicon", str(path), "--to", str(tmp_path / "learned.csv")])
    said = capsys.readouterr().err
    assert caught.value.code == 1
    assert (said.count("\n"), str(path) in said) == (1, True)


@pytest.mark.parametrize(
    "content", ["", "a,b\n", "a,b\n1,2\n", "source_language,target_language,source,target\nsv,en,a,b\n"]
)
def test_a_file_that_is_no_lexicon_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "learned.csv"
    path.write_text(content, "utf-8")
    if not content:
        assert not read_lexicon(path).knows("sv", "en")
        return
    with pytest.raises(NlpError):
        read_lexicon(path)
