"""Two runs at once would measure each other, so the second is turned away."""

import contextlib
from pathlib import Path

import pytest

from benchmarks.ground import platform
from benchmarks.ground.platform import PlatformError, running_platform, started


def test_a_second_run_on_the_machine_is_turned_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(platform, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(platform, "platform_of", lambda *_, **__: contextlib.nullcontext("a platform"))
    with running_platform(1) as first:
        assert first == "a platform"
        with pytest.raises(PlatformError, match="another run"), running_platform(1):
            pass
    with running_platform(1):
        pass


def test_a_platform_works_in_its_checkout_where_python_looks_first(tmp_path: Path):
    with started(["/bin/sh", "-c", 'echo "ready $PWD"; exec sleep 60'], tmp_path) as (address, _):
        assert Path(address) == tmp_path


def test_a_platform_that_ends_says_what_it_said(tmp_path: Path):
    with pytest.raises(PlatformError, match="no room"), started(["/bin/sh", "-c", "echo no room"], tmp_path):
        pass
