"""Runs one server for as long as its parent lives: `python -m cluster.embedded.supervise OPTIONS -- COMMAND...`.

Standard input is the leash. The parent holds the other end of that pipe; when it closes it, or dies in any way, the
server is asked to stop, with rougher signals if it does not. A pipe and not PR_SET_PDEATHSIG, because that fires
when the *thread* that forked ends; since a forked relative of the parent may keep the pipe open, the parent's pid is
watched too. The server itself does get PR_SET_PDEATHSIG: the only thread here forks it, so it stops even if this
process is killed.

Imports the standard library only, and exits with the server's status.
"""

import argparse
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from types import FrameType

TICK_S = 0.2
"""Time between two looks at the parent's pid and the server."""
GRACE_S = 5.0
"""Time that each stop signal is given before the next one is sent."""
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Start the server, wait for it or for the end of the leash; return the exit status."""
    options = _options()
    stopping = _stop_requests()
    server = _start(options)
    while server.poll() is None:
        if _leash_is_cut(options.parent) or stopping():
            _stop(server, options.stop_signals)
    if options.remove:
        shutil.rmtree(options.remove, ignore_errors=True)
    return server.returncode if server.returncode >= 0 else 128 - server.returncode


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="supervise", description=__doc__)
    parser.add_argument("--parent", type=int, required=True, help="pid of the process that the server must not outlive")
    parser.add_argument("--stop-signals", type=_signals, required=True, help="e.g. SIGINT,SIGQUIT,SIGKILL")
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("--remove", help="folder to delete when the server has ended")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def _signals(text: str) -> list[signal.Signals]:
    return [signal.Signals[name] for name in text.split(",")]


def _stop_requests() -> Callable[[], bool]:
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, note)
    return lambda: bool(received)


def _start(options: argparse.Namespace) -> "subprocess.Popen[bytes]":
    # preexec_fn runs after the change of user, which would have cleared the death signal.
    return subprocess.Popen(
        options.command,
        stdin=subprocess.DEVNULL,
        cwd="/",
        preexec_fn=dying_with_parent(options.stop_signals[0]),
        user=options.uid,
        group=options.gid,
        extra_groups=None if options.uid is None else [],
    )


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child calls so that it gets a signal when the thread that has forked it ends, or has ended."""
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return ask


def _leash_is_cut(parent: int) -> bool:
    readable, _, _ = select.select([sys.stdin.fileno()], [], [], TICK_S)
    return (bool(readable) and not os.read(sys.stdin.fileno(), 1)) or os.getppid() != parent


def _stop(server: "subprocess.Popen[bytes]", stop_signals: list[signal.Signals]) -> None:
    for number in stop_signals:
        server.send_signal(number)
        try:
            server.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            continue
        return


if __name__ == "__main__":
    sys.exit(main())
