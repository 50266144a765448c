"""An embedded PostgreSQL server: durable data, loopback only, a random password.

The data folder holds:
- `postgres/`            the cluster, owned by the account that runs the server; or, if that account cannot enter the
- `postgres.location`    folder, the path of a folder that it can enter and that holds the cluster
- `postgres.password`    of the role `pitboss`, readable by its owner only
- `postgres.log`         the log of the server
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from cluster.embedded.account import Account, reachable_folder, unprivileged_account
from cluster.embedded.binaries import PostgresBinaries, find_postgres
from cluster.embedded.errors import DataMissing, StartFailed, StillRunning
from cluster.embedded.launch import (
    LOOPBACK,
    SERVER_ENVIRONMENT,
    SupervisedServer,
    kept_password,
    start_on_a_free_port,
)
from cluster.embedded.occupants import wait_until_left
from cluster.embedded.supervise import dying_with_parent

ROLE = "pitboss"
DATABASE = "pitboss"
CONNECTIONS_MAX = 200
SHARED_BUFFERS_MIB = 128
READY_TIMEOUT_S = 30.0
PREVIOUS_SERVER_TIMEOUT_S = 10.0
"""A server whose owner died may still be writing its last checkpoint."""
POSTMASTER_PID_LINE_STATUS = 7
"""Index of the line of `postmaster.pid` in which the server says `ready`; pg_ctl waits for the same."""


class EmbeddedPostgres:
    """One cluster and, between `start` and `stop`, its server."""

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        binaries: PostgresBinaries | None = None,
        durable: bool = True,
        previous_server_timeout_s: float = PREVIOUS_SERVER_TIMEOUT_S,
    ) -> None:
        """Describe a server; nothing happens yet.

        Args:
            data_dir: made if it does not exist.
            port: a TCP port of 127.0.0.1; a free one is chosen if None.
            binaries: the programs to use; the best installed ones if None.
            durable: False for a cluster of a test run: no fsync, and it is deleted when the server ends.
            previous_server_timeout_s: how long a server that still runs on the cluster may take to end.
        """
        self._data_dir = data_dir.resolve()
        self._wanted_port = port
        self._wanted_binaries = binaries
        self._durable = durable
        self._previous_server_timeout_s = previous_server_timeout_s
        self._location_file = self._data_dir / "postgres.location"
        self._account = unprivileged_account()
        self._server: SupervisedServer | None = None

    def start(self) -> str:
        """Make the cluster if there is none, start the server, return the URL of the schema's owner once it is ready.

        The URL is `postgresql://pitboss:PASSWORD@127.0.0.1:PORT/pitboss`. May be called before an event loop exists.

        Raises NoBinaries, StillRunning, DataMissing, StartFailed.
        """
        self._data_dir.mkdir(parents=True, exist_ok=True)
        password = kept_password(self._data_dir / "postgres.password")
        cluster = self._cluster()
        binaries = self._wanted_binaries or find_postgres(_major_of(cluster), self._account)
        if not cluster.exists():
            _create_cluster(cluster, binaries, password, self._account)
        self._remove_leftovers_of_a_crash(cluster)
        self.stop()  # the supervisor of a server that was killed while this object held it
        self._server, port = start_on_a_free_port(
            self._wanted_port, lambda chosen: self._start_on(chosen, binaries, cluster)
        )
        return f"postgresql://{ROLE}:{password}@{LOOPBACK}:{port}/{DATABASE}"

    @property
    def pid(self) -> int:
        """The postmaster's process id, while the server runs."""
        return int((self._cluster() / "postmaster.pid").read_text().split("\n", 1)[0])

    def stop(self) -> None:
        """Stop the server after a last checkpoint, at most some seconds; harmless when it does not run."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def destroy(self) -> None:
        """Stop the server and delete the cluster, wherever it lies, with its password and log."""
        self.stop()
        if self._location_file.exists():
            shutil.rmtree(self._location_file.read_text().strip(), ignore_errors=True)
        shutil.rmtree(self._data_dir / "postgres", ignore_errors=True)
        for name in ("postgres.location", "postgres.password", "postgres.log"):
            (self._data_dir / name).unlink(missing_ok=True)

    def _cluster(self) -> Path:
        if self._location_file.exists():
            home = Path(self._location_file.read_text().strip())
            if not home.is_dir():
                raise DataMissing(f"{self._location_file} names {home}, which is gone; --fresh begins anew")
            return home / "postgres"
        beside = self._data_dir / "postgres"
        if self._account is None or beside.exists() or self._account.can_enter(self._data_dir):
            return beside
        home = reachable_folder(self._account, "cluster-")
        self._location_file.write_text(f"{home}\n")
        return home / "postgres"

    def _remove_leftovers_of_a_crash(self, cluster: Path) -> None:
        left = wait_until_left(cluster, "postgres", self._previous_server_timeout_s)
        if left:
            raise StillRunning(f"PostgreSQL still runs on {cluster}: pid {', '.join(map(str, left))}")
        # The server refuses to start when the recorded pid was given to another process since.
        (cluster / "postmaster.pid").unlink(missing_ok=True)

    def _start_on(self, port: int, binaries: PostgresBinaries, cluster: Path) -> SupervisedServer:
        server = SupervisedServer(
            [binaries.postgres, "-D", str(cluster), *_settings(port, self._durable)],
            log=self._data_dir / "postgres.log",
            stop_signals="SIGINT,SIGQUIT,SIGKILL",
            account=self._account,
            remove_when_ended=None if self._durable else cluster,
        )
        server.wait_until(lambda: _is_ready(cluster), READY_TIMEOUT_S)
        return server


def _settings(port: int, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": LOOPBACK,
        "port": port,
        "unix_socket_directories": "",
        "max_connections": CONNECTIONS_MAX,
        "shared_buffers": f"{SHARED_BUFFERS_MIB}MB",
        "wal_level": "replica",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on",
        # Short, prepared statements only: compiling them never pays.
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
        "cluster_name": "pitboss",
    }
    return [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]


def _major_of(cluster: Path) -> int | None:
    version = cluster / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def _is_ready(cluster: Path) -> bool:
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > POSTMASTER_PID_LINE_STATUS and lines[POSTMASTER_PID_LINE_STATUS].strip() == "ready"


def _create_cluster(cluster: Path, binaries: PostgresBinaries, password: str, account: Account | None) -> None:
    """Make the cluster with its role and database, under another name until it is complete."""
    building = cluster.with_name("postgres.new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700)
    password_file = cluster.with_name("postgres.initdb-password")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if account is not None:
        account.give(building)
        account.give(password_file)
    _run([binaries.initdb, "-D", str(building), f"--pwfile={password_file}", *_INITDB_OPTIONS], account)
    password_file.unlink()
    _run([binaries.postgres, "--single", "-D", str(building), "postgres"], account, f"CREATE DATABASE {DATABASE};\n")
    building.rename(cluster)


_INITDB_OPTIONS = (f"--username={ROLE}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions")


def _run(command: list[str], account: Account | None, typed: str = "") -> None:
    done = subprocess.run(
        command,
        cwd="/",
        env=SERVER_ENVIRONMENT,
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        # After the change of user, which would have cleared the death signal.
        preexec_fn=dying_with_parent(signal.SIGKILL),
    )
    if done.returncode != 0:
        raise StartFailed(f"{os.path.basename(command[0])} ended with status {done.returncode}:\n{done.stdout}")
