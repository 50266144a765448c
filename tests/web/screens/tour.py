"""A tour of the app: every screen, and the states of it that look different, in the order of the navigation.

A stop says where it is and how somebody gets there. Nothing here depends on the language.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.web.browsing import FREE_SPINS_MS_MAX

ROUND_WITHIN_MS = 180_000
"""Until a crash table is at a stage: a long curve may run before."""
QUIET = """() => document.fonts.status === "loaded"
  && document.querySelector("[aria-busy=true], [class*=skeleton]") === null
  && document.getAnimations().every(({ playState, effect }) =>
    playState !== "running" || !isFinite(effect.getComputedTiming().endTime))
"""
"""Everything has come and has stopped moving."""
FAR_OR_OVER = """(far) => {
  const { stage } = document.querySelector("[data-testid=crash-plot]").dataset;
  const multiplier = parseFloat(document.querySelector("[data-testid=crash-multiplier]").textContent);
  return stage !== "running" ? "over" : multiplier >= far ? "far" : false;
}"""
CURVES_MAX = 12
Arrive = Callable[[Page], None]


def stay(_: Page) -> None:
    """Leave nothing to be put right."""


class Stop(NamedTuple):
    """A screen in one state. `name` is that of its pictures; `leave` puts right what `arrive` did to the browser."""

    name: str
    path: str
    arrive: Arrive
    leave: Arrive = stay


def come_to_rest(page: Page) -> None:
    """Wait until the screen is whole and quiet."""
    expect(page.locator("h1").first).to_be_attached()
    page.wait_for_function(QUIET)


def know_gold(page: Page) -> None:
    """Wait until the server has said what the player has."""
    expect(page.locator("[data-testid=gold] [data-value]")).to_be_visible()
    come_to_rest(page)


def at_stage(stage: str) -> Arrive:
    """Return what waits until the crash table is at `stage`."""

    def arrive(page: Page) -> None:
        know_gold(page)
        page.locator(f"[data-testid=crash-plot][data-stage={stage}]").wait_for(timeout=ROUND_WITHIN_MS)

    return arrive


def ride(page: Page, far: float = 1.05) -> None:
    """Bet, and be on a curve that has come as `far` as this multiplier."""
    know_gold(page)
    for _ in range(CURVES_MAX):
        page.locator("button[data-act=bet]").click(timeout=ROUND_WITHIN_MS)
        page.locator("[data-testid=crash-plot][data-stage=running]").wait_for(timeout=ROUND_WITHIN_MS)
        if page.wait_for_function(FAR_OR_OVER, arg=far, timeout=ROUND_WITHIN_MS).json_value() == "far":
            return
    raise AssertionError(f"{CURVES_MAX} curves ended at once")


def open_menu(page: Page) -> None:
    """Open the menu of the account."""
    know_gold(page)
    page.locator("[popovertarget=account-menu]").click()
    come_to_rest(page)


def lose_line(page: Page) -> None:
    """Be cut off, and see it."""
    know_gold(page)
    page.context.set_offline(True)
    expect(page.locator("[data-connection=offline] p")).to_be_visible()
    come_to_rest(page)


def find_line(page: Page) -> None:
    page.context.set_offline(False)


def pull(page: Page) -> None:
    """Pull ten of the gacha and see what came."""
    know_gold(page)
    page.locator("main button[class*=wide]").last.click()
    page.locator("main a[href^='/fairness?round=']").wait_for()
    come_to_rest(page)


def show_hand(page: Page) -> None:
    """Play a round of rock, paper, scissors."""
    know_gold(page)
    page.keyboard.press("1")
    expect(page.locator("[aria-keyshortcuts][aria-disabled=true]")).to_have_count(0)
    come_to_rest(page)


def spin(page: Page) -> None:
    """Spin the larger of the slot machines once, and see what it came to."""
    know_gold(page)
    page.locator("main input[type=radio]").nth(1).check()
    come_to_rest(page)
    page.locator("main button[data-act]:not([data-act=skip])").click()
    page.locator("[data-testid=slot-result]").wait_for(timeout=FREE_SPINS_MS_MAX)
    come_to_rest(page)


def order(page: Page) -> None:
    """Open the dialog of a purchase."""
    know_gold(page)
    page.locator("[data-product] button:enabled").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    come_to_rest(page)


def verify(page: Page) -> None:
    """Verify the last own round."""
    know_gold(page)
    page.locator("[class*=rounds] button, [class*=recent] button").first.click()
    page.locator("[data-verdict]").wait_for()
    come_to_rest(page)


GUESTS = (
    Stop("welcome", "/", come_to_rest),
    Stop("sign-up", "/signup", come_to_rest),
    Stop("log-in", "/login", come_to_rest),
    Stop("not-found", "/nowhere", come_to_rest),
)
MEMBERS = (
    Stop("dashboard", "/", know_gold),
    Stop("menu", "/", open_menu),
    Stop("offline", "/", lose_line, find_line),
    Stop("crash-betting", "/crash", at_stage("betting")),
    Stop("crash-running", "/crash", ride),
    Stop("slot", "/slot", spin),
    Stop("gacha", "/gacha", pull),
    Stop("rps", "/rps", show_hand),
    Stop("shop", "/shop", know_gold),
    Stop("purchase", "/shop", order),
    Stop("history", "/history", know_gold),
    Stop("account", "/account", know_gold),
    Stop("fairness", "/fairness", know_gold),
    Stop("verify", "/fairness", verify),
)
