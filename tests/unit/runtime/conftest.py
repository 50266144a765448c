"""A running host or a router for every test of the runtime, and silence of its log."""

import asyncio
import logging

import pytest
import structlog

from tests.unit.runtime.net import Net
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


@pytest.fixture
async def net():
    net = Net()
    await net.router.refresh()
    life = asyncio.create_task(net.router.run())
    yield net
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)
    net.router.close()
