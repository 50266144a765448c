"""The parts that every actor shares: an event loop in a thread of its own, and how an actor starts and ends.

A process does its work in one uvloop thread; the actor's own threads only pass on control calls, so that `status` is
answered while a host works.
"""

import asyncio
import os
import resource
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import ray
import structlog
import uvloop

from cluster.processes.garbage_collection import freeze_long_lived_objects

Result = TypeVar("Result")

EXIT_STOPPED = 70
"""Exit status of a process that must not go on, such as a fenced host: Ray starts it again, as a new incarnation."""
RESTART_ALWAYS = -1
CONTROL_CALLS_MAX = 8
"""Control calls of one actor that may run at a time."""
RESTART_PAUSE_S = 1.0
"""Between a start that failed and the end of its process: those who wait for it are told, and Ray does not spin."""

log = structlog.get_logger("start")


class Start:
    """The start of an actor's process, in its loop; the actor answers meanwhile, for as long as it takes.

    One that fails ends the process: Ray starts a process again that ends, but none whose constructor fails.
    """

    def __init__(self, loop: "LoopThread", start: Coroutine[Any, Any, None]) -> None:
        self._started = loop.begin(self._run(start))

    def wait(self, timeout_s: float) -> None:
        """Return when the process has started. Raises TimeoutError, or that with which the start has failed."""
        self._started.result(timeout_s)

    async def _run(self, start: Coroutine[Any, Any, None]) -> None:
        try:
            await start
        except BaseException as error:
            log.exception("start_failed")
            asyncio.get_running_loop().call_later(RESTART_PAUSE_S, exit_now, f"not started: {error!r}")
            raise
        freeze_long_lived_objects()


class LoopThread:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        _raise_file_limit()
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pitboss", daemon=True)
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Run `work` in the loop; return a future of its result for other threads."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run `work` in the loop and wait for it."""
        return self.begin(work).result()

    def call_plain(self, function: Callable[[], Result]) -> Result:
        """Call `function` in the loop, where nothing else runs meanwhile."""

        async def run() -> Result:
            return function()

        return self.call(run())


def detached_actor(shell: type, name: str, restarts: int, *arguments: Any) -> Any:
    """Return the actor called `name`: the one that runs, else a new one, made with `arguments`.

    Ray starts it again when its process dies, `restarts` times or RESTART_ALWAYS.
    """
    actor: Any = ray.remote(num_cpus=0)(shell).options(
        name=name, lifetime="detached", get_if_exists=True, max_restarts=restarts, max_concurrency=CONTROL_CALLS_MAX
    )
    return actor.remote(*arguments)


def node_id() -> str:
    """Return Ray's id of the machine that this process runs on."""
    node: str = ray.get_runtime_context().get_node_id()
    return node


def exit_now(_reason: str) -> None:
    """End this process at once: what it holds in memory must not be shown any more."""
    os._exit(EXIT_STOPPED)


def _raise_file_limit() -> None:
    """Sockets are files; the soft limit is often 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
