"""Take the pictures of docs/guide from the running app, in both languages, so that they never age.

    make guide, or
    python -m tools.take_guide_pictures [--only matrix] [--demonstration FILE]

Builds the demonstration and the first run of a municipality, or takes a copy of a demonstration there is (a SQLite
file), shows them on the day the demonstration is set in, and writes docs/guide/pictures/LANGUAGE/NAME.png. A picture
that looks as the one before is left as it is; fonts differ between machines, so take all of them on one.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Select, select

from tests.browser.served import App, Server
from tests.browser.settling import WATCH, settle
from tracker import choosing, clock, library, opening, tasks, workspaces
from tracker.database import Database, connect
from tracker.demonstration.guidelines import named
from tracker.locales import language_codes
from tracker.settings import ROOT, Settings
from tracker.tables.network import Actor
from tracker.views.guidelines.choosing import choice_rows
from tracker.views.workspaces import starter_library

PICTURES_FOLDER = ROOT / "docs" / "guide" / "pictures"
DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
WIDTH, TALL = 1200, 1500
COLOURS = 128
SHIMMER = 24  # of 255
PATIENCE = 120_000  # milliseconds; a loaded machine is no failure


class Shown(Enum):
    """What has been done in the database a picture is taken of."""

    NOTHING = "empty"
    FIRST_RUN = "begun"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a picture shows: a place in the app, from the first element `begins` finds and `height` pixels down.

    A {name} in the place stands for the number of that requirement or actor. `width` is the window's, `shown` what has
    been done in the database. `whole` shows the navigation and the frame too, from the top; `pressed` finds a button to
    press first.
    """

    place: str
    height: int = 640
    width: int = WIDTH
    shown: Shown = Shown.DEMONSTRATION
    begins: str = "h1"
    whole: bool = False
    pressed: str = ""


PICTURES: Mapping[str, Picture] = {
    "begin": Picture(place="start", height=500, shown=Shown.NOTHING),
    "choose": Picture(place="start?step=guidelines", height=690, shown=Shown.FIRST_RUN),
    "documents": Picture(place="start?step=documents", height=520, shown=Shown.FIRST_RUN),
    "findings": Picture(place="start?step=findings", height=980, shown=Shown.FIRST_RUN),
    "overview": Picture(place="", height=840, whole=True),
    "missing": Picture(place="?list=missing", height=620),
    "outdated": Picture(place="local?tab=outdated", height=680),
    "matrix": Picture(place="matrix?show=examined", height=700, begins=".st-key-heatmap-box"),
    "cell": Picture(place="matrix?requirement={EU-GDPR-09}&subject=actor-{Digitaliseringsenheten}", height=980),
    "review": Picture(place="review?target=passage", height=1160),
    "suspects": Picture(place="review?view=suspects", height=1000),
    "chains": Picture(place="chain", height=520, width=1440, begins=".st-key-chain-box"),
    "chain": Picture(place="chain?requirement={EU-EIDAS-04}", height=800),
    "modes": Picture(place="research", height=640),
    "agreement": Picture(place="research?tab=coders", height=560),
    "measures": Picture(place="measures", height=620),
    "moved": Picture(place="progress?tab=moved", height=760),
    "anchoring": Picture(place="anchoring", height=960),
    "contact": Picture(place="services?view=contact", height=640),
    "reports": Picture(place="reports?view=pages", height=1000),
    "words": Picture(place="", height=520, begins='[role="dialog"]', pressed=".st-key-glossary-open button"),
}
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
            same = _looks_the_same(path, data)
            if not same:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            size += len(data)
            print(path.relative_to(ROOT), f"{len(data) / 1000:.0f} kB", "as before" if same else "new", flush=True)
    print(f"{size / 1e6:.2f} MB in {time.monotonic() - started:.0f} s")
    return 0


def taken(wanted: Mapping[str, Picture], folder: Path, there: Path | None) -> Iterator[tuple[Path, bytes]]:
    """Each picture with where it belongs; `folder` is for databases, `there` a demonstration to copy."""
    server = Server(folder)
    with sync_playwright() as playwright:
        chromium = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            for shown in Shown:
                here = {name: picture for name, picture in wanted.items() if picture.shown is shown}
                if not here:
                    continue
                path = folder / f"{shown.value}.db"
                if shown is Shown.FIRST_RUN:
                    begin_municipality(path)
                elif shown is Shown.DEMONSTRATION:
                    demonstrate(path, there)
                here = {name: replace(picture, place=_place(picture.place, path)) for name, picture in here.items()}
                app = server.show(path, DAY)
                for language in language_codes():
                    page = browser.new_page(color_scheme="light", reduced_motion="reduce")
                    page.set_default_timeout(PATIENCE)
                    page.add_init_script(WATCH)
                    yield from _all(page, app, here, language)
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


def _all(page: Page, app: App, pictures: Mapping[str, Picture], language: str) -> Iterator[tuple[Path, bytes]]:
    """The pictures of one language, in one session."""
    page.goto(f"{app.url}/?lang={language}")
    page.wait_for_selector('[data-testid="stHeading"]')
    for name, picture in pictures.items():
        page.set_viewport_size({"width": picture.width, "height": TALL})
        _turn(page, f"{app.url}/{picture.place}{'&' if '?' in picture.place else '?'}lang={language}")
        yield PICTURES_FOLDER / language / f"{name}.png", _small(_shot(page, picture))


def _place(place: str, path: Path) -> str:
    """The place with numbers where names stood."""
    names = re.findall(r"\{(.+?)\}", place)
    if not names:
        return place
    database = connect(f"sqlite:///{path}")
    with database.reading() as session:
        numbers = {name: named(session, name) or session.scalar(_actor(name)) for name in names}
    database.close()
    return re.sub(r"\{(.+?)\}", lambda name: str(numbers[name[1]]), place)


def _actor(name: str) -> Select[int]:
    return select(Actor.id).where(Actor.name == name)


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
    left, top = (0.0, 0.0) if picture.whole else (main["x"] + 1, max(0.0, begin["y"] - 16))
    if picture.pressed:
        left = begin["x"]
    width = begin["width"] if picture.pressed else picture.width - left
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
        reduced = whole.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def _looks_the_same(path: Path, data: bytes) -> bool:
    """Whether the picture there is differs by no more than the edges of letters, which are drawn a little anew."""
    if not path.exists():
        return False
    with Image.open(path) as before, Image.open(io.BytesIO(data)) as now:
        if before.size != now.size:
            return False
        difference = ImageChops.difference(before.convert("RGB"), now.convert("RGB")).convert("L")
    return int(difference.getextrema()[1]) <= SHIMMER  # type: ignore[arg-type] # of one band, a pair of numbers


if __name__ == "__main__":
    sys.exit(main())
