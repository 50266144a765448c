"""Figures of wallets: one command that changes one balance, with one row of the ledger, beside the full round.

The servers are those of the platform's checkout (`benchmarks/wallet/servers.py`), on the platform's Postgres.
"""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator

import psutil
from msgspec import json

from benchmarks.figures.loops import Served, closed_loop
from benchmarks.ground.platform import Platform
from benchmarks.processes.load import LoadFailed
from benchmarks.reports.report import Workload
from benchmarks.wallet.servers import MODULE, Serving, Stored

WALLETS = {"wallet-1": 1, "wallet-64": 64, "wallet-256": 256}
"""Closed loops by name: how many sockets."""
STOP_TIMEOUT_S = 30.0


class Wallets:
    """Running servers of wallets."""

    def __init__(self, platform: Platform, serving: Serving) -> None:
        self._platform = platform
        self._serving = serving
        self.acknowledged = 0

    def play(self, name: str, seconds: float) -> Workload:
        """Return the workload `name`. Raises LoadFailed."""
        served = Served(
            self._serving.url, self._cpu_s, lambda: self._platform.used_s() + sum(self._own_cpu_s().values())
        )
        tokens = self._serving.tokens[: WALLETS[name]]
        workload, acknowledged = closed_loop(name, served, tokens, seconds, game="wallet")
        self.acknowledged += acknowledged
        return workload

    def _own_cpu_s(self) -> dict[str, float]:
        pids = {"gateways": self._serving.gateway_pid, "hosts": self._serving.host_pid}
        times = {kind: psutil.Process(pid).cpu_times() for kind, pid in pids.items()}
        return {kind: time.user + time.system for kind, time in times.items()}

    def _cpu_s(self) -> dict[str, float]:
        """Return what the servers have used; the platform's own host and gateway are idle, and are left out."""
        return {**self._platform.cpu_s(), **self._own_cpu_s()}


@contextlib.contextmanager
def running_wallets(platform: Platform) -> Iterator[Wallets]:
    """Yield servers of wallets, and check at the end that every update has its rows.

    Raises:
        LoadFailed: the checkout has no such servers, they do not start, or rows are missing.
    """
    command = platform.checkout.module(MODULE, "serve", platform.postgres_url)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                said.seek(0)
                raise LoadFailed(f"the servers of wallets did not start: {said.read().decode()[-1000:].strip()}")
            wallets = Wallets(platform, json.decode(line, type=Serving))
            yield wallets
            said_last, _ = process.communicate(timeout=STOP_TIMEOUT_S)
            check(json.decode(said_last, type=Stored), wallets.acknowledged)
        finally:
            process.terminate()
            process.communicate()


def check(stored: Stored, acknowledged: int) -> None:
    """Check the rows of updates. Raises LoadFailed: there are too few."""
    if min(stored.commands, stored.transfers) < acknowledged:
        raise LoadFailed(f"{acknowledged} updates acknowledged, and stored are {stored}")
