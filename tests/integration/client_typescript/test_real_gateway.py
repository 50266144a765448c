"""The TypeScript client in Node against a real cluster: it shows what the database has, and nothing is doubled."""

import asyncio
import re
from pathlib import Path

import asyncpg
import pytest

from gateway.realtime.close_codes import CloseCode
from tests.integration.client_typescript.conftest import FRAME_BYTES_MAX, REPOSITORY, Bundle, Enter
from tests.integration.client_typescript.node_player import NODE

BALANCE_SQL = """
SELECT sum(CASE WHEN credit = $1 THEN amount ELSE -amount END)::bigint
FROM transfer WHERE $1 IN (debit, credit) AND currency = 'gold'
"""
ROUNDS_SQL = "SELECT count(*) FROM game_round WHERE user_id = $1"
README = REPOSITORY / "clients" / "typescript" / "README.md"
TOO_LARGE = {"ids": ["x" * 60] * (FRAME_BYTES_MAX // 60)}

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


async def gold(database: asyncpg.Pool, user_id: str) -> int:
    """What the ledger has of a player."""
    return int(await database.fetchval(BALANCE_SQL, f"user:{user_id}"))


async def rounds(database: asyncpg.Pool, user_id: str) -> int:
    return int(await database.fetchval(ROUNDS_SQL, user_id))


async def test_the_gold_of_the_client_is_that_of_the_database(enter: Enter, database: asyncpg.Pool):
    async with enter("calm") as player:
        before = await player.act("connect")
        assert before["gold"] == await gold(database, player.user_id)
        played = await player.act("play", rounds=10)
        assert (played["gold"], played["games_played"]) == (await gold(database, player.user_id), 10)
        assert played["gold"] != before["gold"] or {each["payload"]["payout"] for each in played["replies"]} != {0}


async def test_rounds_that_were_cut_off_are_played_once_and_the_client_resumes(enter: Enter, database: asyncpg.Pool):
    async with enter("cut") as player:
        await player.act("connect")
        for _ in range(3):
            played = await player.act("play", rounds=20, cut=True)
            assert all(reply["ok"] for reply in played["replies"])
        assert (played["dials"], played["resumed"], played["connection"]["status"]) == (4, 3, "open")
        assert await rounds(database, player.user_id) == played["games_played"] == 60
        assert played["gold"] == await gold(database, player.user_id)


async def test_a_gateway_that_closes_in_the_middle_loses_no_round(enter: Enter, database: asyncpg.Pool, cluster):
    async with enter("closed") as player:
        await player.act("connect")
        for code in (CloseCode.RESTART, CloseCode.SLOW_READER, CloseCode.TOKEN_EXPIRED):
            cluster.gateway.hub.close_all(code)
            played = await player.act("play", rounds=5)
            assert all(reply["ok"] for reply in played["replies"])
        assert played["codes"] == [1012, 4002, 4005]
        assert await rounds(database, player.user_id) == played["games_played"] == 15
        assert played["gold"] == await gold(database, player.user_id)


async def test_a_command_that_is_asked_for_again_is_carried_out_once(enter: Enter, database: asyncpg.Pool):
    async with enter("again") as player:
        await player.act("connect")
        asked = {"type": "rps.play", "payload": {"bet": 100, "choice": "rock"}}
        first = await player.act("command", **asked)
        again = await player.act("command", **asked, id=first["id"])
        assert (first["dup"], again["dup"], again["payload"]) == (False, True, first["payload"])
        assert await rounds(database, player.user_id) == 1


async def test_tokens_are_refreshed_on_the_open_socket(enter: Enter, cluster):
    async with enter("refreshed") as player:
        await player.act("connect")
        [session] = cluster.gateway.hub._sessions_of(player.user_id)
        first = session.principal.expires_at
        refreshed = await player.act("refreshed", times=2)
        played = await player.act("play", rounds=1)
        assert (refreshed["dials"], played["dials"], played["replies"][0]["ok"]) == (1, 1, True)
        assert session.principal.expires_at > first


async def test_a_log_out_stops_the_client(enter: Enter):
    async with enter("gone") as player:
        await player.act("connect")
        ended = await player.act("log_out")
        assert ended["codes"][-1:] in ([], [4501])  # the refresh may be refused before the socket is closed
        assert ended["connection"] == {"status": "stopped", "code": 4501, "reason": "log_in"}


async def test_a_command_that_is_too_large_is_refused_to_its_caller_and_the_rest_goes_on(enter: Enter):
    async with enter("large") as player:
        await player.act("connect")
        refused = await player.act("command", type="event.ack", payload=TOO_LARGE)
        assert (refused["ok"], refused["code"]) == (False, "frame_too_big")
        played = await player.act("play", rounds=1)
        assert (played["replies"][0]["ok"], played["codes"]) == (True, [1009])


async def test_a_final_close_code_stops_the_client(enter: Enter, cluster):
    async with enter("barred") as player:
        await player.act("connect")
        cluster.gateway.hub.close_all(CloseCode.FORBIDDEN)
        with pytest.raises(AssertionError, match="Stopped"):
            await player.act("play", rounds=1)


async def test_the_example_of_the_readme_plays_its_rounds_over_a_drop(bundle: Bundle, cluster, tmp_path: Path):
    [example] = re.findall(r"^```ts\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len([line for line in example.splitlines() if line]) <= 20
    source = tmp_path / "example.ts"
    source.write_text(example.replace("http://127.0.0.1:8080", cluster.url), "utf-8")
    process = await asyncio.create_subprocess_exec(*NODE, bundle(source), stdout=asyncio.subprocess.PIPE)
    printed = (await process.communicate())[0].decode().splitlines()
    assert process.returncode == 0
    assert [line.split(":")[0] for line in printed] == [*(f"round {n}" for n in range(1, 7)), "gold"]
    assert {line.split()[-1] for line in printed[:-1]} <= {"win", "lose", "tie"}
