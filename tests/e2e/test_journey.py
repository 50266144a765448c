"""The whole journey of step 1, against `pitboss dev` with a real client and real stores."""

import asyncio
import signal
import subprocess
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import websockets
from msgspec import json

from tests.e2e.platform import PITBOSS, Platform, Site, platform, start_platform
from tests.faults.until import until
from tests.patient import patient_client

PASSWORD = "correct horse battery staple"
RAY_CORE = 2
"""The server and the scheduler of its one node."""
START_S_MAX = 60.0
ABSENCES_MAX = 3
"""A host that stalls on a busy machine loses its shards, and with them the streams: then the player leaves again."""
FIRST_CHILD, ACTORS_START = "", "Ray, and an actor runs"
"""Moments of a start that no line tells of."""
ULID = "01KB0000000000000000000001"

pytestmark = [pytest.mark.timeout(420)]


class Client:
    """A player with one socket, as plain as can be."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token
        self.epoch = ""
        self.seq = 0
        self.pushes: list[dict[str, Any]] = []

    @property
    def host(self) -> str:
        """The incarnation of the host that the stream of pushes comes from."""
        return self.epoch.partition("-")[0]

    async def connect(self, *, resume: bool = False) -> dict[str, Any]:
        self.socket = await websockets.connect(self.url, subprotocols=["pitboss.v1.json"], compression=None)
        payload: dict[str, Any] = {"token": self.token}
        if resume:
            payload["resume"] = {"epoch": self.epoch, "seq": self.seq}
        await self._send({"id": "c", "type": "connect", "payload": payload})
        hello = await self.receive()
        assert hello["type"] == "hello", hello
        self.epoch = hello["payload"]["epoch"]
        if not hello["payload"]["recovered"]:
            self.state = await self.receive()
            self.seq = self.state["seq"]
        return hello["payload"]

    async def receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.decode(await asyncio.wait_for(self.socket.recv(), 60))
        if "prev" in message:
            assert message["prev"] == self.seq
            self.seq = message["seq"]
            self.pushes.append(message)
        return message

    async def play(self, command_id: str, bet: int = 100) -> dict[str, Any]:
        await self._send({"id": command_id, "type": "rps.play", "payload": {"bet": bet, "choice": "rock"}})
        while (message := await self.receive()).get("re") != command_id:
            pass
        return message

    async def _send(self, message: dict[str, Any]) -> None:
        await self.socket.send(json.encode(message).decode())


async def sign_up(url: str, name: str) -> str:
    async with patient_client(base_url=url) as http:
        answer = await http.post("/api/auth/signup", json={"username": name, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["access_token"]
        return token


async def log_in(url: str, name: str) -> str:
    async with patient_client(base_url=url) as http:
        answer = await http.post("/api/auth/login", json={"username": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token


async def play_drop_and_come_back(url: str, socket_url: str) -> dict[str, Any]:
    client = Client(socket_url, await sign_up(url, "kim"))
    await client.connect()
    assert client.state["payload"]["profile"]["gold"] == 10_000
    first = await client.play(ULID)
    assert first["ok"]
    assert [push["type"] for push in client.pushes] == ["profile_update", "stats_update"]
    assert first["seq"] == client.pushes[-1]["seq"]
    assert client.pushes[0]["payload"]["gold"] == first["payload"]["gold"]
    await client.socket.close()
    for absence in range(ABSENCES_MAX):
        gold = await play_without_socket(url, client.token, f"while-away-{absence}")
        host_before = client.host
        hello = await client.connect(resume=True)
        if hello["recovered"] or client.host == host_before:
            break
        assert client.state["payload"]["profile"]["gold"] == gold, "a shard that moved shows it all"
        await client.socket.close()
    assert (hello["recovered"], hello["replayed"]) == (True, 2), (hello, client.state)
    assert [(await client.receive())["type"] for _ in range(2)] == ["profile_update", "stats_update"]
    assert client.pushes[-2]["payload"]["gold"] == gold
    again = await client.play(ULID)
    assert again["dup"]
    assert again["payload"] == first["payload"]
    await client.socket.close()
    return first["payload"] | {"gold_now": gold, "games_played": absence + 2}


async def play_without_socket(url: str, token: str, key: str) -> int:
    """Play a round over HTTP; return the gold afterwards."""
    async with patient_client(base_url=url, headers={"Authorization": f"Bearer {token}"}) as http:
        answer = await http.post(
            "/api/games/rps/play", json={"bet": 100, "choice": "paper"}, headers={"Idempotency-Key": key}
        )
        assert answer.status_code == 200, answer.text
        gold: int = answer.json()["gold"]
        return gold


async def come_back_after_the_restart(url: str, socket_url: str, before: dict[str, Any]) -> None:
    client = Client(socket_url, await log_in(url, "kim"))
    await client.connect()
    assert client.state["payload"]["profile"]["gold"] == before["gold_now"]
    assert client.state["payload"]["stats"]["games_played"] == before["games_played"]
    again = await client.play(ULID)
    assert again["dup"]
    assert again["payload"]["round_id"] == before["round_id"]
    fresh = await client.play("01KB0000000000000000000002")
    assert fresh["ok"]
    assert "dup" not in fresh
    await client.socket.close()


def test_a_player_signs_up_plays_drops_comes_back_and_everything_is_there_after_a_restart(site: Site) -> None:
    with platform(site, "--hosts", "2") as first:
        before = asyncio.run(play_drop_and_come_back(first.url, first.socket_url))
        check_status(first.status())
        check_ray(first)
        inspected = first.command("inspect", "user/kim", "--json")
        assert json.decode(inspected.stdout)["state"]["profile"]["gold"] == before["gold_now"]
        for unknown, says in {"foo/bar": "no entities of kind 'foo'", "crash/nope": "no entity crash/nope"}.items():
            refused = first.command("inspect", unknown)
            assert (refused.returncode, says in refused.stderr) == (1, True), refused.stderr
        second_start = subprocess.run(
            [PITBOSS, "dev", "--port", "0", "--data-dir", str(site.data_dir)],
            capture_output=True,
            text=True,
            timeout=120,
            env=site.environment(),
        )
        assert second_start.returncode == 1
        assert "already running" in second_start.stderr
        verified = first.command("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        descendants = first.descendants()
        assert first.stop(signal.SIGINT) == 0, "\n".join(first.lines)
        assert_all_gone(descendants)

    with platform(site, PITBOSS_BIND_HOST="::1") as second:
        assert second.url.startswith("http://[::1]:")
        asyncio.run(come_back_after_the_restart(second.url, second.socket_url, before))
        descendants = second.descendants()
        assert second.stop(signal.SIGTERM) == 0, "\n".join(second.lines)
        assert_all_gone(descendants)


def check_status(status: dict[str, Any]) -> None:
    assert status["homeless_shards"] == 0
    assert [host["name"] for host in status["hosts"]] == ["host-0", "host-1"]
    assert sum(host["shards"] for host in status["hosts"]) == 1024
    assert all(psutil.pid_exists(process["pid"]) for process in [*status["hosts"], *status["gateways"]])
    assert status["postgres_url"].startswith("postgresql://")
    assert [relay["name"] for relay in status["relays"]] == ["relay-0"]
    assert status["kafka_url"].startswith("127.0.0.1:")


def check_ray(running: Platform) -> None:
    """Its token is the owner's alone and is asked for, and the dashboard answers on the loopback interface only."""
    token, dashboard = running.data_dir / "ray.token", str(running.status()["dashboard_url"])
    assert token.stat().st_mode & 0o077 == 0
    assert [process.environ()["RAY_AUTH_MODE"] for process in ray_processes(running)] == ["token"] * RAY_CORE
    asked = f"{dashboard}/api/jobs/"
    assert [httpx.get(asked, headers=headers, timeout=60).status_code for headers in bearers(token)] == [401, 403, 200]
    port = httpx.URL(dashboard).port
    listening = [
        listener.laddr.ip
        for process in running.descendants()
        for listener in process.net_connections("tcp")
        if listener.status == psutil.CONN_LISTEN and listener.laddr.port == port
    ]
    assert set(listening) == {"127.0.0.1"}


def bearers(token: Path) -> list[dict[str, str]]:
    """Headers without a token, with a wrong one and with the right one."""
    given = [f"Bearer {text}" for text in ("x" * 64, token.read_text().strip())]
    return [{}, *({"Authorization": bearer} for bearer in given)]


def ray_processes(running: Platform) -> list[psutil.Process]:
    """The server and the scheduler of the Ray node."""
    return [process for process in running.descendants() if process.name() in ("gcs_server", "raylet")]


def assert_all_gone(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=30)
    assert not alive


def test_a_signal_during_the_start_stops_what_has_started(site: Site) -> None:
    process = subprocess.Popen(
        [PITBOSS, "dev", "--port", "0", "--data-dir", str(site.data_dir)],
        stdout=subprocess.PIPE,
        text=True,
        env=site.environment(),
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Valkey" in line:
            break
    descendants = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert_all_gone(descendants)


def wait_until(process: "subprocess.Popen[str]", moment: str) -> None:
    """Return at a moment of the start: a line of the output, or one at which some process runs."""
    assert process.stdout is not None
    line = moment.partition(",")[0]
    while line and line not in process.stdout.readline():
        pass
    if moment == FIRST_CHILD:
        asyncio.run(until(lambda: bool(psutil.Process(process.pid).children()), START_S_MAX))
    elif moment == ACTORS_START:
        asyncio.run(until(lambda: any(map(is_actor, descendants_of(process))), START_S_MAX))


def descendants_of(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def is_actor(process: psutil.Process) -> bool:
    try:
        return process.name().startswith("ray::")
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (FIRST_CHILD, signal.SIGKILL),
        ("account admin", signal.SIGKILL),
        (ACTORS_START, signal.SIGKILL),
        (ACTORS_START, signal.SIGHUP),
    ],
)
def test_a_start_that_is_killed_half_way_leaves_no_process_and_no_folder(
    site: Site, moment: str, number: signal.Signals
) -> None:
    process = subprocess.Popen(
        [PITBOSS, "dev", "--port", "0", "--data-dir", str(site.data_dir)],
        stdout=subprocess.PIPE,
        text=True,
        env=site.environment(),
    )
    wait_until(process, moment)
    descendants = descendants_of(process)
    process.send_signal(number)
    process.communicate(timeout=120)
    assert_all_gone(descendants)
    assert [other for other in psutil.process_iter(["cmdline"]) if str(site.temporary) in str(other.info)] == []
    assert not list(site.temporary.iterdir())


def test_a_killed_platform_leaves_no_process_and_no_file_and_its_data_serve_the_next_one(site: Site) -> None:
    first = start_platform(site)
    asyncio.run(sign_up(first.url, "lee"))
    descendants = first.descendants()
    first.process.kill()
    _, alive = psutil.wait_procs(descendants, timeout=60)
    first.process.communicate()
    assert not alive
    assert not list(site.temporary.iterdir())
    with platform(site) as second:
        asyncio.run(log_in(second.url, "lee"))
