"""Waiting for the push that carries a reply's effect: a reply names its `seq`, and it may arrive later."""

import asyncio


class PushWaiters:
    """Futures by the `seq` that they wait for."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def expect(self, seq: int) -> asyncio.Future[None]:
        """Return a future that is done once the push `seq`, a later one or a snapshot has been applied."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((seq, future))
        return future

    def pushed(self, seq: int) -> None:
        """Everything up to `seq` has been applied."""
        due = [future for wanted, future in self._waiting if wanted <= seq]
        self._waiting = [(wanted, future) for wanted, future in self._waiting if wanted > seq]
        _finish(due)

    def replaced(self) -> None:
        """A snapshot has been applied, which carries everything so far."""
        due = [future for _, future in self._waiting]
        self._waiting = []
        _finish(due)


def _finish(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():
            future.set_result(None)
