"""What is measured with the shared folder alone, one after the other: python -m benchmarks [--shared FOLDER].

Left out is what needs more; each says at its head how it is run.
PostgreSQL: batch, country_run, partitions. A database: country_quality (filled), national (empty).
A browser: large, pages. Other programs from the net: peers. A person who reads: drawn.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Run each benchmark in a process of its own and print what it prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("TRACKER_SHARED", "../shared")))
    shared = parser.parse_args().shared.resolve()
    for title, words in (
        ("Extraction, quality", ["-m", "nlp.evaluation", "--gold", str(shared / "gold")]),
        ("Extraction, speed", ["-m", "benchmarks.extraction", "--corpus", str(shared / "corpus")]),
        ("Linking, quality", ["-m", "benchmarks.linking", "quality", str(shared / "gold" / "open_data_policies")]),
        ("Linking, speed", ["-m", "benchmarks.linking", "speed"]),
        ("Editions", ["-m", "benchmarks.editions", "--shared", str(shared)]),
        ("Crosswalks", ["-m", "benchmarks.crosswalks", "--shared", str(shared)]),
        ("Demonstration", ["-m", "benchmarks.demonstration"]),
        ("Translation", ["-m", "benchmarks.translation"]),
        ("Search", ["-m", "benchmarks.search"]),
        ("Corpus", ["-m", "benchmarks.corpus", "--shared", str(shared)]),
    ):
        print(f"\n## {title}\n", flush=True)
        subprocess.run([sys.executable, *words], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
