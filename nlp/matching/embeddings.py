"""Sentence vectors from a model of the user's own, as one more signal; nothing here is needed for the others to work.

A model is a folder on this machine made by model2vec or sentence-transformers; nothing is ever fetched. Install the
extra `embeddings` to use one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.errors import NlpError
from nlp.matching.index import Floats

Stored = tuple[NDArray[np.bytes_], Floats | None]

FAR = 4.0  # standard deviations above the mean at which a passage is as near as can be
_BATCH = 1024  # texts handed to a model at a time
_NOTHING: Stored = (np.zeros(0, dtype="S32"), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedder:
    """A model: `encode` gives one vector per text, shape (texts, dimensions).

    In the folder `cache` the vectors of texts are kept under the model's `name`; with None nothing is kept.
    """

    name: str
    encode: Callable[[Sequence[str]], NDArray[np.floating]]
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meaning:
    """How near passages are to a query in the space of a model; `vectors` has a row of length 1 for each passage."""

    embedder: Embedder
    vectors: Floats

    @classmethod
    def of(cls, texts: Sequence[str], embedder: Embedder) -> Meaning:
        """The vectors of the passages with these texts."""
        return cls(embedder=embedder, vectors=unit_vectors(embedder, texts))

    def nearness(self, text: str) -> Floats:
        """How far each passage stands out among all: standard deviations above the mean cosine, over FAR, in [0, 1].

        Cosines of one model are all high and those of another all low; what stands out tells alike in both.
        """
        asked = unit_vectors(self.embedder, [text])
        cosines = self.vectors @ asked[0] if self.vectors.size else np.zeros(len(self.vectors), dtype=np.float32)
        spread = float(cosines.std()) if len(cosines) else 0.0
        raised = (cosines - cosines.mean()) / (FAR * spread) if spread > 1e-6 else np.zeros_like(cosines)
        near: Floats = np.clip(raised, 0, 1).astype(np.float32)
        return near


def local_model(folder: Path, cache: Path | None = None) -> Embedder:
    """The model in a folder; `cache` is where vectors are kept.

    Raises NlpError: error.embeddings_folder when there is no model there, error.embeddings_library when the library
    it needs is not installed.
    """
    static = _is_static(folder)
    library = "model2vec" if static else "sentence-transformers"
    try:
        encode = _model2vec(folder) if static else _sentence_transformers(folder)
    except ImportError as problem:
        raise NlpError("error.embeddings_library", library=library, folder=folder.name) from problem
    except (OSError, ValueError, KeyError) as problem:
        raise NlpError("error.embeddings_folder", folder=folder.name) from problem
    return Embedder(name=f"{folder.name}-{_digest(folder)}", encode=encode, cache=cache)


def unit_vectors(embedder: Embedder, texts: Sequence[str]) -> Floats:
    """One vector of length 1 per text (all zeros for a text the model says nothing of), shape (texts, dimensions).

    Texts that were seen before and kept are not encoded again.
    """
    cache = embedder.cache
    keys = np.array([_key(text) for text in texts], dtype="S32")
    known, stored = _read(cache, embedder) if cache is not None else _NOTHING
    wanted, first = np.unique(keys, return_index=True)
    new = first[~np.isin(wanted, known)]
    parts = [
        np.asarray(embedder.encode([texts[at] for at in new[start : start + _BATCH]]), dtype=np.float32)
        for start in range(0, len(new), _BATCH)
    ]
    fresh = _scaled(np.concatenate(parts)) if parts else None
    if fresh is None and stored is None:
        return np.zeros((len(texts), 0), dtype=np.float32)
    kept = [part for part in (stored, fresh) if part is not None]
    names, vectors = np.concatenate([known, keys[new]]), np.concatenate(kept)
    if cache is not None and fresh is not None:
        _write(cache, embedder, names, vectors)
    order = np.argsort(names)
    found: Floats = vectors[order[np.searchsorted(names, keys, sorter=order)]].astype(np.float32)
    return found


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _scaled(vectors: Floats) -> Floats:
    clean = np.nan_to_num(vectors, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    scaled: Floats = (clean / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def _is_static(folder: Path) -> bool:
    """Whether model2vec made the model: its newer folders say so among the modules, its older ones in the settings."""
    try:
        settings = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise NlpError("error.embeddings_folder", folder=folder.name) from problem
    modules = folder / "modules.json"
    if modules.is_file() and "StaticEmbedding" in modules.read_text("utf-8", "replace"):
        return True
    return isinstance(settings, dict) and settings.get("model_type") == "model2vec"


def _model2vec(folder: Path) -> Callable[[Sequence[str]], NDArray[np.floating]]:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(str(folder))
    return lambda texts: np.asarray(model.encode(list(texts)))


def _sentence_transformers(folder: Path) -> Callable[[Sequence[str]], NDArray[np.floating]]:
    from sentence_transformers import SentenceTransformer

    # Weights as pickles could run code; only safetensors are read, and nothing is looked up on the network.
    model = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
    )
    return lambda texts: np.asarray(model.encode(list(texts), show_progress_bar=False))


def _digest(folder: Path) -> str:
    """Ties stored vectors to the model's weights by name, size and time of the files."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            seen = path.stat()
            total.update(f"{path.relative_to(folder)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return total.hexdigest()[:8]


def _read(cache: Path, embedder: Embedder) -> Stored:
    """Stored keys and vectors; nothing when there are none or the file is damaged, for it is only a cache."""
    try:
        with np.load(cache / f"{embedder.name}.npz", allow_pickle=False) as file:
            keys, vectors = file["keys"], file["vectors"]
    except (OSError, ValueError, KeyError):
        return _NOTHING
    return (keys, vectors) if len(keys) == len(vectors) else _NOTHING


def _write(cache: Path, embedder: Embedder, keys: NDArray[np.bytes_], vectors: Floats) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=cache, suffix=".npz")
    with os.fdopen(handle, "wb") as file:
        np.savez(file, keys=keys, vectors=vectors.astype(np.float16))
    Path(draft).replace(cache / f"{embedder.name}.npz")
