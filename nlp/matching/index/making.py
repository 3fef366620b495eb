"""From passages to an index: new ones are read, known ones reused, gone ones left out, small segments put together."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

import numpy as np

from nlp.detection import detect_language
from nlp.errors import NlpError
from nlp.matching.index.segment import Segment, compiled, fingerprint, merged
from nlp.matching.index.store import enlist, keep, stored
from nlp.matching.index.strings import Keys, Numbers
from nlp.matching.matches import NEVER_EVIDENCE, Passage
from nlp.matching.tokens import normal_language

Progress = Callable[[int, int], None]
Read = tuple[Passage, str, bytes]  # a passage, its language and its fingerprint

FULL = 131_072  # passages in a segment that is not merged any more
_BATCH = 20_000  # passages looked up at a time
_SAMPLE = 2000  # characters of a document that show its language


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """What became of an index when passages were brought to it, in numbers of passages.

    `rebuilt` is the code of the reason for which a stored index could not be used, "" otherwise.
    """

    kept: int
    added: int
    dropped: int
    rebuilt: str = ""


Made = tuple[tuple[Segment, ...], Numbers, Reuse]


def built(passages: Iterable[Passage], progress: Progress | None) -> Made:
    """Segments in memory."""
    segments, order = _extended((), passages, lambda segment: segment, progress)
    return segments, order, Reuse(kept=0, added=len(order), dropped=0)


def updated(folder: Path, passages: Iterable[Passage], progress: Progress | None) -> Made:
    """Segments in a folder, new ones beside those that were there; the folder changes only where the passages did."""
    folder.mkdir(parents=True, exist_ok=True)
    before: tuple[Segment, ...] = ()
    old, problem = np.zeros(0, dtype=np.int64), ""
    try:
        before, old = stored(folder)
    except NlpError as error:
        problem = error.code
    count = sum(map(len, before))
    segments, order = _extended(before, passages, lambda segment: keep(folder, segment), progress)
    kept = int((order < count).sum())
    gone = len(np.setdiff1d(old, order))
    if problem or not np.array_equal(order, old):
        segments, order = _tidied(segments, order, lambda segment: keep(folder, segment))
        enlist(folder, segments, order)
    rebuilt = "" if problem == "error.no_saved_index" else problem
    return segments, order, Reuse(kept=kept, added=len(order) - kept, dropped=gone, rebuilt=rebuilt)


def longer(segments: tuple[Segment, ...], order: Numbers, passages: Iterable[Passage]) -> Made:
    """Segments and order with passages put last, in memory; nothing that was kept in a folder changes."""
    more, added = _extended(segments, passages, lambda segment: segment, None)
    return more, np.concatenate([order, added]), Reuse(kept=len(order), added=len(added), dropped=0)


def opened(folder: Path) -> Made:
    """Segments and order as they were last kept. Raises NlpError as `store.stored` does."""
    segments, order = stored(folder)
    return segments, order, Reuse(kept=len(order), added=0, dropped=0)


def _extended(
    before: tuple[Segment, ...],
    passages: Iterable[Passage],
    kept: Callable[[Segment], Segment],
    progress: Progress | None,
) -> tuple[tuple[Segment, ...], Numbers]:
    """The segments and new ones for what they do not hold, with the place of every passage in them."""
    known = _Known(before)
    segments = list(before)
    count = sum(map(len, before))
    total = operator.length_hint(passages)
    waiting: list[Read] = []
    places: list[Numbers] = []
    done = 0

    def close(part: list[Read]) -> None:
        def report(number: int) -> None:
            if progress is not None:
                progress(done - len(waiting) + number, max(total, done))

        segments.append(
            kept(
                compiled(
                    [passage for passage, _, _ in part],
                    [language for _, language, _ in part],
                    b"".join(prints for _, _, prints in part),
                    progress=report,
                )
            )
        )

    reads = _read(passages)
    while batch := list(islice(reads, _BATCH)):
        found = known.places(b"".join(prints for _, _, prints in batch))
        new = np.flatnonzero(found < 0)
        found[new] = count + np.arange(len(new))
        count += len(new)
        places.append(found)
        waiting.extend(batch[number] for number in new.tolist())
        done += len(batch)
        while len(waiting) >= FULL:
            close(waiting[:FULL])
            del waiting[:FULL]
    if waiting or not segments:  # an index is never without a segment, be it empty
        close(waiting)
    if progress is not None:
        progress(done, done)
    return tuple(segments), np.concatenate(places) if places else np.zeros(0, dtype=np.int64)


def _read(passages: Iterable[Passage]) -> Iterator[Read]:
    """Passages that may be evidence; where the language is not stated, it is what the document's beginning speaks."""
    guessed: dict[str, str] = {}
    eligible = (passage for passage in passages if passage.type.strip().casefold() not in NEVER_EVIDENCE)
    for document, group in groupby(eligible, key=lambda passage: passage.document):
        run = list(group)
        silent = [passage.text[:1000] for passage in run if not passage.language]
        if silent and document not in guessed:
            guessed[document] = normal_language(detect_language(" ".join(silent)[:_SAMPLE]))
        for passage in run:
            language = normal_language(passage.language) if passage.language else guessed[document]
            yield passage, language, fingerprint(passage, language)


class _Known:
    """Where the passages of some segments stand, by fingerprint."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        prints = [segment.prints for segment in segments]
        self._prints: Keys = np.concatenate([*prints, np.zeros((0, 2), dtype=np.uint64)])
        self._order = np.argsort(self._prints[:, 0], kind="stable")
        self._sorted = self._prints[self._order, 0]

    def places(self, prints: bytes) -> Numbers:
        """Place of each of some fingerprints, -1 for what is not there."""
        sought = np.frombuffer(prints, dtype="<u8").reshape(-1, 2)
        found = np.full(len(sought), -1, dtype=np.int64)
        if len(self._sorted):
            place = self._order[np.minimum(np.searchsorted(self._sorted, sought[:, 0]), len(self._sorted) - 1)]
            same = (self._prints[place] == sought).all(axis=1)
            found[same] = place[same]
        return found


def _tidied(
    segments: tuple[Segment, ...], order: Numbers, kept: Callable[[Segment], Segment]
) -> tuple[tuple[Segment, ...], Numbers]:
    """Leave out segments nobody needs, though never all, and put small ones together.

    Sizes so at least double from one segment to the next, and a passage is rewritten a logarithmic number of times. A
    full segment is left alone until half of it is gone.
    """
    bounds = np.cumsum([0, *map(len, segments)], dtype=np.int64)
    needed = np.unique(order)
    live = [needed[slice(*np.searchsorted(needed, bounds[n : n + 2]))] - bounds[n] for n in range(len(segments))]
    joint = _to_join([len(rows) for rows in live], [len(segment) for segment in segments])
    moved = np.full(bounds[-1], -1, dtype=np.int64)
    result: list[Segment] = []
    count = 0
    for number, segment in enumerate(segments):
        if number not in joint and (len(live[number]) or not len(needed)):
            moved[bounds[number] : bounds[number + 1]] = count + np.arange(len(segment))
            result.append(segment)
            count += len(segment)
    if joint:
        for number in joint:
            moved[bounds[number] + live[number]] = count + np.arange(len(live[number]))
            count += len(live[number])
        result.append(kept(merged([segments[n] for n in joint], [live[n] for n in joint])))
    return tuple(result), moved[order]


def _to_join(live: Sequence[int], sizes: Sequence[int]) -> list[int]:
    """Which segments become one, by how many passages of each are needed.

    >>> _to_join([131_072, 40, 10, 0, 10, 20], [131_072, 40, 10, 5, 10, 20])
    [1, 2, 4, 5]
    >>> _to_join([100, 40, 10], [100, 40, 10]), _to_join([100, 40], [300, 40])
    ([], [0])
    """
    small = sorted((number for number, size in enumerate(live) if 0 < size < FULL), key=lambda n: (live[n], n))
    total, joint = 0, 0
    for count, number in enumerate(small):
        if live[number] <= total:
            joint = count + 1
        total += live[number]
    half_gone = [number for number, size in enumerate(live) if 0 < 2 * size < sizes[number]]
    return sorted({*small[:joint], *half_gone})
