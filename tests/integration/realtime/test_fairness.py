"""Rounds played over the socket are recomputed by strangers to our code, once their seeds are revealed."""

import asyncio
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from cluster.cli.app import app
from cluster.verification.run import verify
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import Socket, User, joined, new_id

pytestmark = pytest.mark.asyncio(loop_scope="module")
VERIFIER = Path(__file__).parents[3] / "docs" / "verify" / "verify_round.py"
ROTATE = "/api/fairness/seeds/rotate"


def hashed(server_seed: str) -> str:
    return hashlib.sha256(server_seed.encode()).hexdigest()


async def seeds(http: httpx.AsyncClient, user: User) -> dict[str, Any]:
    shown: dict[str, Any] = (await http.get("/api/fairness/seeds", headers=user.bearer)).json()
    return shown


async def proof(http: httpx.AsyncClient, round_id: str) -> dict[str, Any]:
    answer = await http.get(f"/api/fairness/rounds/{round_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def verified(folder: Path, shown: dict[str, Any], rules: dict[str, Any] | None, *noted: str) -> tuple[int, str]:
    """What the stand-alone verifier says, as a process of its own without our packages."""
    files = []
    for name, content in (("round", shown), ("rules", rules)):
        if content is not None:
            files.append(folder / f"{name}.json")
            files[-1].write_text(json.dumps(content))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", str(VERIFIER), *map(str, files), *noted, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def judged(url: str, round_id: str, *noted: str) -> tuple[int, dict[str, Any]]:
    """What `pitboss verify-round` says."""
    arguments = ["verify-round", round_id, "--database-url", url, "--json", *noted]
    done = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    return done.exit_code, json.loads(done.stdout)


async def play_everything(http: httpx.AsyncClient, socket: Socket) -> dict[str, dict[str, Any] | None]:
    """Rounds of every game; by round, where its rules are to be read."""
    played: dict[str, dict[str, Any] | None] = {}
    for _ in range(3):
        played[(await socket.play())["payload"]["round_id"]] = None
    for machine in ("classic", "fortune"):
        rules = (await http.get(f"/api/games/slot/machines/{machine}")).json()
        for _ in range(4):
            reply = await socket.ask("slot.spin", {"machine": machine, "bet": 100})
            played[reply["payload"]["round_id"]] = rules
    for banner, count in (("standard", 10), ("aurora", 10), ("standard", 1)):
        rules = (await http.get(f"/api/games/gacha/banners/{banner}/rates")).json()
        reply = await socket.ask("gacha.pull", {"banner": banner, "count": count})
        played[reply["payload"]["round_id"]] = rules
    return played


async def test_every_round_is_proven_once_its_seed_is_revealed(
    http: httpx.AsyncClient, socket: Socket, user: User, module_database_url: str, tmp_path: Path
) -> None:
    committed = await seeds(http, user)
    played = await play_everything(http, socket)
    for round_id in played:
        assert "server_seed" not in await proof(http, round_id)
    some_round = next(iter(played))
    assert (await judged(module_database_url, some_round))[1]["verdict"] == "secret"

    rotated = (await socket.ask("seeds.rotate"))["payload"]

    assert rotated["revealed"]["server_seed_hash"] == committed["server_seed_hash"]
    assert rotated["revealed"]["last_nonce"] == len(played)
    for nonce, (round_id, rules) in enumerate(played.items(), 1):
        shown = await proof(http, round_id)
        assert hashed(shown["server_seed"]) == shown["server_seed_hash"] == committed["server_seed_hash"]
        assert (shown["client_seed"], shown["nonce"]) == (committed["client_seed"], nonce)
        assert user.id not in json.dumps(shown)
        noted = ("--commitment", committed["server_seed_hash"])
        status, said = await verified(tmp_path, shown, rules, *noted)
        assert (status, said.partition(":")[0]) == (0, "proven")
        status, said = await verified(tmp_path, shown, rules)
        assert (status, said.partition(":")[0]) == (3, "consistent")
        status, verdict = await judged(module_database_url, round_id, *noted)
        assert (status, verdict["verdict"]) == (0, "proven")
        status, verdict = await judged(module_database_url, round_id)
        assert (status, verdict["verdict"]) == (3, "consistent")
    shown = await proof(http, some_round)
    status, said = await verified(tmp_path, shown | {"payout": shown["payout"] + 1}, None)
    assert status == 1
    assert said.startswith("refuted: payout")


async def test_rotation_goes_on_with_the_seed_that_was_promised(
    http: httpx.AsyncClient, socket: Socket, user: User
) -> None:
    before = await seeds(http, user)
    await socket.play()

    answer = await http.post(ROTATE, json={"client_seed": "my own words"}, headers=user.bearer)

    told = answer.json()
    assert hashed(told["revealed"]["server_seed"]) == before["server_seed_hash"]
    now = await seeds(http, user)
    assert now == {
        "server_seed_hash": before["next_server_seed_hash"],
        "next_server_seed_hash": told["next_server_seed_hash"],
        "client_seed": "my own words",
        "nonce": 0,
    }
    shown = await proof(http, (await socket.play())["payload"]["round_id"])
    assert (shown["nonce"], shown["client_seed"]) == (1, "my own words")
    assert shown["server_seed_hash"] == before["next_server_seed_hash"]


async def test_a_repeated_rotation_reveals_once(http: httpx.AsyncClient, socket: Socket, user: User) -> None:
    command_id = new_id()
    first = await socket.ask("seeds.rotate", {"client_seed": "a"}, command_id)
    again = await http.post(ROTATE, json={"client_seed": "a"}, headers=user.bearer | {"Idempotency-Key": command_id})

    assert again.json() == first["payload"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (await seeds(http, user))["server_seed_hash"] == first["payload"]["server_seed_hash"]


@pytest.mark.parametrize("client_seed", ["", "x" * 65, "é", "line\n", None, 1])
async def test_a_bad_client_seed_changes_nothing(
    http: httpx.AsyncClient, socket: Socket, user: User, client_seed: Any
) -> None:
    before = await seeds(http, user)
    reply = await socket.ask("seeds.rotate", {"client_seed": client_seed})

    if client_seed is None:
        follows = hashlib.sha256(f"{before['next_server_seed_hash']}:{reply['re']}".encode()).hexdigest()
        assert reply["payload"]["client_seed"] == follows[:16]
        return
    assert reply["error"]["code"] == ("bad_request" if client_seed == "line\n" else "invalid_payload")
    assert await seeds(http, user) == before


async def test_seeds_outlive_the_memory_of_the_host(cluster: Cluster, http: httpx.AsyncClient, user: User) -> None:
    async with joined(cluster, user) as socket:
        round_id = (await socket.play())["payload"]["round_id"]
        await socket.ask("seeds.rotate", {"client_seed": "kept"})
    before = await seeds(http, user)
    (host,) = cluster.hosts
    shards = list(host.host.shards())
    await host.release(shards)
    await host.adopt(shards)

    assert await seeds(http, user) == before
    assert hashed((await proof(http, round_id))["server_seed"]) == (await proof(http, round_id))["server_seed_hash"]


async def test_the_command_tells_people_and_finds_nothing_where_nothing_is(
    http: httpx.AsyncClient, socket: Socket, module_database_url: str
) -> None:
    round_id = (await socket.play())["payload"]["round_id"]
    command = ["verify-round", round_id, "--database-url", module_database_url]
    done = await asyncio.to_thread(CliRunner().invoke, app, command)
    assert done.exit_code == 2
    assert "secret: its server seed is not revealed yet" in done.stdout
    await socket.ask("seeds.rotate")
    done = await asyncio.to_thread(CliRunner().invoke, app, command)
    assert (done.exit_code, "consistent: " in done.stdout) == (3, True)
    unknown = ["verify-round", "ab" * 16, "--database-url", module_database_url]
    done = await asyncio.to_thread(CliRunner().invoke, app, unknown)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no round" in done.stderr


async def test_what_was_played_and_revealed_here_verifies(socket: Socket, module_database_url: str) -> None:
    await socket.play()
    assert (await socket.ask("seeds.rotate"))["ok"]
    report = await verify(module_database_url)
    assert [check.name for check in report.checks if not check.holds] == []
    assert report.rows["revealed_seed"] > 0


async def test_a_host_counts_every_durable_round_once_and_scores_its_return(cluster: Cluster, socket: Socket) -> None:
    (host,) = cluster.hosts

    def counted(name: str, **labels: str) -> float:
        return host.registry.get_sample_value(name, {"game": "rps"} | labels) or 0

    before = counted("game_rounds_total"), counted("gold_wagered_total")
    reply = await socket.play(bet=100, command_id="counted-once")
    await socket.play(bet=100, command_id="counted-once")
    await socket.play(bet=10)
    assert reply["ok"]
    assert (counted("game_rounds_total"), counted("gold_wagered_total")) == (before[0] + 1, before[1] + 100)
    assert counted("rtp_rounds_total", definition="standard", version="1") == counted("game_rounds_total")
    assert counted("rtp_expected_gold_total", definition="standard", version="1") > 0
    assert abs(counted("rtp_zscore", definition="standard", version="1")) < 4
    assert counted("rtp_alarm", definition="standard", version="1") == 0
