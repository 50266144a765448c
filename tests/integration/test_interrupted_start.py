"""Ctrl-C in the first second of a command: no traceback, and the status of a program that was interrupted."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PITBOSS = Path(sys.executable).parent / "pitboss"
INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)
COMMAND = "import cluster.cli.main as entry; entry.main()"


@pytest.mark.parametrize("imported", ["cluster.cli.main", "typer", "pydantic_core", "cluster.settings"])
def test_ctrl_c_while_modules_are_imported_shows_no_traceback(tmp_path: Path, imported: str):
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-c", COMMAND, "dev", "--data-dir", str(tmp_path)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.rstrip().endswith(f" {imported}"):
            process.send_signal(signal.SIGINT)
            break
    _, said = process.communicate(timeout=30)
    assert process.returncode in INTERRUPTED
    assert "Traceback" not in said
    assert [*tmp_path.iterdir()] == []


def test_the_installed_command_is_the_light_entry_point():
    assert "cluster.cli.main" in PITBOSS.read_text()


def test_ctrl_c_before_the_foreground_job_exists_reaches_it(tmp_path: Path):
    """A signal that comes as soon as `.ci/foreground` heeds it ends the command, and its status is the command's."""
    script = tmp_path / "command.py"
    script.write_text("import signal\nsignal.pause()\n")
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, str(ROOT / ".ci" / "foreground"), sys.executable, str(script)])
    heeds = int(signal.SIGTERM)
    while not caught(pid) >> (heeds - 1) & 1:
        pass
    os.kill(pid, signal.SIGTERM)
    said = read_all(terminal)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGTERM
    assert b"Traceback" not in said


def caught(pid: int) -> int:
    """The mask of the signals that a process catches (proc_pid_status(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)


def read_all(terminal: int) -> bytes:
    """What was written to a terminal, until nobody has it open."""
    said = b""
    try:
        while chunk := os.read(terminal, 4096):
            said += chunk
    except OSError:  # the other side is closed
        pass
    return said
