"""A host alone: rounds of RPS of PLAYERS entities, from the bytes of a link to the bytes of its answers.

Rules, state, gate and link are the host's own; the store says yes at once and keeps nothing, so that neither Postgres
nor the encoding of its rows is in the figure. Calls are made, and answers read, outside of what is measured.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, json
from prometheus_client import CollectorRegistry

from actors.fairness.sealing import entity_seals
from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.kinds import entity_kinds
from actors.money.economy import EconomyConfig
from actors.runtime.clock import Clock, SystemClock
from actors.runtime.config import HostConfig
from actors.runtime.entropy import SystemEntropy
from actors.runtime.host import EntityHost
from actors.runtime.link.envelope import (
    DOWNSTREAM_DECODER,
    UPSTREAM_DECODER,
    Answer,
    Attach,
    Attached,
    Call,
    Push,
    Upstream,
)
from actors.runtime.link.stream import Handshake, Link
from actors.runtime.ownership.lease import Lease
from actors.runtime.ownership.shards import shard_of
from benchmarks.core.pipe import TOKEN, FarEnd, Pipe
from cluster.processes.definition_loader import process_definitions
from cluster.processes.metrics import HostCounters
from persistence.entities.ownership import SHARD_COUNT, Renewal
from persistence.entities.records import CommitRequest, ShardState, TellRow, TimerRow

PLAYERS = 256
CALLS_A_FRAME = 16
FRAMES_A_COMMIT = 4
LEASE_MS = 600_000
INCARNATION = 1
BET = 20
PUSHES = 2
"""Of each round at least: the profile and the statistics."""
ID = "01K0000000%016d"
"""A ULID of which the digits at the end rise."""


class YesStore:
    """A `CommitStore` that says that everything is stored and that nothing was before, and grants every lease."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def commit(self, request: CommitRequest) -> None:
        await asyncio.sleep(0)

    async def load(self, refs: Sequence[object]) -> Mapping[object, object]:
        return {}

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        return [ShardState(shard, 0, ()) for shard in shards]

    async def timers(self, after: object, until: object, rows_max: int) -> Sequence[TimerRow]:
        return []

    async def renew(self, incarnation: int, ttl_ms: int) -> Renewal:
        return Renewal("00000001", self._clock.now_ms())


class _NoTeller:
    def tell(self, row: TellRow, caused_ms: float | None = None, *, fresh: bool = False) -> None:
        raise NotImplementedError("rounds tell nobody")


class HostAlone:
    """The host, and the far end of its one link."""

    def __init__(self, host: EntityHost) -> None:
        self._host = host
        self._pipe = Pipe()
        self._far: FarEnd = FarEnd(self._pipe, DOWNSTREAM_DECODER, dialler=True)  # type: ignore[arg-type]
        self._link: Link[Upstream] = Link(
            UPSTREAM_DECODER,
            Handshake(TOKEN, bytes(16), dialler=False),
            receive=host.receive,
            lost=host.link_lost,
            may_send=host.may_send,
        )
        host.link_made(self._link)
        self._link.connection_made(self._pipe)  # type: ignore[arg-type]  # it stands in for one
        self._link.data_received(self._far.greeting())
        self._link.data_received(self._far.shake())
        self._n = 0

    async def attach(self, players: int) -> None:
        """Attach a socket to each of the players, who are made by it."""
        attaches: list[Struct] = [
            Attach(n, 0, shard_of("user", _key(n)), "user", _key(n), n, "", 0, LEASE_MS) for n in range(players)
        ]
        self._link.data_received(self._far.frame(attaches))
        attached = 0
        while attached < players:
            await self._settled()
            attached += sum(isinstance(each, Attached) for each in self._far.envelopes())

    def frames(self, players: range) -> list[bytes]:
        """Return the frames of a round of each of the players."""
        self._n += 1
        body = json.encode(RpsPlay(bet=BET, choice="rock"))
        calls = [self._call(player, body) for player in players]
        return [self._far.frame([*calls[at : at + CALLS_A_FRAME]]) for at in range(0, len(calls), CALLS_A_FRAME)]

    async def play(self, frames: list[bytes]) -> None:
        """Play what the frames ask for; this is what is measured."""
        for frame in frames:
            self._link.data_received(frame)
        await self._settled()

    def check(self, calls: int) -> None:
        """Raise AssertionError unless every call was answered and told of."""
        sent = self._far.envelopes()
        answers = [each for each in sent if isinstance(each, Answer)]
        assert len(answers) == calls
        assert all(each.ok for each in answers), answers[:1]
        assert sum(isinstance(each, Push) for each in sent) >= PUSHES * calls

    async def _settled(self) -> None:
        await self._host.gate.flushed()
        await asyncio.sleep(0)

    def _call(self, player: int, body: bytes) -> Call:
        command_id, key = ID % self._n, _key(player)
        now_ms = round(time.monotonic() * 1000)
        return Call(
            self._n * PLAYERS + player,
            0,
            shard_of("user", key),
            "user",
            key,
            "user",
            command_id,
            RpsPlay.TYPE,
            body,
            10_000,
            0,
            sent_ms=now_ms,
        )


def _key(player: int) -> str:
    return f"player{player:08d}"


async def host_alone(measured: Callable[[Awaitable[None], int], Awaitable[None]], rounds: int) -> None:
    """Let each of PLAYERS play `rounds` rounds; `measured` awaits each lot of commands, given how many they are."""
    clock, economy = SystemClock(), EconomyConfig(starting_gold=1_000_000_000)
    store: Any = YesStore(clock)
    lease = Lease(store, clock, INCARNATION, LEASE_MS, sys.exit)
    await lease.renew()
    definitions, seals = process_definitions(economy, ()), entity_seals("a benchmark")
    host = EntityHost(
        entity_kinds(economy, registered_games(economy), (), seals, definitions),
        store,
        INCARNATION,
        clock,
        SystemEntropy(),
        HostCounters(CollectorRegistry()),
        HostConfig(lease_ttl_ms=LEASE_MS),
        lease=lease,
        make_teller=lambda _: _NoTeller(),
        stopped=sys.exit,
    )
    await host.adopt(dict.fromkeys(range(SHARD_COUNT), 1))
    life = asyncio.create_task(host.run())
    alone = HostAlone(host)
    await alone.attach(PLAYERS)
    a_commit = CALLS_A_FRAME * FRAMES_A_COMMIT
    for _ in range(rounds):
        for first in range(0, PLAYERS, a_commit):
            frames = alone.frames(range(first, first + a_commit))
            await measured(alone.play(frames), a_commit)
            alone.check(a_commit)
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)
