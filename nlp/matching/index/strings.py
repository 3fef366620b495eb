"""Many strings as two plain arrays: of a million, none is read or made into an object until it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from nlp.matching.matches import Passage

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]

FIELDS = tuple(field.name for field in fields(Passage))


def key(text: str) -> int:
    """A string as 64 bits, the same on every machine; two of a million strings share one with a chance of 3e-8."""
    return int.from_bytes(hashlib.blake2b(_bytes(text), digest_size=8).digest(), "little")


def keys(texts: Iterable[str]) -> Keys:
    """The keys of many strings."""
    found = b"".join(hashlib.blake2b(_bytes(text), digest_size=8).digest() for text in texts)
    return np.frombuffer(found, dtype="<u8").astype(np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strings:
    """`blob` holds the strings one after the other in UTF-8, `ends` where each ends.

    >>> packed = Strings.pack(["a", "", "öl"])
    >>> len(packed), packed[2], list(packed)
    (3, 'öl', ['a', '', 'öl'])
    """

    blob: Bytes
    ends: Offsets

    @classmethod
    def pack(cls, texts: Iterable[str]) -> Strings:
        """Put strings one after the other."""
        coded = [_bytes(text) for text in texts]
        ends = np.cumsum(np.fromiter(map(len, coded), dtype=np.int64, count=len(coded)), dtype=np.int64)
        return cls(blob=np.frombuffer(b"".join(coded), dtype=np.uint8), ends=ends)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, place: int) -> str:
        start = self.ends[place - 1] if place else 0
        return self.blob[start : self.ends[place]].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        whole, start = self.blob.tobytes(), 0
        for end in self.ends.tolist():
            yield whole[start:end].decode("utf-8", "surrogatepass")
            start = end

    def starting(self, prefix: str) -> range:
        """Where the strings with a prefix stand; they must be sorted.

        >>> Strings.pack(["data", "databas", "plan"]).starting("data")
        range(0, 2)
        """
        return range(self._first(prefix), self._first(prefix + "\U0010ffff"))

    def _first(self, bound: str) -> int:
        """Number of strings smaller than `bound`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self[middle] < bound else (low, middle)
        return low


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf(Sequence[Passage]):
    """Passages read one by one from packed strings, a string per field."""

    strings: Strings

    def __len__(self) -> int:
        return len(self.strings) // len(FIELDS)

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(place, slice):
            return tuple(self[row] for row in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        first = place % len(self) * len(FIELDS)
        ends = self.strings.ends[first : first + len(FIELDS)].tolist()
        start = int(self.strings.ends[first - 1]) if first else 0
        whole = self.strings.blob[start : ends[-1]].tobytes()
        bounds = [0, *(end - start for end in ends)]
        parts = [whole[low:high].decode("utf-8", "surrogatepass") for low, high in pairwise(bounds)]
        return Passage(**dict(zip(FIELDS, parts, strict=True)))


def shelved(passages: Sequence[Passage]) -> Shelf:
    """Passages packed, unless they are already."""
    if isinstance(passages, Shelf):
        return passages
    return Shelf(strings=Strings.pack(getattr(passage, name) for passage in passages for name in FIELDS))


def joined(shelves: Sequence[Shelf], kept: Sequence[Numbers]) -> Shelf:
    """The passages `kept` of each shelf on one shelf, copied as bytes."""
    blobs: list[Bytes] = []
    sizes: list[Offsets] = []
    for shelf, rows in zip(shelves, kept, strict=True):
        ends = shelf.strings.ends
        bounds = np.concatenate([np.zeros(1, dtype=np.int64), ends[len(FIELDS) - 1 :: len(FIELDS)]])
        sizes.append(np.diff(ends, prepend=0).reshape(-1, len(FIELDS))[rows].ravel())
        if len(rows) == len(shelf):
            blobs.append(shelf.strings.blob)
        else:
            blobs.extend(shelf.strings.blob[bounds[row] : bounds[row + 1]] for row in rows.tolist())
    return Shelf(strings=Strings(blob=np.concatenate(blobs), ends=np.cumsum(np.concatenate(sizes), dtype=np.int64)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
