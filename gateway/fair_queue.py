"""A bounded queue before a pool of worker threads that is shared fairly: addresses take turns, whoever sends more.

Each address and each account has a bound of its own. When the queue is full, whoever has least in it takes the place of
the one that came last to the address that has most.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")


class QueueFull(Exception):
    """There is no room for this work now."""


class Share(NamedTuple):
    """On whose behalf work is done; "" is nobody in particular, and has a share like anybody else."""

    address: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class QueueBounds:
    """`waiting_max` of all addresses, of which one has at most `address_max`; an account has `account_max` works that
    wait or run."""

    waiting_max: int
    address_max: int
    account_max: int


class FairQueue:
    """Runs work in `workers` threads."""

    def __init__(self, workers: int, bounds: QueueBounds, name: str) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._bounds = bounds
        self._idle = workers
        self._lanes: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        """Those that wait for a worker, by address; the first address is next."""
        self._accounts: Counter[str] = Counter()
        """Works that wait or run."""

    def close(self) -> None:
        """Take no more work; what runs ends."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def run(self, work: Callable[[], Result], share: Share) -> Result:
        """Return what `work` returns. Raises QueueFull when it is not done."""
        if share.account and self._accounts[share.account] >= self._bounds.account_max:
            raise QueueFull
        self._accounts[share.account] += 1
        try:
            await self._turn(share.address)
            try:
                return await asyncio.get_running_loop().run_in_executor(self._pool, work)
            finally:
                self._worker_is_free()
        finally:
            self._accounts[share.account] -= 1
            if not self._accounts[share.account]:
                del self._accounts[share.account]

    async def _turn(self, address: str) -> None:
        """Return when a worker is ours. Raises QueueFull."""
        if self._idle:
            self._idle -= 1
            return
        lane = self._lane_with_room(address)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled() or not turn.done():
                self._leave(address, turn)
            elif turn.exception() is None:  # else it had to give way, and has no worker
                self._worker_is_free()  # the turn had come, and nobody is there to take it
            raise

    def _lane_with_room(self, address: str) -> deque["asyncio.Future[None]"]:
        """Return the lane of that address, with room for one more. Raises QueueFull."""
        own = len(self._lanes.get(address, ()))
        if own >= self._bounds.address_max:
            raise QueueFull
        if sum(map(len, self._lanes.values())) >= self._bounds.waiting_max:
            longest = max(self._lanes, key=lambda each: len(self._lanes[each]), default=address)
            if len(self._lanes.get(longest, ())) <= own + 1:
                raise QueueFull
            self._lanes[longest].pop().set_exception(QueueFull())
        return self._lanes.setdefault(address, deque())

    def _worker_is_free(self) -> None:
        """Give the worker to the next address, which then is last."""
        while self._lanes:
            address, lane = self._lanes.popitem(last=False)
            turn = lane.popleft()
            if lane:
                self._lanes[address] = lane
            if not turn.done():
                turn.set_result(None)
                return
        self._idle += 1

    def _leave(self, address: str, turn: "asyncio.Future[None]") -> None:
        lane = self._lanes.get(address)
        if lane is not None and turn in lane:
            lane.remove(turn)
            if not lane:
                del self._lanes[address]
