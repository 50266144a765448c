"""Who waits for which push: a reply names the push that carries its effect, and that may come later."""

import asyncio


class Confirming:
    """Waiters by the `seq` that they wait for."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def expect(self, seq: int) -> asyncio.Future[None]:
        """Done once the push `seq`, a later one or a snapshot was taken over."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((seq, future))
        return future

    def pushed(self, seq: int) -> None:
        """Everything up to `seq` was taken over."""
        due = [future for wanted, future in self._waiting if wanted <= seq]
        self._waiting = [(wanted, future) for wanted, future in self._waiting if wanted > seq]
        _finish(due)

    def replaced(self) -> None:
        """A snapshot carries everything so far."""
        due = [future for _, future in self._waiting]
        self._waiting = []
        _finish(due)


def _finish(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():
            future.set_result(None)
