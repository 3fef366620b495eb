"""Vectors of a user's own model: scaled, cached, and never fetched from anywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.errors import NlpError
from nlp.matching.embeddings import Embedder, Meaning, local_model, unit_vectors
from nlp.matching.matches import Passage, Query
from nlp.matching.ranking import suggest


class Counting:
    """A model that counts vowels and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.floating]:
        self.asked.extend(texts)
        return np.array([[text.count(vowel) for vowel in "aeiou"] for text in texts], dtype=np.float64)


@pytest.fixture
def model() -> Counting:
    return Counting()


@pytest.fixture
def embedder(model: Counting) -> Embedder:
    return Embedder(name="vowels", encode=model.encode)


@pytest.fixture
def keeping(model: Counting, tmp_path: Path) -> Embedder:
    """The model with a place for its vectors."""
    return Embedder(name="vowels", encode=model.encode, cache=tmp_path)


def test_vectors_have_length_one_and_silence_has_none(embedder: Embedder) -> None:
    found = unit_vectors(embedder, ["banana", "xyz", "ananas"])
    assert found.shape == (3, 5)
    assert np.linalg.norm(found, axis=1).round(5).tolist() == [1, 0, 1]
    assert found[0] @ found[2] == pytest.approx(1)


def test_no_texts_give_no_vectors(keeping: Embedder) -> None:
    assert unit_vectors(keeping, []).shape == (0, 0)


def test_known_texts_are_not_encoded_again(keeping: Embedder, model: Counting) -> None:
    first = unit_vectors(keeping, ["ei", "ao", "ei"])
    assert sorted(model.asked) == ["ao", "ei"]
    second = unit_vectors(keeping, ["uu", "ei"])
    assert sorted(model.asked) == ["ao", "ei", "uu"]
    assert np.allclose(first[0], second[1], atol=1e-3)


def test_a_damaged_cache_is_made_again(keeping: Embedder, model: Counting, tmp_path: Path) -> None:
    unit_vectors(keeping, ["ei"])
    (tmp_path / "vowels.npz").write_bytes(b"PK")
    assert unit_vectors(keeping, ["ei"]).shape == (1, 5)
    assert model.asked == ["ei", "ei"]


def test_a_model_that_gives_no_numbers_counts_as_silent() -> None:
    broken = Embedder(name="broken", encode=lambda texts: np.full((len(texts), 2), np.nan))
    assert unit_vectors(broken, ["a"]).tolist() == [[0, 0]]


@pytest.mark.parametrize("content", [None, "no json", "[]"])
def test_a_folder_without_a_model_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(content)
    with pytest.raises(NlpError) as problem:
        local_model(tmp_path)
    assert problem.value.code in ("error.embeddings_folder", "error.embeddings_library")


def test_a_library_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "model2vec"}))
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(NlpError) as problem:
        local_model(tmp_path)
    assert (problem.value.code, problem.value.values["library"]) == ("error.embeddings_library", "model2vec")


def test_a_static_model_is_read_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Counting
) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "model2vec"}))
    library = ModuleType("model2vec")
    library.StaticModel = SimpleNamespace(from_pretrained=lambda folder: model)  # type: ignore[attr-defined] # a double
    monkeypatch.setitem(sys.modules, "model2vec", library)
    read = local_model(tmp_path)
    assert read.name.startswith(tmp_path.name)
    assert unit_vectors(read, ["aa"])[0].tolist() == [1, 0, 0, 0, 0]


def test_what_stands_out_is_near_and_the_rest_is_not(embedder: Embedder) -> None:
    near = Meaning.of(["aaa", *["uu eo"] * 20], embedder).nearness("a")
    assert near[0] == 1
    assert near[1:].max() == 0


def test_a_model_that_tells_nothing_apart_brings_nothing_near(embedder: Embedder) -> None:
    assert Meaning.of(["a", "a"], embedder).nearness("a").tolist() == [0, 0]
    assert Meaning.of([], embedder).nearness("a").tolist() == []


def test_of_two_passages_alike_in_words_the_one_nearer_in_meaning_comes_first() -> None:
    oven = ("ugnen", "abba")
    embedder = Embedder(
        name="oven", encode=lambda texts: np.array([[float(any(w in t for w in oven)), 0.1] for t in texts])
    )
    texts = ["Myndigheten fyller ugnen", "Myndigheten dansar samba", *(f"Xyz {number}" for number in range(9))]
    passages = [Passage(id=str(n), document="d", text=text, language="sv") for n, text in enumerate(texts)]
    query = Query(id="q", text="Myndigheten abba arbetar", language="sv")
    plain = [match.passage for match in suggest([query], passages)]
    guided = [match.passage for match in suggest([query], passages, embedder=embedder)]
    assert plain[:2] == ["1", "0"]
    assert guided[:2] == ["0", "1"]
