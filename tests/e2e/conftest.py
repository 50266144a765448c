"""Sites for platforms, and the recovery times that tests have measured, shown at the end of a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.platform import Site, empty_site
from tests.faults import timings
from tests.faults.timings import Timings


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Where the platforms of a test run; they must leave nothing in its temporary folder."""
    with empty_site(tmp_path) as made:
        yield made


@pytest.fixture
def recovery(pytestconfig: pytest.Config) -> Timings:
    """Where a test writes down how long recovery took."""
    return timings.of(pytestconfig)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    timings.show(terminalreporter, config)
