"""A platform is found by the file that it has written, as long as its own process lives."""

import os
from pathlib import Path

import psutil
import pytest

from cluster.running import NotRunning, running_platform, write_cluster_file


def test_a_platform_is_found_while_its_process_lives(tmp_path: Path):
    write_cluster_file(tmp_path, {"pid": os.getpid(), "url": "http://127.0.0.1:1"})
    assert running_platform(tmp_path)["url"] == "http://127.0.0.1:1"


def test_a_process_that_has_the_pid_of_a_platform_that_crashed_is_no_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_cluster_file(tmp_path, {"pid": os.getpid()})
    started_s = psutil.Process().create_time()
    monkeypatch.setattr(psutil.Process, "create_time", lambda _process: started_s + 3_600)
    with pytest.raises(NotRunning, match="no platform is running"):
        running_platform(tmp_path)


def test_without_a_process_or_a_file_there_is_no_platform(tmp_path: Path):
    with pytest.raises(NotRunning):
        running_platform(tmp_path)
    (tmp_path / "cluster.json").write_text('{"pid": 4194304}')
    with pytest.raises(NotRunning):
        running_platform(tmp_path)
