"""Write a generated country into a folder: its documents, a manifest of them, and the links that are known."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.country.places import country
from benchmarks.country.writing import write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--municipalities", type=int, default=290)
    parser.add_argument("--documents", type=int, default=100, help="for each municipality")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--office", type=float, default=0.1, help="share of documents as DOCX and HTML, 0 to 1")
    args = parser.parse_args()
    most = len(country(args.seed))
    if not 1 <= args.municipalities <= most:
        parser.error(f"--municipalities is 1 to {most}")
    written = write(
        args.folder,
        municipalities=args.municipalities,
        documents=args.documents,
        seed=args.seed,
        office=args.office,
    )
    print(
        f"{written.documents} documents of {written.municipalities} municipalities, "
        f"{written.characters / max(1, written.documents):.0f} characters on average, "
        f"{time.process_time():.0f} s of processor time; links: "
        + ", ".join(f"{kind} {count}" for kind, count in sorted(written.kinds.items()))
    )


if __name__ == "__main__":
    main()
