"""Releases other than this one, as folders that child processes run from.

The previous release is the Git revision in tests/golden/released/revision.txt: its wheel is built and unpacked, and its
own `tests/faults` are laid beside it. The next one is this one with changes as the rules of decision 0040 allow them.
"""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from tests.faults.processes import REPOSITORY, Home
from tests.released.golden import GOLDEN

PACKAGES = ("actors", "cluster", "gateway", "migrations", "persistence")
BUILT_OF = (*PACKAGES, "pyproject.toml", "README.md")
NOT_OF_A_HOOK = ("env", "-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u", "GIT_INDEX_FILE")
"""Git sets these for its hooks: they would name another repository."""
GIT_TIMEOUT_S, BUILD_TIMEOUT_S = 30, 60


class NoHistory(Exception):
    """The revision of the previous release is not in this clone, or there is no Git: fetch its whole history."""


class Change(NamedTuple):
    """A piece of a file that the next release has otherwise."""

    file: str
    old: str
    new: str


def previous_revision() -> str:
    """Return the Git revision of the release before this one."""
    return (GOLDEN / "revision.txt").read_text().strip()


def previous_release(folder: Path) -> Home:
    """Build the wheel of the previous release and unpack it into `folder`, without dependencies: they are ours.

    Raises:
        NoHistory: this is a shallow clone, or no clone at all.
    """
    revision = previous_revision()
    _unpack(revision, BUILT_OF, folder / "source")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder / "dist"],
        cwd=folder / "source",
        check=True,
        capture_output=True,
        timeout=BUILD_TIMEOUT_S,
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "packages")
    _compile(folder / "packages")
    _unpack(revision, ("tests/faults",), folder / "home")
    return Home(f"previous ({revision[:10]})", folder / "home", folder / "packages")


def next_release(folder: Path, changes: tuple[Change, ...]) -> Home:
    """Copy this release into `folder` and change it.

    Raises:
        ValueError: a file has no longer, or not just once, what is to be changed.
    """
    packages, home = folder / "packages", folder / "home"
    for name in PACKAGES:
        shutil.copytree(REPOSITORY / name, packages / name, ignore=shutil.ignore_patterns("__pycache__"))
    for change in changes:
        file = packages / change.file
        text = file.read_text()
        if text.count(change.old) != 1:
            raise ValueError(f"{change.file} has {text.count(change.old)} times {change.old!r}: change the test")
        file.write_text(text.replace(change.old, change.new))
    _compile(packages)
    home.mkdir(parents=True)
    (home / "tests").symlink_to(REPOSITORY / "tests")
    return Home("next", home, packages)


def _unpack(revision: str, paths: tuple[str, ...], folder: Path) -> None:
    try:
        archived = subprocess.run(
            [*NOT_OF_A_HOOK, "git", "archive", "--format=tar", revision, "--", *paths],
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
            timeout=GIT_TIMEOUT_S,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"").decode(errors="replace").strip() or str(error)
        raise NoHistory(
            f"the previous release, revision {revision[:10]}, is not here: {said}. In a shallow clone "
            "`git fetch --unshallow` brings it; a folder without Git cannot show how two releases get along."
        ) from error
    with tarfile.open(fileobj=BytesIO(archived.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _compile(packages: Path) -> None:
    """Compile once what every process of the release would compile for itself."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", packages], check=True, timeout=BUILD_TIMEOUT_S)
