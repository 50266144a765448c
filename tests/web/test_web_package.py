"""The player app's own checks and tests pass: its types, lint, formatting, and the unit tests beside its code."""

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
WITHIN_S = 240
"""The longest that a script of the package may take, in seconds: a cold cache of eslint beside two other tests."""


@pytest.mark.timeout(WITHIN_S + 10)
@pytest.mark.parametrize("script", ["check", "test"])
def test_the_package_passes_its_own(script: str):
    ended = subprocess.run(
        [REPOSITORY / ".ci" / "web", "run", script], capture_output=True, text=True, timeout=WITHIN_S, check=False
    )
    if ended.returncode != 0:
        pytest.fail(f"npm run {script} in web:\n{ended.stdout}{ended.stderr}", pytrace=False)
