"""Players who play all the time over real sockets, and what their own histories say about the store.

A command keeps its id until it is answered. `contradictions` compares everything that the players sent and were told
with what is stored: an acknowledged command is there once, with that very reply; gold replays; no version went back.
"""

import asyncio
import random
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple, Self

import asyncpg
from msgspec import json

from actors.games.rps import RpsPlay
from actors.money.economy import EconomyConfig
from actors.runtime.ownership.shards import shard_of
from actors.user.messages import ProfileGet
from pitboss_client.client import PlayerClient
from pitboss_client.events import Answered, Event, Pushed, Ready, StateReplaced
from pitboss_client.history import Reply
from tests.faults.patient import FAST, answered, signed_in
from tests.faults.until import until

BET = 20
THINK_S_MAX = 0.05
BURST = 3
"""Commands that a player sends at once, now and then, so that batches and queues hold several of one entity."""
SETTLED_S_MAX = 20.0
STORED_SQL = """
SELECT key, id, version, ok, reply FROM command WHERE kind = 'user' AND origin = 'user' ORDER BY key, version
"""


class Round(NamedTuple):
    """An acknowledged command: its reply, and when it came (time of the loop)."""

    reply: Reply
    at_s: float


class Player:
    """One player with one socket, who writes down everything."""

    def __init__(self, url: str, user_id: str, chance: random.Random) -> None:
        self.id = user_id
        self.shard = shard_of("user", user_id)
        self.account = signed_in(url, user_id)
        self.client = PlayerClient(self.account, random=chance, back_off=FAST, on_event=self._heard)
        self.sent: set[str] = set()
        self.acknowledged: dict[str, Round] = {}
        self.refused: list[Reply] = []
        self.ready_s: list[float] = []
        """When each connection was whole."""
        self.problems: list[str] = []
        self._chance = chance
        self._version = 0
        self._stop = asyncio.Event()
        self._playing: asyncio.Task[None] | None = None

    async def enter(self) -> None:
        await self.client.__aenter__()
        await self.round()

    def begin(self) -> None:
        """Play until `finish`."""
        self._playing = asyncio.create_task(self._play())

    async def finish(self) -> None:
        """End the round that is being played."""
        self._stop.set()
        if self._playing is not None:
            await self._playing
            self._playing = None

    async def leave(self) -> None:
        self._stop.set()
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)
        await self.client.close()
        await self.account.close()

    async def round(self, command_id: str | None = None) -> None:
        """One round; asked again under its id until it is answered."""
        command_id = command_id or self.client.ids.next()
        self.sent.add(command_id)
        payload = {"bet": BET, "choice": self._chance.choice(("rock", "paper", "scissors"))}
        reply = await answered(self.client, RpsPlay.TYPE, payload, command_id)
        if reply.ok:
            self.acknowledged[command_id] = Round(reply, asyncio.get_running_loop().time())
        else:
            self.refused.append(reply)

    async def _play(self) -> None:
        while not self._stop.is_set():
            match self._chance.randrange(10):
                case 0:
                    await answered(self.client, ProfileGet.TYPE, {})
                case 1:
                    await asyncio.gather(*(self.round() for _ in range(BURST)))
                case _:
                    await self.round()
            await asyncio.sleep(self._chance.uniform(0, THINK_S_MAX))

    def _heard(self, event: Event) -> None:
        match event:
            case Pushed(push=push):
                self._saw(push.version, push.type)
            case Answered(reply=reply) if reply.ok:
                self._saw(reply.version, f"reply to {reply.re}")
            case StateReplaced(version=version):
                self._saw(version, "snapshot")
            case Ready():
                self.ready_s.append(asyncio.get_running_loop().time())
            case _:
                pass

    def _saw(self, version: int, where: str) -> None:
        if version < self._version:
            self.problems.append(f"{self.id}: version went back from {self._version} to {version} in {where}")
        self._version = max(self._version, version)

    # --- afterwards ---

    def first_after(self, moment_s: float) -> float | None:
        """When the first command was acknowledged at or after `moment_s`."""
        return min((each.at_s for each in self.acknowledged.values() if each.at_s >= moment_s), default=None)

    def contradictions(self, rows: Sequence[asyncpg.Record], told: Mapping[str, Round], *, settled: bool) -> list[str]:
        """What the stored commands of this player, by rising version, contradict: what it had been told before.

        `settled`: nothing is under way.
        """
        found = [*self.problems]
        found += [f"{self.id}: {reply.re} was refused: {reply.error}" for reply in self.refused]
        stored = {row["id"]: row for row in rows}
        if len(stored) != len(rows):
            found.append(f"{self.id}: a command is stored twice")
        for command_id, (reply, _) in told.items():
            row = stored.get(command_id)
            if row is None:
                found.append(f"{self.id}: {command_id} was acknowledged and is not stored")
            elif not row["ok"] or json.decode(row["reply"]) != reply.payload:
                found.append(f"{self.id}: {command_id} was answered {reply.payload}, stored is {row['reply']}")
        found += [f"{self.id}: {command_id} is stored and was never sent" for command_id in stored.keys() - self.sent]
        if settled:
            unanswered = stored.keys() - told.keys()
            found += [f"{self.id}: {command_id} is stored and was never acknowledged" for command_id in unanswered]
        return found + self._replay(rows, settled=settled)

    def _replay(self, rows: Sequence[asyncpg.Record], *, settled: bool) -> list[str]:
        found, gold, shown = [], EconomyConfig().starting_gold, self.client.protocol.state
        for row in rows:
            reply = json.decode(row["reply"])
            gold += reply["payout"] - BET
            if reply["gold"] != gold:
                found.append(f"{self.id}: {row['id']} left {reply['gold']} gold, by replay it is {gold}")
                gold = reply["gold"]
        if settled and shown["profile"]["gold"] != gold:
            found.append(f"{self.id}: is shown {shown['profile']['gold']} gold, by replay it is {gold}")
        return found


class Crowd:
    """Several players. `async with` lets them enter and begin; leaving it lets them go."""

    def __init__(self, url: str, count: int, seed: int = 0, prefix: str = "player") -> None:
        self.players = [Player(url, f"{prefix}-{n}", random.Random(f"{seed} {prefix} {n}")) for n in range(count)]
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for player in self.players:
            self._exit.push_async_callback(player.leave)
        await asyncio.gather(*(player.enter() for player in self.players))
        for player in self.players:
            player.begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def finish(self, *, settled: bool = True) -> None:
        """Let everybody end the round that is being played and, if all is to be `settled`, see its effect."""
        await asyncio.gather(*(player.finish() for player in self.players))
        if settled:
            await asyncio.gather(*(self._settle(player) for player in self.players))

    @staticmethod
    async def _settle(player: Player) -> None:
        last = max(player.acknowledged.values(), key=lambda each: each.reply.version)
        await until(lambda: player.client.protocol.version >= last.reply.version, SETTLED_S_MAX)

    def acknowledged(self) -> int:
        return sum(len(player.acknowledged) for player in self.players)

    def of_shards(self, shards: Iterable[int]) -> list[Player]:
        wanted = set(shards)
        return [player for player in self.players if player.shard in wanted]

    async def contradictions(self, database_url: str, *, settled: bool) -> list[str]:
        """See `Player.contradictions`; what is acknowledged while it looks is left for the next time."""
        told = {player.id: dict(player.acknowledged) for player in self.players}
        connection = await asyncpg.connect(database_url)
        try:
            rows = await connection.fetch(STORED_SQL)
        finally:
            await connection.close()
        mine: dict[str, list[asyncpg.Record]] = {player.id: [] for player in self.players}
        for row in rows:
            if row["key"] in mine:
                mine[row["key"]].append(row)
        return [
            line for each in self.players for line in each.contradictions(mine[each.id], told[each.id], settled=settled)
        ]
