"""Does what a guide under docs/guides says, literally: its edits and its commands, in a copy of the repository.

An edit is a path in bold, followed by a fenced block: a new file, or a `diff` whose old text stands in the file once.
Blocks of `bash` are commands.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[3]
GUIDES = REPOSITORY / "docs" / "guides"
NOT_COPIED = shutil.ignore_patterns(
    *(".git", ".venv", ".bootstrap", ".pitboss", ".site", ".*_cache", ".hypothesis", "__pycache__", "node_modules"),
    *("dist", "results"),
)
EDIT = re.compile(
    r"^\*\*(?P<path>[\w./-]+)\*\*[^\n]*:\n\n```(?P<language>\w+)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL
)
COMMANDS = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAPERS = ".ci/papers"
TIMEOUT_S = 900


class Edit(NamedTuple):
    """One edit of a guide: a new file, or a change of one."""

    path: str
    language: str
    body: str

    def apply(self, root: Path) -> None:
        target = root / self.path
        if self.language != "diff":
            assert not target.exists(), f"{self.path} is no new file"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.body)
            return
        text = target.read_text()
        old, new = ("".join(self._side(mark)) for mark in "-+")
        assert text.count(old) == 1, f"{self.path} must have this once:\n{old}"
        target.write_text(text.replace(old, new))

    def _side(self, mark: str) -> Iterator[str]:
        """The lines of the old (`-`) or the new (`+`) text."""
        for line in self.body.splitlines(keepends=True):
            if line[0] in (" ", mark) or line == "\n":
                yield line[1:] if line != "\n" else line


def guides() -> list[Path]:
    """The guides that can be performed: those with an edit."""
    return [guide for guide in sorted(GUIDES.glob("*.md")) if EDIT.search(guide.read_text())]


def edits(guide: Path) -> list[Edit]:
    return [Edit(**found.groupdict()) for found in EDIT.finditer(guide.read_text())]


def commands(guide: Path) -> list[str]:
    return [line for block in COMMANDS.findall(guide.read_text()) for line in block.splitlines()]


def copy_of_the_repository(folder: Path) -> Path:
    """Copy everything that is part of the repository to `folder`, and link its tools; return the copy's root."""
    root = Path(shutil.copytree(REPOSITORY, folder / "pitboss", ignore=NOT_COPIED))
    subprocess.run([REPOSITORY / PAPERS / "install"], check=True, timeout=TIMEOUT_S)
    for tools in (".venv", ".bootstrap", f"{PAPERS}/node_modules"):
        (root / tools).symlink_to(REPOSITORY / tools)
    return root


def perform(guide: Path, root: Path) -> None:
    """Make every edit of the guide, then run its commands."""
    for edit in edits(guide):
        edit.apply(root)
    for command in commands(guide):
        run(root, command)


def run(root: Path, command: str, status: int = 0, *, more: Sequence[str] = ()) -> str:
    """Run `python` or `make` in a copy, with this interpreter and the copy's packages; return what it printed.

    `more` are arguments that may hold spaces. It must end with `status`.
    """
    program, *arguments = command.split()
    programs = {"python": sys.executable, "make": "make"}
    path = f"PYTHONPATH={root}:{root / 'clients' / 'python'}"
    done = subprocess.run(
        ["/usr/bin/env", path, programs[program], *arguments, *more],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == status, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
