"""200 of 1,000 sockets stop reading while a table talks and rounds are played: it costs them, and nobody else."""

import asyncio
import json

from actors.rewards.messages import RewardGrant
from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.crowd import Player, crowd, dial, leave
from tests.integration.realtime.player import CONFIG, eventually, new_id, new_user
from tests.integration.realtime.tables import TOPICS, TableKind, tick

SOCKETS = 1_000
SLOW = 200
TICKS = 40
TICK_BYTES = 3_000
GRANTS = 3
LIMITS = SocketLimits(commands_per_s=10_000, commands_burst=10_000, address_per_s=10_000, address_burst=10_000)
FRAME_BYTES_MAX = 4_000


class LateClock(SystemClock):
    """The machine's clock, and what a test adds to it."""

    added_ms = 0

    def monotonic_ms(self) -> float:
        return super().monotonic_ms() + self.added_ms


async def grant(cluster: Cluster, player: Player, grant_id: str) -> None:
    body = {"grant_id": grant_id, "reward_type": "gold", "amount": 5, "source": "tests"}
    answer = await cluster.gateway.entities.command(
        EntityRef("user", player.user.id),
        RewardGrant.TYPE,
        json.dumps(body).encode(),
        command_id=new_id(),
        origin="admin",
    )
    assert answer.ok, answer.body


def granted(player: Player) -> list[str]:
    """The grants that a player knows of."""
    unacked = [event["id"] for state in player.of("initial_state") for event in state["payload"]["events_unacked"]]
    return unacked + [push["payload"]["grant_id"] for push in player.of("reward_granted")]


def unsent_bytes(cluster: Cluster) -> int:
    """What the gateway holds for all of its sockets."""
    connections = cluster.gateway.server.server_state.connections
    buffered = sum(each._transport.get_write_buffer_size() for each in connections if hasattr(each, "_session"))
    return buffered + cluster.gateway.hub.waiting_bytes()


async def listening(cluster: Cluster) -> list[Player]:
    """Everybody, subscribed to the table; those who will be slow come first."""
    players = await crowd(cluster, [new_user() for _ in range(SLOW)], small_buffers=True)
    players += await crowd(cluster, [new_user() for _ in range(SOCKETS - SLOW)])
    for player in players:
        player.send("crash.subscribe")
    for player in players:
        await player.until(lambda player: player.reply("crash.subscribe") is not None)
    return players


async def test_slow_readers_cost_bounded_memory_no_money_and_nobody_else(database_url: str):
    clock = LateClock()
    async with running_cluster(
        database_url,
        config=CONFIG,
        limits=LIMITS,
        more_kinds={"crash": TableKind(pad="x" * TICK_BYTES)},
        topics=TOPICS,
        clock=clock,
    ) as cluster:
        hub = cluster.gateway.hub
        players = await listening(cluster)
        slow, others = players[:SLOW], players[SLOW:]
        for player in slow:
            player.stop_reading()

        for _ in range(TICKS):
            await tick(cluster.gateway, new_id())
        for player in others:
            await player.until(lambda player: len(player.of("tick")) == TICKS)
        assert all([tick["n"] for tick in player.of("tick")] == list(range(1, TICKS + 1)) for player in others)
        assert len(hub.slow) == SLOW

        for player in players[: SLOW + 50]:
            player.send("rps.play", {"bet": 20, "choice": "rock"}, "round")
        for n in range(GRANTS):
            await asyncio.gather(*(grant(cluster, player, f"g{n}") for player in slow))
        for player in others[:50]:
            await player.until(lambda player: player.reply("round") is not None)
        assert all(player.reply("round")["ok"] for player in others[:50])

        per_socket_max = LIMITS.send_queue_bytes_max + FRAME_BYTES_MAX
        assert LIMITS.send_high_water_bytes * SLOW <= unsent_bytes(cluster) <= per_socket_max * SLOW
        assert hub.metrics.ws_dropped.count() > 0
        assert hub.metrics.ws_coalesced.count() > 0

        await they_resume_and_have_their_money(cluster, slow[: SLOW // 2])
        await the_rest_are_closed_and_find_their_money_again(cluster, slow[SLOW // 2 :], clock)
        assert all(player.code is None for player in others)
        await leave(players)


async def they_resume_and_have_their_money(cluster: Cluster, slow: list[Player]) -> None:
    for player in slow:
        player.read_again()
    for player in slow:
        await player.until(lambda player: len(granted(player)) == GRANTS and player.reply("round") is not None)
        await player.until(lambda player: player.position()["seq"] == player.messages[-1].get("seq"))
        assert player.chain_is_whole()
        assert granted(player) == [f"g{n}" for n in range(GRANTS)]
        assert len(player.of("tick")) < TICKS, "what was said meanwhile is not repeated"
        player.send("state.get")
        await player.until(lambda player: player.reply("state.get") is not None)
        truth = player.reply("state.get")["payload"]["profile"]
        assert player.of("profile_update")[-1]["payload"] == truth
        assert player.code is None


async def the_rest_are_closed_and_find_their_money_again(
    cluster: Cluster, slow: list[Player], clock: LateClock
) -> None:
    hub = cluster.gateway.hub

    async def gone() -> bool:
        return len(cluster.gateway.server.server_state.connections) == SOCKETS - len(slow)

    clock.added_ms += LIMITS.send_queue_ms_max
    hub.check_deadlines()
    assert len(hub) == SOCKETS - len(slow)
    assert hub.metrics.registry.get_sample_value("ws_closes_total", {"code": "4002"}) == len(slow)
    await eventually(gone)  # the close frame does not get through, so their connections are cut
    for player in slow[:10]:
        again = await dial(cluster, Player(player.user, player.position()))
        await again.until(lambda player: len(granted(player)) == GRANTS)
        await leave([again])
