"""Scores of sentence boundaries: on the running text of treebanks, and on samples with marked boundaries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from nlp.components.sentences import boundaries
from nlp.errors import NlpError
from nlp.languages import lexicon

TREEBANKS = (("sv_talbanken-ud-dev", "sv"), ("sv_pud-ud-test", "sv"), ("en_pud-ud-test", "en"))


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
    right = total = 0
    for marked in texts:
        found = set(boundaries(marked.text, lexicon(marked.language)))
        right += len(found & marked.starts)
        total += len(found) + len(marked.starts)
    return 2 * right / total if total else 1.0


def scores(gold: Path, sample: Path | None = None) -> dict[str, float]:
    """F1 by name: every treebank in the folder of gold files, and the sample by language."""
    found = {name: f1([read_treebank(gold / f"{name}.conllu", language)]) for name, language in TREEBANKS}
    texts = read_sample(sample) if sample is not None else []
    for language in sorted({marked.language for marked in texts}):
        found[f"sample {language}"] = f1([marked for marked in texts if marked.language == language])
    return found


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise NlpError("error.gold_missing", file=path.name, folder=str(path.parent))
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
