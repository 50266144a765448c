"""Two runs at once would measure each other, so the second is turned away."""

from pathlib import Path

import pytest

from benchmarks.ground import platform
from benchmarks.ground.platform import PlatformError, running_platform


def test_a_second_run_on_the_machine_is_turned_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(platform, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(platform, "_on_new_data", lambda _: iter(["a platform"]))
    with running_platform(1) as first:
        assert first == "a platform"
        with pytest.raises(PlatformError, match="another run"), running_platform(1):
            pass
    with running_platform(1):
        pass
