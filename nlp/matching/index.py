"""The searchable form of a set of passages: BM25 weights of stems and compound parts, kept as plain arrays.

Weights are computed once by bm25s ("eager scoring", Lù 2024); a query is then a weighted sum of posting lists. One
index serves any number of query batches and can be saved and loaded without pickles.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.detection import detect_language
from nlp.errors import NlpError
from nlp.matching.matches import NEVER_EVIDENCE, Passage
from nlp.matching.tokens import normal_language, stems, words

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Progress = Callable[[int, int], None]

FORM = "2"  # raised whenever the same passages would give other arrays
_K1, _B = 1.2, 0.4  # paragraphs differ in length because matters do, so length is discounted mildly
_ARRAYS = ("data", "indices", "indptr")


@dataclass(frozen=True, eq=False)
class Index:
    """Passages that may be evidence, and the BM25 weight of every term in each of them.

    `data`, `indices`, `indptr` are the columns (terms) of a passages x terms matrix in compressed form; within a
    column the passages ascend. `documents` numbers the document of each passage, `languages` holds its language code
    ("" if unknown). Build one with `Index.build`.
    """

    passages: tuple[Passage, ...]
    terms: Mapping[str, int]
    data: Floats
    indices: Ints
    indptr: NDArray[np.int64]
    documents: Ints
    languages: tuple[str, ...]
    digest: str

    @classmethod
    def build(cls, passages: Iterable[Passage], *, progress: Progress | None = None) -> Index:
        """Index the passages that may be evidence; `progress(done, total)` is called now and then."""
        kept = _eligible(passages)
        languages = _languages(kept)
        terms: dict[str, int] = {}
        known: dict[str, dict[str, tuple[int, ...]]] = {}
        rows: list[list[int]] = []
        for number, (passage, language) in enumerate(zip(kept, languages, strict=True)):
            if progress is not None and number % 5000 == 0:
                progress(number, len(kept))
            ids = known.setdefault(language, {})
            row: list[int] = []
            for word in words(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text):
                found = ids.get(word)
                if found is None:
                    found = tuple(terms.setdefault(stem, len(terms)) for stem in stems(word, language))
                    ids[word] = found
                row.extend(found)
            rows.append(row)
        if progress is not None:
            progress(len(kept), len(kept))
        data, indices, indptr = _weights(rows, len(terms))
        return cls(
            passages=kept,
            terms=terms,
            data=data,
            indices=indices,
            indptr=indptr,
            documents=_numbers(kept),
            languages=languages,
            digest=digest(kept),
        )

    def save(self, folder: Path) -> Path:
        """Write the arrays below `folder` under the digest of the passages; gives the place. Never half a copy."""
        place = folder / self.digest
        if place.is_dir():
            return place
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder))
        for name in _ARRAYS:
            np.save(draft / f"{name}.npy", getattr(self, name), allow_pickle=False)
        blob = "\n".join(self.terms).encode("utf-8")
        np.save(draft / "terms.npy", np.frombuffer(blob, dtype=np.uint8), allow_pickle=False)
        try:
            draft.rename(place)
        except OSError:  # somebody else was first; theirs is the same
            shutil.rmtree(draft, ignore_errors=True)
        return place

    @classmethod
    def load(cls, folder: Path, passages: Iterable[Passage]) -> Index:
        """The saved index of exactly these passages. Raises NlpError error.no_saved_index when there is none."""
        kept = _eligible(passages)
        key = digest(kept)
        place = folder / key
        try:
            arrays = {name: np.load(place / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS}
            blob = np.load(place / "terms.npy", allow_pickle=False).tobytes().decode("utf-8")
        except (OSError, ValueError) as error:
            raise NlpError("error.no_saved_index", folder=str(folder), passages=len(kept)) from error
        return cls(
            passages=kept,
            terms={term: number for number, term in enumerate(blob.split("\n") if blob else [])},
            **arrays,
            documents=_numbers(kept),
            languages=_languages(kept),
            digest=key,
        )

    @classmethod
    def of(cls, passages: Iterable[Passage], folder: Path, *, progress: Progress | None = None) -> Index:
        """The saved index of these passages, or a new one that is saved for the next time."""
        kept = tuple(passages)
        try:
            return cls.load(folder, kept)
        except NlpError:
            built = cls.build(kept, progress=progress)
            built.save(folder)
            return built

    def __len__(self) -> int:
        return len(self.passages)

    def scores(self, query: Mapping[int, float]) -> Floats:
        """BM25 score of every passage for a query given as weights of term numbers; shape (passages,)."""
        total = np.zeros(len(self.passages), dtype=np.float32)
        for term in sorted(query):
            start, end = self.indptr[term], self.indptr[term + 1]
            total[self.indices[start:end]] += np.float32(query[term]) * self.data[start:end]
        return total

    @cached_property
    def rows(self) -> sparse.csr_matrix:
        """The same weights by passage, shape (passages, terms)."""
        shape = (len(self.passages), len(self.terms))
        return sparse.csc_matrix((self.data, self.indices, self.indptr), shape=shape).tocsr()

    @cached_property
    def lengths(self) -> Floats:
        """Euclidean length of each passage's weights; never 0."""
        squares = np.bincount(self.indices, weights=np.square(self.data), minlength=len(self.passages))
        lengths: Floats = np.sqrt(squares).astype(np.float32)
        return np.maximum(lengths, np.float32(1e-9))

    @cached_property
    def present(self) -> sparse.csr_matrix:
        """Which terms stand in which passage, as ones; shape (passages, terms)."""
        rows = self.rows
        return sparse.csr_matrix((np.ones(rows.nnz, dtype=np.float32), rows.indices, rows.indptr), shape=rows.shape)

    @cached_property
    def rarity(self) -> Floats:
        """Inverse document frequency of every term in [0, 1]: 1 for a term that stands in a single passage."""
        found = np.diff(self.indptr).astype(np.float64)
        count = max(len(self.passages), 1)
        raw = np.log1p((count - found + 0.5) / (found + 0.5))
        rarity: Floats = (raw / np.log1p((count - 0.5) / 1.5)).clip(0, 1).astype(np.float32)
        return rarity

    @cached_property
    def names(self) -> list[str]:
        """Each term by its number."""
        return list(self.terms)

    @cached_property
    def distinct_languages(self) -> tuple[str, ...]:
        """The languages of the passages, sorted."""
        return tuple(sorted(set(self.languages)))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Row of each passage id."""
        return {passage.id: number for number, passage in enumerate(self.passages)}


def digest(passages: Sequence[Passage]) -> str:
    """Fingerprint of everything about the passages that the arrays depend on."""
    total = hashlib.sha256(FORM.encode())
    for passage in passages:
        for value in (passage.id, passage.document, passage.language, passage.heading, passage.type, passage.text):
            total.update(value.encode("utf-8", "surrogatepass"))
            total.update(b"\x00")
    return total.hexdigest()[:32]


def _eligible(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(passage for passage in passages if passage.type.casefold() not in NEVER_EVIDENCE)


def _numbers(passages: Sequence[Passage]) -> Ints:
    """Documents numbered in order of appearance."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(p.document, len(seen)) for p in passages], dtype=np.int32)


def _languages(passages: Sequence[Passage]) -> tuple[str, ...]:
    """The language of each passage; where it is not stated, the one its document's beginning speaks."""
    beginnings: dict[str, str] = {}
    for passage in passages:
        if not passage.language and len(beginnings.get(passage.document, "")) < 2000:
            beginnings[passage.document] = f"{beginnings.get(passage.document, '')} {passage.text[:1000]}"
    guessed = {document: normal_language(detect_language(text)) for document, text in beginnings.items()}
    return tuple(normal_language(p.language) if p.language else guessed[p.document] for p in passages)


def _weights(rows: list[list[int]], terms: int) -> tuple[Floats, Ints, NDArray[np.int64]]:
    """Columns of BM25 weights from bm25s; within a column the passages ascend."""
    if not terms:
        return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64)
    ranker = bm25s.BM25(method="lucene", k1=_K1, b=_B)
    numbered = {str(number): number for number in range(terms)}
    ranker.index((rows, numbered), create_empty_token=False, show_progress=False)
    columns = sparse.csc_matrix(
        (ranker.scores["data"], ranker.scores["indices"], ranker.scores["indptr"]), shape=(len(rows), terms)
    )
    columns.sort_indices()
    return columns.data.astype(np.float32), columns.indices.astype(np.int32), columns.indptr.astype(np.int64)
