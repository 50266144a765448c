"""A person's browser: Debian's Chromium, whose complaints fail the test that was open when they came."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
NEEDED = "needs Chromium and Hangul: run `apt-get install chromium fonts-nanum` as root"
ACT_WITHIN_MS = 15_000
"""Time for one act or expectation; a loaded machine needs it, and a quiet one some hundred ms."""
expect.set_options(timeout=ACT_WITHIN_MS)
FREE_SPINS_MS_MAX = 120_000
"""Time until a slot machine shows what a round came to: one that wins free spins shows each of them."""
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
NOISE = re.compile(r"^Download the React DevTools")
"""Lines of a development build that no person sees in production."""


class Screen(NamedTuple):
    """A size of a window, in CSS pixels."""

    width: int
    height: int


PHONE, DESKTOP = Screen(360, 780), Screen(1280, 800)


@dataclass
class Visitor:
    """A person with a browser of their own: cookies, storage and tabs that nobody shares."""

    url: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """Open a tab at a path of the app."""
        page = self.context.new_page()
        page.goto(self.url + path)
        return page

    def expects(self, pattern: str) -> None:
        """Say that complaints which match this are part of the story, such as a refused log-in."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """Return the complaints that nobody has expected."""
        return [each for each in self.complaints if not any(re.search(known, each) for known in self.expected)]


def launched(playwright: Playwright) -> Browser:
    """Return a running Chromium. As root it has no sandbox."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


@contextmanager
def visitor_of(
    browser: Browser,
    url: str,
    *,
    screen: Screen = DESKTOP,
    locale: Literal["en-US", "ko-KR"] = "en-US",
    **options: Any,
) -> Iterator[Visitor]:
    """A visitor for the time of a block, whose browser must not have complained at its end."""
    size: Any = {"width": screen.width, "height": screen.height}
    context = browser.new_context(
        viewport=size, locale=locale, timezone_id="Asia/Seoul", color_scheme="dark", **options
    )
    context.set_default_timeout(ACT_WITHIN_MS)
    context.add_init_script(REPORT_VIOLATIONS)
    visitor = Visitor(url, context)
    context.on("console", lambda message: _note(visitor.complaints, message))
    context.on("weberror", lambda error: visitor.complaints.append(f"page error: {error.error}"))
    try:
        yield visitor
    finally:
        _close(context)
    if found := visitor.unexpected():
        raise AssertionError("the browser complained:\n" + "\n".join(found))


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning", "assert"} and not NOISE.match(message.text):
        complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


def _close(context: BrowserContext) -> None:
    try:
        context.close()
    except Error as error:
        raise AssertionError("the browser died during the test") from error
