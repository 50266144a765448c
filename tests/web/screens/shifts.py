"""What moves on a page by itself: the sum of its layout shifts, as the browser measures them."""

from playwright.sync_api import BrowserContext, Page

SHIFT_MAX = 0.01
"""The sum of shifts at which nobody sees that anything moved."""
LOADING_SHIFT_MAX = 0.1
"""While a screen comes; the field calls this good."""
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push({
  value: entry.value,
  moved: entry.sources.map(({ node, previousRect: from, currentRect: to }) =>
    `${node?.parentElement?.className} > ${node?.className ?? node?.nodeName}: ` +
    `${from.x},${from.y} ${from.width}x${from.height} -> ${to.x},${to.y} ${to.width}x${to.height}`),
}))).observe({ type: "layout-shift", buffered: true });
"""


def watch_shifts(context: BrowserContext) -> None:
    """Record the shifts of every page that is opened from now on."""
    context.add_init_script(WATCH)


def shifted(page: Page, since: int = 0) -> tuple[float, list[str]]:
    """Return the sum of the shifts after the first `since`, and what has moved."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    found = page.evaluate("(since) => window.shifts.slice(since)", since)
    return sum(each["value"] for each in found), [moved for each in found for moved in each["moved"]]


def shifts_so_far(page: Page) -> int:
    """Return how many shifts there were."""
    return int(page.evaluate("window.shifts.length"))
