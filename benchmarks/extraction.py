"""Words a second of extraction beside the bare spaCy pipeline on the same text, in one run.

    python benchmarks/extraction.py --corpus FOLDER [--words 100000]

The bare pipeline is the tokenizer, the sentencizer and a span ruler with the same cue patterns. Both read the same
paragraphs of Swedish statutes and EU acts found below FOLDER; each is warmed up once and then timed in turn.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import spacy

from nlp.extraction import extract
from nlp.languages import lexicon
from nlp.requirements import Unit

_TAG = re.compile(r"<[^<>]{1,400}>")
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


def bare(language: str) -> Callable[[list[str]], None]:
    """Tokenizer, sentencizer and the cues as a span ruler."""
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": cue.rule, "pattern": cue.phrase} for cue in lexicon(language).cues])  # type: ignore[attr-defined]  # spaCy types a pipe as a callable

    def run(texts: list[str]) -> None:
        for _ in nlp.pipe(texts, batch_size=256):
            pass

    return run


def whole(language: str) -> Callable[[list[str]], None]:
    """Extraction from text to requirements."""

    def run(texts: list[str]) -> None:
        for _ in extract((Unit(text=text) for text in texts), language):
            pass

    return run


def speed(run: Callable[[list[str]], None], texts: list[str]) -> float:
    """Words of CPU second: the machine may be busy with other things."""
    began = time.process_time()
    run(texts)
    return sum(len(text.split()) for text in texts) / (time.process_time() - began)


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
        runs = bare(language), whole(language)
        for run in runs:
            run(texts[:200])
        base, ours = (max(speed(run, texts) for _ in range(2)) for run in runs)
        words = sum(len(text.split()) for text in texts)
        memory = psutil.Process().memory_info().rss / 1e6
        print(f"| {language} | {words} | {base:,.0f} | {ours:,.0f} | {ours / base:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
