"""The folder of sockets and temporary files of `pitboss dev`."""

import tempfile

import pytest

from cluster.dev.platform import short_temporary_folder


@pytest.mark.parametrize(
    ("machine", "used"), [("/tmp", "/tmp"), ("/var/tmp", "/var/tmp"), ("/home/somebody/a/long/way/down", "/tmp")]
)
def test_the_temporary_folder_of_the_machine_is_used_unless_sockets_in_it_would_have_too_long_names(
    monkeypatch: pytest.MonkeyPatch, machine: str, used: str
):
    monkeypatch.setattr(tempfile, "tempdir", machine)
    assert short_temporary_folder() == used
