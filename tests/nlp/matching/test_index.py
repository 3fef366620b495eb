"""The index: the same whether built at once or in pieces, kept without half copies, and never taken for another."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import NlpError
from nlp.matching.index import Index, making, store
from nlp.matching.matches import Passage, Query
from nlp.matching.ranking import suggest
from nlp.matching.tokens import analyse

PASSAGES = [
    Passage(id="1", document="d", text="Kommunen ska publicera öppna data.", language="sv"),
    Passage(id="2", document="d", text="Innehåll", type="contents"),
    Passage(id="3", document="e", text="The board adopts a plan.", heading="Planning"),
]
KEPT = (PASSAGES[0], PASSAGES[2])
WORDS = [
    "öppna",
    "data",
    "plan",
    "tillgänglighet",
    "redogörelse",
    "tillgänglighetsredogörelse",
    "publicera",
    "2018:1937",
]


def passage(number: int, text: str, document: str = "d") -> Passage:
    return Passage(id=f"p{number}", document=document, text=text, language="sv")


def same(one: Index, other: Index) -> None:
    """Whether two indexes give the same answers, bit by bit."""
    assert dict(one.terms) == dict(other.terms)
    assert tuple(one.passages) == tuple(other.passages)
    for name in ("documents", "languages", "frequencies", "rarity"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    everything = np.arange(len(one), dtype=np.int64)
    np.testing.assert_array_equal(one.rows[everything].toarray(), other.rows[everything].toarray())
    query = {one.terms[word]: weight for weight, word in enumerate(one.terms, 1)}
    np.testing.assert_array_equal(one.scores(query), other.scores(query))


texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
states = st.lists(st.lists(st.tuples(st.integers(0, 9), texts), unique_by=lambda row: row[0], max_size=8), max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=states)
def test_in_pieces_is_as_at_once(states: list[list[tuple[int, str]]], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("index")
    for state in states:
        rows = [passage(number, text, f"d{number // 3}") for number, text in state]
        updated, built = Index.update(folder, rows), Index.build(rows)
        same(updated, built)
        same(Index.open(folder), built)
        query = [Query(id="q", text="publicera öppna data och plan", language="sv")]
        assert list(suggest(query, updated)) == list(suggest(query, built))


def test_kept_is_as_built(tmp_path: Path) -> None:
    same(Index.update(tmp_path, PASSAGES), Index.build(PASSAGES))
    same(Index.open(tmp_path), Index.build(PASSAGES))


def test_only_what_is_new_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [passage(number, f"plan {number}") for number in range(20)]
    Index.update(tmp_path, rows)
    read: list[int] = []
    compiled = making.compiled
    monkeypatch.setattr(
        making, "compiled", lambda held, *rest, **more: read.append(len(held)) or compiled(held, *rest, **more)
    )
    index = Index.update(tmp_path, [*rows[1:], passage(20, "ny"), passage(21, "nyare")])
    assert read == [2]
    assert (index.reuse.kept, index.reuse.added, index.reuse.dropped, index.reuse.rebuilt) == (19, 2, 1, "")


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    Index.update(tmp_path, PASSAGES)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    Index.update(tmp_path, PASSAGES)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_small_segments_are_put_together(tmp_path: Path) -> None:
    rows = [passage(number, f"plan {number % 7}") for number in range(40)]
    for count in range(1, 41):
        index = Index.update(tmp_path, rows[:count])
    assert len(index.segments) <= 7
    assert tuple(index.passages) == tuple(rows)


def test_a_full_segment_is_left_alone_until_half_of_it_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "FULL", 10)
    rows = [passage(number, f"plan {number % 7}") for number in range(35)]
    assert [len(segment) for segment in Index.update(tmp_path, rows).segments] == [10, 10, 10, 5]
    fewer = Index.update(tmp_path, [row for number, row in enumerate(rows) if number >= 6])
    assert [len(segment) for segment in fewer.segments] == [10, 10, 5, 4]


def test_passages_come_from_a_generator_and_are_read_from_the_folder(tmp_path: Path) -> None:
    index = Index.update(tmp_path, (row for row in PASSAGES))
    assert tuple(index.passages) == KEPT
    assert index.numbers["3"] == 1


@pytest.mark.parametrize("text", ["a\x00b", "\ud800 plan", "", "𝒳" * 3, "data " * 3000, "o" * 100_000])
def test_odd_texts_come_back_unchanged(text: str, tmp_path: Path) -> None:
    rows = [passage(0, text), passage(1, "plan")]
    assert tuple(Index.update(tmp_path, rows).passages) == tuple(rows)
    same(Index.open(tmp_path), Index.build(rows))


def damaged(folder: Path, part: str) -> None:
    [path] = folder.rglob(part)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def cut(folder: Path, part: str) -> None:
    [path] = folder.rglob(part)
    path.write_bytes(path.read_bytes()[:-1])


def lost(folder: Path, part: str) -> None:
    [path] = folder.rglob(part)
    path.unlink()


@pytest.mark.parametrize("part", ["rows.npy", "passages_blob.npy", "languages.npy", "order.npy"])
@pytest.mark.parametrize("harm", [damaged, cut, lost])
def test_damage_is_noticed_and_mended(harm: object, part: str, tmp_path: Path) -> None:
    Index.update(tmp_path, PASSAGES)
    assert callable(harm)
    harm(tmp_path, part)
    with pytest.raises(NlpError) as problem:
        Index.open(tmp_path)
    assert problem.value.code == "error.index_damaged"
    mended = Index.update(tmp_path, PASSAGES)
    assert mended.reuse.rebuilt == "error.index_damaged"
    same(mended, Index.build(PASSAGES))
    same(Index.open(tmp_path), mended)


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ("{", "error.index_damaged"),
        ("[" * 100_000, "error.index_damaged"),
        ("[]", "error.index_foreign"),
        ('{"kind": "budget"}', "error.index_foreign"),
        (json.dumps({"kind": store.KIND, "reading": "older"}), "error.index_outdated"),
        (
            json.dumps({"kind": store.KIND, "reading": store.reading(), "segments": ["../other"], "order": "x"}),
            "error.index_damaged",
        ),
        (json.dumps({"kind": store.KIND, "reading": store.reading()}), "error.index_damaged"),
    ],
)
def test_another_list_is_noticed_and_replaced(listed: str, code: str, tmp_path: Path) -> None:
    (tmp_path / store.LIST).write_text(listed, "utf-8")
    with pytest.raises(NlpError) as problem:
        Index.open(tmp_path)
    assert problem.value.code == code
    assert Index.update(tmp_path, PASSAGES).reuse.rebuilt == code
    assert len(Index.open(tmp_path)) == 2


def test_without_a_folder_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(NlpError, match="no_saved_index"):
        Index.open(tmp_path / "none")
    assert Index.update(tmp_path / "none", PASSAGES).reuse.rebuilt == ""


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    os.utime(tmp_path / "notes.txt", (0, 0))
    Index.update(tmp_path, PASSAGES)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_what_a_crash_left_is_cleared_away_once_it_is_old(tmp_path: Path) -> None:
    for name in ("draft-abc", "segment-" + "0" * 32, "draft-new"):
        (tmp_path / name).mkdir()
    for name in ("draft-abc", "segment-" + "0" * 32):
        os.utime(tmp_path / name, (0, 0))
    Index.update(tmp_path, PASSAGES)
    left = {path.name.split("-")[0] for path in tmp_path.iterdir()}
    assert left == {"draft", "segment", "order", store.LIST}
    assert len(list(tmp_path.iterdir())) == 4


def test_a_crash_before_the_list_is_replaced_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.update(tmp_path, PASSAGES)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(making, "enlist", fail)
        with pytest.raises(KeyboardInterrupt):
            Index.update(tmp_path, PASSAGES[:1])
    same(Index.open(tmp_path), Index.build(PASSAGES))
    same(Index.update(tmp_path, PASSAGES[:1]), Index.build(PASSAGES[:1]))


def test_an_open_index_outlives_its_folder(tmp_path: Path) -> None:
    index = Index.update(tmp_path / "index", PASSAGES)
    shutil.rmtree(tmp_path / "index")
    assert tuple(index.passages) == KEPT


def _grow(folder: str, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(5):
        Index.update(Path(folder), [passage(n, f"plan {n}") for n in range(draw.randint(1, 30))])


def test_processes_may_build_at_the_same_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_grow, args=(str(tmp_path), seed % 2)) for seed in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    rows = [passage(n, f"plan {n}") for n in range(12)]
    assert Index.update(tmp_path, rows).reuse.rebuilt == ""
    same(Index.open(tmp_path), Index.update(tmp_path, rows))


@pytest.mark.parametrize("texts", [[], [""], ["och"]])
def test_nothing_to_index(texts: list[str], tmp_path: Path) -> None:
    passages = [Passage(id="1", document="d", text=text) for text in texts]
    index = Index.update(tmp_path, passages)
    assert list(suggest([Query(id="q", text="data")], index)) == []
    assert len(Index.open(tmp_path)) == len(texts)


def test_everything_may_go(tmp_path: Path) -> None:
    Index.update(tmp_path, PASSAGES)
    assert len(Index.update(tmp_path, [])) == 0
    assert len(Index.open(tmp_path)) == 0


def test_language_is_taken_from_the_document() -> None:
    rows = [
        Passage(id="1", document="d", text="Nämnden ska ha en plan och den är antagen."),
        Passage(id="2", document="d", text="Plan"),
    ]
    assert Index.build(rows).languages.tolist() == ["sv", "sv"]


def test_progress_ends_with_all() -> None:
    seen: list[tuple[int, int]] = []
    Index.build(PASSAGES, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)


def test_weights_are_those_of_bm25s() -> None:
    index = Index.build(PASSAGES)
    ranker = bm25s.BM25(method="lucene", k1=1.2, b=0.4)
    texts = [f"{passage.heading}\n{passage.text}" for passage in index.passages]
    tokens = [analyse(text, language) for text, language in zip(texts, index.languages, strict=True)]
    ranker.index(tokens, show_progress=False)
    query = analyse("öppna data och plan", "sv")
    ours = index.scores({index.terms[term]: 1.0 for term in query if term in index.terms})
    np.testing.assert_allclose(ours, ranker.get_scores(query), rtol=1e-5)
