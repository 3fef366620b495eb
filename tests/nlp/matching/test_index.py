"""The index: saved and loaded unchanged, and never taken for another."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest

from nlp.errors import NlpError
from nlp.matching import Index, Passage, Query, suggest
from nlp.matching.tokens import analyse

PASSAGES = [
    Passage(id="1", document="d", text="Kommunen ska publicera öppna data.", language="sv"),
    Passage(id="2", document="d", text="Innehåll", type="contents"),
    Passage(id="3", document="e", text="The board adopts a plan.", heading="Planning"),
]


def test_round_trip(tmp_path: Path) -> None:
    built = Index.build(PASSAGES)
    built.save(tmp_path)
    loaded = Index.load(tmp_path, PASSAGES)
    assert dict(loaded.terms) == dict(built.terms)
    for name in ("data", "indices", "indptr", "documents"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(built, name))
    query = [Query(id="q", text="öppna data", language="sv")]
    assert list(suggest(query, loaded)) == list(suggest(query, built))


def test_saved_twice_is_one_copy(tmp_path: Path) -> None:
    index = Index.build(PASSAGES)
    assert index.save(tmp_path) == index.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_changed_passages_have_no_saved_index(tmp_path: Path) -> None:
    Index.build(PASSAGES).save(tmp_path)
    with pytest.raises(NlpError, match="no_saved_index"):
        Index.load(tmp_path, PASSAGES[:1])


def test_damaged_index_is_built_anew(tmp_path: Path) -> None:
    place = Index.build(PASSAGES).save(tmp_path)
    (place / "data.npy").write_bytes(b"not an array")
    assert len(Index.of(PASSAGES, tmp_path)) == 2


@pytest.mark.parametrize("texts", [[], [""], ["och"]])
def test_nothing_to_index(texts: list[str], tmp_path: Path) -> None:
    passages = [Passage(id="1", document="d", text=text) for text in texts]
    index = Index.of(passages, tmp_path)
    assert list(suggest([Query(id="q", text="data")], index)) == []
    assert len(Index.load(tmp_path, passages)) == len(index)


def test_language_is_taken_from_the_document() -> None:
    rows = [
        Passage(id="1", document="d", text="Nämnden ska ha en plan och den är antagen."),
        Passage(id="2", document="d", text="Plan"),
    ]
    assert Index.build(rows).languages == ("sv", "sv")


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
