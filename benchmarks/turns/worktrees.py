"""Worktrees of this repository in a folder outside of it; at their end nothing of them is left.

A revision gets a worktree of its own, set up by its own `.ci/setup`. A folder is taken as it is, and stays.
"""

import contextlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.ground.checkout import REPOSITORY, Checkout, CheckoutError

SETUP_TIMEOUT_S = 900.0
PREFIX = "pitboss-turns-"


@contextlib.contextmanager
def checkout_of(place: str, show: Callable[[str], None], repository: Path = REPOSITORY) -> Iterator[Checkout]:
    """Yield a checkout that is set up: `place` is a revision, or the folder of a checkout.

    Raises:
        CheckoutError: there is no such revision, or it cannot be set up.
    """
    if Path(place).is_dir():
        yield Checkout.at(Path(place))
        return
    with worktree(commit_of(place, repository), repository) as folder:
        show(f"setting {place} up in {folder}")
        _set_up(folder)
        yield Checkout.at(folder)


@contextlib.contextmanager
def worktree(commit: str, repository: Path = REPOSITORY) -> Iterator[Path]:
    """Yield a folder with the files of `commit` and nothing else; remove it afterwards. Raises CheckoutError."""
    outside = Path(tempfile.mkdtemp(prefix=PREFIX))
    # Postgres may run as another user, who must be able to enter.
    outside.chmod(0o755)
    folder = outside / "tree"
    try:
        git(repository, "worktree", "add", "--quiet", "--detach", str(folder), commit)
        yield folder
    finally:
        with undisturbed():
            shutil.rmtree(outside, ignore_errors=True)
            git(repository, "worktree", "prune")


def commit_of(revision: str, repository: Path = REPOSITORY) -> str:
    """Return the commit that `revision` names. Raises CheckoutError: none."""
    return git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def commit_in(folder: Path) -> str:
    """Return a commit of the files in a checkout as they are now, as far as git tracks them."""
    return git(folder, "stash", "create") or commit_of("HEAD", folder)


def git(folder: Path, *arguments: str) -> str:
    """Return what git says. Raises CheckoutError: it fails."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CheckoutError(
            f"git {' '.join(arguments)} failed in {folder}: {done.stderr.strip() or 'no such revision'}"
        )
    return done.stdout.strip()


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let another Ctrl-C neither break off what cleans up, nor reach the programs that it runs."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _set_up(folder: Path) -> None:
    done = subprocess.run(
        [str(folder / ".ci" / "setup")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SETUP_TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise CheckoutError(f"{folder / '.ci' / 'setup'} failed:\n{done.stdout[-2000:]}")
