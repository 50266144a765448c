"""A secret that is drawn once is kept whole, for its owner only; a file that a killed start left empty is none."""

import os
import stat
from pathlib import Path

import pytest

from cluster.kept_secrets import kept_secret
from cluster.settings import SECRET_FILES, read_settings


def test_a_secret_is_kept_and_only_its_owner_reads_it(tmp_path: Path):
    file = tmp_path / "a.secret"
    assert kept_secret(file, "drawn") == "drawn"
    assert kept_secret(file, "another") == "drawn"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("left", ["a.secret", "a.secret.part"])
def test_what_a_killed_start_has_left_is_no_secret(tmp_path: Path, left: str):
    (tmp_path / left).write_text("")
    assert kept_secret(tmp_path / "a.secret", "drawn") == "drawn"
    assert (tmp_path / "a.secret").read_text() == "drawn"


def test_the_file_is_never_there_without_its_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class Killed(BaseException):
        pass

    def killed(_descriptor: int) -> None:
        raise Killed

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(Killed):
        kept_secret(tmp_path / "a.secret", "drawn")
    assert not (tmp_path / "a.secret").exists()


def test_a_start_goes_on_from_empty_files_of_secrets(tmp_path: Path):
    for name in SECRET_FILES:
        (tmp_path / name).touch()
    settings = read_settings({}).with_secrets(tmp_path)
    assert min(map(len, (settings.jwt_secret_key, settings.api_secret_key, settings.seal_key))) >= 48
    assert read_settings({}).with_secrets(tmp_path) == settings
