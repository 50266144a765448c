"""Recovery times that tests of the whole platform have measured, shown at the end of a run."""

import pytest

from tests.faults import timings
from tests.faults.timings import Timings


@pytest.fixture
def recovery(pytestconfig: pytest.Config) -> Timings:
    """Where a test writes down how long recovery took."""
    return timings.of(pytestconfig)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    timings.show(terminalreporter, config)
