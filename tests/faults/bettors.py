"""Players who bet on every round of every table over real sockets, and write down what they are told."""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, Self

from actors.crash.messages import CrashBet, CrashCashout
from actors.runtime.ownership.shards import shard_of
from actors.user.snapshot import StateGet
from pitboss_client.client import PlayerClient
from pitboss_client.events import Event, Ready, TopicMessage
from pitboss_client.history import Reply
from tests.faults.patient import FAST, answered, signed_in
from tests.faults.players import BET

ONCE_A_ROUND = frozenset({"round_open", "round_start", "crashed", "round_voided"})
TARGETS_CENTS = (105, 108, 1_000, 0)
"""Reached before the first heartbeat, after it, never; the last leaves by hand when he sees the first tick."""


class Bettor:
    """One player. `bets` and `cash_outs` are the replies by round, None while one is awaited."""

    def __init__(self, url: str, user_id: str, target: int, tables: Sequence[str]) -> None:
        self.id = user_id
        self.target = target
        self.shard = shard_of("user", user_id)
        self.bets: dict[str, Reply | None] = {}
        self.cash_outs: dict[str, Reply | None] = {}
        self.heard: list[TopicMessage] = []
        self.betting = True
        self._tables = tables
        self._tasks: set[asyncio.Task[None]] = set()
        self.client = PlayerClient(
            signed_in(url, user_id), random=random.Random(user_id), back_off=FAST, on_event=self._on_event
        )

    async def enter(self) -> None:
        await self.client.__aenter__()

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.client.close()
        await self.client.account.close()

    async def finish(self) -> None:
        """Bet no more; return when every command is answered."""
        self.betting = False
        while any(reply is None for reply in (*self.bets.values(), *self.cash_outs.values())):
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def state(self) -> dict[str, Any]:
        """The snapshot of now."""
        return (await answered(self.client, StateGet.TYPE, {})).payload

    def shown_twice(self) -> list[str]:
        """What he heard again of a round that can happen in it once."""
        counts = Counter((each.payload["round_id"], each.type) for each in self.heard if each.type in ONCE_A_ROUND)
        return [f"{self.id} heard {what} of {name} {n} times" for (name, what), n in counts.items() if n > 1]

    # --- playing ---

    def _on_event(self, event: Event) -> None:
        match event:
            case Ready():
                self._start(self._subscribe())
            case TopicMessage():
                self._hear(event)
            case _:
                pass

    async def _subscribe(self) -> None:
        """Also after a lost socket: the next one hears nothing by itself."""
        for table in self._tables:
            reply = await answered(self.client, "crash.subscribe", {"table": table})
            self._hear(TopicMessage(f"crash:{table}", "state", 0, reply.payload))

    def _hear(self, message: TopicMessage) -> None:
        self.heard.append(message)
        match message.type, message.payload:
            case ("round_open", payload) | ("state", {"phase": "betting"} as payload):
                self._bet(message.topic.removeprefix("crash:"), payload["round_id"])
            case "tick", {"round_id": name} if not self.target:
                self._cash_out(message.topic.removeprefix("crash:"), name)
            case _:
                pass

    def _bet(self, table: str, name: str) -> None:
        if self.betting and name not in self.bets:
            payload = {"table": table, "round_id": name, "bet": BET}
            self._ask(CrashBet.TYPE, payload | ({"auto_cashout": self.target} if self.target else {}), self.bets)

    def _cash_out(self, table: str, name: str) -> None:
        taken = self.bets.get(name)
        if taken is not None and taken.ok and name not in self.cash_outs:
            self._ask(CrashCashout.TYPE, {"table": table, "round_id": name}, self.cash_outs)

    def _ask(self, message_type: str, payload: dict[str, Any], replies: dict[str, Reply | None]) -> None:
        name = payload["round_id"]
        replies[name] = None

        async def ask() -> None:
            replies[name] = await answered(self.client, message_type, payload)

        self._start(ask())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Bettors:
    """One bettor for each of TARGETS_CENTS. `async with` lets them enter and play."""

    def __init__(self, url: str, tables: Sequence[str]) -> None:
        self.all = [Bettor(url, f"bettor-{n}", target, tables) for n, target in enumerate(TARGETS_CENTS)]
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for bettor in self.all:
            self._exit.push_async_callback(bettor.leave)
        await asyncio.gather(*(bettor.enter() for bettor in self.all))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def finish(self) -> None:
        """See `Bettor.finish`."""
        await asyncio.gather(*(bettor.finish() for bettor in self.all))
