"""`pitboss players`: scripted players sign up, play for some minutes, and check every piece of their gold."""

import asyncio
import secrets
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from cluster.cli.players.bot import Bot
from cluster.cli.players.options import CrewOptions
from cluster.cli.players.strategies import SOLO, STRATEGIES
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from pitboss_client.clock import Clock, SystemClock
from pitboss_client.crash.seat import Seat
from pitboss_client.errors import PlayerError, Refused
from pitboss_client.pace import Pace
from pitboss_client.reconnection import BackOff

SIGN_UPS_AT_ONCE = 4
SIGN_UP_WAIT_MS_MAX = 30_000
"""When the server asks for a longer wait than this, the setting to change is named instead."""
SIGN_UP_SETTING = "PITBOSS_VELOCITY__SIGNUPS_PER_ADDRESS_PER_H"
SOLO_COMMANDS_PER_S = 2
LAST_ROUND_S_MAX = 180.0
"""Time for the rounds in play after the time is over."""
PROGRESS_EVERY_S = 5.0
PROBLEMS_SHOWN_MAX = 20


async def play_all(options: CrewOptions, console: Console, back_off: BackOff | None = None) -> bool:
    """Play; return True when everything was as expected. SIGINT ends the run early, a second one at once.

    Raises:
        PlayerError: the players could not sign up, or were interrupted before they had.
    """
    crew = _Crew(options, console, SystemClock(), back_off)
    with _interrupts(crew):
        try:
            await crew.sign_up()
            await crew.play()
        finally:
            await crew.close()
    return crew.sum_up()


@contextmanager
def _interrupts(crew: "_Crew") -> Iterator[None]:
    """Let the crew handle Ctrl-C."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, crew.interrupt)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


class _Member:
    """One player: account, strategy, seat and purse."""

    def __init__(self, number: int, options: CrewOptions, clock: Clock, crew: "_Crew") -> None:
        names = tuple(STRATEGIES)
        self.strategy = names[number % len(names)]
        self.account = Account(options.url, f"bot_{secrets.token_hex(4)}_{number}", secrets.token_urlsafe(18))
        self.seat = Seat("" if self.strategy in SOLO else options.table, clock)
        self.bot = Bot(self.seat, Random(f"{crew.seed} {number}"), crew.left_s)

    async def play(self, clock: Clock, back_off: BackOff | None) -> None:
        """Play until the time is over or the purse is empty; an error becomes a problem of the purse."""
        bot = self.bot
        pace = Pace(SOLO_COMMANDS_PER_S, SOLO_COMMANDS_PER_S, clock.monotonic_ms())
        client = PlayerClient(
            self.account,
            clock=clock,
            back_off=back_off,
            pace=pace if self.strategy in SOLO else None,
            on_event=self.seat.handle,
        )
        self.seat.attach(client)
        try:
            async with client:
                await bot.begin()
                while bot.left_s() > 0 and not bot.broke:
                    await STRATEGIES[self.strategy](bot)
                await bot.end()
        except PlayerError as error:
            bot.purse.problem(f"{type(error).__name__}: {error}")
        finally:
            await self.seat.leave()


class _Crew:
    """All players of one run."""

    def __init__(self, options: CrewOptions, console: Console, clock: Clock, back_off: BackOff | None) -> None:
        self._options = options
        self._console = console
        self._clock = clock
        self._back_off = back_off
        self._end_ms = 0.0
        self._waiting_told = False
        self._unfinished = self._interrupted = 0
        self._tasks: list[asyncio.Task[None]] = []
        self.seed = options.seed or secrets.randbits(32)
        self._members = [_Member(number, options, clock, self) for number in range(options.count)]

    def left_s(self) -> float:
        """Return the seconds that are left to play."""
        return (self._end_ms - self._clock.monotonic_ms()) / 1000

    # --- signing up ---

    async def sign_up(self) -> None:
        """Sign all up, a few at a time. Raises PlayerError."""
        self._console.print(f"signing {len(self._members)} players up at {self._options.url}; seed {self.seed}")
        waiting = iter(self._members)

        async def some() -> None:
            for member in waiting:
                await self._sign_up(member.account)

        self._tasks = [asyncio.create_task(some()) for _ in range(SIGN_UPS_AT_ONCE)]
        try:
            await asyncio.gather(*self._tasks)
        except asyncio.CancelledError:
            if self._interrupted:
                raise PlayerError("interrupted before all had signed up") from None
            raise
        finally:
            for task in self._tasks:
                task.cancel()

    async def _sign_up(self, account: Account) -> None:
        while True:
            try:
                return await account.sign_up()
            except Refused as refused:
                await self._wait_to_retry(refused)

    async def _wait_to_retry(self, refused: Refused) -> None:
        wait_ms = refused.retry_after_ms
        if refused.code not in {"rate_limited", "unavailable"}:
            raise refused
        if wait_ms > SIGN_UP_WAIT_MS_MAX:
            raise PlayerError(
                f"the server takes no more sign-ups from this address for {wait_ms / 1000:,.0f} s: start it with "
                f"{SIGN_UP_SETTING}={self._options.count} or more, ask for fewer players, or come back then"
            )
        if not self._waiting_told:
            self._console.print("the server asks for patience: signing up goes on as it allows")
            self._waiting_told = True
        await asyncio.sleep(max(wait_ms, 100) / 1000)

    # --- playing ---

    async def play(self) -> None:
        """Let all play until the time is over; players who are not done a while after it are cut off."""
        self._end_ms = self._clock.monotonic_ms() + self._options.seconds * 1000
        playing = [asyncio.create_task(each.play(self._clock, self._back_off)) for each in self._members]
        self._tasks, telling = playing, asyncio.create_task(self._tell())
        try:
            await asyncio.wait(playing, timeout=self._options.seconds + LAST_ROUND_S_MAX)
            self._unfinished = sum(task.cancelled() or not task.done() for task in playing)
            failed = [task for task in playing if task.done() and not task.cancelled() and task.exception() is not None]
            if failed:
                failed[0].result()
        finally:
            for task in (*playing, telling):
                task.cancel()
            await asyncio.gather(*playing, telling, return_exceptions=True)

    def interrupt(self) -> None:
        """End the time: rounds in play are played to their end; called again, they are broken off."""
        self._interrupted += 1
        if self._interrupted == 1 and self._end_ms:
            self._end_ms = min(self._end_ms, self._clock.monotonic_ms())
            self._console.print("interrupted: last rounds; once more, and they are broken off")
            return
        for task in self._tasks:
            task.cancel()

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(PROGRESS_EVERY_S)
            purses = [member.bot.purse for member in self._members]
            left = f"{self.left_s():,.0f} s left" if self.left_s() > 0 else "last rounds"
            self._console.print(
                f"{left}: {sum(purse.rounds for purse in purses):,} rounds, "
                f"{sum(purse.wagered for purse in purses):,} wagered, {sum(purse.won for purse in purses):,} won, "
                f"{sum(len(purse.problems) for purse in purses)} problems"
            )

    async def close(self) -> None:
        """Give the HTTP connections back."""
        for member in self._members:
            await member.account.close()

    # --- summing up ---

    def sum_up(self) -> bool:
        """Show the results; return True when everything was as expected."""
        table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
        table.add_column("strategy", no_wrap=True)
        for column in ("players", "rounds", "wagered", "won", "reconnects", "resumed"):
            table.add_column(column, justify="right", no_wrap=True)
        table.add_column("refusals", overflow="fold")
        for strategy in STRATEGIES:
            if members := [member for member in self._members if member.strategy == strategy]:
                table.add_row(strategy, *_row(members))
        table.add_section()
        table.add_row("all", *_row(self._members))
        self._console.print(table)
        problems = [f"{each.account.username}: {text}" for each in self._members for text in each.bot.purse.problems]
        if self._unfinished and not self._interrupted:
            problems.append(f"{self._unfinished} players did not finish their last round")
        elif self._unfinished:
            self._console.print(f"{self._unfinished} players were broken off; their gold was not checked")
        if forced := sum(member.bot.purse.forced for member in self._members):
            self._console.print(f"{forced} cash-outs were forced by the guard of the house's bankroll")
        for problem in problems[:PROBLEMS_SHOWN_MAX]:
            self._console.print(f"[red]unexpected[/red] {problem}", soft_wrap=True)
        checked = "every player's gold adds up" if not self._unfinished else "the gold of all others adds up"
        self._console.print(f"{len(problems)} problems" if problems else checked)
        return not problems


def _row(members: list[_Member]) -> list[str]:
    purses = [member.bot.purse for member in members]
    refusals = sum((purse.refusals for purse in purses), Counter[str]())
    reconnects = sum(max(0, member.seat.greetings - 1) for member in members)
    return [
        str(len(members)),
        f"{sum(purse.rounds for purse in purses):,}",
        f"{sum(purse.wagered for purse in purses):,}",
        f"{sum(purse.won for purse in purses):,}",
        f"{reconnects:,}",
        f"{sum(member.seat.resumed for member in members):,}",
        ", ".join(f"{code} {count}" for code, count in sorted(refusals.items())),
    ]
