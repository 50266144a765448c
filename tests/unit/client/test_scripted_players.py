"""What a scripted player should own, and what it says when the server tells something else."""

from collections.abc import Callable
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from cluster.cli.players.bot import Bot
from cluster.cli.players.purse import PROBLEMS_MAX, Purse
from pitboss_client.crash.proof import PROVED, UNSEEN
from pitboss_client.crash.table import EndedRound, TableWatch, alias
from pitboss_client.errors import NoAnswer
from pitboss_client.events import TopicMessage
from pitboss_client.history import Reply

ROUND = "main-1"
BET, AUTO = 100, 150


class StillSeat:
    """A seat at which the bet was settled to `gold` and the round has ended like `end`."""

    def __init__(self, gold: int, end: EndedRound | None) -> None:
        self.gold, self.end = gold, end
        self.watch = TableWatch("main")
        self.client = SimpleNamespace(account=SimpleNamespace(user_id="ann"))

    async def settled(self, _: str) -> int:
        return self.gold

    async def ended(self, _: str) -> EndedRound | None:
        return self.end

    async def until(self, holds: Callable[[], bool], timeout_s: float, failure: str) -> None:
        if not holds():
            raise NoAnswer(failure)

    def shown(self, player: str, multiplier: str, payout: int) -> None:
        """A cash-out that everybody sees."""
        payload = {"round_id": ROUND, "player": player, "multiplier": multiplier, "payout": payout}
        self.watch.apply(TopicMessage(self.watch.topic, "cashed_out", 0, payload))


async def seen(
    gold: int,
    end: EndedRound | None,
    *,
    left: Reply | None = None,
    left_s: float = 1.0,
    auto: int = AUTO,
    shown: tuple[str, str, int] | None = None,
) -> Any:
    """The purse of 1,000 after a bet that ended so; `shown` is a cash-out that everybody sees."""
    seat = StillSeat(gold, end)
    if shown:
        seat.shown(*shown)
    bot = Bot(seat, Random(1), lambda: left_s)  # type: ignore[arg-type]
    bot.purse = Purse(1_000)
    await bot.crash_end(ROUND, BET, auto, left)
    return bot.purse


def crashed(multiplier: str, proof: str = PROVED) -> EndedRound:
    return EndedRound(ROUND, multiplier, proof)


@pytest.mark.parametrize(
    ("gold", "end", "won"),
    [
        (1_050, crashed("1.50"), 150),
        (900, crashed("1.49"), 0),
        (1_000, crashed(""), 100),
        (1_050, crashed(""), 150),
        (900, crashed("1.00", UNSEEN), 0),
    ],
)
async def test_what_the_crash_point_says_is_what_a_bet_pays(gold: int, end: EndedRound, won: int):
    purse = await seen(gold, end)
    assert (purse.problems, purse.won, purse.wagered, purse.gold) == ([], won, BET, gold)


@pytest.mark.parametrize(
    ("gold", "end", "problem"),
    [
        (1_050, crashed("1.49"), "1,050 gold, 900 by our own count"),
        (900, crashed("1.50"), "900 gold, 1,050 by our own count"),
        (901, crashed("1.20"), "901 gold, 900 by our own count"),
        (900, crashed("1.20", "DISPROVED: so"), "DISPROVED: so"),
        (900, None, "its end was not told"),
    ],
)
async def test_what_does_not_add_up_is_a_problem(gold: int, end: EndedRound | None, problem: str):
    purse = await seen(gold, end)
    assert any(problem in each for each in purse.problems), purse.problems
    assert purse.gold == gold


@pytest.mark.parametrize("auto", [0, AUTO])
@pytest.mark.parametrize("end", [crashed("3.00"), crashed("")])
async def test_a_bet_that_the_guard_ended_is_no_mismatch(auto: int, end: EndedRound):
    purse = await seen(1_020, end, auto=auto, shown=(alias("ann"), "1.20", 120))
    assert (purse.problems, purse.won, purse.forced) == ([], 120, 1)


@pytest.mark.parametrize(
    ("auto", "shown"),
    [
        (AUTO, None),
        (AUTO, ("?***?", "1.20", 120)),
        (AUTO, (alias("ann"), "1.21", 120)),
        (AUTO, (alias("ann"), "1.20", 119)),
        (110, (alias("ann"), "1.20", 120)),
    ],
    ids=["nobody was shown", "somebody else", "another multiplier", "another payout", "beyond the target"],
)
async def test_a_payout_that_nobody_was_shown_is_a_problem(auto: int, shown: tuple[str, str, int] | None):
    purse = await seen(1_020, crashed("3.00"), auto=auto, shown=shown)
    assert (len(purse.problems), purse.forced) == (1, 0)


async def test_a_cash_out_pays_what_its_reply_says():
    left = Reply(re="c", ok=True, payload={"multiplier": "2.00", "payout": 200})
    assert (await seen(1_100, None, left=left, auto=0)).problems == []
    assert (await seen(1_099, None, left=left, auto=0)).problems


async def test_when_the_time_is_over_nobody_waits_for_the_end_of_a_curve():
    purse = await seen(1_050, None, left_s=0.0)
    assert (purse.problems, purse.gold) == ([], 1_050)


def test_refusals_are_counted_and_only_unexpected_ones_are_problems():
    purse = Purse(0)
    purse.refused("round_closed", expected=True)
    assert purse.problems == []
    purse.refused("internal", expected=False)
    assert (dict(purse.refusals), len(purse.problems)) == ({"round_closed": 1, "internal": 1}, 1)


def test_problems_are_bounded():
    purse = Purse(0)
    for n in range(PROBLEMS_MAX + 5):
        purse.check(n + 1, "again")
    assert len(purse.problems) == PROBLEMS_MAX
