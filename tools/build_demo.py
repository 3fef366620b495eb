"""Build the documents of the demonstration municipality from their Markdown sources.

    python -m tools.build_demo            writes tracker/demo/documents
    python -m tools.build_demo --check    says which committed documents differ from a fresh build

Building twice gives the same bytes on one machine. Between machines the compression of a zip and the picture of a
scanned page may differ in their bytes: zips are compared by what is inside, and `--check`
takes any picture for the same.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from tools.demo_writers.docx import write_docx
from tools.demo_writers.html import write_html
from tools.demo_writers.markdown import write_markdown
from tools.demo_writers.odt import write_odt
from tools.demo_writers.pdf import write_pdf, write_scan
from tools.demo_writers.source import Source, read_source

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


def same(made: bytes | None, present: bytes | None, *, any_picture: bool) -> bool:
    """Whether two builds of a document hold the same; the only picture among them is the scanned page."""
    if made is None or present is None:
        return False
    if made[:2] == b"PK":
        return _parts(made) == _parts(present)
    if any_picture and b"DCTDecode" in made:
        return b"DCTDecode" in present
    return made == present


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> int:
    folder = DEMO / "documents"
    made = build()
    present = {path.name: path.read_bytes() for path in folder.glob("*.*")}
    check = "--check" in sys.argv[1:]
    names = sorted(made.keys() | present.keys())
    differing = [name for name in names if not same(made.get(name), present.get(name), any_picture=check)]
    if check:
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
