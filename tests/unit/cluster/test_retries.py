"""A start waits for a database that is busy, not for ever."""

import pytest

from cluster.processes import retries
from cluster.processes.retries import retry_while_unreachable
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
    monkeypatch.setattr(retries, "RETRY_S", 0)


async def test_a_database_that_comes_back_is_asked_until_it_answers():
    store = Store(3)
    assert await retry_while_unreachable(store.ask) == "served"
    assert store.calls == 4


async def test_patience_ends():
    store = Store(10**9)
    with pytest.raises(Unreachable, match="busy"):
        await retry_while_unreachable(store.ask, -1)
    assert store.calls == 1


async def test_what_waiting_does_not_mend_is_raised_at_once():
    store = Store(1, RefusedData("no"))
    with pytest.raises(RefusedData):
        await retry_while_unreachable(store.ask)
    assert store.calls == 1
