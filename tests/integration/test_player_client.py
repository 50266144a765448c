"""The player's client against a real cluster: it misses nothing, and nothing happens twice."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from pitboss_client.errors import Refused, Stopped, Unreachable
from pitboss_client.history import Reply
from pitboss_client.reconnection import BackOff
from tests.integration.cluster import Cluster, running_cluster

README = Path(__file__).parents[2] / "clients" / "python" / "README.md"
PLAY = {"bet": 100, "choice": "rock"}
AT_ONCE = BackOff(first_ms=1, max_ms=1)


async def play(client: PlayerClient) -> Reply:
    """One round of rock, paper, scissors."""
    return await client.command("rps.play", PLAY)


@asynccontextmanager
async def player(url: str, name: str = "kim") -> AsyncIterator[PlayerClient]:
    account = Account(url, name, "correct horse battery")
    try:
        await account.enter()
        async with PlayerClient(account, back_off=AT_ONCE) as client:
            yield client
    finally:
        await account.close()


@pytest.fixture
async def cluster(database_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(database_url) as cluster:
        yield cluster


async def test_a_round_is_answered_and_its_pushes_show_the_same_gold(cluster):
    async with player(cluster.url) as client:
        reply = await play(client)
        assert reply.ok
        await client.confirmed(reply)
        assert client.protocol.state["profile"]["gold"] == reply.payload["gold"]
        assert client.protocol.state["stats"]["games_played"] == 1


async def test_a_client_that_was_cut_off_misses_no_push(cluster):
    async with player(cluster.url) as client:
        await play(client)
        async with client.offline():
            for _ in range(3):
                answer = await client.account.command("/api/games/rps/play", PLAY, client.ids.next())
        seqs = client.history.pushed(client.protocol.epoch)
        assert seqs == list(range(seqs[0], seqs[0] + 8))
        assert sum(push.replayed for push in client.history.pushes) == 6
        assert client.protocol.state["profile"]["gold"] == answer["gold"]


async def test_a_command_that_is_repeated_after_a_reconnection_is_run_once(cluster):
    async with player(cluster.url) as client:
        command_id = client.ids.next()
        first = await client.command("rps.play", PLAY, command_id=command_id)
        async with client.offline():
            pass
        again = await client.command("rps.play", PLAY, command_id=command_id)
        assert (first.dup, again.dup) == (False, True)
        assert again.payload == first.payload


async def test_a_round_in_flight_when_the_connection_breaks_is_answered_once(cluster):
    async with player(cluster.url) as client:
        flying = [asyncio.create_task(play(client)) for _ in range(20)]
        await asyncio.sleep(0)
        client.drop()
        replies = await asyncio.gather(*flying)
        assert all(reply.ok for reply in replies)
        await client.confirmed(max(replies, key=lambda reply: reply.seq))
        assert client.protocol.state["stats"]["games_played"] == 20


async def test_versions_never_go_backwards_over_many_drops(cluster):
    async with player(cluster.url) as client:
        for _ in range(5):
            flying = asyncio.create_task(play(client))
            await asyncio.sleep(0)
            client.drop()
            await flying
            await client.ready()
        versions = [version for _, _, version in client.history.positions]
        assert versions == sorted(versions)
        assert client.history.gaps == 0
        assert len(client.history.acknowledged()) == 5


async def test_a_rate_limited_command_is_sent_again_until_it_is_answered(database_url):
    limits = SocketLimits(commands_per_s=50, commands_burst=1)
    async with running_cluster(database_url, limits=limits) as cluster, player(cluster.url) as client:
        replies = [await play(client), await play(client)]
        assert [reply.ok for reply in replies] == [True, True]


async def test_a_fresh_token_is_shown_to_the_open_socket(cluster):
    async with player(cluster.url) as client:
        before = client.account.refresh_token
        await client.refresh_token()
        assert client.account.refresh_token != before
        assert (await play(client)).ok
        assert "auth.refresh" not in {pending.type for pending in client.protocol.pending.values()}


async def test_a_final_close_code_ends_what_waits(cluster):
    async with player(cluster.url) as client:
        cluster.gateway.hub.close_all(CloseCode.FORBIDDEN)
        with pytest.raises(Stopped, match="4503"):
            await play(client)


async def test_an_expired_token_is_refreshed_before_the_reconnection(cluster):
    async with player(cluster.url) as client:
        before = client.account.refresh_token
        cluster.gateway.hub.close_all(CloseCode.TOKEN_EXPIRED)
        assert (await play(client)).ok
        assert client.account.refresh_token != before


async def test_the_example_of_the_readme_plays_its_rounds_over_a_drop(cluster):
    [example] = re.findall(r"^```python\n(import asyncio\n.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
    program = example.replace("http://127.0.0.1:8080", cluster.url)
    assert len([line for line in program.splitlines() if line]) <= 25
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    printed = (await process.communicate())[0].decode().splitlines()
    assert process.returncode == 0
    assert [line.split(":")[0] for line in printed] == [*(f"round {n}" for n in range(1, 7)), "gold"]
    assert {line.split()[-1] for line in printed[:-1]} <= {"win", "lose", "tie"}
    assert printed[-1].endswith("missed pushes: 0")


async def test_where_no_server_is_the_client_says_so():
    account = Account("http://127.0.0.1:1", "kim", "correct horse battery")
    with pytest.raises(Unreachable, match="no Pitboss server answers"):
        await account.enter()
    await account.close()


async def test_a_wrong_password_is_refused(cluster):
    async with player(cluster.url):
        other = Account(cluster.url, "kim", "not the password")
        with pytest.raises(Refused, match="invalid_credentials"):
            await other.enter()
        await other.close()
