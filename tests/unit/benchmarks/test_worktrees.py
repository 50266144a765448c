"""Worktrees of turns: they hold what was asked for, and nothing of them is left, however they end."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from benchmarks.ground.checkout import Checkout, CheckoutError
from benchmarks.turns import worktrees
from benchmarks.turns.worktrees import checkout_of, commit_in, git, undisturbed, worktree

SETUP = """#!/bin/sh
cd "$(dirname "$0")/.." && mkdir -p .venv/bin && touch .venv/bin/python .venv/bin/pitboss
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of two commits, whose setup makes an empty environment; temporary folders lie beside it."""
    folder, outside = tmp_path / "repository", tmp_path / "outside"
    (folder / ".ci").mkdir(parents=True)
    outside.mkdir()
    monkeypatch.setattr(worktrees.tempfile, "tempdir", str(outside))
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    for key, value in (("user.name", "a test"), ("user.email", "test@example.org")):
        git(folder, "config", key, value)
    (folder / ".ci" / "setup").write_text(SETUP)
    (folder / ".ci" / "setup").chmod(0o755)
    for text in ("first", "second"):
        (folder / "file").write_text(text)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", text)
    return folder


def nothing_left(repository: Path) -> bool:
    listed = git(repository, "worktree", "list").splitlines()
    return len(listed) == 1 and not list((repository.parent / "outside").iterdir())


def test_a_revision_is_set_up_outside_the_tree_and_removed(repository: Path):
    said: list[str] = []
    with checkout_of("main~1", said.append, repository) as checkout:
        assert (checkout.folder / "file").read_text() == "first"
        assert checkout.pitboss.is_relative_to(checkout.folder)
        assert not checkout.folder.is_relative_to(repository)
        assert said
    assert nothing_left(repository)


def test_ctrl_c_leaves_nothing(repository: Path):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background may ignore it
    try:
        with pytest.raises(KeyboardInterrupt), checkout_of("main", lambda _: None, repository):
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert nothing_left(repository)


def test_ctrl_c_during_the_setup_leaves_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worktrees, "_set_up", interrupted)
    with pytest.raises(KeyboardInterrupt), checkout_of("main", lambda _: None, repository):
        pass
    assert nothing_left(repository)


def test_a_second_ctrl_c_does_not_break_the_cleaning_off():
    before = signal.getsignal(signal.SIGINT)
    with undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_an_unknown_revision_is_named(repository: Path):
    with pytest.raises(CheckoutError, match="nowhere"), checkout_of("nowhere", lambda _: None, repository):
        pass
    assert nothing_left(repository)


def test_a_setup_that_fails_says_what_it_said(repository: Path):
    (repository / ".ci" / "setup").write_text("#!/bin/sh\necho no such Python\nexit 1\n")
    git(repository, "commit", "--quiet", "--all", "--message", "break the setup")
    with pytest.raises(CheckoutError, match="no such Python"), checkout_of("main", lambda _: None, repository):
        pass
    assert nothing_left(repository)


def test_a_folder_is_taken_as_it_is_and_stays(repository: Path):
    with pytest.raises(CheckoutError, match="not set up"), checkout_of(str(repository), lambda _: None):
        pass
    subprocess.run([str(repository / ".ci" / "setup")], check=True)
    with checkout_of(str(repository), lambda _: None) as checkout:
        assert checkout == Checkout(repository, repository / ".venv" / "bin")
    assert (repository / ".venv").exists()


def test_a_fresh_checkout_has_what_is_not_committed_yet(repository: Path):
    (repository / "file").write_text("third")
    with worktree(commit_in(repository), repository) as folder:
        assert (folder / "file").read_text() == "third"
        assert not (folder / ".venv").exists()
    assert nothing_left(repository)
    git(repository, "checkout", "--quiet", "file")
    assert commit_in(repository) == git(repository, "rev-parse", "main")
