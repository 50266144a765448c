"""Options of the simulation, and silence of the runtime's log.

pytest tests/simulation --sim-histories 3000 --sim-first 0     many histories, from this seed on
pytest tests/simulation --sim-seed 1234                        one history again
"""

import logging

import pytest
import structlog

HISTORIES = 200
"""How many a run of the whole test suite plays; `make sim` asks for more."""


def pytest_addoption(parser):
    parser.addoption("--sim-seed", type=int, help="play the history of this seed only")
    parser.addoption("--sim-first", type=int, default=0, help="the first seed of many")
    parser.addoption("--sim-histories", type=int, default=HISTORIES, help="how many histories to play")


@pytest.fixture
def seeds(request):
    """The seeds to play. A run that does not name this folder has read its options before it found this file."""
    only = request.config.getoption("--sim-seed", default=None)
    if only is not None:
        return [only]
    first = request.config.getoption("--sim-first", default=0)
    return range(first, first + request.config.getoption("--sim-histories", default=HISTORIES))


@pytest.fixture(autouse=True)
def silent_log():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()
