"""Look at every page as people do, and say what is wrong with how it looks.

    python -m tracker serve --port 8600      shows the demonstration
    python tools/check_looks.py http://127.0.0.1:8600 [--only matrix] [--pictures FOLDER]

Each place is opened in both languages, at three widths and in both themes (each language has its widths once; a theme
changes no width). Told are: pages that scroll sideways, words
that are cut, stand outside the window, on each other or out too little from what is behind them, more than one primary
button, errors and missing texts, a document in another language than the reader's, and what axe calls serious.
Tables and pictures are painted, not written: what stands in them is looked at by eye.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, sync_playwright

MEASURE = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8").split("\n", 1)[1].rstrip().rstrip(";")
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LANGUAGES = {"sv": "Svenska", "en": "English"}
LOOKS = {
    "sv": ((1440, "light"), (1024, "dark"), (390, "light")),
    "en": ((1440, "dark"), (1024, "light"), (390, "dark")),
}
WITH_AXE = {("sv", 1440, "light"), ("en", 390, "dark")}
TALL = 4000

PLACES = (
    "", "start", "search?q=tillg%C3%A4nglighet", "guidelines", "guidelines?guideline=1",
    "guidelines?guideline=50&tab=text", "guidelines?guideline=9&tab=checking",
    "guidelines?guideline=1&tab=takeovers", "guidelines?guideline=50&tab=editions",
    "guidelines?guideline=9&tab=crosswalk", "guidelines?guideline=1&tab=about", "local", "local?tab=services",
    "local?tab=actors", "local?tab=figures", "local?document=1", "review", "review?view=suspects",
    "review?view=translations&state=any", "review?view=gaps", "matrix", "matrix?show=examined", "matrix?by=service",
    "matrix?requirement=1&subject=actor-1", "chain", "chain?tab=crosswalks", "chain?requirement=12", "network",
    "network?tab=waiting", "network?tab=load", "network?tab=documents", "network?tab=years", "network?actor=1",
    "anchoring", "anchoring?tab=organisation", "anchoring?tab=staffing", "anchoring?tab=barriers",
    "anchoring?subject=service-1", "services", "services?view=contact", "services?view=spread",
    "services?view=forms", "services?view=compared", "services?service=1", "services?service=1&tab=requirements",
    "services?service=1&tab=use", "services?service=1&tab=tests", "services?service=1&tab=trust",
    "services?service=1&tab=gate", "services?service=1&tab=about", "progress", "progress?tab=moved",
    "progress?tab=overdue", "progress?tab=lags", "progress?tab=since", "measures", "measures?tab=owner",
    "measures?tab=barrier", "measures?tab=report", "measures?tab=goals", "measures?measure=1", "research",
    "research?tab=rules", "research?tab=coders", "research?tab=use", "research?tab=set", "reports", "settings",
    "settings?tab=personal", "?list=missing", "accessibility", "guide", "guide?chapter=strategist",
)  # fmt: skip
"""Every page and every tab that looks different, as the demonstration has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong at one place, whatever the looks it is seen in."""

    place: str
    kind: str
    where: str
    words: str


def main() -> int:
    """Print the findings; 1 when there are any."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("url", help="where the app shows the demonstration")
    asked.add_argument("--only", default="", help="places whose address begins with this")
    asked.add_argument("--pictures", type=Path, help="a folder for a picture of every place")
    options = asked.parse_args()
    seen: dict[Finding, list[str]] = {}
    with sync_playwright() as playwright:
        chromium = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_context(locale="sv-SE").new_page()
        for place in (place for place in PLACES if place.startswith(options.only)):
            here: dict[Finding, list[str]] = {}
            try:
                for look, finding in look_at(page, options.url.rstrip("/"), place, options.pictures):
                    here.setdefault(finding, []).append(look)
            except Error as problem:
                here[Finding(place=place, kind="does not stand", where="", words=problem.message[:80])] = ["any"]
            print(place or "(home)", "good" if not here else "", flush=True)
            for finding, looks in here.items():
                print(f"\t{finding.kind}\t{finding.where}\t{finding.words!r}\t{', '.join(looks)}", flush=True)
            seen |= here
        browser.close()
    print(len(seen), "findings", dict(Counter(finding.kind for finding in seen)))
    return 1 if seen else 0


def look_at(page: Page, url: str, place: str, pictures: Path | None) -> Iterator[tuple[str, Finding]]:
    """What is wrong at one place, with the look it is wrong in. Loaded once: loading costs more than all the rest."""
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.emulate_media(color_scheme="light")
    page.goto(f"{url}/{place}{'&' if '?' in place else '?'}lang=sv")
    page.wait_for_selector('[data-testid="stHeading"], [data-testid="stAlert"]', timeout=60_000)
    for language, name in LANGUAGES.items():
        page.set_viewport_size({"width": 1440, "height": 1000})
        page.emulate_media(color_scheme="light")
        page.locator(".st-key-language-choice").get_by_text(name).click()
        page.wait_for_timeout(300)
        for width, theme in LOOKS[language]:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # one of the two it takes
            page.set_viewport_size({"width": width, "height": 1000})
            _settle(page)
            look = f"{language} {width} {theme}"
            for kind, where, words in page.evaluate(MEASURE):
                yield look, Finding(place=place, kind=kind, where=where, words=words)
            spoken = page.evaluate("document.documentElement.lang")
            if spoken != language:
                yield look, Finding(place=place, kind="language of the document", where="html", words=spoken)
            if (language, width, theme) in WITH_AXE:
                yield from ((look, finding) for finding in _axe(page, place))
            if pictures:
                _picture(
                    page,
                    pictures / f"{place.replace('?', '-').replace('&', '-') or 'home'}-{look}.png".replace(" ", "-"),
                )


def _settle(page: Page) -> None:
    page.wait_for_timeout(150)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(300)  # what a rerun left pale gets its colours back


def _axe(page: Page, place: str) -> Iterator[Finding]:
    for problem in Axe().run(page).response["violations"]:
        if problem["impact"] in ("serious", "critical"):
            for node in problem["nodes"]:
                yield Finding(
                    place=place, kind=f"axe {problem['id']}", where=str(node["target"][0])[:60], words=node["html"][:60]
                )


def _picture(page: Page, path: Path) -> None:
    """The page from top to bottom."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size or {"width": 1440, "height": 1000}
    height: int = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(max(1000, height), TALL)})
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    page.set_viewport_size(size)


if __name__ == "__main__":
    sys.exit(main())
