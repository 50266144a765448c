"""Unit tests open no network sockets."""

import pytest
from pytest_socket import disable_socket


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forbid sockets before each unit test; pytest-socket allows them again after it. Event loops need Unix ones."""
    disable_socket(allow_unix_socket=True)
