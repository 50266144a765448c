"""Hand-overs: shards that a living host gives back and another one adopts, in small pieces.

Moves between different hosts go on side by side. None goes on while shards of the dead are taken over (`held`), and
afterwards everything left goes by a new plan. A shard on its way has no owner for a moment: `in_transit` names it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager

import structlog

from cluster.control.errors import DirectorError
from cluster.control.hosts import Hosts
from cluster.control.metrics import DirectorMetrics
from cluster.control.placement.assignment import Move

PIECE_SHARDS_MAX = 32
"""Shards of one hand-over: their players wait while it lasts."""

Plan = Callable[[AbstractSet[str]], Awaitable[Sequence[Move]]]
"""(hosts that have failed) -> what is left to move, to none of these."""

log = structlog.get_logger("director")


class HandOvers:
    """Carries out the moves of a plan."""

    def __init__(self, hosts: Hosts, metrics: DirectorMetrics) -> None:
        self._hosts = hosts
        self._metrics = metrics
        self.in_transit: set[int] = set()
        self._free = asyncio.Event()
        self._free.set()
        self._holders = 0
        self._takeovers = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Begin no piece within this block; those under way end."""
        self._takeovers += 1
        self._holders += 1
        self._free.clear()
        try:
            yield
        finally:
            self._holders -= 1
            if not self._holders:
                self._free.set()

    async def carry_out(self, plan: Plan) -> int:
        """Move until `plan` has nothing left; return how many shards were moved.

        A host that does not adopt a piece gets no other; that piece has no owner, and is given away as shards of the
        dead are.

        Raises:
            DirectorError: a host that lives did not give its shards back, or `plan` found no way.
        """
        moved = 0
        avoided: set[str] = set()
        while True:
            await self._free.wait()
            takeovers = self._takeovers
            moves = await plan(avoided)
            outcomes = await asyncio.gather(*(self._move(move, takeovers) for move in moves), return_exceptions=True)
            moved += sum(count for count, _ in _successes(outcomes))
            failed = {target for _, target in _successes(outcomes) if target} - avoided
            avoided |= failed
            if self._takeovers != takeovers:
                continue
            for outcome in outcomes:
                if isinstance(outcome, BaseException):
                    raise outcome
            if not failed:
                return moved

    async def _move(self, move: Move, takeovers: int) -> tuple[int, str]:
        """Return how many shards were moved, and the name of the host that did not adopt the last piece, or "".

        Raises:
            DirectorError: the other host did not release it.
        """
        moved = 0
        for start in range(0, len(move.shards), PIECE_SHARDS_MAX):
            if self._takeovers != takeovers:
                break
            piece = move.shards[start : start + PIECE_SHARDS_MAX]
            if not await self._hand_over(move, piece):
                return moved, move.target
            moved += len(piece)
        return moved, ""

    async def _hand_over(self, move: Move, piece: Sequence[int]) -> bool:
        loop = asyncio.get_running_loop()
        self.in_transit.update(piece)
        try:
            started_s = loop.time()
            await self._hosts.release(move.source, piece)
            await self._hosts.adopt(move.target, piece)
            self._metrics.pause.observe(loop.time() - started_s)
            self._metrics.moves.inc(len(piece))
        except DirectorError as error:
            if error.host != move.target:
                raise
            log.warning("adoption_failed", host=move.target, error=str(error))
            return False
        finally:
            self.in_transit.difference_update(piece)
        return True


def _successes(outcomes: Sequence[tuple[int, str] | BaseException]) -> list[tuple[int, str]]:
    return [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
