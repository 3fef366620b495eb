"""When a page stands: what was asked of the app is answered and drawn, with no moment waited in vain."""

from __future__ import annotations

from playwright.sync_api import Page

WATCH = """
(() => {
    const seen = window.seen = {asked: 0, answered: 0, state: null};
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...message) {
        seen.asked = performance.now();
        return send.apply(this, message);
    };
    new MutationObserver(() => {
        const state = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState ?? null;
        if (state === seen.state) return;
        seen.state = state;
        if (state === "notRunning") seen.answered = performance.now();
    }).observe(document, {childList: true, subtree: true, attributes: true,
                          attributeFilter: ["data-test-script-state"]});
})()
"""
"""Goes into every document before its own scripts: notes when the app was asked something and when it had answered."""

DRAWN = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"""
"""What was clicked has reached the scripts of the page, however busy they are."""

# Two answers drawn as one leave no trace of the second; a second without a run says as much.
STANDS = """() => {
    const {asked, answered, state} = window.seen;
    const moving = motion => motion.playState === "running"
        && motion.effect?.getComputedTiming().iterations !== Infinity;
    return state === "notRunning"
        && (asked <= answered || performance.now() - asked > 1000)
        && document.querySelector('[data-stale="true"]') === null
        && !document.getAnimations().some(moving)
        && [...document.querySelectorAll("style")].some(part => part.textContent.includes(".law"));
}"""


EVERY = 50
"""Milliseconds between two looks; looking at every frame makes the browser draw every frame."""


def settle(page: Page) -> None:
    """Wait until the script has run to its end and nothing on the page moves or is pale any more."""
    for _ in range(2):  # the last answer may set something in motion
        page.evaluate(DRAWN)
        page.wait_for_function(STANDS, polling=EVERY)
