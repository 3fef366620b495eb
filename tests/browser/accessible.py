"""What axe says of a page, at less than half of what its own way of running costs."""

from __future__ import annotations

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .filter(problem => ["serious", "critical"].includes(problem.impact))
    .map(problem => problem.id + ": " + problem.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" "))"""


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first elements it means; none when all is well."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_FILE_PATH.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found
