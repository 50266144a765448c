"""The checks and tests of the TypeScript client's package pass: types, lint, formatting, unit tests and the model."""

import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
WITHIN_S = 240
"""The longest that a script of the package may take, in seconds: it installs, and eslint is cold."""


README = REPOSITORY / "clients" / "typescript" / "README.md"

pytestmark = pytest.mark.timeout(WITHIN_S + 10)


def run(script: str) -> subprocess.CompletedProcess[str]:
    command = [REPOSITORY / ".ci" / "client", "run", script]
    return subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S, check=False)


@pytest.mark.parametrize("script", ["check", "test"])
def test_the_package_passes_its_own(script: str):
    ended = run(script)
    if ended.returncode != 0:
        pytest.fail(f"npm run {script} in clients/typescript:\n{ended.stdout}{ended.stderr}", pytrace=False)


def test_the_package_is_as_small_as_its_readme_says():
    [promised] = re.findall(r"^At most ([\d,]+) bytes", README.read_text("utf-8"), re.MULTILINE)
    assert int(run("size").stdout) <= int(promised.replace(",", ""))
