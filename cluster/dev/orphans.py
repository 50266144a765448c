"""Processes that outlive their parents: adopted here (Linux only), and ended with everything else."""

import ctypes
from collections.abc import Callable
from contextlib import suppress

import psutil

PR_SET_CHILD_SUBREAPER = 36
END_TIMEOUT_S = 1.0


def adopt_orphans() -> None:
    """Make grandchildren whose parent ends this process's own, so that none is left behind (prctl(2))."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants() -> list[psutil.Process]:
    """Return every process below this one."""
    return psutil.Process().children(recursive=True)


def end(processes: list[psutil.Process]) -> None:
    """Ask processes to end, kill those that have not after END_TIMEOUT_S, and reap them."""
    for process in processes:
        _ignoring_gone(process.terminate)
    _, stubborn = psutil.wait_procs(processes, timeout=END_TIMEOUT_S)
    for process in stubborn:
        _ignoring_gone(process.kill)
    psutil.wait_procs(stubborn, timeout=END_TIMEOUT_S)


def _ignoring_gone(action: Callable[[], None]) -> None:
    with suppress(psutil.NoSuchProcess):
        action()
