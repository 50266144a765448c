"""The embedded Valkey server: private, in memory, and never outliving its owner."""

import os
import select
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from cluster.embedded.errors import StartFailed
from cluster.embedded.valkey import EmbeddedValkey

ENDS_WITHIN_S = 20
OWNER = """
import sys
from pathlib import Path
from cluster.embedded.valkey import EmbeddedValkey
server = EmbeddedValkey(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    valkey = EmbeddedValkey(tmp_path)
    yield valkey
    valkey.stop()


def test_it_keeps_values_in_memory_and_nothing_on_disk(tmp_path: Path, server: EmbeddedValkey):
    with redis.Redis.from_url(server.start()) as client:
        client.set("k", "v")
        assert client.get("k") == b"v"
    server.stop()
    with redis.Redis.from_url(server.start()) as client:
        assert client.get("k") is None
    assert not list(tmp_path.rglob("*.rdb"))
    assert not list(tmp_path.rglob("*.aof"))


def test_it_refuses_whoever_has_not_its_password(server: EmbeddedValkey):
    url = server.start()
    wrong = url.replace("redis://:", "redis://:x", 1)
    with redis.Redis.from_url(wrong) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_it_listens_on_loopback_only(server: EmbeddedValkey):
    with redis.Redis.from_url(server.start()) as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}


def test_its_password_is_in_no_argument_and_in_no_file_that_others_may_read(tmp_path: Path, server: EmbeddedValkey):
    server.start()
    password = (tmp_path / "valkey.password").read_text().strip()
    assert password not in Path(f"/proc/{server.pid}/cmdline").read_text()
    for name in ("valkey.password", "valkey.conf"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_port_that_is_taken_fails_with_the_log(tmp_path: Path, server: EmbeddedValkey):
    port = int(server.start().rpartition(":")[2].partition("/")[0])
    other = EmbeddedValkey(tmp_path / "other", port=port)
    with pytest.raises(StartFailed, match="Address already in use"):
        other.start()


def test_it_ends_with_the_process_that_started_it_even_if_that_is_killed(tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        watch = os.pidfd_open(int(owner.stdout.readline()))
        owner.kill()
    poll = select.poll()
    poll.register(watch, select.POLLIN)
    ended = poll.poll(ENDS_WITHIN_S * 1000)
    os.close(watch)
    assert ended, f"still runs after {ENDS_WITHIN_S} s"
