"""Sentences drawn by seed from acts that no gold file and no test holds, for a person to read.

    python -m benchmarks.drawn --corpus FOLDER --seed 7 [--count 50]

Half are Swedish, half English; every act has the same chance, whatever its length. Recitals are left out.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from policies.document import Zone
from policies.reading import read
from tracker.extraction import Extracted, extract

ACTS = {
    "sv": (
        "national/se/sfs-2016-1145.md",
        "national/se/sfs-2016_561.json",
        "national/se/sfs-2017-725.md",
        "national/se/sfs-2018_1277.json",
        "national/se/sfs-2021_553.json",
        "national/se/sfs-2022_126.json",
        "national/se/sfs-2022_818.json",
        "national/se/sfs-2023-254.md",
        "national/se/sfs-2023-709.md",
        "national/se/sfs-2025-237.md",
        "national/se/sfs-2025_1506.json",
        "national/se/sfs-dataskyddslagen.json",
        "national/se/sfs-offentlighets-sekretesslagen.json",
    ),
    "en": (
        "eu/32015r1501-en.xhtml",
        "eu/32015r1502-en.xhtml",
        "eu/32024r0903-interoperable-europe-act-en.xhtml",
        "eu/32024r1183-oj-en.xhtml",
        "eu/32024r1689-consolidated-en.fmx4.xml",
    ),
}
UNREAD = frozenset({Zone.PREAMBLE, Zone.RECITAL})


def main() -> None:
    """Print the draw as a Markdown table, the last column left for the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=50)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    print("| act | locator | force | bearer | words | right? |\n|---|---|---|---|---|---|")
    for language, acts in ACTS.items():
        drawn = [chance.choice(acts) for _ in range(wanted.count // 2)]
        for act in sorted(set(drawn)):
            for row in draw(wanted.corpus / act, drawn.count(act), language, chance):
                print(row)


def draw(path: Path, count: int, language: str, chance: random.Random) -> list[str]:
    """`count` sentences of the act as rows of the table."""
    document = read(path.read_bytes(), path.name)
    found = [
        one
        for one in extract(document, language=language)
        if document.provisions[one.provision].zone not in UNREAD and one.requirement.end - one.requirement.start > 20
    ]
    rows = []
    for one in sorted(chance.sample(found, count), key=lambda one: one.requirement.start):
        place = document.provisions[one.provision].locator
        cells = (document.identifier or path.stem, place, _force(one), _bearer(one), _words(document.text, one), "")
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def _force(one: Extracted) -> str:
    read = one.requirement
    notes = [note for note in (read.statement_type, read.list_part, read.combination) if note]
    return f"{read.force} ({', '.join(notes)})" if notes else read.force.value


def _bearer(one: Extracted) -> str:
    bearer = one.requirement.duty_bearer
    return "" if bearer is None else f"({bearer.text})" if bearer.inherited else bearer.text


def _words(text: str, one: Extracted) -> str:
    parts = [text[start:end] for start, end in one.lead_ins] + [text[one.requirement.start : one.requirement.end]]
    return " ‖ ".join(" ".join(part.split()) for part in parts).replace("|", "/")


if __name__ == "__main__":
    main()
