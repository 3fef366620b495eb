"""Build the documents of the demonstration municipality from their Markdown sources.

    python tools/build_demo.py            writes tracker/demo/documents
    python tools/build_demo.py --check    says which committed documents differ from a fresh build

Building twice gives the same bytes, as long as python-docx, typst and Pillow keep their versions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from demo_writers.docx import write_docx
from demo_writers.html import write_html
from demo_writers.markdown import write_markdown
from demo_writers.odt import write_odt
from demo_writers.pdf import write_pdf, write_scan
from demo_writers.source import Source, read_source

DEMO = Path(__file__).parent.parent / "tracker" / "demo"
WRITERS: dict[str, Callable[[Source], bytes]] = {
    ".docx": write_docx,
    ".odt": write_odt,
    ".pdf": write_pdf,
    ".html": write_html,
    ".md": write_markdown,
}


def build() -> dict[str, bytes]:
    """File name -> bytes of every document."""
    made = {}
    for path in sorted((DEMO / "sources").glob("*.md")):
        source = read_source(path)
        name = source.facts["file"]
        write = write_scan if source.facts.get("scanned") == "yes" else WRITERS[Path(name).suffix]
        made[name] = write(source)
    return made


def main() -> int:
    folder = DEMO / "documents"
    made = build()
    present = {path.name: path.read_bytes() for path in folder.glob("*.*")}
    differing = sorted(name for name in made.keys() | present.keys() if made.get(name) != present.get(name))
    if "--check" in sys.argv[1:]:
        print("\n".join(differing) or "documents match their sources")
        return 1 if differing else 0
    folder.mkdir(exist_ok=True)
    for name in differing:
        if name in made:
            (folder / name).write_bytes(made[name])
        else:
            (folder / name).unlink()
    print(f"{len(made)} documents, {sum(map(len, made.values())) // 1024} kB, {len(differing)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
