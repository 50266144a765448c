"""`pitboss play --game crash`: bets on rounds, proves their ends, and shows the table, live or as lines of text."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from rich.console import Console
from rich.live import Live

from cluster.cli.play.options import PlayOptions
from cluster.cli.play.refusals import refusal
from cluster.cli.play.screen import picture
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from pitboss_client.clock import Clock, SystemClock
from pitboss_client.crash.proof import PROVED, multiplier
from pitboss_client.crash.seat import Seat
from pitboss_client.crash.table import EndedRound
from pitboss_client.events import Event, Greeted, TopicMessage
from pitboss_client.history import Reply
from pitboss_client.reconnection import BackOff

REDRAW_S = 0.125
LATE_BETS_MAX = 3
"""Bets in a row that may come too late before the play ends."""


async def play_crash(account: Account, options: PlayOptions, console: Console, back_off: BackOff | None = None) -> bool:
    """Bet on the rounds asked for; return True when each was answered and none disproved. Raises PlayerError."""
    clock = SystemClock()
    game = _CrashGame(options, console, clock)
    client = PlayerClient(account, clock=clock, back_off=back_off, on_event=game.handle)
    game.seat.attach(client)
    try:
        async with client, game.shown():
            return await game.play()
    finally:
        await game.seat.leave()


class _CrashGame:
    """One player's rounds at the table, and how they are shown."""

    def __init__(self, options: PlayOptions, console: Console, clock: Clock) -> None:
        self.seat = Seat(options.table, clock)
        self._options = options
        self._console = console
        self._clock = clock
        self._mine = ""
        self._sound = True

    # --- playing ---

    async def play(self) -> bool:
        """Play all rounds; return True when each was answered and no end disproved."""
        rounds, half, round_id = self._options.rounds, (self._options.rounds + 1) // 2, ""
        won = staked = proved = 0
        for number in range(1, rounds + 1):
            round_id, reply = await self._bet(number, round_id)
            if not reply.ok:
                return False
            if self._options.drop and number == half:
                await self._cut_off(round_id)
            payout, ended = await self._see_end(round_id, reply.payload["gold"])
            won, staked = won + payout, staked + self._options.bet
            proved += ended is not None and ended.proof == PROVED
        self._say(f"[bold]{rounds} rounds played[/bold], {proved} proved; staked {staked:,}, won {won:,}")
        return self._sound

    async def _bet(self, number: int, after: str) -> tuple[str, Reply]:
        """Bet on the next round; a bet that comes too late goes to the round after it."""
        for _ in range(LATE_BETS_MAX):
            round_id = await self.seat.open_round(after)
            reply = await self.seat.bet(round_id, self._options.bet, self._options.auto_cashout)
            if reply.ok:
                target = f", out at {multiplier(auto)}x" if (auto := self._options.auto_cashout) else ""
                self._mine = f"my bet: {self._options.bet:,}{target}"
                self._say(f"round {number}  {round_id}: bet {self._options.bet:,}{target}")
                return round_id, reply
            self._say(f"round {number}  {round_id}: [red]refused[/red] {refusal(reply.error)}")
            if reply.error.get("code") != "round_closed":
                break
            after = round_id
        return round_id, reply

    async def _cut_off(self, round_id: str) -> None:
        client = self.seat.client
        self._say(f"[bold magenta]connection cut[/] at seq {client.protocol.seq}, with a bet on {round_id}")
        async with client.offline():
            pass

    async def _see_end(self, round_id: str, gold: int) -> tuple[int, EndedRound | None]:
        """Return the payout of the bet and the end of its round; `gold` is without the stake."""
        ended = await self.seat.ended(round_id)
        after = await self.seat.settled(round_id)
        payout = after - gold
        result = f"[green]won {payout:,}[/green]" if payout else f"[red]lost {self._options.bet:,}[/red]"
        self._mine = f"last bet: {payout:,} back"
        if ended is None:
            self._say(f"  {round_id} has ended unseen: {result}, gold {after:,}")
            return payout, None
        end = f"crashed at {ended.multiplier}x" if ended.multiplier else "voided"
        self._sound = self._sound and not ended.disproved
        self._say(f"  {round_id} {end}, {ended.proof}: {result}, gold {after:,}")
        return payout, ended

    # --- showing ---

    @contextlib.asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Draw the table as long as this lasts, if there is a terminal."""
        if not self._console.is_terminal:
            yield
            return
        with Live(console=self._console, auto_refresh=False, transient=True) as live:
            drawing = asyncio.create_task(self._draw(live))
            try:
                yield
            finally:
                drawing.cancel()

    async def _draw(self, live: Live) -> None:
        while True:
            live.update(picture(self.seat.watch, self._clock.now_ms(), self._mine), refresh=True)
            await asyncio.sleep(REDRAW_S)

    def handle(self, event: Event) -> None:
        """Show one event, then pass it on to the seat."""
        match event:
            case Greeted(recovered=True, replayed=replayed):
                self._say(f"[bold magenta]resumed[/] session {event.session}: {replayed} pushes to replay")
            case Greeted():
                self._say(f"[cyan]hello[/cyan] session {event.session}")
            case TopicMessage() if not self._console.is_terminal or event.type in {"round_resumed", "round_voided"}:
                self._say(_line_of(event))
            case _:
                pass
        self.seat.handle(event)

    def _say(self, line: str) -> None:
        if line:
            self._console.print(line)


def _line_of(message: TopicMessage) -> str:
    """Return a message of the table as a line; an empty one when it adds nothing."""
    payload = message.payload
    match message.type:
        case "round_open":
            return f"  {payload['round_id']} takes bets, committed to {payload['commit'][:16]}..."
        case "round_start":
            return f"  {payload['round_id']} runs"
        case "round_resumed":
            return f"  {payload['round_id']} goes on after an interruption"
        case "round_voided":
            return f"  {payload['round_id']} is voided: open stakes come back"
        case "bet_placed":
            return f"  {1 + len(payload.get('more', ()))} bets, the first {payload['player']} {payload['bet']:,}"
        case "cashed_out":
            more = f" and {count} more" if (count := len(payload.get("more", ()))) else ""
            return f"  {payload['player']} out at {payload['multiplier']}x for {payload['payout']:,}{more}"
        case "tick":
            return f"  {payload['elapsed_ms'] / 1000:.0f} s"
        case _:
            return ""
