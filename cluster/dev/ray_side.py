"""The child process that runs Ray and the actors (`cluster.dev.ray_driver`), as its parent sees it."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import json

from cluster.dev.errors import DevError
from cluster.kept_secrets import kept_secret
from cluster.settings import child_environment

STOP_TIMEOUT_S = 13.0
FOLDER_PREFIX = "pitboss-"
GUARD = (sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py")))
"""Without site packages, so that it is there within a few hundredths of a second."""
LOG_FILE = "ray_driver.log"
TOKEN_FILE = "ray.token"
TOKEN_BYTES = 32
RAY_ENVIRONMENT = {
    "RAY_AUTH_MODE": "token",
    "RAY_DASHBOARD_STARTUP_TIMEOUT_S": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_worker_niceness": "0",  # by default Ray lets everything else go before its workers
    # As long as by default, but in short steps: the first attempt often comes too early.
    "RAY_raylet_client_connect_timeout_milliseconds": "20",
    "RAY_raylet_client_num_connect_attempts": "500",
}


class RaySide:
    """Ray and the actors, under a guard that starts at once. Their files lie in a folder that it makes `within`.

    The guard ends everything, and removes the folder, when this process ends in whatever way.
    `heard(phase, seconds)` is called for each part that is done.
    """

    def __init__(self, data_dir: Path, within: str, heard: Callable[[str, float], None]) -> None:
        self._log_file = data_dir / LOG_FILE
        self._heard = heard
        self.token_file = data_dir / TOKEN_FILE
        kept_secret(self.token_file, secrets.token_hex(TOKEN_BYTES))
        options = ["--parent", str(os.getpid()), "--within", within, "--prefix", FOLDER_PREFIX]
        with self._log_file.open("w") as log:
            self._process = subprocess.Popen(
                [*GUARD, *options, "--", sys.executable, "-m", "cluster.dev.ray_driver"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                env=child_environment(RAY_AUTH_TOKEN_PATH=str(self.token_file), **RAY_ENVIRONMENT),
            )

    @property
    def runs(self) -> bool:
        """True until the child has ended."""
        return self._process.poll() is None

    def order(self, **message: Any) -> None:
        """Give the child its next order. Raises DevError when it has ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.encode(message).decode() + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self.failure("Ray did not start") from None

    def wait_until_ready(self) -> dict[str, Any]:
        """Return what the child says when everything serves. Raises DevError when it fails."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.decode(line)
            if "ready" in message:
                ready: dict[str, Any] = message["ready"]
                return ready
            self._hear(message)
            if "error" in message:
                raise self.failure(message["error"])
        raise self.failure("Ray did not start")

    def stop(self, show: Callable[[str], None]) -> None:
        """Let the child stop everything in order; have the guard kill all that is left after STOP_TIMEOUT_S."""
        try:
            for line in self._process.communicate(timeout=STOP_TIMEOUT_S)[0].splitlines():
                self._hear(json.decode(line))
        except subprocess.TimeoutExpired:
            show("  the Ray side did not stop in time and was killed")
            self._process.terminate()
            self._process.wait()

    def failure(self, problem: str) -> DevError:
        """Return the error to raise: the problem, and where to read more."""
        return DevError(f"{problem}; see {self._log_file}")

    def _hear(self, message: dict[str, Any]) -> None:
        if "phase" in message:
            self._heard(message["phase"], message["seconds"])
