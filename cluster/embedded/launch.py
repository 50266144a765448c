"""Starts a server under a supervisor, waits until it is ready, and stops it.

The server runs in a session of its own, so that Ctrl-C in a terminal stops this process first and the servers last.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from cluster.embedded.account import Account
from cluster.embedded.errors import StartFailed

LOOPBACK = "127.0.0.1"
SERVER_ENVIRONMENT: Mapping[str, str] = {"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
POLL_S = 0.02
STOP_TIMEOUT_S = 20.0
LOG_LINES_SHOWN = 15
START_ATTEMPTS = 3
PORT_TAKEN = ("Address already in use", "AddrInUse")
"""Words of a log that say so, of one server and the other."""


class Clock(Protocol):
    """Seconds that never go back."""

    def __call__(self) -> float: ...


class SupervisedServer:
    """A running server, and the leash that it hangs on."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        stop_signals: str,
        account: Account | None = None,
        remove_when_ended: Path | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        """Start `command`. `stop_signals` is a comma-separated list, tried in this order: `SIGINT,SIGKILL`."""
        self._log = log
        self._clock = clock
        options = ["--parent", str(os.getpid()), "--stop-signals", stop_signals]
        if account is not None:
            options += ["--uid", str(account.uid), "--gid", str(account.gid)]
        if remove_when_ended is not None:
            options += ["--remove", str(remove_when_ended)]
        with log.open("ab") as output:
            self._log_start = output.tell()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cluster.embedded.supervise", *options, "--", *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=SERVER_ENVIRONMENT,
            )

    def wait_until(self, ready: Callable[[], bool], timeout_s: float) -> None:
        """Return once `ready()` holds. Stop the server and raise StartFailed if it ends before or needs longer."""
        deadline = self._clock() + timeout_s
        while not ready():
            if self._ended_within(POLL_S):
                problem = f"ended with status {self._process.returncode}"
            elif self._clock() > deadline:
                problem = f"was not ready within {timeout_s:.0f} s"
            else:
                continue
            self.stop()
            raise StartFailed(f"the server {problem}; {self._log} ends with:\n{self.log_tail()}")

    def log_tail(self) -> str:
        """Return the last lines that the server has logged since this start."""
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-LOG_LINES_SHOWN:])

    def stop(self) -> None:
        """Cut the leash and wait until the server has gone. Harmless when repeated."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if not self._ended_within(STOP_TIMEOUT_S):
            self._process.kill()
            self._process.wait()

    def _ended_within(self, timeout_s: float) -> bool:
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True


def start_on_a_free_port(port: int | None, start: Callable[[int], SupervisedServer]) -> tuple[SupervisedServer, int]:
    """Call `start` with `port`, or, if None, with free ports: another process may take one before the server does."""
    attempts = 1 if port is not None else START_ATTEMPTS
    while True:
        chosen = free_port() if port is None else port
        attempts -= 1
        try:
            return start(chosen), chosen
        except StartFailed as failure:
            if attempts == 0 or not any(words in str(failure) for words in PORT_TAKEN):
                raise


def free_port() -> int:
    """Return a TCP port of the loopback interface that no process listens on at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def kept_password(file: Path) -> str:
    """Return the password in `file`, which is made, readable by its owner only, if it does not exist."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        password = secrets.token_urlsafe(24)
        handle.write(password + "\n")
    return password
