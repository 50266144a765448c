"""A scripted player: plays single rounds, and works out for itself what each should pay.

What a round pays follows from its reply, or from the crash point once that is known, never from the gold that the
server names afterwards: that is what the result is compared with.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random

from cluster.cli.players.purse import Purse
from pitboss_client.client import PlayerClient
from pitboss_client.crash.seat import STATE, Seat
from pitboss_client.crash.table import EndedRound, alias
from pitboss_client.errors import NoAnswer
from pitboss_client.history import Reply

BET = 20
EXPECTED = frozenset({"round_closed", "insufficient_gold", "version_conflict"})
"""Refusals that are part of the game: a bet or a cash-out that comes too late, an empty purse, a changed machine."""
SHOWN_S_MAX = 10.0
"""Time within which a cash-out is shown to watchers, 50 at a time."""


class Bot:
    """One scripted player. `left_s` returns the seconds that are left to play."""

    def __init__(self, seat: Seat, random: Random, left_s: Callable[[], float]) -> None:
        self.seat = seat
        self.random = random
        self.left_s = left_s
        self.purse = Purse(0)
        self.broke = False
        self.stake = BET
        self._last_round = ""

    @property
    def client(self) -> PlayerClient:
        """The connection of this player."""
        return self.seat.client

    async def begin(self) -> None:
        """Take over the gold that there is before the first round."""
        self.purse = Purse(self.client.protocol.state["profile"]["gold"])

    async def end(self) -> None:
        """Compare the purse with the gold that the server names at the end, asked for and pushed."""
        reply = await self.client.command(STATE, {})
        self.purse.check(reply.payload["profile"]["gold"], "at the end")
        await self.client.confirmed(reply)
        self.purse.check(self.client.protocol.state["profile"]["gold"], "pushed at the end")

    # --- solo games ---

    async def solo(self, message_type: str, payload: Mapping[str, object], bet: int) -> Reply:
        """Play one round that is over with its reply."""
        reply = await self.client.play(message_type, payload)
        if self._taken(reply):
            self.purse.settle(bet, reply.payload["payout"])
            self.purse.check(reply.payload["gold"], message_type)
        return reply

    # --- crash ---

    async def crash_bet(self, bet: int, auto: int = 0) -> str:
        """Bet on the next round; return its id, or an empty one when none opened in time or the bet was refused."""
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
        """Follow the bet to its end; `left` is the reply to a cash-out."""
        gold = await self.seat.settled(round_id)
        target = bet * auto // 100
        was_paid = bool(auto) and gold == self.purse.gold - bet + target
        if left is not None and left.ok:
            self.purse.settle(bet, left.payload["payout"])
        elif was_paid and self.left_s() <= 0:
            # The curve may go on for minutes: that it reached the target is checked only while there is time.
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

    def _due(self, round_id: str, bet: int, auto: int, ended: EndedRound | None, *, was_paid: bool) -> int:
        """Return what a bet without a manual cash-out pays: its target if the curve reached it, the stake if voided."""
        target = bet * auto // 100
        if ended is None:
            self.purse.problem(f"{round_id}: its end was not told")
            return target if was_paid else 0
        if ended.disproved:
            self.purse.problem(f"{round_id}: {ended.proof}")
        if not ended.multiplier:
            return target if was_paid else bet
        return target if 0 < auto <= ended.hundredths else 0

    async def _forced(self, round_id: str, bet: int, auto: int, paid: int) -> bool:
        """Return True when the guard ended the bet: watchers were shown that cash-out, below our target."""
        watch, name = self.seat.watch, alias(self.client.account.user_id)
        with suppress(NoAnswer):
            await self.seat.until(lambda: watch.cashed_out_at(round_id, name, paid) > 0, SHOWN_S_MAX, "")
        hundredths = watch.cashed_out_at(round_id, name, paid)
        return hundredths > 0 and paid == bet * hundredths // 100 and (hundredths < auto or not auto)

    async def late_bet(self) -> None:
        """Bet on a curve that runs already: the bet must be refused."""
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

    async def crash_out(self, round_id: str, hundredths: int) -> Reply | None:
        """Cash out once the curve is at `hundredths`; return None when it does not get there."""
        if not await self.seat.reached(round_id, hundredths):
            return None
        reply = await self.seat.cash_out(round_id)
        if not reply.ok:
            # `no_bet`: the bet was lost, and settled, before this command arrived.
            self.purse.refused(str(reply.error.get("code")), reply.error.get("code") in EXPECTED | {"no_bet"})
        return reply

    def _taken(self, reply: Reply) -> bool:
        if reply.ok:
            return True
        code = str(reply.error.get("code"))
        self.purse.refused(code, code in EXPECTED)
        self.broke = self.broke or code == "insufficient_gold"
        return False
