"""What a page costs on the line: bytes of its parts, and a line as slow as those of phones."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, CDPSession, Page

FIRST_LOAD_BYTES_MAX = 180_000
"""Of document, scripts, styles and the font, compressed by gzip, without the headers of their answers."""
MEMBER_LOAD_BYTES_MAX = 215_000
"""Likewise of the dashboard of a player, until everything stands there: the socket and the frame come on top."""
KINDS = ("Document", "Script", "Stylesheet", "Font")


class Line(NamedTuple):
    """Throughput in bytes a second, latency of each request in ms."""

    down: float
    up: float
    latency_ms: float


FAST_3G = Line(down=1_600_000 / 8, up=768_000 / 8, latency_ms=150)
"""WebPageTest's "3G Fast": 1.6 Mbit/s down, 768 kbit/s up, 150 ms a round trip."""


NO_LIMITS = Line(down=-1, up=-1, latency_ms=0)
"""As fast as this machine is."""


class Transfer:
    """Bytes by kind of what a page has fetched, without the gateway's API."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes: Counter[str] = Counter()
        self.parts: list[tuple[int, str]] = []
        self._begun: dict[str, tuple[str, str, int]] = {}
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)

    @property
    def total(self) -> int:
        """Bytes of everything that the app itself consists of."""
        return sum(self.bytes[kind] for kind in KINDS)

    def _received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        kind = "Api" if "/api/" in response["url"] else event["type"]
        self._begun[event["requestId"]] = kind, response["url"], int(response["encodedDataLength"])

    def _finished(self, event: dict[str, Any]) -> None:
        kind, url, head = self._begun.get(event["requestId"], ("Other", "", 0))
        size = int(event["encodedDataLength"]) - head
        self.bytes[kind] += size
        self.parts.append((size, url))


@contextmanager
def measured_page(context: BrowserContext, *, encoding: str = "gzip") -> Iterator[tuple[Page, Transfer]]:
    """A tab without a cache, and what it fetches."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.setAcceptedEncodings", {"encodings": [encoding]})
    yield page, Transfer(session)
    page.close()


def slow_down(context: BrowserContext, page: Page, line: Line, *, cache: bool) -> None:
    """Let a tab have a line, with or without what it has kept of earlier visits."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": not cache})
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": line.latency_ms,
            "downloadThroughput": line.down,
            "uploadThroughput": line.up,
        },
    )
