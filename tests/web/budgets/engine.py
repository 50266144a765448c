"""What a page takes of the browser: frames and script, memory, nodes and listeners."""

from itertools import pairwise
from typing import NamedTuple

from playwright.sync_api import CDPSession, Page

FRAME_MS = 1000 / 60
BEGIN = """() => {
  const stamps = (window.stamps = []);
  const step = (now) => { stamps.push(now); window.beat = requestAnimationFrame(step); };
  window.beat = requestAnimationFrame(step);
}"""
END = "() => { cancelAnimationFrame(window.beat); return window.stamps; }"


class Pace(NamedTuple):
    """Frames that were due and that were left out; ms of script and of all work for each that was drawn."""

    due: int
    dropped: int
    script_ms: float
    task_ms: float

    @property
    def dropped_share(self) -> float:
        return self.dropped / max(1, self.due)


class Pacing:
    """Counts frames and script from `begin` to `end`."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")
        self._begun = {"ScriptDuration": 0.0, "TaskDuration": 0.0}

    def begin(self) -> None:
        self._page.evaluate(BEGIN)
        self._begun = metrics(self._session)

    def end(self) -> Pace:
        ended = metrics(self._session)
        stamps: list[float] = self._page.evaluate(END)
        gaps = [round((after - before) / FRAME_MS) for before, after in pairwise(stamps)]
        script_s, task_s = (ended[name] - self._begun[name] for name in ("ScriptDuration", "TaskDuration"))
        drawn = len(gaps)
        return Pace(
            due=sum(max(1, gap) for gap in gaps),
            dropped=sum(max(0, gap - 1) for gap in gaps),
            script_ms=1000 * script_s / drawn,
            task_ms=1000 * task_s / drawn,
        )


class Held(NamedTuple):
    """What a page holds after its garbage was collected."""

    heap_bytes: int
    nodes: int
    listeners: int


def held_by(page: Page) -> Held:
    """Collect garbage, and count what is left."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    found = metrics(session)
    session.detach()
    return Held(*(int(found[name]) for name in ("JSHeapUsedSize", "Nodes", "JSEventListeners")))


def metrics(session: CDPSession) -> dict[str, float]:
    """Return the counters of the page; durations in seconds."""
    return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
