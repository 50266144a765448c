"""Whoever reads the database, the logs or the metrics foresees no solo round: both server seeds are sealed everywhere.

A player plays every game and rotates; then the test, which alone has the key, opens the seeds and looks for them.
"""

import base64
import io

import asyncpg
import msgspec
from prometheus_client import generate_latest

from actors.fairness.seeds import SEEDS, ServerSeeds
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.player.state import PlayerState
from actors.runtime.entity import StoredPart
from cluster.processes.fairness.seed_sealing import PAGE_PLAYERS, needs_sealing
from cluster.processes.logging import configure_logging
from persistence.postgres.entities.store import PostgresStore
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, eventually, joined, new_user
from tests.seals import SEALS, secret_seeds

IN_CLEAR = ServerSeeds("ab" * 32, "cd" * 32)


async def stored_bytes(url: str) -> bytes:
    """Every value of every table, as text and as the bytes of it."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        values: list[bytes] = []
        for (table,) in tables:
            for row in await connection.fetch(f"SELECT * FROM {table}"):
                values += [each if isinstance(each, bytes) else str(each).encode() for each in row.values()]
        return b"\n".join(values)
    finally:
        await connection.close()


async def seeds_of(url: str, user_id: str) -> ServerSeeds:
    store = await PostgresStore.connect(url, lease_ttl_ms=5_000)
    try:
        stored = (await store.load([("user", user_id)]))["user", user_id][SEEDS.name]
    finally:
        await store.close()
    player = PlayerState(user_id)
    SEEDS.load(player, StoredPart(stored.schema, stored.data))
    return secret_seeds(player)


def spellings(secret: str) -> list[bytes]:
    """Every way in which a seed may stand somewhere."""
    raw = bytes.fromhex(secret)
    return [secret.encode(), secret.upper().encode(), raw, base64.b64encode(raw), base64.b64encode(secret.encode())]


async def play_everything(cluster: Cluster, user_id: str) -> None:
    async with joined(cluster, new_user(user_id=user_id)) as socket:
        for game in registered_games(EconomyConfig()):
            for body in game.examples(100):
                assert (await socket.ask(game.command.TYPE, msgspec.to_builtins(body)))["ok"]
        assert (await socket.ask("seeds.rotate"))["ok"]
        assert (await socket.play())["ok"]
        assert not (await socket.play(bet=1))["ok"]


async def test_neither_server_seed_is_in_any_stored_byte_log_line_or_metric(database_url: str) -> None:
    logged = io.StringIO()
    configure_logging("debug", process="test", stream=logged)
    async with running_cluster(database_url, config=CONFIG, seals=SEALS) as cluster:
        await play_everything(cluster, "u1")
        (host,) = cluster.hosts
        told = generate_latest(host.registry) + repr(host.inspect("user", "u1")).encode()
        told += repr([each.state for each in host.host.activations().values()]).encode()
    secrets = await seeds_of(database_url, "u1")
    stored = await stored_bytes(database_url)
    assert b"rps" in stored
    for secret in secrets:
        assert not [each for each in spellings(secret) if each in stored + told + logged.getvalue().encode()]


async def store_in_clear(url: str, user_id: str) -> None:
    """Store the seeds of a player as the release before seals did."""
    connection = await asyncpg.connect(url)
    try:
        data = msgspec.msgpack.encode([*IN_CLEAR, "mine"])
        changed = await connection.execute(
            "UPDATE entity_part SET schema = 1, data = $2 WHERE kind = 'user' AND part = 'seeds' AND key = $1",
            user_id,
            data,
        )
        assert changed == "UPDATE 1"
    finally:
        await connection.close()


async def test_what_a_former_release_stored_in_clear_is_sealed_while_its_player_sleeps(database_url: str) -> None:
    async with running_cluster(database_url, config=CONFIG, seals=SEALS) as cluster:
        await play_everything(cluster, "u1")
    await store_in_clear(database_url, "u1")
    assert IN_CLEAR.server_seed.encode() in await stored_bytes(database_url)

    async with running_cluster(database_url, config=CONFIG, seals=SEALS) as cluster:
        (host,) = cluster.hosts

        async def is_sealed() -> bool:
            page = await host.store.part_page("user", SEEDS.name, "", PAGE_PLAYERS)
            return not any(needs_sealing(SEALS.seeds, key, stored) for key, stored in page)

        await eventually(is_sealed)
        stored = await stored_bytes(database_url)
        assert not [secret for secret in IN_CLEAR if secret.encode() in stored]
        async with joined(cluster, new_user(user_id="u1")) as socket:
            revealed = (await socket.ask("seeds.rotate"))["payload"]["revealed"]
        assert (revealed["server_seed"], revealed["client_seed"]) == (IN_CLEAR.server_seed, "mine")


async def test_seeds_come_by_page_and_by_shard(database_url: str) -> None:
    async with running_cluster(database_url, config=CONFIG, seals=SEALS) as cluster:
        for n in range(3):
            async with joined(cluster, new_user(user_id=f"u{n}")) as socket:
                assert (await socket.play())["ok"]
        store = cluster.hosts[0].store
        first = await store.part_page("user", SEEDS.name, "", 2)
        rest = await store.part_page("user", SEEDS.name, first[-1][0], 2)
        assert [key for key, _ in (*first, *rest)] == ["u0", "u1", "u2"]
        assert await store.part_page("user", SEEDS.name, "", 2, []) == []
