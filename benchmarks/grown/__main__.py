"""Build the database: python -m benchmarks.grown FILE [--from DEMONSTRATION] [--seed 7].

The demonstration is built first, or copied from a file that holds it.
"""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path

from benchmarks.grown.build import build


def main() -> None:
    """Build, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--from", type=Path, dest="demonstration")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    if wanted.demonstration:
        shutil.copy(wanted.demonstration, wanted.file)
    began = time.process_time()
    held = build(wanted.file, seed=wanted.seed)
    print(", ".join(f"{count:,} {name}" for name, count in held.items()))
    print(f"{time.process_time() - began:.0f} s of processor time")


if __name__ == "__main__":
    main()
