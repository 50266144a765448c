"""A player's seat at a crash table: follows the table over reconnections, and each bet to its end."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from math import log
from typing import Any

from pitboss_client.client import PlayerClient
from pitboss_client.clock import Clock
from pitboss_client.crash.table import EndedRound, TableWatch
from pitboss_client.errors import NoAnswer, PlayerError
from pitboss_client.events import Answered, Event, Greeted, Pushed, Ready, StateReplaced, TopicMessage
from pitboss_client.history import Reply

ROUND_S_MAX = 600.0
"""Longer than a curve runs, and longer than its host may be gone."""
SUBSCRIBE = "crash.subscribe"
BET = "crash.bet"
CASH_OUT = "crash.cashout"
STATE = "state.get"


class Seat:
    """One player at the table `name`; with an empty name at none.

    `handle` is the client's `on_event`; `attach` names the client, before it connects.
    """

    def __init__(self, name: str, clock: Clock) -> None:
        self.watch = TableWatch(name)
        self.greetings = self.resumed = 0
        """Connections that the server let in, and those among them that resumed."""
        self._clock = clock
        self._client: PlayerClient | None = None
        self._news = asyncio.Event()
        self._pushes = 0
        self._refusal = self._join_id = ""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def client(self) -> PlayerClient:
        """The client whose seat this is."""
        assert self._client is not None
        return self._client

    def attach(self, client: PlayerClient) -> None:
        """Give the seat to `client`, which is not connected yet."""
        self._client = client

    def handle(self, event: Event) -> None:
        """Apply one event of the client; the table is joined anew after each connection."""
        match event:
            case Greeted(recovered=recovered):
                self.greetings += 1
                self.resumed += recovered
            case Ready() if self.watch.name:
                self._start(self._join())
            case TopicMessage(topic=self.watch.topic):
                self.watch.apply(event)
                if self.watch.stale:
                    self._start(self._join())
            case Answered(reply=reply) if reply.re == self._join_id:
                # At once: the messages that follow this answer are newer than it.
                self._joined(reply)
            case Pushed() | StateReplaced():
                self._pushes += 1
            case _:
                pass
        self._news.set()

    async def until(self, holds: Callable[[], bool], timeout_s: float, failure: str) -> None:
        """Wait until `holds` after some event.

        Raises:
            NoAnswer: not within `timeout_s`; the message is `failure`.
            PlayerError: there is no such table, or the server does not let the client in any more.
        """
        waiting = asyncio.ensure_future(self._wait(holds))
        try:
            await self.client.unless_stopped(waiting, timeout_s, failure)
        finally:
            waiting.cancel()

    async def leave(self) -> None:
        """Cancel the subscriptions that are under way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- a round ---

    async def open_round(self, after: str = "", timeout_s: float = ROUND_S_MAX) -> str:
        """Return the id of the round that takes bets now or next, and is not `after`. Raises as `until`."""

        def opened() -> bool:
            return self.watch.phase == "betting" and self.watch.round_id != after

        await self.until(opened, timeout_s, f"no round opened at {self.watch.name} within {timeout_s:g} s")
        return self.watch.round_id

    async def bet(self, round_id: str, bet: int, auto_cashout: int = 0) -> Reply:
        """Bet on a round; `auto_cashout` is in hundredths, 0 for none. Raises as `PlayerClient.command`."""
        payload: dict[str, Any] = {"table": self.watch.name, "round_id": round_id, "bet": bet}
        if auto_cashout:
            payload["auto_cashout"] = auto_cashout
        return await self.client.command(BET, payload)

    async def reached(self, round_id: str, hundredths: int) -> bool:
        """Wait until the curve is at `hundredths`; return False when the round ends below. Raises as `until`."""
        watch = self.watch

        def here() -> bool:
            return watch.round_id == round_id and watch.phase == "running"

        await self.until(lambda: here() or self._is_over(round_id), ROUND_S_MAX, f"{round_id} did not start")
        while here() and (now := watch.elapsed_ms(self._clock.now_ms())) >= 0 and watch.hundredths(now) < hundredths:
            with suppress(NoAnswer):
                await self.until(lambda: not here(), _wait_s(watch, now, hundredths), "")
        return here()

    async def cash_out(self, round_id: str) -> Reply:
        """Cash out now. Raises as `PlayerClient.command`."""
        return await self.client.command(CASH_OUT, {"table": self.watch.name, "round_id": round_id})

    async def settled(self, round_id: str) -> int:
        """Wait until the own bet on the round is settled; return the gold after it. Raises as `until`."""
        while True:
            seen = self._pushes
            state = (await self.client.command(STATE, {})).payload
            mine = state["games"]["crash"][self.watch.name]["my_bet"]
            if mine is None or mine["round_id"] != round_id:
                gold: int = state["profile"]["gold"]
                return gold
            await self.until(
                lambda seen=seen: self._pushes > seen,  # type: ignore[misc]
                ROUND_S_MAX,
                f"the bet on {round_id} was not settled",
            )

    async def ended(self, round_id: str) -> EndedRound | None:
        """Wait until the round is over; return None when its end was missed. Raises as `until`."""
        await self.until(lambda: self._is_over(round_id), ROUND_S_MAX, f"{round_id} did not end")
        return self.watch.ended.get(round_id)

    # --- internals ---

    def _is_over(self, round_id: str) -> bool:
        return round_id in self.watch.ended or self.watch.round_id != round_id

    async def _wait(self, holds: Callable[[], bool]) -> None:
        while not holds():
            if self._refusal:
                raise PlayerError(f"the table {self.watch.name} cannot be joined: {self._refusal}")
            self._news.clear()
            await self._news.wait()

    async def _join(self) -> None:
        """Subscribe to the table. Ignore a failure: the client has stopped, or joins again once it is connected."""
        self.watch.stale = False
        self._join_id = self.client.ids.next()
        with suppress(PlayerError):
            await self.client.command(SUBSCRIBE, {"table": self.watch.name}, command_id=self._join_id)

    def _joined(self, reply: Reply) -> None:
        if reply.ok:
            self.watch.replace(reply.payload, self._clock.now_ms())
        else:
            self._refusal = str(reply.error.get("code"))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _wait_s(watch: TableWatch, elapsed_ms: int, hundredths: int) -> float:
    """Return how long the curve takes to `hundredths`."""
    return max(0.001, (log(hundredths / 100) / watch.growth_per_ms - elapsed_ms) / 1000)
