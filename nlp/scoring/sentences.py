"""Scores of sentence boundaries: on the running text of treebanks, and on samples with marked boundaries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.components.sentences import boundaries
from nlp.errors import NlpError
from nlp.languages import lexicon

TREEBANKS = (("sv_talbanken-ud-dev", "sv"), ("sv_pud-ud-test", "sv"), ("en_pud-ud-test", "en"))
_STRETCH = 1000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text and the offsets at which its second and later sentences begin."""

    language: str
    text: str
    starts: frozenset[int]


def read_sample(path: Path) -> list[Marked]:
    """Hand-checked texts, one JSON object a line: language, text, starts. Raises NlpError error.gold_missing."""
    return [
        Marked(language=row["language"], text=row["text"], starts=frozenset(row["starts"]))
        for row in map(json.loads, _lines(path))
    ]


def read_treebank(path: Path, language: str) -> Marked:
    """The sentences of a CoNLL-U file as one running text. Raises NlpError error.gold_missing."""
    sentences = [line.removeprefix("# text =").strip() for line in _lines(path) if line.startswith("# text =")]
    starts, position = set(), 0
    for sentence in sentences[:-1]:
        position += len(sentence) + 1
        starts.add(position)
    return Marked(language=language, text=" ".join(sentences), starts=frozenset(starts))


def f1(texts: list[Marked]) -> float:
    """F1 of the boundaries found, over all texts together; 1.0 when there is none to find and none was found.

    >>> f1([Marked(language="sv", text="Nämnden svarar. Den dröjer inte.", starts=frozenset({16}))])
    1.0
    """
    return _f1(_counts(texts))


def interval(texts: list[Marked], draws: int = 1000) -> tuple[float, float]:
    """95 % interval of F1 by drawing stretches of 1,000 characters with replacement; fixed seed."""
    counts = _counts(texts)
    random = np.random.default_rng(0)
    drawn = [_f1(counts[random.integers(len(counts), size=len(counts))]) for _ in range(draws)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def samples(gold: Path, sample: Path | None = None) -> dict[str, list[Marked]]:
    """The texts to measure on by name: every treebank in the folder of gold files, and the sample by language."""
    found = {name: [read_treebank(gold / f"{name}.conllu", language)] for name, language in TREEBANKS}
    for marked in read_sample(sample) if sample is not None else ():
        found.setdefault(f"statutes, {marked.language}", []).append(marked)
    return found


def _counts(texts: list[Marked]) -> npt.NDArray[np.int64]:
    """Boundaries found rightly, and found or wanted, for every stretch: an array of two columns."""
    counts: dict[tuple[int, int], list[int]] = {}
    for number, marked in enumerate(texts):
        found = set(boundaries(marked.text, lexicon(marked.language)))
        for start in found | marked.starts:
            right, total = counts.setdefault((number, start // _STRETCH), [0, 0])
            both = start in found and start in marked.starts
            counts[number, start // _STRETCH] = [right + both, total + 1 + both]
    return np.array(list(counts.values()) or [[0, 0]], dtype=np.int64)


def _f1(counts: npt.NDArray[np.int64]) -> float:
    right, total = counts.sum(axis=0).tolist()
    return 2 * right / total if total else 1.0


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise NlpError("error.gold_missing", file=path.name, folder=str(path.parent))
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
