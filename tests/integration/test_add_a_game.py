"""docs/guides/add-a-game.md, done literally in a copy of the repository: the example is a game like any other."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

REPOSITORY = Path(__file__).parents[2]
GUIDE = REPOSITORY / "docs" / "guides" / "add-a-game.md"
COPIED = ("actors", "clients", "cluster", "gateway", "migrations", "persistence", "tests", "docs", "pyproject.toml")
STEP = re.compile(
    r"^\*\*(?P<path>[\w./-]+)\*\*[^\n]*:\n\n```(?P<language>\w+)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL
)
COMMANDS = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One edit of the guide: a new file, or a change of one."""

    path: str
    language: str
    body: str

    def apply(self, root: Path) -> None:
        target = root / self.path
        if self.language != "diff":
            assert not target.exists(), f"{self.path} is no new file"
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


def run(root: Path, command: str) -> str:
    """Run one of the guide's commands; what it printed."""
    arguments = command.removeprefix("python ").split()
    arguments += ["-q", "-p", "no:cacheprovider", "-k", "dice or fresh or golden"] if "pytest" in arguments else []
    program = ["/usr/bin/env", f"PYTHONPATH={root}", sys.executable, *arguments]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.timeout(600)
def test_the_example_of_the_guide_becomes_a_game(tmp_path: Path) -> None:
    guide = GUIDE.read_text()
    root = tmp_path / "pitboss"
    root.mkdir()
    for name in COPIED:
        source = REPOSITORY / name
        ignored = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=ignored)
        else:
            shutil.copy(source, root / name)
    steps = [Step(**found.groupdict()) for found in STEP.finditer(guide)]
    assert len(steps) >= 8
    for step in steps:
        step.apply(root)
    printed = [run(root, command) for block in COMMANDS.findall(guide) for command in block.splitlines()]
    assert len(printed) == 4
    assert all(" passed" in output for output in printed[2:])
