"""The processor time that the processes of a platform have used: it shows where the time of a start goes."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

INTERPRETER = "python"


class ProcessCost(NamedTuple):
    """One process."""

    program: str
    started_s: float
    """Seconds after the oldest of them."""
    cpu_s: float
    """Processor time used, in user mode and in the kernel."""


def process_costs(root: psutil.Process) -> list[ProcessCost]:
    """Return `root` and everything below it, oldest first; a process that ends meanwhile is left out."""
    found = []
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.Error):
            times = process.cpu_times()
            started_s = process.create_time() - root.create_time()
            found.append(
                ProcessCost(program_of(process.cmdline(), process.name()), started_s, times.user + times.system)
            )
    return sorted(found, key=lambda cost: cost.started_s)


def program_of(command: list[str], name: str) -> str:
    """Return the program of a process: `name`, as it calls itself, or the script or module of a Python process."""
    if not command or not Path(command[0]).name.startswith(INTERPRETER):
        return name
    words = [word for word in command[1:] if not word.startswith("-")]
    return Path(words[0].partition(";")[0]).name if words else name
