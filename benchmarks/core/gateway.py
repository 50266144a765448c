"""A gateway alone: rounds of RPS over SOCKETS sockets, from the bytes of a client's frame to the bytes of its answer.

Hub, sessions, sockets, router and link are the gateway's own; the hosts at the far end of the link answer at once, as
they do after a round: with the profile, the statistics and the reply. Their answers are made, and those that players
get are read, outside of what is measured, and so are the kernel's reads and writes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from msgspec import Struct, json
from prometheus_client import CollectorRegistry

from actors.runtime.clock import SystemClock
from actors.runtime.link.envelope import (
    DOWNSTREAM_DECODER,
    UPSTREAM_DECODER,
    Answer,
    Attach,
    Attached,
    Call,
    Downstream,
    Push,
)
from actors.runtime.link.router import Router
from actors.runtime.link.stream import Handshake, Link
from actors.runtime.payloads import Delivery
from benchmarks.core.pipe import TOKEN, FarEnd, Pipe
from benchmarks.processes.frames import frames, text_frame
from cluster.processes.metrics import RouterCounters
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.hub import Hub
from gateway.realtime.limits import SocketLimits
from gateway.realtime.socket import RealtimeSocket
from persistence.entities.ownership import SHARD_COUNT, ShardPlace

SOCKETS = 256
MESSAGES_A_TICK = 16
ANSWERS_A_FRAME = 64
MESSAGES_A_ROUND = 3
JWT_SECRET = "the secret of a benchmark, at least 32 bytes"
UNLIMITED = 1_000_000_000
ADDRESS = "unix:/nowhere"
SNAPSHOT = b'{"events_unacked":[]}'
PLAY = b'{"id":"01K0000000%016d","type":"rps.play","payload":{"bet":20,"choice":"rock"}}'
REPLY = b'{"round_id":"%032d","outcome":"win","opponent":"scissors","payout":39,"gold":10019}' % 0
PROFILE = b'{"gold":10019,"gold_balance":10019,"gems":0,"xp":1345,"tier":"SILVER","shards":0,"debts":{}}'
GAME = (
    b'{"games_played":52,"wins":20,"losses":20,"win_rate":0.5,"total_wagered":1040,"total_won":1031,"biggest_win":39,'
    b'"best_multiplier":1.95,"current_streak":1'
)
STATS = GAME + b',"game":"rps","by_game":{"rps":' + GAME + b"}}}"


class GatewayAlone:
    """The gateway, the far ends of its sockets and of its one link."""

    def __init__(self) -> None:
        clock = SystemClock()
        metrics = GatewayMetrics(CollectorRegistry(), version="bench", git_sha="", track="bench")
        limits = SocketLimits(
            commands_per_s=UNLIMITED,
            commands_burst=UNLIMITED,
            address_per_s=UNLIMITED,
            address_burst=UNLIMITED,
            unauthenticated_per_address_max=SOCKETS,
        )
        self._router = Router(self._map, self._dial, clock, RouterCounters(CollectorRegistry()))
        self._issuer = AccessTokens(GatewayConfig(jwt_secret=JWT_SECRET), clock)
        self._hub = Hub(self._router, self._issuer, clock, metrics, limits)
        self._limits = limits
        self._pipe = Pipe()
        self._far: FarEnd = FarEnd(self._pipe, UPSTREAM_DECODER, dialler=False)  # type: ignore[arg-type]
        self._link: Link[Downstream]
        self._sockets: list[tuple[RealtimeSocket, Pipe]] = []
        self._seqs: dict[str, int] = {}

    async def connect(self, count: int) -> None:
        """Connect so many players, one socket each."""
        await self._router.refresh()
        for number in range(count):
            pipe = Pipe()
            socket = RealtimeSocket(pipe, set(), self._limits, self._hub.flush_queue)  # type: ignore[arg-type]
            socket.serve(self._hub.opened(socket, "127.0.0.1"))
            token = self._issuer.issue(f"player{number:08d}", "PLAYER", f"s{number}")
            hello = json.encode({"id": "c", "type": "connect", "payload": {"token": token}})
            socket.data_received(text_frame(hello))
            self._sockets.append((socket, pipe))
        await _ticks()
        self._link.data_received(self._far.frame([_attached(each) for each in self._far.envelopes()]))
        await _ticks()
        for _, pipe in self._sockets:
            pipe.take()

    async def send(self, messages: Sequence[tuple[RealtimeSocket, bytes]]) -> None:
        """Take the players' messages; this is measured."""
        for at in range(0, len(messages), MESSAGES_A_TICK):
            for socket, message in messages[at : at + MESSAGES_A_TICK]:
                socket.data_received(message)
            await asyncio.sleep(0)

    def messages(self, n: int) -> list[tuple[RealtimeSocket, bytes]]:
        """Return a message of each player."""
        message = text_frame(PLAY % n)
        return [(socket, message) for socket, _ in self._sockets]

    def answers(self) -> list[bytes]:
        """Return the frames in which the hosts answer."""
        answers: list[Struct] = []
        for call in self._far.envelopes():
            assert isinstance(call, Call)
            answers += self._answers(call)
        step = ANSWERS_A_FRAME * MESSAGES_A_ROUND
        return [self._far.frame(answers[at : at + step]) for at in range(0, len(answers), step)]

    async def receive(self, answers: Sequence[bytes]) -> None:
        """Take the hosts' answers; this is measured."""
        for frame in answers:
            self._link.data_received(frame)
            await asyncio.sleep(0)

    def check(self) -> None:
        """Raise AssertionError unless every player has got two pushes and a reply."""
        for _, pipe in self._sockets:
            data = pipe.take()
            texts = [data[start:end] for _, start, end in frames(data)]
            assert len(texts) == MESSAGES_A_ROUND, texts
            assert texts[-1].startswith(b'{"re":"01K'), texts

    def _answers(self, call: Call) -> list[Struct]:
        seq = self._seqs.get(call.key, 0) + 2
        self._seqs[call.key] = seq
        sessions = [int(call.key[-8:]) + 1]
        place = (call.shard, 1, call.kind, call.key, sessions)
        return [
            Push(*place, seq - 1, seq, "profile_update", Delivery.STATE, PROFILE),
            Push(*place, seq, seq, "stats_update", Delivery.STATE, STATS),
            Answer(call.n, call.attempt, call.shard, 1, True, REPLY, seq, seq, False),
        ]

    async def _map(self) -> Sequence[ShardPlace]:
        return [ShardPlace(shard, 1, 1, "host-0", ADDRESS) for shard in range(SHARD_COUNT)]

    async def _dial(self, address: str, receive: Any, lost: Any) -> Link[Downstream]:
        handshake = Handshake(TOKEN, bytes(16), dialler=True)
        self._link = Link(DOWNSTREAM_DECODER, handshake, receive=receive, lost=lost)
        self._link.connection_made(self._pipe)  # type: ignore[arg-type]  # it stands in for one
        self._link.data_received(self._far.shake())
        self._far.shake()
        return self._link


def _attached(envelope: Struct) -> Struct:
    assert isinstance(envelope, Attach)
    place = (envelope.n, envelope.attempt, envelope.shard, 1, envelope.session)
    return Attached(*place, False, "bench", 0, 1, SNAPSHOT, [])


async def _ticks() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


async def gateway_alone(measured: Callable[[Awaitable[None], int], Awaitable[None]], rounds: int) -> None:
    """Let each of SOCKETS players play `rounds` rounds; `measured` awaits the halves of each."""
    alone = GatewayAlone()
    await alone.connect(SOCKETS)
    for n in range(rounds):
        await measured(alone.send(alone.messages(n)), 0)
        await measured(alone.receive(alone.answers()), SOCKETS)
        alone.check()
