"""A start waits for a database that is out of reach, without end, and says so."""

import asyncio

import pytest

from cluster.processes.starting import patience
from cluster.processes.starting.patience import DATABASE, START, Patience
from persistence.errors import RefusedData, Unreachable


class Store:
    """Out of reach for the first `failures` calls."""

    def __init__(self, failures: int, error: Exception | None = None) -> None:
        self._failures = failures
        self._error = error or Unreachable("busy")
        self.calls = 0

    async def ask(self) -> str:
        self.calls += 1
        if self.calls <= self._failures:
            raise self._error
        return "served"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "RETRY_S_MIN", 0)
    monkeypatch.setattr(patience, "RETRY_S_MAX", 0)


async def test_a_database_that_comes_back_is_asked_until_it_answers():
    store = Store(1000)
    assert await Patience().until_reached(store.ask) == "served"
    assert store.calls == 1001


async def test_patience_does_not_end_and_says_what_it_waits_for():
    waiting, store = Patience(), Store(10**9)
    assert (waiting.waits_for, waiting.is_over()) == (START, False)
    asking = asyncio.create_task(waiting.until_reached(store.ask))
    while store.calls < 500:  # noqa: ASYNC110 (a call tells nobody)
        await asyncio.sleep(0)
    assert (waiting.waits_for, asking.done()) == (DATABASE, False)
    asking.cancel()


async def test_a_start_that_is_over_waits_for_nothing():
    waiting = Patience()
    await waiting.until_reached(Store(1).ask)
    assert waiting.waits_for == START
    waiting.end()
    assert waiting.is_over()


async def test_what_waiting_does_not_mend_is_raised_at_once():
    store = Store(1, RefusedData("no"))
    with pytest.raises(RefusedData):
        await Patience().until_reached(store.ask)
    assert store.calls == 1
