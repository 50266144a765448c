"""Workers are shared fairly: addresses take turns, each has a bound, and whoever has most gives way."""

import asyncio
import threading

import pytest

from gateway.fair_queue import FairQueue, QueueBounds, QueueFull, Share


class Workshop:
    """One worker that waits for `go`; `done` says for whom it has worked, in order."""

    def __init__(self, waiting_max=8, address_max=6, account_max=3):
        self.queue = FairQueue(1, QueueBounds(waiting_max, address_max, account_max), "test")
        self.go = threading.Event()
        self.done = []

    def ask(self, address, account=""):
        return asyncio.create_task(self.queue.run(lambda: self._work(address), Share(address, account)))

    def _work(self, address):
        assert self.go.wait(10)
        self.done.append(address)

    async def settle(self):
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
def workshop():
    made = Workshop()
    yield made
    made.go.set()
    made.queue.close()


async def test_addresses_take_turns_whoever_has_sent_more(workshop):
    tasks = [workshop.ask(address) for address in ["a"] * 5 + ["b", "c", "b"]]
    await workshop.settle()
    workshop.go.set()
    await asyncio.gather(*tasks)

    assert workshop.done == ["a", "a", "b", "c", "a", "b", "a", "a"]


async def test_an_address_and_an_account_have_bounds_of_their_own(workshop):
    of_address = [workshop.ask("a") for _ in range(8)]
    of_account = [workshop.ask(f"b{n}", "mina") for n in range(4)]
    await workshop.settle()
    workshop.go.set()
    first = await asyncio.gather(*of_address, return_exceptions=True)
    second = await asyncio.gather(*of_account, return_exceptions=True)

    assert isinstance(first[7], QueueFull), "one runs, six wait"
    assert isinstance(second[3], QueueFull)


async def test_who_has_least_takes_the_place_of_the_last_of_who_has_most(workshop):
    many = [workshop.ask("a") for _ in range(7)] + [workshop.ask("b") for _ in range(2)]
    await workshop.settle()
    one = workshop.ask("c")
    await workshop.settle()
    workshop.go.set()
    outcomes = await asyncio.gather(*many, one, return_exceptions=True)

    assert isinstance(outcomes[6], QueueFull)
    assert [outcome for n, outcome in enumerate(outcomes) if n != 6] == [None] * 9
    assert "c" in workshop.done


async def test_who_has_most_gets_no_place_when_the_queue_is_full(workshop):
    tasks = [workshop.ask("a") for _ in range(5)] + [workshop.ask("b") for _ in range(4)]
    await workshop.settle()
    with pytest.raises(QueueFull):
        await workshop.ask("a")
    workshop.go.set()
    assert await asyncio.gather(*tasks) == [None] * 9


async def test_work_that_nobody_waits_for_any_more_leaves_its_place(workshop):
    running, waiting, last = workshop.ask("a"), workshop.ask("b"), workshop.ask("c")
    await workshop.settle()
    waiting.cancel()
    await workshop.settle()
    workshop.go.set()
    await asyncio.gather(running, last)

    assert workshop.done == ["a", "c"]
    await workshop.ask("d")
    assert workshop.done[-1] == "d", "the worker is free again"


async def test_who_gave_way_and_has_left_meanwhile_leaves_no_worker_behind(workshop):
    many = [workshop.ask("a") for _ in range(7)] + [workshop.ask("b") for _ in range(2)]
    await workshop.settle()
    newcomer = workshop.ask("c")
    asyncio.get_running_loop().call_soon(many[6].cancel)  # after its place is taken, before it hears of that
    await workshop.settle()
    workshop.go.set()
    await asyncio.gather(*many, newcomer, return_exceptions=True)
    assert many[6].cancelled()

    workshop.go.clear()
    again = [workshop.ask("a") for _ in range(8)]
    await workshop.settle()
    workshop.go.set()
    outcomes = await asyncio.gather(*again, return_exceptions=True)
    assert isinstance(outcomes[7], QueueFull), "one runs, six wait: there is still one worker"
