"""2,000 sockets are dropped at once and come back: all are resumed, and no more are let in at a time than may be."""

import asyncio
import random
from dataclasses import replace

import pytest
from websockets.frames import Opcode

from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.crowd import PATIENCE_S, Player, crowd, dial, leave
from tests.integration.realtime.player import CONFIG, eventually, new_id, new_user, play_over_http
from tests.integration.realtime.raw import client_frame, connect_message, connection, handshake
from tests.patient import patient_client

SOCKETS = 2_000
AWAY = 20
"""Players for whom something happens while they are away."""
LIMITS = SocketLimits(
    commands_per_s=10_000,
    commands_burst=10_000,
    address_per_s=10_000,
    address_burst=10_000,
    unauthenticated_max=100,
    ping_ms=600_000,  # these clients answer no ping, and a busy machine takes longer than the usual one
)
JITTER_S = 2.0
"""Stands for the 20 s over which real clients spread."""
JITTER_MAX_S = 16.0
"""Each refusal doubles the jitter up to this, as in real clients: a slow machine is not asked ever more often."""
OVERLOADED = 4007
BEHIND_A_PROXY = replace(CONFIG, trusted_proxies=("127.0.0.1/32",))


class Returning:
    """A client that comes back after a random while, and again after each refusal, until it is in."""

    def __init__(self, cluster: Cluster, player: Player, entropy: random.Random) -> None:
        self.player = player
        self._cluster = cluster
        self._before = player
        self._entropy = entropy
        self._jitter_s = JITTER_S
        self._done = asyncio.Event()

    async def back(self) -> Player:
        """The socket that was let in."""
        self._after_a_while()
        async with asyncio.timeout(PATIENCE_S):
            await self._done.wait()
        return self.player

    def _after_a_while(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._entropy.random() * self._jitter_s, lambda: loop.create_task(self._try()))

    async def _try(self) -> None:
        self.player = await dial(self._cluster, Player(self._before.user, self._before.position()))
        if self.player.hello:
            self._done.set()
        else:
            assert self.player.code == OVERLOADED
            self._jitter_s = min(2 * self._jitter_s, JITTER_MAX_S)
            self._after_a_while()


@pytest.mark.serial
async def test_a_gateway_takes_back_all_that_it_lost_at_once(database_url: str):
    async with running_cluster(database_url, config=CONFIG, limits=LIMITS) as cluster:
        hub = cluster.gateway.hub
        before = await crowd(cluster, [new_user() for _ in range(SOCKETS)])
        assert len(hub) == hub.users_online() == SOCKETS

        async def all_are_gone() -> bool:
            return len(hub) == 0

        await leave(before)
        await eventually(all_are_gone)
        assert hub.metrics.registry.get_sample_value("ws_closes_total", {"code": "1006"}) == SOCKETS
        await they_play_elsewhere(cluster, before[:AWAY])

        entropy = random.Random(4)
        returning = [Returning(cluster, player, entropy) for player in before]
        after = await asyncio.gather(*(each.back() for each in returning))
        assert len(hub) == hub.users_online() == SOCKETS
        assert all(player.hello["recovered"] for player in after), "resumed, not started anew"
        assert hub.metrics.registry.get_sample_value("ws_resumes_total", {"result": "replayed"}) == SOCKETS
        for player in after[:AWAY]:
            await player.until(lambda player: len(player.messages) == player.hello["replayed"] == 2)
        assert all(player.hello["replayed"] == 0 for player in after[AWAY:])
        await leave(after)


async def they_play_elsewhere(cluster: Cluster, players: list[Player]) -> None:
    async with patient_client(base_url=cluster.url) as http:
        for player in players:
            assert (await play_over_http(http, player.user, new_id())).status_code == 200


async def test_more_than_may_connect_at_once_are_told_to_come_back_later(database_url: str):
    async with running_cluster(database_url, config=BEHIND_A_PROXY, limits=LIMITS) as cluster:
        silent = [Silent(new_user()) for _ in range(LIMITS.unauthenticated_max)]
        loop, address = asyncio.get_running_loop(), cluster.gateway._socket.getsockname()
        for player in silent:
            await loop.create_connection(lambda player=player: player, *address)
            await player.until(lambda player: player.upgraded)
        late = await dial(cluster, Player(new_user()))
        assert late.code == OVERLOADED
        sample = cluster.gateway.hub.metrics.registry.get_sample_value
        assert sample("ws_handshakes_total", {"result": "overloaded"}) == 1
        assert sample("rate_limited_total", {"rule": "unauthenticated_sockets"}) == 1
        hub = cluster.gateway.hub
        hub.limits = replace(hub.limits, yield_after_ms=0)
        latest = await dial(cluster, Player(new_user()))
        assert latest.hello, "the oldest that says nothing yields"
        await silent[0].until(lambda player: player.code is not None)
        assert [player.code for player in silent] == [OVERLOADED] + [None] * (len(silent) - 1)
        hub.limits = replace(hub.limits, unauthenticated_per_address_max=1, yield_after_ms=60_000)
        late = await dial(cluster, Player(new_user()))
        assert late.code == OVERLOADED
        assert sample("rate_limited_total", {"rule": "unauthenticated_per_address"}) == 1
        async with connection(cluster) as elsewhere:
            elsewhere.send(handshake("X-Forwarded-For: 10.1.2.3"))
            await elsewhere.head()
            elsewhere.send(client_frame(Opcode.TEXT, connect_message(new_user())))
            await elsewhere.reader.readuntil(b'"hello"')
        await leave([latest])
        await leave(silent)
        await eventually_admitted(cluster)


async def eventually_admitted(cluster: Cluster) -> None:
    """Who said nothing is gone, so there is room again."""

    async def room() -> bool:
        return len(cluster.gateway.hub) == 0

    await eventually(room)
    (player,) = await crowd(cluster, [new_user()])
    await leave([player])


class Silent(Player):
    """Does not say whose it is."""

    upgraded = False

    def data_received(self, data: bytes) -> None:
        self.upgraded = self.upgraded or b" 101 " in data
        if b"\x88" in data:
            at = data.index(b"\x88")
            self.code = int.from_bytes(data[at + 2 : at + 4], "big")
        self._changed.set()
