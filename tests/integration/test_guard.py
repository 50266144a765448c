"""The guard of `pitboss dev`: whenever and however its parent ends, no process and no folder is left."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cluster.dev.ray_side import FOLDER_PREFIX, GUARD

ENDED_WITHIN_S = 20
"""A guard against a process that stays."""
PARENT = """
import os, signal, subprocess, sys

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a run in the background may ignore it
within, command, *guard = sys.argv[1:]
options = ["--parent", str(os.getpid()), "--within", within, "--prefix", "{prefix}"]
child = subprocess.Popen(
    [*guard, *options, "--", sys.executable, "-c", command],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
)
print(child.pid, flush=True)
for line in child.stdout:
    print(line, end="", flush=True)
print("status", child.wait(), flush=True)
sys.stdin.readline()
""".replace("{prefix}", FOLDER_PREFIX)
FAMILY = """
import os, signal, subprocess, sys, tempfile
STAY = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.write(1, b'%d\\\\n' % os.getpid())" \\
    "; signal.pause()"
ORPHAN = "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import os;' + sys.argv[1]]," \\
    " start_new_session=True)"
assert tempfile.gettempdir() == sys.argv[1] + "/tmp"
for new in (False, True):
    subprocess.Popen([sys.executable, "-c", "import os;" + STAY], start_new_session=new)
subprocess.run([sys.executable, "-c", ORPHAN, STAY], check=True)
os.write(1, b"started\\n")
"""
"""A child, one in another session, and a grandchild whose parent has gone; none of them heeds SIGTERM.

They share a pipe, so each line is one write: `print` makes two of it under PYTHONUNBUFFERED.
"""
WAITS = FAMILY + "sys.stdin.readline()\nprint('stopped', flush=True)\n"
ENDS = FAMILY + "sys.exit(7)\n"
BUSY = FAMILY + "signal.pause()\n"


class Family:
    """A parent, its guard, and what the guard runs; `within` is where the folder is made."""

    def __init__(self, within: Path, command: str) -> None:
        self.within = within
        self.process = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(within), command, *GUARD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.guard = psutil.Process(int(self.line()))
        self.members: list[psutil.Process] = [self.guard]

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def wait_for_all(self) -> None:
        """Return when every member runs."""
        said = {self.line() for _ in range(4)}
        assert "started" in said
        self.members += self.guard.children(recursive=True)
        assert len(self.members) >= 4
        assert len([*self.within.glob(f"{FOLDER_PREFIX}*")]) == 1

    def assert_nothing_is_left(self) -> None:
        _, left = psutil.wait_procs(self.members, timeout=ENDED_WITHIN_S)
        assert left == []
        assert [*self.within.iterdir()] == []


@pytest.fixture
def family(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Family]:
    made = Family(tmp_path, request.param)
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
@pytest.mark.parametrize("family", [WAITS, BUSY], indirect=True, ids=["waits", "busy"])
def test_everything_ends_with_the_parent_whatever_it_does_at_that_moment(family: Family, number: signal.Signals):
    family.wait_for_all()
    family.process.send_signal(number)
    family.assert_nothing_is_left()


@pytest.mark.parametrize("family", [WAITS], indirect=True, ids=["waits"])
def test_a_parent_that_is_killed_as_soon_as_the_guard_exists_leaves_nothing(family: Family):
    family.process.kill()
    family.assert_nothing_is_left()


@pytest.mark.parametrize("family", [ENDS], indirect=True, ids=["ends"])
def test_what_a_command_leaves_behind_is_ended_and_its_status_told(family: Family):
    said = iter(family.line, "status 7")
    assert "started" in [*said]
    family.assert_nothing_is_left()


@pytest.mark.parametrize("family", [BUSY], indirect=True, ids=["busy"])
def test_a_guard_that_is_told_to_stop_kills_everything(family: Family):
    family.wait_for_all()
    family.guard.terminate()
    family.assert_nothing_is_left()
    assert family.process.poll() is None


def test_a_guard_whose_parent_is_another_makes_nothing(tmp_path: Path):
    options = ["--parent", "1", "--within", str(tmp_path), "--prefix", FOLDER_PREFIX]
    done = subprocess.run([*GUARD, *options, "--", "/bin/false"], check=False)
    assert done.returncode == 1
    assert [*tmp_path.iterdir()] == []
