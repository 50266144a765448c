"""How scripted players play: each strategy is one round of a Bot, who goes on until the evening is over.

What a round should pay is worked out from its reply, or from the crash point once that is known, never from the gold
that the server names afterwards: that is what it is held against.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from random import Random

from actors.crash.view import alias
from actors.messages import RpsPlay, SlotSpin, StateGet
from actors.money.wallet import payout_of
from cluster.player.client import PlayerClient
from cluster.player.errors import NoAnswer
from cluster.player.history import Reply
from cluster.player.purse import Purse
from cluster.player.seat import Seat
from cluster.player.table import Ended

BET = 20
DOUBLED_MAX = 640
"""The martingale player gives up doubling here."""
CAUTIOUS_CENTS = 120
BRAVE_CENTS = range(105, 300)
WANDERER_CENTS = 150
EXPECTED = frozenset({"round_closed", "insufficient_gold"})
"""Refusals that are part of the game: a bet or a cash-out that comes too late, a purse that is empty."""
SHOWN_S_MAX = 10.0
"""How long a cash-out may take to be shown to watchers: 50 at a time are."""


class Bot:
    """One scripted player. `left_s` says how much of the evening is left."""

    def __init__(self, seat: Seat, chance: Random, left_s: Callable[[], float]) -> None:
        self.seat = seat
        self.chance = chance
        self.left_s = left_s
        self.purse = Purse(0)
        self.broke = False
        self.stake = BET
        self._last_round = ""

    @property
    def client(self) -> PlayerClient:
        """The connection."""
        return self.seat.client

    async def begin(self) -> None:
        """What there is before the first round."""
        self.purse = Purse(self.client.protocol.state["profile"]["gold"])

    async def end(self) -> None:
        """What the server says at last, asked for and pushed, is what we counted."""
        reply = await self.client.command(StateGet.TYPE, {})
        self.purse.check(reply.payload["profile"]["gold"], "at the end")
        await self.client.confirmed(reply)
        self.purse.check(self.client.protocol.state["profile"]["gold"], "pushed at the end")

    # --- solo games ---

    async def solo(self, message_type: str, payload: Mapping[str, object], bet: int) -> Reply:
        """One round that is over with its reply."""
        reply = await self.client.command(message_type, payload)
        if self._taken(reply):
            self.purse.settle(bet, reply.payload["payout"])
            self.purse.check(reply.payload["gold"], message_type)
        return reply

    # --- crash ---

    async def crash_bet(self, bet: int, auto: int = 0) -> str:
        """Bet on the next round; its id, or empty when none opened in time or the bet was refused."""
        try:
            self._last_round = round_id = await self.seat.open_round(self._last_round, max(0.01, self.left_s()))
        except NoAnswer:
            return ""
        reply = await self.seat.bet(round_id, bet, auto)
        if not self._taken(reply):
            return ""
        self.purse.check(reply.payload["gold"] + bet, "bet")
        return round_id

    async def crash_end(self, round_id: str, bet: int, auto: int = 0, left: Reply | None = None) -> None:
        """See the bet to its end; `left` is the reply to a cash-out."""
        gold = await self.seat.settled(round_id)
        target = bet * auto // 100
        was_paid = bool(auto) and gold == self.purse.gold - bet + target
        if left is not None and left.ok:
            self.purse.settle(bet, left.payload["payout"])
        elif was_paid and self.left_s() <= 0:
            # The curve may go on for minutes; whether it got there is only checked while we stay.
            self.purse.settle(bet, target)
        else:
            ended = await self.seat.ended(round_id)
            due = self._due(round_id, bet, auto, ended, was_paid=was_paid)
            paid = gold - self.purse.gold + bet
            if 0 < paid != due and await self._forced(round_id, bet, auto, paid):
                self.purse.forced += 1
                due = paid
            self.purse.settle(bet, due)
        self.purse.check(gold, f"settled {round_id}")

    def _due(self, round_id: str, bet: int, auto: int, ended: Ended | None, *, was_paid: bool) -> int:
        """What a bet that was not cashed out by hand pays: its target if the curve got there, the stake if voided."""
        target = bet * auto // 100
        if ended is None:
            self.purse.problem(f"{round_id}: its end was not told")
            return target if was_paid else 0
        if ended.disproved:
            self.purse.problem(f"{round_id}: {ended.proof}")
        if not ended.multiplier:
            return target if was_paid else bet
        return target if 0 < auto <= ended.cents else 0

    async def _forced(self, round_id: str, bet: int, auto: int, paid: int) -> bool:
        """Whether the guard ended the bet: everybody was shown that we left, short of our target, with so much."""
        watch, name = self.seat.watch, alias(self.client.account.user_id)
        with suppress(NoAnswer):
            await self.seat.until(lambda: watch.left_at(round_id, name, paid) > 0, SHOWN_S_MAX, "")
        cents = watch.left_at(round_id, name, paid)
        return cents > 0 and paid == payout_of(bet, cents) and (cents < auto or not auto)

    async def late_bet(self) -> None:
        """Bet on a curve that runs already: it must be refused."""
        watch, last = self.seat.watch, self._last_round
        try:
            await self.seat.until(
                lambda: watch.phase == "running" and watch.round_id != last, max(0.01, self.left_s()), "no round ran"
            )
        except NoAnswer:
            return
        self._last_round = watch.round_id
        if self._taken(await self.seat.bet(self._last_round, BET)):
            self.purse.problem(f"a late bet on {self._last_round} was taken")

    async def crash_out(self, round_id: str, cents: int) -> Reply | None:
        """Leave once the curve is at `cents`, if it gets there."""
        if not await self.seat.reached(round_id, cents):
            return None
        reply = await self.seat.cash_out(round_id)
        if not reply.ok:
            # `no_bet`: the bet was lost, and settled, before this command came to our entity.
            self.purse.refused(str(reply.error.get("code")), reply.error.get("code") in EXPECTED | {"no_bet"})
        return reply

    def _taken(self, reply: Reply) -> bool:
        if reply.ok:
            return True
        code = str(reply.error.get("code"))
        self.purse.refused(code, code in EXPECTED)
        self.broke = self.broke or code == "insufficient_gold"
        return False


Strategy = Callable[[Bot], Awaitable[None]]


async def cautious(bot: Bot) -> None:
    """Out at 1.20, by itself."""
    if round_id := await bot.crash_bet(BET, CAUTIOUS_CENTS):
        await bot.crash_end(round_id, BET, CAUTIOUS_CENTS)


async def brave(bot: Bot) -> None:
    """Out by hand, somewhere below 3.00."""
    if round_id := await bot.crash_bet(BET):
        left = await bot.crash_out(round_id, bot.chance.choice(BRAVE_CENTS))
        await bot.crash_end(round_id, BET, 0, left)


async def late(bot: Bot) -> None:
    """Bets when it is too late."""
    await bot.late_bet()


async def wanderer(bot: Bot) -> None:
    """Loses the connection in every round, and resumes."""
    if round_id := await bot.crash_bet(BET, WANDERER_CENTS):
        async with bot.client.offline():
            pass
        await bot.crash_end(round_id, BET, WANDERER_CENTS)


async def martingale(bot: Bot) -> None:
    """Rock, paper, scissors: the stake doubles after each loss."""
    hand = bot.chance.choice(("rock", "paper", "scissors"))
    reply = await bot.solo(RpsPlay.TYPE, {"bet": bot.stake, "choice": hand}, bot.stake)
    lost = reply.ok and reply.payload["outcome"] == "lose"
    bot.stake = min(bot.stake * 2, DOUBLED_MAX) if lost else BET


async def spinner(bot: Bot) -> None:
    """Slot machines, one spin after the other."""
    machine = bot.chance.choice(("classic", "fortune"))
    await bot.solo(SlotSpin.TYPE, {"machine": machine, "bet": BET}, BET)


STRATEGIES: Mapping[str, Strategy] = {
    "cautious": cautious,
    "brave": brave,
    "wanderer": wanderer,
    "late": late,
    "martingale": martingale,
    "spinner": spinner,
}
"""Dealt out in turn, so that six players have one of each."""
SOLO = frozenset({"martingale", "spinner"})
"""Who needs no table, and is slowed down."""
