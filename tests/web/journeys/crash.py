"""The crash table as a player uses it."""

import re
from contextlib import suppress

from playwright.sync_api import Error, Locator, expect

from tests.web.journeys.player import Player

ROUND_MS_MAX = 200_000
"""The longest that a curve may be waited for: one of twenty thousand takes longer."""
STAKE = 100
PRESS_MS_MAX = 2_000
LEAVES_FROM = 102
"""What the button must offer for a stake of `STAKE` before it is pressed."""
LEFT = re.compile("You left at")
NOTE = """(notice) => {
  window.told = [];
  const note = () => window.told.push(notice.textContent);
  new MutationObserver(note).observe(notice, { childList: true, characterData: true, subtree: true });
}"""
"""How a bet ended is told until the next round opens, which may be within a second: whatever is told is noted."""
OVER = "window.told.find((text) => /You left at|You lost|came back/.test(text))"


class CrashTable:
    """The table in a player's tab."""

    def __init__(self, player: Player) -> None:
        self.player = player
        player.goes_to("/crash")
        player.page.get_by_test_id("crash-notice").evaluate(NOTE)

    def act(self, *names: str) -> Locator:
        """Return the big button while it does one of these."""
        return self.player.page.locator(", ".join(f'button[data-act="{name}"]' for name in names))

    def asks(self, auto: str = "") -> None:
        """Press the button that bets on this round or the next; the bet leaves by itself at `auto`."""
        self.player.page.get_by_test_id("crash-target").fill(auto)
        self.player.page.evaluate("window.told = []")
        self.act("bet").click(timeout=ROUND_MS_MAX)

    def bets(self, auto: str = "") -> None:
        """Bet on this round or the next; return when the table has the bet."""
        self.asks(auto)
        self.has_bet()

    def has_bet(self) -> None:
        """Wait until the table has the bet."""
        expect(self.act("open", "cashout")).to_be_visible(timeout=ROUND_MS_MAX)

    def carries_bet(self, auto: str = "") -> bool:
        """Bet, and return whether the curve carries the bet: not if it crashed at once."""
        self.bets(auto)
        self.is_running()
        return self.act("cashout").is_visible()

    def is_at(self, stage: str) -> None:
        """Wait until the table is at this stage of a round."""
        plot = self.player.page.get_by_test_id("crash-plot")
        expect(plot).to_have_attribute("data-stage", stage, timeout=ROUND_MS_MAX)

    def is_running(self) -> None:
        """Wait until the curve carries the bet, or the bet is over."""
        runs = "document.querySelector('button[data-act=cashout]') !== null"
        self.player.page.wait_for_function(f"() => {runs} || {OVER}", timeout=ROUND_MS_MAX)

    def is_over(self) -> bool:
        """Wait until the bet is over; return whether it left in time."""
        told = self.player.page.wait_for_function(f"() => {OVER}", timeout=ROUND_MS_MAX)
        return LEFT.search(told.json_value()) is not None

    def leaves(self) -> bool:
        """Cash out as soon as that pays; return whether it was in time."""
        self.is_running()
        self.presses_cash_out()
        return self.is_over()

    def presses_cash_out(self) -> None:
        """Press the button as soon as that pays, unless the bet is over before."""
        self.player.page.wait_for_function(
            """([least]) => {
              const offer = document.querySelector("[data-testid=crash-payout]");
              return offer === null || Number(offer.textContent) >= least;
            }""",
            arg=[LEAVES_FROM],
        )
        with suppress(Error):  # the curve may end first
            self.act("cashout").click(timeout=PRESS_MS_MAX)
