"""One player floods its sockets; everybody else plays on."""

import asyncio

import asyncpg

from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import running_cluster
from tests.integration.realtime.crowd import Player, crowd, leave
from tests.integration.realtime.player import CONFIG, new_user

FLOOD = 2_000
"""Commands that the flooder sends over each of its sockets at once."""
OTHERS = 50
ROUNDS = 20
RATE_LIMITED = 4006
LIMITS = SocketLimits()


async def play_rounds(player: Player) -> None:
    """One round after the other."""
    for n in range(ROUNDS):
        command_id = f"round-{n}"
        player.send("rps.play", {"bet": 20, "choice": "rock"}, command_id)
        await player.until(lambda player, wanted=command_id: player.reply(wanted) is not None)
        assert player.reply(command_id)["ok"]


async def test_a_flood_is_closed_and_takes_nothing_from_others(database_url: str):
    flooder = new_user()
    async with running_cluster(database_url, config=CONFIG, limits=LIMITS) as cluster:
        flood = await crowd(cluster, [flooder] * LIMITS.sockets_per_user_max)
        others = await crowd(cluster, [new_user() for _ in range(OTHERS)])
        for player in flood:
            for n in range(FLOOD):
                player.send("rps.play", {"bet": 20, "choice": "rock"}, f"{id(player)}-{n}")
        await asyncio.gather(*(play_rounds(player) for player in others))
        assert all(player.code is None for player in others)
        for player in flood:
            await player.until(lambda player: player.code is not None)
        assert [player.code for player in flood] == [RATE_LIMITED] * len(flood)
        hit = cluster.gateway.hub.metrics.registry.get_sample_value("rate_limited_total", {"rule": "commands_per_user"})
        assert hit == 2 + len(flood), "two warnings for all sockets of the player, then each is closed"
        await leave(others)
    assert await rounds_of(database_url, flooder.id) <= LIMITS.commands_burst * 1.5, (
        "one burst, and what has come since"
    )


async def rounds_of(database_url: str, user_id: str) -> int:
    connection = await asyncpg.connect(database_url)
    try:
        return await connection.fetchval("SELECT count(*) FROM game_round WHERE user_id = $1", user_id)
    finally:
        await connection.close()
