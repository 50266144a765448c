"""Pictures of every screen, phone and desktop, in both languages: `make screenshots` hangs them into docs/images.

A player who has done some of everything shows them, while others play at the crash table.
"""

import base64
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Page

from tests.web.browsing import DESKTOP, PHONE, Screen

REPOSITORY = Path(__file__).parents[3]
PICTURES = REPOSITORY / "docs" / "images" / "player-app"
QUALITY = 82
"""Of WebP, in percent: letters stay clean, and a picture has some 40 kB."""
PAGES_MAX = 2
"""Of a screen that scrolls, so many heights of the window are shown."""


class Frame(NamedTuple):
    """A size and a language; `scale` is in pixels of the picture for each of CSS."""

    size: Literal["phone", "desktop"]
    language: Literal["en", "ko"]
    screen: Screen
    locale: Literal["en-US", "ko-KR"]
    scale: int


FRAMES = tuple(
    Frame(size, language, screen, locale, scale)
    for size, screen, scale in (("phone", PHONE, 2), ("desktop", DESKTOP, 1))
    for language, locale in (("en", "en-US"), ("ko", "ko-KR"))
)


def file_of(name: str, frame: Frame) -> Path:
    """Return where the picture of a stop hangs."""
    return PICTURES / f"{name}-{frame.size}-{frame.language}.webp"


def hang(page: Page, name: str, frame: Frame, folder: Path = PICTURES) -> None:
    """Take a picture of the page as it is, and of what it shows when it is scrolled."""
    width, height = frame.screen
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": width, "height": min(max(whole, height), PAGES_MAX * height)})
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    session.detach()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file_of(name, frame).name).write_bytes(base64.b64decode(taken["data"]))
    page.set_viewport_size({"width": width, "height": height})
