"""An embedded Valkey (or Redis) server: loopback only, a random password, nothing on disk.

Its data may be lost (counters, presence, caches), so it starts empty each time.
"""

import os
import socket
from pathlib import Path

from cluster.embedded.binaries import find_valkey
from cluster.embedded.launch import LOOPBACK, SupervisedServer, kept_password, start_on_a_free_port

READY_TIMEOUT_S = 10.0
PROBE_TIMEOUT_S = 1.0
MEMORY_MIB_MAX = 256


class EmbeddedValkey:
    """One server whose log, password and settings lie in `data_dir`."""

    def __init__(self, data_dir: Path, *, port: int | None = None) -> None:
        """`port`: a TCP port of 127.0.0.1; a free one is chosen if None."""
        self._data_dir = data_dir
        self._wanted_port = port
        self._server: SupervisedServer | None = None

    def start(self) -> str:
        """Start the server and return its URL, `redis://:PASSWORD@127.0.0.1:PORT/0`, once it answers.

        A server of this object that runs already is replaced: it may have been killed.

        Raises NoBinaries, StartFailed.
        """
        self.stop()
        self._data_dir.mkdir(parents=True, exist_ok=True)
        program = find_valkey()
        password = kept_password(self._data_dir / "valkey.password")
        self._server, port = start_on_a_free_port(
            self._wanted_port, lambda chosen: self._start_on(chosen, program, password)
        )
        return f"redis://:{password}@{LOOPBACK}:{port}/0"

    @property
    def pid(self) -> int:
        """The server's process id, while it runs."""
        return int((self._data_dir / "valkey.pid").read_text())

    def stop(self) -> None:
        """Stop the server; harmless when it does not run."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _start_on(self, port: int, program: str, password: str) -> SupervisedServer:
        settings = self._write_settings(port, password)
        log = self._data_dir / "valkey.log"
        server = SupervisedServer([program, str(settings)], log=log, stop_signals="SIGTERM,SIGKILL")
        server.wait_until(lambda: _answers(port, password), READY_TIMEOUT_S)
        return server

    def _write_settings(self, port: int, password: str) -> Path:
        """Write the settings file; a file, because arguments would show the password to all users of the machine."""
        lines = (
            f"bind {LOOPBACK}",
            f"port {port}",
            f"requirepass {password}",
            f'dir "{self._data_dir.resolve()}"',
            f'pidfile "{self._data_dir.resolve() / "valkey.pid"}"',
            'save ""',
            "appendonly no",
            f"maxmemory {MEMORY_MIB_MAX}mb",
            "maxmemory-policy allkeys-lru",
        )
        path = self._data_dir / "valkey.conf"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write("\n".join(lines) + "\n")
        return path


def _answers(port: int, password: str) -> bool:
    """Return True if the server takes the password and answers a ping (inline commands of the RESP protocol)."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=PROBE_TIMEOUT_S) as probe:
            probe.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            with probe.makefile("rb") as answers:
                return (answers.readline(), answers.readline()) == (b"+OK\r\n", b"+PONG\r\n")
    except OSError:
        return False
