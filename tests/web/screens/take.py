"""Takes the pictures of the app and hangs them: `make screenshots`, or `python -m tests.web.screens.take`.

It starts a platform of its own, with a crowd at the crash table, and takes the tour as somebody who has done some of
everything: on a phone and a desktop, in each language.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.platform import empty_site, platform
from tests.web.browsing import Visitor, launched, visitor_of
from tests.web.conftest import log_in
from tests.web.screens.gallery import FRAMES, PICTURES, REPOSITORY, Frame, hang
from tests.web.screens.life import crowd, lively
from tests.web.screens.tour import GUESTS, MEMBERS, Stop, know_gold, ride

CROWD = 9
FAR = 1.6
"""A multiplier at which the curve has left the figure in the middle of the plot."""
SETTINGS = {"PITBOSS_VELOCITY__SIGNUPS_PER_ADDRESS_PER_H": "100"}
NAMES = {"en": "robin", "ko": "mina"}


def main() -> None:
    """Hang every picture anew."""
    subprocess.run([REPOSITORY / ".ci" / "web"], check=True)
    with (
        tempfile.TemporaryDirectory(prefix="pitboss-pictures") as folder,
        empty_site(Path(folder)) as site,
        platform(site, **SETTINGS) as running,
        crowd(running.url, CROWD),
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        for frame in FRAMES:
            take(browser, running.url, frame)
    pictures = list(PICTURES.glob("*.webp"))
    size_kb = sum(each.stat().st_size for each in pictures) // 1000
    sys.stdout.write(f"screenshots: {len(pictures)} pictures, {size_kb} kB\n")


def take(browser: Browser, url: str, frame: Frame) -> None:
    """Take the tour once."""
    options = {"screen": frame.screen, "locale": frame.locale, "device_scale_factor": frame.scale}
    with (
        lively(url, f"{NAMES[frame.language]}-{frame.size}") as player,
        visitor_of(browser, url, **options) as visitor,  # type: ignore[arg-type]
    ):
        visitor.expects(r"status of 404|ERR_INTERNET_DISCONNECTED|WebSocket")
        tour(visitor, GUESTS, frame)
        page = visitor.open("/login")
        log_in(page, player.name)
        know_gold(page)
        page.close()
        tour(visitor, MEMBERS, frame)


def tour(visitor: Visitor, stops: tuple[Stop, ...], frame: Frame) -> None:
    """Hang a picture at each stop; on the curve, of one that can be seen."""
    for stop in stops:
        page = visitor.open(stop.path)
        if stop.name == "crash-running":
            ride(page, FAR)
        else:
            stop.arrive(page)
        hang(page, stop.name, frame)
        stop.leave(page)
        page.close()


if __name__ == "__main__":
    main()
