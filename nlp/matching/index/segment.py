"""An immutable part of an index: which terms stand in which passages, and how often, as plain arrays."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.matching.index.strings import Keys, Numbers, Offsets, Strings, joined, keys, shelved
from nlp.matching.matches import Passage
from nlp.matching.tokens import stems, words

Ints = NDArray[np.int32]
Codes = NDArray[np.uint16]

# An occurrence is 16 bits: how often the term stands in the passage, and how long the passage is. Both are exact for
# anything a person would write (47 times, 767 terms) and in steps of 2 % beyond.
_LENGTH_BITS = 10
_EXACT_LENGTH, _EXACT_COUNT = 767, 47
_LENGTHS = np.concatenate([np.arange(768), np.rint(767 * 1.02 ** np.arange(1, 257))])
_COUNTS = np.concatenate([np.arange(48), np.rint(47 * 1.2 ** np.arange(1, 17))])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """Terms and passages are numbered within the segment; terms are sorted.

    `starts`, `rows`, `codes` list the passages of each term (ascending), `row_starts`, `row_terms`, `row_codes` the
    terms of each passage. `sizes` counts the terms of a passage with repeats. `prints` fingerprint each passage in
    two times 64 bits, `ids` and `documents` are keys of its id and document, `languages` codes or "".
    """

    terms: Strings
    term_keys: Keys
    starts: Offsets
    rows: Ints
    codes: Codes
    row_starts: Offsets
    row_terms: Ints
    row_codes: Codes
    sizes: Ints
    prints: Keys
    ids: Keys
    documents: Keys
    languages: NDArray[np.str_]
    passages: Sequence[Passage]

    def __len__(self) -> int:
        return len(self.sizes)


def fingerprint(passage: Passage, language: str) -> bytes:
    """What a passage's part of the index depends on, in 16 bytes: all it says, and the language it is read in."""
    total = hashlib.blake2b(language.encode(), digest_size=16)
    for value in (passage.id, passage.document, passage.language, passage.heading, passage.type, passage.text):
        total.update(b"\x00")
        total.update(value.encode("utf-8", "surrogatepass"))
    return total.digest()


def compiled(
    passages: Sequence[Passage], languages: Sequence[str], prints: bytes, *, progress: Callable[[int], None]
) -> Segment:
    """Index passages, each in its language; `progress(done)` is called now and then."""
    numbers: dict[str, int] = {}
    known: dict[str, dict[str, tuple[int, ...]]] = {}
    found = array("i")
    ends = array("q", [0])
    for number, (passage, language) in enumerate(zip(passages, languages, strict=True)):
        if number % 5000 == 0:
            progress(number)
        ids = known.setdefault(language, {})
        for word in words(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text):
            terms = ids.get(word)
            if terms is None:
                terms = tuple(numbers.setdefault(stem, len(numbers)) for stem in stems(word, language))
                ids[word] = terms
            found.extend(terms)
        ends.append(len(found))
    names = sorted(numbers)
    place = np.empty(len(names), dtype=np.int32)
    place[[numbers[name] for name in names]] = np.arange(len(names), dtype=np.int32)
    starts = np.array(ends, dtype=np.int64)
    sizes = np.diff(starts).astype(np.int32)
    ones = np.ones(len(found), dtype=np.int32)
    counts = sparse.csr_matrix((ones, place[np.array(found, dtype=np.int32)], starts), shape=(len(sizes), len(names)))
    counts.sum_duplicates()
    coded = encoded(counts.data, np.repeat(sizes, np.diff(counts.indptr)))
    return Segment(
        **_postings(sparse.csr_matrix((coded, counts.indices, counts.indptr), shape=counts.shape), names),
        sizes=sizes,
        prints=np.frombuffer(prints, dtype="<u8").astype(np.uint64).reshape(-1, 2),
        ids=keys(passage.id for passage in passages),
        documents=keys(passage.document for passage in passages),
        languages=np.array(languages, dtype="<U2"),
        passages=tuple(passages),
    )


def merged(segments: Sequence[Segment], kept: Sequence[Numbers]) -> Segment:
    """One segment of the passages numbered `kept` in each of some segments, in that order."""
    names = sorted({name for segment in segments for name in segment.terms})
    numbers = {name: number for number, name in enumerate(names)}
    parts: list[sparse.csr_matrix] = []
    for segment, rows in zip(segments, kept, strict=True):
        place = np.array([numbers[name] for name in segment.terms], dtype=np.int32)
        shape = (len(segment), len(segment.terms))
        own = sparse.csr_matrix((segment.row_codes, segment.row_terms, segment.row_starts), shape=shape)[rows]
        parts.append(sparse.csr_matrix((own.data, place[own.indices], own.indptr), shape=(len(rows), len(names))))
    table = sparse.vstack(parts, format="csr")
    used = np.flatnonzero(np.bincount(table.indices, minlength=len(names)))
    table = table[:, used]
    table.sort_indices()
    pairs = list(zip(segments, kept, strict=True))
    return Segment(
        **_postings(table, [names[number] for number in used.tolist()]),
        sizes=np.concatenate([segment.sizes[rows] for segment, rows in pairs]),
        prints=np.concatenate([segment.prints[rows] for segment, rows in pairs]),
        ids=np.concatenate([segment.ids[rows] for segment, rows in pairs]),
        documents=np.concatenate([segment.documents[rows] for segment, rows in pairs]),
        languages=np.concatenate([segment.languages[rows] for segment, rows in pairs]),
        passages=joined([shelved(segment.passages) for segment in segments], kept),
    )


class _Postings(TypedDict):
    terms: Strings
    term_keys: Keys
    starts: Offsets
    rows: Ints
    codes: Codes
    row_starts: Offsets
    row_terms: Ints
    row_codes: Codes


def _postings(table: sparse.csr_matrix, names: Sequence[str]) -> _Postings:
    """Both directions of a passages x terms table of codes."""
    columns = table.tocsc()
    return {
        "terms": Strings.pack(names),
        "term_keys": keys(names),
        "starts": columns.indptr.astype(np.int64),
        "rows": columns.indices.astype(np.int32),
        "codes": columns.data.astype(np.uint16),
        "row_starts": table.indptr.astype(np.int64),
        "row_terms": table.indices.astype(np.int32),
        "row_codes": table.data.astype(np.uint16),
    }


def encoded(counts: Ints, lengths: Ints) -> Codes:
    """Occurrences as 16 bits from how often a term stands in a passage and how many terms the passage has."""
    often = np.where(counts <= _EXACT_COUNT, counts, np.searchsorted(_COUNTS, counts, side="right") - 1)
    long = np.where(lengths <= _EXACT_LENGTH, lengths, np.searchsorted(_LENGTHS, lengths, side="right") - 1)
    codes: Codes = ((often << _LENGTH_BITS) | long).astype(np.uint16)
    return codes


def saturations(k1: float, b: float, average: float) -> NDArray[np.float32]:
    """The BM25 weight of every code for terms of idf 1, where passages have `average` terms; shape (65536,)."""
    counts, lengths = np.repeat(_COUNTS, len(_LENGTHS)), np.tile(_LENGTHS, len(_COUNTS))
    weights = counts / np.maximum(counts + k1 * (1 - b + b * lengths / max(average, 1e-9)), 1e-9)
    return weights.astype(np.float32)
