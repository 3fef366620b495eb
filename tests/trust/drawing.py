"""What a page in the browser has made of hostile words: elements, links, icons, formulas, running scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from playwright.sync_api import Dialog, Page, Request, sync_playwright

from tests.browser.settling import WATCH, settle
from tests.trust.payloads import SIGN

MADE = """sign => {
    const wrong = [];
    const say = (what, element) => wrong.push(what + ": " + element.outerHTML.slice(0, 200));
    const parts = new Set("bold lean gone code red badge link run head item quote cell".split(" ").map(p => sign + p));
    for (const element of document.body.querySelectorAll("*")) {
        const own = element.textContent.trim();
        if ((parts.has(own) || own === "bug_report") && element.tagName !== "MARK") say("a part of its own", element);
        if (element.matches(".katex, iframe[srcdoc], object, embed, base")) say("a kind of element", element);
        for (const {name, value} of element.attributes) {
            if (name.startsWith("on") || value === sign) say("an attribute", element);
            if (["href", "src", "action", "xlink:href"].includes(name)) {
                const to = new URL(value, location.href);
                const within = ["data:", "blob:"].includes(to.protocol) ? !value.includes(sign) : true;
                if (!within || to.host.includes(sign) || to.protocol === "javascript:") say("an address", element);
            }
        }
    }
    if (document.body.innerText.includes("\\u{1F680}")) wrong.push("an emoji");
    if (window.hit) wrong.push("a script ran: " + window.hit);
    return wrong;
}"""
OPEN = """() => document.querySelectorAll('[data-testid="stExpander"] details:not([open]) > summary')
    .forEach(part => part.click())"""
PLANTED = """words => document.querySelector('[data-testid="stMain"]').insertAdjacentHTML("beforeend", words)"""
TOOLTIPS = 4
"""Places of a chart from left to right that are pointed at."""


def walked(chromium: str, places: Iterable[str], *, planted: str = "") -> tuple[dict[str, list[str]], list[str], int]:
    """Open places one after the other: what was made of words at each, what was found once HTML was `planted` in the
    last of them, and how often the sign of the payloads was read on the pages."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = started.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce").new_page()
        page.add_init_script(WATCH)
        wrong: dict[str, list[str]] = {}
        heard: list[str] = []

        def dismiss(dialog: Dialog) -> None:
            heard.append(f"a dialog: {dialog.message}")
            dialog.dismiss()

        def listen(asked: Request) -> None:
            heard.extend([f"asked: {asked.url}"] if _outside(asked.url) else [])

        page.on("dialog", dismiss)
        page.on("request", listen)
        read = 0
        for place in places:
            _go(page, place)
            wrong[place] = [*_looked_at(page), *heard]
            read += page.locator("body").inner_text().count(SIGN)
            heard.clear()
        page.evaluate(PLANTED, planted)
        found = page.evaluate(MADE, SIGN) if planted else []
        started.close()
    return {place: said for place, said in wrong.items() if said}, found, read


def _outside(url: str) -> bool:
    return SIGN in (urlsplit(url).hostname or "")


def _go(page: Page, place: str) -> None:
    if page.url.startswith("http"):
        page.evaluate("to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }", place)
    else:
        page.goto(place)
        page.wait_for_selector('[data-testid="stHeading"], [data-testid="stAlert"]', timeout=60_000)
    settle(page)


def _looked_at(page: Page) -> list[str]:
    """As it stands, with everything opened, and with every chart and choice pointed at."""
    found: list[str] = page.evaluate(MADE, SIGN)
    page.evaluate(OPEN)
    settle(page)
    look: Callable[[], None] = lambda: found.extend(page.evaluate(MADE, SIGN))  # noqa: E731 - three words long
    look()
    for canvas in page.locator('[data-testid="stEChartsChart"] canvas:visible').all()[:2]:
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        for step in range(TOOLTIPS if box else 0):
            assert box is not None
            page.mouse.move(box["x"] + box["width"] * (0.2 + 0.2 * step), box["y"] + box["height"] * 0.55)
            page.wait_for_timeout(60)
            look()
    for choice in page.locator('[data-testid="stSelectbox"] input:visible').all()[:2]:
        choice.focus()
        page.keyboard.press("ArrowDown")
        look()
        page.keyboard.press("Escape")
    if page.get_by_test_id("stException").count():
        found.append("a traceback")
    return sorted(set(found))
