"""What the root's conftest.py does when tests are collected: tokens are refused, and long files come first."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from actors.runtime.clock import ManualClock
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig

CONFTEST = Path(__file__).parents[1] / "conftest.py"
TOKENS = AccessTokens(GatewayConfig(jwt_secret="a secret of the tests, long enough"), ManualClock())


def test_a_token_is_refused_while_modules_are_imported(pytestconfig: pytest.Config) -> None:
    conftest: Any = pytestconfig.pluginmanager.get_plugin(str(CONFTEST))
    collecting = conftest.pytest_collection()
    next(collecting)
    with pytest.raises(AssertionError, match="makes a token when it uses it"):
        TOKENS.issue("u1", "PLAYER", "s1")
    with pytest.raises(StopIteration):
        collecting.send(None)
    assert TOKENS.issue("u1", "PLAYER", "s1")


def test_units_come_last(request: pytest.FixtureRequest) -> None:
    folders = [item.path.relative_to(CONFTEST.parent).parts[0] for item in request.session.items]
    assert folders[-Counter(folders)["unit"] :] == ["unit"] * Counter(folders)["unit"]
