"""Where the time of a start goes."""

import subprocess
import sys

import psutil
import pytest

from cluster.dev.costs import process_costs, program_of


@pytest.mark.parametrize(
    ("command", "name", "program"),
    [
        (["/usr/bin/python3", "-m", "cluster.dev.ray_driver"], "python3", "cluster.dev.ray_driver"),
        (["/venv/bin/python", "-u", "/ray/dashboard/dashboard.py", "--port=1"], "python", "dashboard.py"),
        (["/ray/gcs_server", "--log_dir=/tmp"], "gcs_server", "gcs_server"),
        ([], "postgres", "postgres"),
    ],
)
def test_a_process_is_called_after_its_program(command: list[str], name: str, program: str):
    assert program_of(command, name) == program


def test_every_process_is_listed_oldest_first():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        costs = process_costs(psutil.Process())
        child.communicate(b"\n")
    assert len(costs) >= 2
    assert costs[0].started_s == 0
    assert [cost.started_s for cost in costs] == sorted(cost.started_s for cost in costs)
    assert costs[0].cpu_s > 0
