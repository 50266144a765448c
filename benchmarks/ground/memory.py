"""Memory of a process, as the kernel counts it (proc(5), smaps_rollup)."""

from pathlib import Path

PRIVATE = ("Private_Clean:", "Private_Dirty:")


def private_kib(pid: int | str) -> int:
    """What only this process holds, in KiB; `self` is the caller. Raises OSError when there is no such process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(PRIVATE))
