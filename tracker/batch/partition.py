"""What travels to a worker and back: names of files and numbers of rows one way, counts and reasons the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tracker.batch.manifest import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Files of one owner that a worker does in one go.

    `folder` is where the manifest lies, the same path for every worker; `workspace_id` is None for what all share.
    `database` is the identity of the one the client writes to (`worker.database_identity`), which the worker must write
    to as well. `apart` says whether its files can be done one by one.
    """

    folder: str
    workspace_id: int | None
    by_id: int
    database: str
    entries: tuple[Entry, ...]
    apart: bool = True

    def alone(self) -> Iterator[Partition]:
        """The same, file by file."""
        return (replace(self, entries=(entry,)) for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A file that could not be done, and why: a code with its values, as errors have them."""

    path: str
    sha256: str
    code: str
    values: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a partition: files done, files that had been done before, what was made of them, what was not."""

    done: int = 0
    unchanged: int = 0
    made: Mapping[str, int] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()

    @property
    def files(self) -> int:
        """How many files have been seen to."""
        return self.done + self.unchanged + len(self.aside)

    def and_(self, other: Outcome) -> Outcome:
        """Both together."""
        made = {name: self.made.get(name, 0) + other.made.get(name, 0) for name in {**self.made, **other.made}}
        return Outcome(
            done=self.done + other.done,
            unchanged=self.unchanged + other.unchanged,
            made=made,
            aside=self.aside + other.aside,
        )


def cut(entries: Iterable[Entry], size: int) -> Iterator[tuple[Entry, ...]]:
    """The files of each municipality together, in their order, at most `size` at a time.

    >>> from tracker.batch.manifest import Kind
    >>> files = [Entry(path=path, kind=Kind.DOCUMENT, municipality=path[:1]) for path in ("a1", "b1", "a2", "a3")]
    >>> [[entry.path for entry in some] for some in cut(files, 2)]
    [['a1', 'a2'], ['a3'], ['b1']]
    """
    owned: dict[str, list[Entry]] = {}
    for entry in entries:
        owned.setdefault(entry.municipality, []).append(entry)
    for some in owned.values():
        for first in range(0, len(some), size):
            yield tuple(some[first : first + size])
