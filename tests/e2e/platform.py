"""A platform started as a person starts it: `pitboss dev` in a process of its own, which leaves nothing behind."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from msgspec import json

from cluster.embedded.postgres import EmbeddedPostgres
from cluster.settings import child_environment

PITBOSS = Path(sys.executable).parent / "pitboss"
READY_TIMEOUT_S = 150
STOP_TIMEOUT_S = 120
"""A guard against a stop that hangs; the parts of a stop have limits of their own, which a loaded machine reaches."""


@dataclass(frozen=True)
class Site:
    """Where platforms run, one after the other."""

    data_dir: Path
    temporary: Path

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of every command that runs here."""
        return child_environment(TMPDIR=str(self.temporary), **settings)


@contextmanager
def empty_site(folder: Path) -> Iterator[Site]:
    """A site with no data. The listing of its temporary folder must be the same before and after."""
    # A short path: the platform makes sockets in it.
    with tempfile.TemporaryDirectory(prefix="e2", dir="/tmp") as temporary:
        site = Site(folder / "data", Path(temporary))
        try:
            yield site
        finally:
            EmbeddedPostgres(site.data_dir / "postgres").destroy()  # as root it lies elsewhere
        left = sorted(path.name for path in site.temporary.iterdir())
        assert left == [], f"the platform left {', '.join(left)} in its temporary folder"


class Platform:
    """A running `pitboss dev`."""

    def __init__(self, site: Site, process: "subprocess.Popen[str]", lines: list[str], url: str) -> None:
        self.site = site
        self.data_dir = site.data_dir
        self.process = process
        self.lines = lines
        self.url = url

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/api/realtime/sync"

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run another `pitboss` command on this platform's data dir."""
        return subprocess.run(
            [PITBOSS, *arguments, "--data-dir", str(self.data_dir)],
            capture_output=True,
            text=True,
            timeout=120,
            env=self.site.environment(),
        )

    def status(self) -> dict[str, object]:
        """`pitboss status --json`."""
        done = self.command("status", "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.decode(done.stdout)
        return found

    def descendants(self) -> list[psutil.Process]:
        """Every process below it."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop, wait as long as it may take, return its exit status; one that hangs is killed."""
        self.process.send_signal(number)
        try:
            output, _ = self.process.communicate(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        self.lines += output.splitlines()
        return self.process.returncode


def start_platform(site: Site, *options: str, **settings: str) -> Platform:
    """Start a platform and wait for its line `ready URL`."""
    process = subprocess.Popen(
        [PITBOSS, "dev", "--port", "0", "--data-dir", str(site.data_dir), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=site.environment(**settings),
    )
    lines: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("ready "):
            return Platform(site, process, lines, line.split()[1])
    process.communicate()
    raise AssertionError("the platform did not start:\n" + "\n".join(lines))


@contextmanager
def platform(site: Site, *options: str, **settings: str) -> Iterator[Platform]:
    """A platform for the time of a block; it is stopped if the block has not done so."""
    running = start_platform(site, *options, **settings)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop(signal.SIGTERM)
