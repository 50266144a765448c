"""Servers of wallets (`kind.py`): `python -m benchmarks.wallet.servers serve POSTGRES_URL`.

They are a host and a gateway as any platform has them, each a process of its own on a database of its own, without
Ray, a director and Valkey, none of which is on a command's way. `serve` starts both, says `Serving` on stdout, and when
its stdin is closed says `Stored` and ends them. `host URL FOLDER` and `gateway URL FOLDER` are the two, and say
`Started`.
"""

import asyncio
import contextlib
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import asyncpg
import uvloop
from msgspec import Struct, json

from actors.runtime.clock import SystemClock
from actors.runtime.config import HostConfig
from benchmarks.ground.scratch import scratch_database
from benchmarks.wallet.kind import WalletUpdate, wallet_kind
from cluster.processes.garbage_collection import freeze_long_lived_objects
from cluster.processes.gateway import GatewayProcess
from cluster.processes.host import HostProcess
from cluster.processes.logging import configure_logging
from cluster.processes.specs import GatewaySpec, HostSpec
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits
from gateway.realtime.wire.incoming import PLAYER_COMMANDS
from persistence.entities.ownership import SHARD_COUNT

MODULE = "benchmarks.wallet.servers"
WALLETS_MAX = 256
LINK_TOKEN = b"a link of the wallets' benchmark"
SECRET = "a secret that signs tokens of the wallets' benchmark alone"
LEASE_TTL_MS = 5_000
READY_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0
UNLIMITED = 1_000_000
STORED = "SELECT (SELECT count(*) FROM command WHERE origin = 'user'), (SELECT count(*) FROM transfer)"
LIMITS = SocketLimits(
    commands_per_s=UNLIMITED,
    commands_burst=UNLIMITED,
    address_per_s=UNLIMITED,
    address_burst=UNLIMITED,
    unauthenticated_per_address_max=1_024,
)


class Started(Struct, frozen=True):
    """A server that has started; `url` is empty for a host."""

    url: str = ""


class Stored(Struct, frozen=True):
    """The rows of players' commands and of transfers that the servers have left."""

    commands: int
    transfers: int


class Serving(Struct, frozen=True):
    """The running servers: address, process ids, and access tokens of WALLETS_MAX players."""

    url: str
    host_pid: int
    gateway_pid: int
    tokens: list[str]


async def host(url: str, folder: str) -> None:
    """Serve every shard until SIGTERM."""
    spec = HostSpec("host-0", "wallets", url, folder, LINK_TOKEN, HostConfig(lease_ttl_ms=LEASE_TTL_MS))
    process = HostProcess(spec, {"user": wallet_kind()}, died=sys.exit)
    await process.start()
    await process.adopt(range(SHARD_COUNT))
    await _until_terminated(Started())
    await process.stop()


async def gateway(url: str, folder: str) -> None:
    """Serve sockets until SIGTERM; players may send `wallet.update` here."""
    PLAYER_COMMANDS[WalletUpdate.TYPE] = (json.Decoder(WalletUpdate), True)
    config = GatewayConfig(jwt_secret=SECRET)
    spec = GatewaySpec("gateway-0", "127.0.0.1", 0, url, LINK_TOKEN, LEASE_TTL_MS, config, LIMITS, drain_s=0)
    process = GatewayProcess(spec, died=sys.exit)
    await process.start()
    await process.wait_until_ready(READY_TIMEOUT_S)
    await _until_terminated(Started(process.url))
    await process.stop()


def serve(postgres_url: str) -> None:
    """Start both on a database of their own; when stdin is closed, end them and say what is stored there."""
    tokens = AccessTokens(GatewayConfig(jwt_secret=SECRET), SystemClock())
    with (
        scratch_database(postgres_url) as url,
        tempfile.TemporaryDirectory(prefix="pb-", ignore_cleanup_errors=True) as folder,
        _server("host", url, folder) as (host_pid, _),
        _server("gateway", url, folder) as (gateway_pid, started),
    ):
        players = [tokens.issue(f"wallet{n}", "PLAYER", f"wallet{n}") for n in range(WALLETS_MAX)]
        _say(Serving(started.url, host_pid, gateway_pid, players))
        sys.stdin.read()
        _say(asyncio.run(_stored(url)))


async def _stored(url: str) -> Stored:
    connection = await asyncpg.connect(url)
    try:
        return Stored(*await connection.fetchrow(STORED))
    finally:
        await connection.close()


async def _until_terminated(started: Started) -> None:
    terminated = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, terminated.set)
    freeze_long_lived_objects()
    _say(started)
    await terminated.wait()


@contextlib.contextmanager
def _server(name: str, url: str, folder: str) -> Iterator[tuple[int, Started]]:
    """Yield (process id, its word) of a server that has started. Raises RuntimeError: it ended."""
    command = [sys.executable, "-m", MODULE, name, url, folder]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the {name} of the wallets did not start")
        yield process.pid, json.decode(line, type=Started)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_TIMEOUT_S)
        process.kill()
        process.wait()


def _say(word: Struct) -> None:
    sys.stdout.buffer.write(json.encode(word) + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Run what the arguments name."""
    configure_logging("error", process=MODULE, stream=sys.stderr)
    match sys.argv[1:]:
        case ["serve", url]:
            serve(url)
        case ["host", url, folder]:
            uvloop.run(host(url, folder))
        case ["gateway", url, folder]:
            uvloop.run(gateway(url, folder))
        case arguments:
            sys.exit(f"{MODULE}: {arguments} is none of serve, host, gateway")


if __name__ == "__main__":
    main()
