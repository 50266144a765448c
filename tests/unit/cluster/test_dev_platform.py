"""The folders of `pitboss dev`: that of sockets and temporary files, and what `--fresh` removes of its data."""

import tempfile
from pathlib import Path

import pytest

from cluster.dev.platform import DevOptions, DevPlatform, short_temporary_folder
from cluster.settings import read_settings


@pytest.mark.parametrize(
    ("machine", "used"), [("/tmp", "/tmp"), ("/var/tmp", "/var/tmp"), ("/home/somebody/a/long/way/down", "/tmp")]
)
def test_the_temporary_folder_of_the_machine_is_used_unless_sockets_in_it_would_have_too_long_names(
    monkeypatch: pytest.MonkeyPatch, machine: str, used: str
):
    monkeypatch.setattr(tempfile, "tempdir", machine)
    assert short_temporary_folder() == used


def test_fresh_removes_what_the_platform_has_made_and_nothing_else(tmp_path: Path):
    settings = read_settings({}).with_secrets(tmp_path)
    made = ("ray.token", "ray_driver.log", "cluster.json")
    for name in (*made, "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "valkey").mkdir()
    DevPlatform(DevOptions(data_dir=tmp_path, fresh=True), read_settings({}), lambda _: None)._wipe()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert read_settings({}).with_secrets(tmp_path).seal_key != settings.seal_key
