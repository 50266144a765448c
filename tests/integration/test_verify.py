"""`pitboss verify` holds on what was really played, live, pruned or stopped, and finds every corruption by name."""

import asyncio
import os
import secrets
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import httpx
import pytest
from filelock import FileLock
from msgspec import json, msgpack
from typer.testing import CliRunner

from actors.runtime.stored import pack_root, unpack_root
from cluster.cli import app
from cluster.embedded.postgres import EmbeddedPostgres
from cluster.verification.run import verify
from persistence.migrate import upgrade
from persistence.postgres.store import PostgresStore
from tests.integration.cluster import running_cluster

USERS = 3
ROUNDS = 8
LIVE_USERS = 6
LIVE_VERIFICATIONS = 5
BET = 100


async def signed_up(client):
    name = f"p{secrets.token_hex(6)}"
    answer = await client.post("/api/auth/signup", json={"username": name, "password": "correct horse battery"})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def play_round(client, player, key):
    headers = {**player, "Idempotency-Key": key}
    body = {"bet": BET, "choice": "rock"}
    answer = await client.post("/api/games/rps/play", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def play(url):
    """Some players, some rounds, one repeat each; at the end the hosts release their shards."""
    async with running_cluster(url, hosts=2) as cluster, httpx.AsyncClient(base_url=cluster.url) as client:
        for _ in range(USERS):
            player = await signed_up(client)
            for number in (*range(ROUNDS), 0):
                await play_round(client, player, f"round-{number}")


def execute(url, *statements):
    async def run():
        async with owner_of(url) as connection:
            for statement in statements:
                await connection.execute(statement)

    asyncio.run(run())


@asynccontextmanager
async def owner_of(url):
    """A connection of the owner, for whom no trigger fires."""
    connection = await asyncpg.connect(url, server_settings={"session_replication_role": "replica"})
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def copy_of(postgres_url, template):
    name = f"test_{secrets.token_hex(6)}"
    execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{postgres_url.rpartition('/')[0]}/{name}"
    execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def played(postgres_url, template_database):
    """The name of a database on which was played; nobody is connected to it."""
    with copy_of(postgres_url, template_database) as url:
        asyncio.run(play(url))
        yield url.rpartition("/")[2]


@pytest.fixture
def played_url(postgres_url, played):
    with copy_of(postgres_url, played) as url:
        yield url


def violated(report):
    return {check.name for check in report.checks if not check.holds}


async def change_state(url, change):
    """Put the first player's root through `change`, which gets it as the list that its encoding is."""
    async with owner_of(url) as connection:
        key, stored = await connection.fetchrow("SELECT key, data FROM entity_part WHERE part = 'root' ORDER BY key")
        root = unpack_root(stored)
        fields = msgpack.decode(root.data)
        change(fields)
        data = pack_root(root._replace(data=msgpack.encode(fields)))
        await connection.execute("UPDATE entity_part SET data = $1 WHERE part = 'root' AND key = $2", data, key)


A_ROUND = "(SELECT tx FROM game_round ORDER BY user_id, nonce OFFSET 3 LIMIT 1)"
A_USER = "(SELECT key FROM entity_part ORDER BY key LIMIT 1)"
NEWEST = f"(SELECT max(version) FROM command WHERE key = {A_USER})"
A_SHARD = f"(SELECT shard FROM entity_part WHERE part = 'root' AND key = {A_USER})"
ELSEWHERE = "(shard + 1) % 1024"

CORRUPTIONS = {
    "an amount is flipped": (
        f"UPDATE transfer SET amount = amount + 1 WHERE n = 0 AND tx = {A_ROUND}",
        {"balance_chain", "round_money", "balance"},
    ),
    "a balance_after is flipped": (
        f"UPDATE transfer SET balance_after = balance_after + 1 WHERE n = 0 AND tx = {A_ROUND}",
        {"balance_chain"},
    ),
    "the last transfer of a player is another": (
        f"UPDATE transfer SET balance_after = balance_after + 1 WHERE debit = 'user:' || {A_USER} AND version = {NEWEST}",
        {"balance_chain"},
    ),
    "a stake is deleted": (
        f"DELETE FROM transfer WHERE n = 0 AND tx = {A_ROUND}",
        {"balance_chain", "round_money", "balance"},
    ),
    "all transfers of a round are deleted": (
        f"DELETE FROM transfer WHERE tx = {A_ROUND}",
        {"balance_chain", "round_money"},
    ),
    "a number of a transfer jumps": (
        f"UPDATE transfer SET n = n + 5 WHERE tx = {A_ROUND}",
        {"transfers_numbered"},
    ),
    "a transfer is of another version": (
        f"UPDATE transfer SET version = version + 1 WHERE tx = {A_ROUND}",
        {"transfer_of_command"},
    ),
    "a transfer is of another player": (
        f"UPDATE transfer SET debit = 'user:nobody' WHERE n = 0 AND tx = {A_ROUND}",
        {"transfer_of_command", "balance_chain", "state"},
    ),
    "a transfer is between two players": (
        f"UPDATE transfer SET credit = 'user:nobody' WHERE n = 0 AND tx = {A_ROUND}",
        {"double_entry"},
    ),
    "a transfer is between two houses": (
        f"UPDATE transfer SET debit = 'house:mint' WHERE n = 0 AND tx = {A_ROUND}",
        {"double_entry"},
    ),
    "a transfer is stored twice": (
        f"INSERT INTO transfer SELECT {ELSEWHERE}, tx, n, debit, credit, currency, amount, balance_after, version,"
        f" reason FROM transfer WHERE n = 0 AND tx = {A_ROUND}",
        {"transfers_numbered", "balance_chain", "transfer_of_command", "balance", "row_placement", "round_money"},
    ),
    "a command is deleted": (
        f"DELETE FROM command WHERE tx = {A_ROUND}",
        {"transfer_of_command", "round_of_command", "command_version", "event_of_command"},
    ),
    "a first command is deleted": (
        f"DELETE FROM command WHERE version = 1 AND key = {A_USER}",
        {"transfer_of_command", "command_version", "event_of_command"},
    ),
    "the newest command is deleted": (
        f"DELETE FROM command WHERE key = {A_USER} AND version = {NEWEST}",
        {"transfer_of_command", "entity_version"},
    ),
    "a command is stored twice": (
        f"INSERT INTO command SELECT {ELSEWHERE}, tx, kind, key, origin, id, version, body_hash, ok, reply, at"
        f" FROM command WHERE tx = {A_ROUND}",
        {"command_once", "command_placement"},
    ),
    "a command has another key": (
        f"UPDATE command SET id = id || 'x' WHERE tx = {A_ROUND}",
        {"command_key"},
    ),
    "a command came from elsewhere": (
        f"UPDATE command SET origin = 'system' WHERE tx = {A_ROUND}",
        {"command_key"},
    ),
    "a version jumps": (
        f"UPDATE command SET version = version + 5 WHERE key = {A_USER} AND version = {NEWEST}",
        {"command_version", "entity_version", "transfer_of_command"},
    ),
    "a version is there twice": (
        f"UPDATE command SET version = version - 1 WHERE tx = {A_ROUND}",
        {"command_version", "transfer_of_command"},
    ),
    "an entity is ahead of its commands": (
        f"UPDATE entity_part SET version = version + 1 WHERE part = 'root' AND key = {A_USER}",
        {"entity_version"},
    ),
    "an entity is behind its commands": (
        f"UPDATE entity_part SET version = version - 1 WHERE part = 'root' AND key = {A_USER}",
        {"entity_version"},
    ),
    "a part is ahead of its root": (
        f"UPDATE entity_part SET version = 1000 WHERE part = 'seeds' AND key = {A_USER}",
        {"part_version"},
    ),
    "a root part is gone": (
        f"DELETE FROM entity_part WHERE part = 'root' AND key = {A_USER}",
        {"state", "part_version"},
    ),
    "a whole state is gone": (f"DELETE FROM entity_part WHERE key = {A_USER}", {"state"}),
    "a state cannot be decoded": (
        f"UPDATE entity_part SET data = substr(data, 1, 30) WHERE part = 'root' AND key = {A_USER}",
        {"state"},
    ),
    "a state has no header": (
        f"UPDATE entity_part SET data = '' WHERE part = 'root' AND key = {A_USER}",
        {"state"},
    ),
    "a state is of a later schema": (
        f"UPDATE entity_part SET schema = 99 WHERE part = 'seeds' AND key = {A_USER}",
        {"state"},
    ),
    "a round is deleted": (
        f"DELETE FROM game_round WHERE tx = {A_ROUND}",
        {"round_money", "statistics", "event_of_round"},
    ),
    "a round is stored twice": (
        "INSERT INTO game_round SELECT shard, gen_random_uuid(), tx, user_id, game, bet, payout, won, outcome,"
        f" config_version, server_seed_hash, client_seed, nonce, at FROM game_round WHERE tx = {A_ROUND}",
        {"round_once", "statistics", "event_of_round"},
    ),
    "a round pays something else": (
        f"UPDATE game_round SET payout = payout + 7 WHERE tx = {A_ROUND}",
        {"round_money", "statistics", "event_of_round"},
    ),
    "a round is of another player": (
        f"UPDATE game_round SET user_id = 'nobody' WHERE tx = {A_ROUND}",
        {"round_of_command", "statistics", "state"},
    ),
    "a reply does not say whether it is one": (
        f"ALTER TABLE command DROP CONSTRAINT command_reply_check; UPDATE command SET ok = NULL WHERE tx = {A_ROUND}",
        {"reply_whole"},
    ),
    "an epoch falls": (
        f"UPDATE shard_owner SET epoch = epoch - 1 WHERE shard = {A_SHARD}",
        {"shard_owner"},
    ),
    "an owner is not the one who claimed": (
        f"UPDATE shard_owner SET incarnation = 1 WHERE shard = {A_SHARD}",
        {"shard_owner"},
    ),
    "a shard is gone": (f"DELETE FROM shard_owner WHERE shard = {A_SHARD}", {"shard_owner"}),
    "an epoch is missing": (
        f"DELETE FROM shard_history WHERE epoch = 1 AND shard = {A_SHARD}",
        {"epoch_history"},
    ),
    "an epoch was given to nobody known": (
        f"UPDATE shard_history SET incarnation = 999 WHERE epoch = 1 AND shard = {A_SHARD}",
        {"epoch_history"},
    ),
    "a host commits after its death": (
        "UPDATE host_fence SET state = 'dead', died_at = (SELECT max(at) FROM shard_history WHERE epoch = 1)",
        {"commit_alive"},
    ),
    "a dead host is given a shard": (
        "UPDATE host_fence SET state = 'dead', died_at = (SELECT min(at) FROM shard_history) - interval '1 s'",
        {"commit_alive", "epoch_history"},
    ),
    "a commit is of nobody known": (
        "UPDATE commit_batch SET incarnation = 999",
        {"commit_alive"},
    ),
    "the outbox has a gap": (
        f"DELETE FROM outbox WHERE seq = 3 AND shard = {A_SHARD}",
        {"outbox_gapless", "event_of_round"},
    ),
    "the outbox does not begin at its beginning": (
        f"DELETE FROM outbox WHERE seq = 1 AND shard = {A_SHARD}",
        {"outbox_gapless"},
    ),
    "the last event is missing": (
        f"DELETE FROM outbox o WHERE shard = {A_SHARD}"
        " AND NOT EXISTS (SELECT FROM outbox p WHERE p.shard = o.shard AND p.seq > o.seq)",
        {"event_of_round"},
    ),
    "an event is stored twice": (
        f"INSERT INTO outbox SELECT shard, seq + 100, event_id, type, key, payload, at FROM outbox"
        f" WHERE shard = {A_SHARD} AND seq = 3",
        {"outbox_gapless", "outbox_event_once"},
    ),
    "an event tells of another stake": (
        "UPDATE outbox SET payload = convert_to(replace(convert_from(payload, 'UTF8'),"
        f" '\"bet\":100', '\"bet\":101'), 'UTF8') WHERE seq = 3 AND shard = {A_SHARD}",
        {"event_of_round"},
    ),
    "an event tells of nothing": (
        f"UPDATE outbox SET payload = 'x' WHERE seq = 3 AND shard = {A_SHARD}",
        {"event_of_round"},
    ),
    "an event is of no command": (
        f"UPDATE outbox SET event_id = gen_random_uuid() WHERE seq = 3 AND shard = {A_SHARD}",
        {"event_of_command", "event_of_round"},
    ),
    "an event is of no entity": (
        f"UPDATE outbox SET key = 'user/nobody' WHERE seq = 3 AND shard = {A_SHARD}",
        {"event_of_command", "event_of_round"},
    ),
    "a cursor is ahead of its outbox": (
        f"INSERT INTO outbox_cursor VALUES ({A_SHARD}, 1000)",
        {"outbox_cursor"},
    ),
    "a tell is of no command": (
        f"INSERT INTO tell VALUES (gen_random_uuid(), {A_SHARD}, 'user', {A_USER}, 'shop', 'main', 'x', '')",
        {"tell_of_command"},
    ),
    "a command is in another shard": (
        f"UPDATE command SET shard = {ELSEWHERE} WHERE tx = {A_ROUND}",
        {"command_placement", "transfer_of_command", "round_of_command"},
    ),
    "a part is in another shard": (
        f"UPDATE entity_part SET shard = {ELSEWHERE} WHERE part = 'seeds' AND key = {A_USER}",
        {"part_placement"},
    ),
    "a transfer is in another shard": (
        f"UPDATE transfer SET shard = {ELSEWHERE} WHERE tx = {A_ROUND}",
        {"row_placement", "transfer_of_command", "round_money"},
    ),
    "a round is in another shard": (
        f"UPDATE game_round SET shard = {ELSEWHERE} WHERE tx = {A_ROUND}",
        {"row_placement", "round_of_command", "round_money"},
    ),
    "an event is in another shard": (
        f"UPDATE outbox SET shard = {ELSEWHERE} WHERE seq = 1 AND shard = {A_SHARD}",
        {"row_placement", "outbox_gapless"},
    ),
    "a timer is in another shard": (
        f"INSERT INTO timer VALUES ('user', {A_USER}, 'name', ({A_SHARD} + 1) % 1024, 'id', 0, 'x', '')",
        {"row_placement"},
    ),
}


@pytest.mark.parametrize("corruption", CORRUPTIONS)
async def test_a_corruption_is_found_by_the_checks_of_its_kind(played_url, corruption):
    statements, expected = CORRUPTIONS[corruption]
    before = await fingerprint(played_url)
    async with owner_of(played_url) as connection:
        await connection.execute(statements)

    report = await verify(played_url)

    assert await fingerprint(played_url) != before, "nothing was corrupted"
    assert not report.holds
    assert expected <= violated(report)
    assert all(report.check(name).examples for name in expected)


async def fingerprint(url):
    """Differs when any row does."""
    tables = (
        "command transfer game_round outbox outbox_cursor entity_part commit_batch tell timer host_fence shard_owner"
    )
    async with owner_of(url) as connection:
        return [
            await connection.fetchval(f"SELECT sum(hashtextextended(t::text, 0)::numeric) FROM {table} t")
            for table in (*tables.split(), "shard_history")
        ]


async def test_a_changed_balance_in_a_state_is_found(played_url):
    await change_state(played_url, lambda root: root[0].update(gold=root[0]["gold"] + 1))

    assert violated(await verify(played_url)) == {"balance"}


async def test_gold_that_no_transfer_knows_of_is_found(played_url):
    await change_state(played_url, lambda root: root[0].update(gem=3))

    assert violated(await verify(played_url)) == {"balance"}


async def test_a_negative_balance_is_found_even_if_the_ledger_agrees(played_url):
    await change_state(played_url, lambda root: root[0].update(gold=-5))
    async with owner_of(played_url) as connection:
        await connection.execute(
            f"""
            ALTER TABLE transfer DROP CONSTRAINT transfer_balance_check;
            UPDATE transfer SET balance_after = -5
            WHERE version = {NEWEST} AND 'user:' || {A_USER} IN (debit, credit)
            AND (debit LIKE 'house:%' OR NOT EXISTS (
                SELECT FROM transfer t WHERE t.tx = transfer.tx AND t.n > transfer.n))"""
        )

    assert violated(await verify(played_url)) == {"balance", "balance_chain"}


async def test_changed_statistics_in_a_state_are_found(played_url):
    def one_round_more(root):
        root[2][0] += 1

    await change_state(played_url, one_round_more)

    assert violated(await verify(played_url)) == {"statistics"}


async def test_a_command_that_nothing_will_answer_is_a_warning(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute(f"UPDATE command SET ok = NULL, reply = NULL WHERE tx = {A_ROUND}")

    report = await verify(played_url)
    assert report.holds
    assert violated(report) == {"reply_pending"}

    async with owner_of(played_url) as connection:
        await connection.execute(f"INSERT INTO timer VALUES ('user', {A_USER}, 'name', {A_SHARD}, 'id', 0, 'x', '')")
    assert not violated(await verify(played_url))


def test_every_check_is_shown_to_find_something(played_url):
    named = set().union(*(expected for _, expected in CORRUPTIONS.values()))
    shown_above = {"balance", "statistics", "reply_pending"}

    assert named | shown_above == {check.name for check in asyncio.run(verify(played_url)).checks}


async def test_examples_are_few_and_violations_are_counted(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute("UPDATE command SET id = id || 'x'; UPDATE transfer SET debit = 'house:a'")
        transfers = await connection.fetchval("SELECT count(*) FROM transfer")

    report = await verify(played_url)

    keys, entries = report.check("command_key"), report.check("double_entry")
    assert (keys.violations, len(keys.examples)) == (USERS * (ROUNDS + 1), 20)
    assert 20 < entries.violations <= transfers
    assert len(entries.examples) == 20


# --- no false alarm ---


async def test_everything_holds_after_play_and_release(played_url):
    seen = []

    report = await verify(played_url, lambda what, done, total: seen.append(what))

    assert report.holds
    assert not violated(report)
    assert report.rows["command"] == USERS * (ROUNDS + 1)
    assert report.rows["game_round"] == USERS * ROUNDS
    assert report.snapshot.commands_complete_since == "-infinity"
    assert {"balance_chain", "entities", "commands"} <= set(seen)


async def test_an_empty_database_holds(database_url):
    assert not violated(await verify(database_url))


async def test_nothing_is_found_while_players_play(database_url):
    finished = asyncio.Event()

    async def keep_playing(client, player):
        while not finished.is_set():
            await play_round(client, player, secrets.token_hex(8))

    async with running_cluster(database_url, hosts=2) as cluster, httpx.AsyncClient(base_url=cluster.url) as client:
        players = [await signed_up(client) for _ in range(LIVE_USERS)]
        playing = [asyncio.create_task(keep_playing(client, player)) for player in players]
        try:
            reports = [await verify(database_url) for _ in range(LIVE_VERIFICATIONS)]
        finally:
            finished.set()
            await asyncio.gather(*playing)

    assert [violated(report) for report in reports] == [set()] * LIVE_VERIFICATIONS
    commands = [report.rows["command"] for report in reports]
    assert commands == sorted(set(commands)), "nobody played meanwhile"


TIMED = ("command", "transfer", "game_round", "outbox", "commit_batch")


async def make_old(connection, before):
    """Move what happened before that time two days back, as if play had paused since then."""
    for table in TIMED:
        await connection.execute(f"UPDATE {table} SET at = at - interval '2 days' WHERE at < $1", before)
    await connection.execute("UPDATE shard_history SET at = at - interval '3 days'")
    await connection.execute("UPDATE host_fence SET died_at = NULL, state = 'alive'")
    for kind, key, stored in await connection.fetch("SELECT kind, key, data FROM entity_part WHERE part = 'root'"):
        root = unpack_root(stored)
        if root.last_turn_ms / 1000 < before.timestamp():
            data = pack_root(root._replace(last_turn_ms=root.last_turn_ms - 2 * 86_400_000))
            statement = "UPDATE entity_part SET data = $1 WHERE part = 'root' AND kind = $2 AND key = $3"
            await connection.execute(statement, data, kind, key)


async def prune(url):
    store = await PostgresStore.connect(url, lease_ttl_ms=30_000)
    try:
        return await store.prune(24)
    finally:
        await store.close()


@pytest.mark.parametrize("share", [0.4, 1.0])
async def test_what_retention_has_pruned_is_not_missed(played_url, share):
    async with owner_of(played_url) as connection:
        count = await connection.fetchval("SELECT count(*) FROM command")
        times = await connection.fetch("SELECT at FROM command ORDER BY at")
        newest = await connection.fetchval("SELECT max(at) + interval '1 min' FROM transfer")
        await make_old(connection, newest if share == 1 else times[int(count * share)][0])

    assert not violated(await verify(played_url))
    pruned = await prune(played_url)

    assert 0 < pruned.commands <= count
    assert not violated(await verify(played_url))


async def test_a_recent_command_is_missed_although_old_ones_were_pruned(played_url):
    async with owner_of(played_url) as connection:
        times = await connection.fetch("SELECT at FROM command ORDER BY at")
        await make_old(connection, times[len(times) // 3][0])
        # The oldest batch that is left must be older than the newest commands by more than the horizon's margin.
        for table in TIMED:
            middle = times[len(times) // 2][0]
            await connection.execute(f"UPDATE {table} SET at = at - interval '4 hours' WHERE at < $1", middle)
    await prune(played_url)
    async with owner_of(played_url) as connection:
        await connection.execute("DELETE FROM command WHERE tx = (SELECT tx FROM command ORDER BY at DESC LIMIT 1)")

    assert violated(await verify(played_url)) >= {"transfer_of_command", "round_of_command", "entity_version"}


async def test_published_events_may_be_gone(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute("INSERT INTO outbox_cursor SELECT shard, max(seq) - 2 FROM outbox GROUP BY shard")
        await connection.execute(
            "DELETE FROM outbox o USING outbox_cursor c WHERE c.shard = o.shard AND o.seq <= c.seq"
        )
    assert not violated(await verify(played_url))

    async with owner_of(played_url) as connection:
        await connection.execute("UPDATE outbox_cursor SET seq = seq + 2")
        await connection.execute("DELETE FROM outbox")
    assert not violated(await verify(played_url))


# --- the command ---


def run(*arguments):
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


def test_the_command_says_that_everything_holds(played_url):
    done = run("--database-url", played_url)

    assert done.exit_code == 0, done.output
    assert "every invariant holds" in done.stdout
    assert "balance_chain" in done.stdout


def test_the_command_tells_programs_what_is_violated(played_url):
    execute(played_url, f"DELETE FROM transfer WHERE tx = {A_ROUND}")

    done = run("--database-url", played_url, "--json")

    assert done.exit_code == 1
    report = json.decode(done.stdout)
    assert report["holds"] is False
    broken = {check["name"]: check for check in report["checks"] if not check["holds"]}
    assert {"balance_chain", "round_money"} <= broken.keys()
    assert broken["balance_chain"]["invariant"] == "I2"
    assert broken["balance_chain"]["violations"] == len(broken["balance_chain"]["examples"]) > 0
    assert report["rows"]["command"] == USERS * (ROUNDS + 1)
    assert report["snapshot"]["seconds"] > 0


def test_the_command_shows_what_it_found_to_people(played_url):
    execute(played_url, f"DELETE FROM transfer WHERE tx = {A_ROUND}")

    done = run("--database-url", played_url)

    assert done.exit_code == 1
    assert "violated: " in done.stdout
    assert '"balance_before"' in done.stdout


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "cannot read the database"),
        ("nonsense://x", "cannot read the database"),
    ],
)
def test_a_database_that_cannot_be_reached_is_no_verdict(url, said):
    done = run("--database-url", url)

    assert done.exit_code == 2
    assert said in done.stderr


def test_a_database_of_another_schema_is_no_verdict(database_url):
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")

    done = run("--database-url", database_url)

    assert done.exit_code == 2
    assert "9999" in done.stderr


def test_a_database_without_our_schema_is_no_verdict(database_url):
    execute(database_url, "DROP TABLE alembic_version")

    assert run("--database-url", database_url).exit_code == 2


def test_an_empty_data_dir_is_no_verdict_and_stays_empty(tmp_path):
    done = run("--data-dir", tmp_path)

    assert done.exit_code == 2
    assert "no database is in it" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_database_of_a_stopped_platform_is_started_for_the_check_alone(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres")
    try:
        upgrade(server.start())
        server.stop()

        done = run("--data-dir", tmp_path, "--json")

        assert done.exit_code == 0, done.output
        assert json.decode(done.stdout)["holds"] is True
        with pytest.raises(FileNotFoundError):
            _ = server.pid
        with FileLock(tmp_path / "lock", timeout=0):
            busy = run("--data-dir", tmp_path)
        assert busy.exit_code == 2
        assert "starting or stopping" in busy.stderr
    finally:
        server.destroy()


def test_the_database_of_a_running_platform_is_read_where_it_runs(played_url, tmp_path):
    (tmp_path / "cluster.json").write_bytes(json.encode({"pid": os.getpid(), "postgres_url": played_url}))

    done = run("--data-dir", tmp_path, "--json")

    assert done.exit_code == 0, done.output
    assert json.decode(done.stdout)["rows"]["game_round"] == USERS * ROUNDS
