"""Where the servers of tests keep what need not outlive the machine: in memory, where there is room.

Each test copies a database of some hundred files, and some make a cluster anew. A disk feels that, and a busy one takes
seconds to flush it.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
FREE_BYTES_MIN = 8 * 2**30
"""What must be free there; the servers of a whole run take less than a quarter of it."""


@contextlib.contextmanager
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that every account can enter; afterwards it is gone."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < FREE_BYTES_MIN:
        yield tmp_path_factory.mktemp("quick")
        return
    with tempfile.TemporaryDirectory(prefix="pitboss-test-", dir=MEMORY) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
