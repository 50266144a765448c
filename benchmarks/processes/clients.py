"""Load clients as processes of their own."""

import subprocess
import sys
from typing import TypeVar

from msgspec import Struct, json

from benchmarks.processes.load import LoadFailed

Result = TypeVar("Result")


def run_client(module: str, kind: type[Result], *arguments: str, job: Struct | None = None) -> Result:
    """Run a load client to its end. Raises LoadFailed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=json.encode(job) if job is not None else b"",
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise LoadFailed(done.stderr.decode().strip())
    return json.decode(done.stdout, type=kind)
