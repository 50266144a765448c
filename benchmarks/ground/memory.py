"""Memory of a process, as the kernel counts it (proc(5), smaps_rollup)."""

from pathlib import Path

PRIVATE = ("Private_Clean:", "Private_Dirty:")


def private_kib(pid: int | str) -> int:
    """Return the memory that this process alone holds, in KiB; `self` is the caller. Raises OSError: there is none."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(PRIVATE))
