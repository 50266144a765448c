"""An embedded broker for the event stream: Tansu, which speaks the protocol of Kafka. Loopback only, all in memory.

For development and tests: it starts empty each time, asks nobody for a password, and knows no idempotent producers,
transactions or retention.
"""

from pathlib import Path

from cluster.embedded.binaries import find_broker
from cluster.embedded.launch import LOOPBACK, SupervisedServer, start_on_a_free_port

READY_TIMEOUT_S = 10.0
READY = "ready in "
"""It says so once it listens; whoever else has its port does not."""


class EmbeddedBroker:
    """One broker whose log lies in `data_dir`."""

    def __init__(self, data_dir: Path, *, port: int | None = None) -> None:
        """`port`: a TCP port of 127.0.0.1; a free one is chosen if None."""
        self._data_dir = data_dir
        self._wanted_port = port
        self._server: SupervisedServer | None = None

    def start(self) -> str:
        """Start the broker and return its address, `127.0.0.1:PORT`, once it listens.

        A broker of this object that runs already is replaced: it may have been killed.

        Raises NoBinaries, StartFailed.
        """
        self.stop()
        self._data_dir.mkdir(parents=True, exist_ok=True)
        program = find_broker()
        self._server, port = start_on_a_free_port(self._wanted_port, lambda chosen: self._start_on(chosen, program))
        return f"{LOOPBACK}:{port}"

    def stop(self) -> None:
        """Stop the broker; harmless when it does not run."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _start_on(self, port: int, program: str) -> SupervisedServer:
        url = f"tcp://{LOOPBACK}:{port}"
        options = ["--listener-url", url, "--advertised-listener-url", url, "--storage-engine", "memory://tansu/"]
        log = self._data_dir / "broker.log"
        server = SupervisedServer([program, "broker", *options], log=log, stop_signals="SIGTERM,SIGKILL")
        server.wait_until(lambda: READY in server.log_tail(), READY_TIMEOUT_S)
        return server
