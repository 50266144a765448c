"""The checks and tests of the TypeScript client's package pass: types, lint, formatting, unit tests and the model."""

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
WITHIN_S = 240
"""The longest that a script of the package may take, in seconds: it installs, and eslint is cold."""


@pytest.mark.timeout(WITHIN_S + 10)
@pytest.mark.parametrize("script", ["check", "test"])
def test_the_package_passes_its_own(script: str):
    ended = subprocess.run(
        [REPOSITORY / ".ci" / "client", "run", script], capture_output=True, text=True, timeout=WITHIN_S, check=False
    )
    if ended.returncode != 0:
        pytest.fail(f"npm run {script} in clients/typescript:\n{ended.stdout}{ended.stderr}", pytrace=False)
