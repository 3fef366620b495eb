"""Take the pictures of docs/guide from the running app, in both languages, so that they never age.

    python -m tools.take_guide_pictures [--only matrix] [--demonstration FILE]

Builds the demonstration and the first run of a municipality, or takes a copy of a demonstration there is (a SQLite
file), shows them on the day the demonstration is set in, and writes docs/guide/pictures/LANGUAGE/NAME.png. Taking a
picture twice gives the same picture on one machine; fonts differ between machines.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.served import App, Server
from tests.browser.settling import WATCH, settle
from tracker import choosing, clock, library, opening, tasks, workspaces
from tracker.database import Database
from tracker.locales import language_codes
from tracker.settings import ROOT, Settings
from tracker.views.guidelines.choosing import choice_rows
from tracker.views.places import starter_library

PICTURES_FOLDER = ROOT / "docs" / "guide" / "pictures"
DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
WIDTH, TALL = 1200, 1500
COLOURS = 96
PATIENCE = 120_000  # milliseconds; a loaded machine is no failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a picture shows: a place in the app, from the first element `begins` finds and `height` pixels down.

    `whole` shows the navigation and the frame too, from the top. `pressed` finds a button to press first.
    `first_run` is a place in the municipality that has just begun, not in the demonstration.
    """

    place: str
    height: int = 640
    begins: str = "h1"
    whole: bool = False
    pressed: str = ""
    first_run: bool = False


PICTURES: Mapping[str, Picture] = {
    "begin": Picture(place="start?step=begin", height=470, first_run=True),
    "choose": Picture(place="start?step=guidelines", height=560, first_run=True),
    "documents": Picture(place="start?step=documents", height=520, first_run=True),
    "findings": Picture(place="start?step=findings", height=760, first_run=True),
    "overview": Picture(place="", height=800, whole=True),
    "missing": Picture(place="?list=missing", height=620),
    "outdated": Picture(place="local?tab=outdated", height=560),
    "matrix": Picture(place="matrix?show=examined", height=760),
    "cell": Picture(place="matrix?requirement=1&subject=actor-1", height=700),
    "review": Picture(place="review", height=900),
    "suspects": Picture(place="review?view=suspects", height=700),
    "chain": Picture(place="chain?requirement=12", height=700),
    "modes": Picture(place="research", height=640),
    "agreement": Picture(place="research?tab=coders", height=560),
    "measures": Picture(place="measures", height=620),
    "moved": Picture(place="progress?tab=moved", height=640),
    "anchoring": Picture(place="anchoring", height=700),
    "contact": Picture(place="services?view=contact", height=640),
    "reports": Picture(place="reports?view=pages", height=900),
    "words": Picture(
        place="", height=520, begins='[role="dialog"]', pressed=".st-key-glossary-open button"
    ),
}  # fmt: skip
"""Every picture the guide names, by the name of its file."""


def main() -> int:
    """Take the pictures asked for, and say how large they became."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", help="pictures whose name begins with this")
    asked.add_argument("--demonstration", type=Path, help="a database that holds the demonstration already")
    options = asked.parse_args()
    wanted = {name: picture for name, picture in PICTURES.items() if name.startswith(options.only)}
    started, size = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        for path, data in taken(wanted, Path(folder), options.demonstration):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            size += len(data)
            print(path.relative_to(ROOT), f"{len(data) / 1000:.0f} kB", flush=True)
    print(f"{size / 1e6:.2f} MB in {time.monotonic() - started:.0f} s")
    return 0


def taken(wanted: Mapping[str, Picture], folder: Path, there: Path | None) -> Iterator[tuple[Path, bytes]]:
    """Each picture with where it belongs; `folder` is for databases, `there` a demonstration to copy."""
    server = Server(folder)
    with sync_playwright() as playwright:
        chromium = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            for first_run, database in ((True, "begun.db"), (False, "demonstration.db")):
                here = {name: picture for name, picture in wanted.items() if picture.first_run is first_run}
                if not here:
                    continue
                path = folder / database
                begin_municipality(path) if first_run else demonstrate(path, there)
                page = browser.new_page(
                    viewport={"width": WIDTH, "height": TALL}, color_scheme="light", reduced_motion="reduce"
                )
                page.set_default_timeout(PATIENCE)
                page.add_init_script(WATCH)
                yield from _all(page, server.show(path, DAY), here)
                page.close()
        finally:
            browser.close()
            server.stop()


def demonstrate(path: Path, there: Path | None) -> None:
    """The demonstration at `path`: copied, or built by the command people use."""
    if there is not None:
        shutil.copy(there, path)
        return
    environment = {**os.environ, "TRACKER_DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run([sys.executable, "-m", "tracker", "demo"], cwd=ROOT, env=environment, check=True)


def begin_municipality(path: Path) -> None:
    """A municipality that has walked the path of the first run up to its first findings."""
    settings = Settings(database_url=f"sqlite:///{path}")
    with clock.fixed(DAY):
        database = opening.open_tracker(settings)
        _begin(database, settings)
        database.close()


def _begin(database: Database, settings: Settings) -> None:
    by = opening.local_person(database)
    with database.writing() as session:
        workspace = workspaces.begin(session, "Ystad", "1286", by=by).id
        library.stock(session, starter_library(), by=by)
        rows = {row.name.id: row.recommended for row in choice_rows(session, workspace)}
        for counts, reason in ((True, ""), (False, "-")):
            numbers = {number: counts for number, wanted in rows.items() if wanted is counts}
            choosing.choose(session, workspace, numbers, reason, by=by)
    for name in ("Riktlinje_for_e-tjanster.odt", "Riktlinje_informationssakerhet_2023-11-21.docx"):
        data = (ROOT / "tracker" / "demo" / "documents" / name).read_bytes()
        tasks.import_document(database, data, name, workspace, by=by)
    tasks.suggest(database, workspace, by=by, settings=settings)


def _all(page: Page, app: App, pictures: Mapping[str, Picture]) -> Iterator[tuple[Path, bytes]]:
    page.goto(f"{app.url}/?lang={language_codes()[0]}")
    page.wait_for_selector('[data-testid="stHeading"]')
    for name, picture in pictures.items():
        for language in language_codes():
            joined = "&" if "?" in picture.place else "?"
            _turn(page, f"{app.url}/{picture.place}{joined}lang={language}")
            yield PICTURES_FOLDER / language / f"{name}.png", _small(_shot(page, picture))


def _turn(page: Page, address: str) -> None:
    """Go to an address in the same session: half the cost of a new one."""
    page.evaluate("to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }", address)
    settle(page)


def _shot(page: Page, picture: Picture) -> bytes:
    """The picture once two in a row are alike: tables and diagrams are painted after the page stands."""
    if picture.pressed:
        page.locator(picture.pressed).first.click()
        settle(page)
    main = page.get_by_test_id("stMain").bounding_box()
    begin = page.locator(picture.begins).first.bounding_box()
    assert main is not None
    assert begin is not None
    left, top = (0.0, 0.0) if picture.whole else (main["x"], max(0.0, begin["y"] - 16))
    if picture.pressed:
        left = begin["x"]
    width = begin["width"] if picture.pressed else WIDTH - left
    clip = {"x": left, "y": top, "width": width, "height": picture.height}
    before = b""
    for _ in range(12):
        now = page.screenshot(clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type] # a plain dict
        if now == before:
            break
        before = now
        page.wait_for_timeout(400)
    return before


def _small(data: bytes) -> bytes:
    """The picture with a palette: a third of the bytes, the same to the eye."""
    with Image.open(io.BytesIO(data)) as whole:
        reduced = whole.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
