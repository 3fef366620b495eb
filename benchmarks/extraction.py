"""Words a second of extraction beside the bare spaCy pipeline on the same text, in one run.

    python benchmarks/extraction.py --corpus FOLDER [--words 100000]

The bare pipeline is the tokenizer, the sentencizer and a span ruler with the same cue patterns; that it finds the very
spans that extraction works from is checked first. Both read the same paragraphs of Swedish statutes and EU acts found
below FOLDER, once to warm up and then in turns of a few hundred paragraphs; each turn counts with its fastest round, so
that whatever else the machine does falls on both alike.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
import spacy
from spacy.language import Language

from nlp.components.cues import CUES
from nlp.extraction import BATCH, extract
from nlp.languages import lexicon
from nlp.pipeline import load
from nlp.requirements import Unit

_TAG = re.compile(r"<[^<>]{1,400}>")
_ROUNDS = 5
_FILES = {"sv": "national/se/*.md", "en": "eu/*-oj-en.xhtml"}


def paragraphs(corpus: Path, language: str, words: int) -> list[str]:
    """Paragraphs of the corpus in a language, repeated until they hold `words` words."""
    found: list[str] = []
    for path in sorted(corpus.glob(_FILES[language])):
        text = path.read_text(encoding="utf-8")
        blocks = re.split(r"\n\s*\n", text) if path.suffix == ".md" else re.split(r"</p>", text)
        found += [clean for block in blocks if len(clean := " ".join(_TAG.sub(" ", block).split())) > 20]
    if not found:
        sys.exit(f"no files {_FILES[language]} below {corpus}")
    total = sum(len(p.split()) for p in found)
    return (found * (1 + words // total))[: max(1, len(found) * words // total)]


def peer(language: str) -> Language:
    """Tokenizer, sentencizer and the cues as a span ruler."""
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": cue.rule, "pattern": cue.phrase} for cue in lexicon(language).cues])  # type: ignore[attr-defined]  # spaCy types a pipe as a callable
    return nlp


def check(nlp: Language, language: str, texts: list[str]) -> None:
    """Stop unless the bare pipeline finds the same cues as the product's own."""
    ours = load(language)
    for text in texts:
        peers, own = (
            {(s.start, s.end) for s in doc.spans[key]} for doc, key in ((nlp(text), "ruler"), (ours(text), CUES))
        )
        if peers != own:
            sys.exit(f"the bare pipeline does not find the same cues in: {text[:80]}")


def bare(nlp: Language) -> Callable[[list[str]], None]:
    """The bare pipeline over a list of texts."""

    def run(texts: list[str]) -> None:
        for _ in nlp.pipe(texts, batch_size=BATCH):
            pass

    return run


def whole(language: str) -> Callable[[list[str]], None]:
    """Extraction from text to requirements."""

    def run(texts: list[str]) -> None:
        for _ in extract((Unit(text=text) for text in texts), language):
            pass

    return run


def seconds(runs: Sequence[Callable[[list[str]], None]], texts: list[str]) -> list[float]:
    """CPU seconds each of the runs takes over the texts, in turns; the fastest round of every turn counts."""
    totals = [0.0] * len(runs)
    for start in range(0, len(texts), 2 * BATCH):
        turn = texts[start : start + 2 * BATCH]
        best = [float("inf")] * len(runs)
        for _ in range(_ROUNDS):
            for place, run in enumerate(runs):
                began = time.process_time()
                run(turn)
                best[place] = min(best[place], time.process_time() - began)
        totals = [total + least for total, least in zip(totals, best, strict=True)]
    return totals


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with national/se and eu")
    parser.add_argument("--words", type=int, default=100_000, help="words to read in each language")
    options = parser.parse_args()
    print("| language | words | bare spaCy, words/s | extraction, words/s | ratio | memory, MB |")
    print("|---|---|---|---|---|---|")
    for language in _FILES:
        texts = paragraphs(options.corpus, language, options.words)
        nlp = peer(language)
        check(nlp, language, texts[:500])
        runs = bare(nlp), whole(language)
        for run in runs:
            run(texts)
        words = sum(len(text.split()) for text in texts)
        base, ours = (words / taken for taken in seconds(runs, texts))
        memory = psutil.Process().memory_info().rss / 1e6
        print(f"| {language} | {words} | {base:,.0f} | {ours:,.0f} | {ours / base:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
