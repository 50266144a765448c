"""Holds everything of a platform that is neither this start nor its stores: `python guard.py OPTIONS -- COMMAND...`.

It is the first process that `pitboss dev` starts. It makes the folder of sockets and temporary files, runs COMMAND with
that folder as its last argument, and passes on its standard input and output. When the parent dies, in whatever way, or
COMMAND ends, it kills everything below it and removes the folder. Nothing below can get away: orphans are adopted
(PR_SET_CHILD_SUBREAPER, prctl(2)), however often they have forked and whatever session they are in.

COMMAND has a session of its own, since Ray ends whole process groups. SIGTERM kills everything too; other signals are
ignored. Imports the standard library only and runs as a file: it must be there before anything that it guards.
"""

import argparse
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

PR_SET_CHILD_SUBREAPER = 36
KILL_EVERY_S = 0.02
"""Time between two rounds of killing: a process may have forked in between."""


class Told(BaseException):
    """SIGTERM came."""


def main() -> int:
    """Guard one command; return its exit status, or 1 when it was killed."""
    options = _options()
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _raise_told)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    folder = ""
    status = 1
    try:
        parent = os.pidfd_open(options.parent)
        if os.getppid() != options.parent:
            return 1
        folder = tempfile.mkdtemp(prefix=options.prefix, dir=options.within)
        status = _run(options.command, Path(folder), parent)
    except (Told, ProcessLookupError):
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _kill_all()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="guard", description=__doc__)
    parser.add_argument("--parent", type=int, required=True, help="pid of the process that nothing here may outlive")
    parser.add_argument("--within", required=True, help="folder in which to make the folder")
    parser.add_argument("--prefix", required=True, help="how the name of that folder begins")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def _run(command: list[str], folder: Path, parent: int) -> int:
    """Run the command until it ends or the parent (a pidfd) dies; return its status."""
    temporary = folder / "tmp"
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    child = subprocess.Popen([*command, str(folder)], start_new_session=True)
    nothing = os.open(os.devnull, os.O_RDWR)
    for pipe in (0, 1):
        os.dup2(nothing, pipe)  # the child alone holds the pipes of the parent, and ends them when it ends
    select.select([parent, os.pidfd_open(child.pid)], [], [])
    status = child.poll()
    return 1 if status is None or status < 0 else status


def _kill_all() -> None:
    """Kill every process below this one and reap it, until there is none."""
    while True:
        for pid in _below(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            return
        select.select([], [], [], KILL_EVERY_S)


def _below(root: int) -> list[int]:
    """Return the pids of all descendants of a process."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        children.setdefault(int(after_name[1]), []).append(int(entry.name))
    found, open_ = [], [root]
    while open_:
        below = children.get(open_.pop(), [])
        found += below
        open_ += below
    return found


def _raise_told(_number: int, _frame: FrameType | None) -> None:
    raise Told


if __name__ == "__main__":
    sys.exit(main())
