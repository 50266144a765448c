"""The time of a fresh `make dev`: from a checkout without `.venv` to a platform that is ready.

The packages come from uv's cache, which the setup of any checkout before has filled: what is timed is the machine, not
its connection to the package index.
"""

import time
from pathlib import Path

from benchmarks.ground.checkout import Checkout
from benchmarks.ground.platform import started
from benchmarks.reports.goals import Figure
from benchmarks.turns.worktrees import commit_in, worktree

FRESH_DEV_S = "make dev on a fresh checkout, s"
FRESH_TIMEOUT_S = 1_200.0
NO_OUTER_MAKE = ("-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL")
"""The make that runs this program must not hand its own arguments on."""


def fresh_dev(checkout: Checkout) -> Figure:
    """Time it in a new worktree of the checkout's files. Raises PlatformError, CheckoutError."""
    commit = commit_in(checkout.folder)
    with worktree(commit, checkout.folder) as folder:
        begun_s = time.monotonic()
        with started(command(folder), folder, FRESH_TIMEOUT_S):
            took_s = time.monotonic() - begun_s
    return Figure(FRESH_DEV_S, took_s, "until it says ready; packages from uv's cache")


def command(folder: Path) -> list[str]:
    """Return the command; its data lie in the folder, and go with it."""
    arguments = f"ARGS=--port 0 --data-dir {folder / 'data'}"
    return ["/usr/bin/env", *NO_OUTER_MAKE, "make", "--directory", str(folder), "dev", arguments]
