"""A running host for every test of the runtime, and silence of its log."""

import logging

import pytest
import structlog

from tests.unit.runtime.world import running


@pytest.fixture(autouse=True)
def silent_log():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
async def world():
    async with running() as started:
        yield started
