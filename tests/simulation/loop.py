"""An event loop with virtual time and seeded scheduling: the same seed runs the same callbacks in the same order.

Time jumps to the next timer when nothing is ready. Which ready callback runs next is drawn from the seed. Each belongs
to the process in whose context it was made, so that a process can be stopped (its callbacks wait) and continued.
"""

import asyncio
import contextvars
import heapq
from asyncio import events

STEPS_MAX = 400_000
"""Callbacks of one history; more mean that something spins."""


class Stuck(Exception):
    """Nothing can happen any more, or too much happens without an end."""


class Process:
    """A process as the scheduler sees it: while `stopped`, its callbacks wait in `parked`."""

    def __init__(self, loop, name):
        self.name = name
        self.stopped = False
        self.parked = []
        self._loop = loop
        self.context = contextvars.copy_context()
        self.context.run(PROCESS.set, self)

    def spawn(self, coroutine):
        """Run `coroutine` as a task of this process."""
        return self._loop.create_task(coroutine, context=self.context)

    def call_soon(self, callback, *args):
        """Run `callback` in this process."""
        self._loop.call_soon(callback, *args, context=self.context)

    def stop(self):
        """As SIGSTOP does."""
        self.stopped = True

    def go_on(self):
        """As SIGCONT does."""
        self.stopped = False
        self._loop.unpark(self)


PROCESS: contextvars.ContextVar[Process | None] = contextvars.ContextVar("process", default=None)


class VirtualLoop(asyncio.AbstractEventLoop):
    """See the module. `rng` draws the order of callbacks; exceptions of callbacks gather in `errors`."""

    def __init__(self, rng):
        self.errors = []
        self.steps = 0
        self._rng = rng
        self._now = 0.0
        self._ready = []
        self._timers = []
        self._timer_count = 0
        self._processes = []
        self._tasks = []

    def process(self, name):
        process = Process(self, name)
        self._processes.append(process)
        return process

    def unpark(self, process):
        self._ready += process.parked
        process.parked.clear()

    def run(self, main):
        """Run the coroutine `main` to its end, then end every task; its result. Raises Stuck."""
        events._set_running_loop(self)
        try:
            task = self.create_task(main)
            while not task.done():
                self._turn()
            return task.result()
        finally:
            self._end_all()
            events._set_running_loop(None)

    def _turn(self):
        if self.steps >= STEPS_MAX:
            raise Stuck(f"{STEPS_MAX} callbacks and no end")
        while self._timers and (not self._ready or self._timers[0][0] <= self._now):
            when, _, handle = heapq.heappop(self._timers)
            if not handle._cancelled:
                self._now = max(self._now, when)
                self._ready.append(handle)
        if not self._ready:
            raise Stuck("everybody waits for nothing")
        ready, index = self._ready, int(self._rng.random() * len(self._ready))
        ready[index], ready[-1] = ready[-1], ready[index]
        handle = ready.pop()
        if handle._cancelled:
            return
        process = handle._context.get(PROCESS)
        if process is not None and process.stopped:
            process.parked.append(handle)
            return
        self.steps += 1
        handle._run()

    def _end_all(self):
        """Cancel what still runs, in the order in which it began."""
        self.errors = list(self.errors)
        for process in self._processes:
            process.go_on()
        for task in self._tasks:
            task.cancel()
        while self._ready:
            handle = self._ready.pop(0)
            if not handle._cancelled:
                handle._run()
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.exception()

    # --- what asyncio asks of a loop ---

    def time(self):
        return self._now

    def call_soon(self, callback, *args, context=None):
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._timer_count += 1
        heapq.heappush(self._timers, (when, self._timer_count, handle))
        handle._scheduled = True
        return handle

    def _timer_handle_cancelled(self, handle):
        """It is skipped when it is due."""

    def create_future(self):
        return asyncio.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        task = asyncio.Task(coro, loop=self, name=name, context=context)
        self._tasks.append(task)
        return task

    def call_exception_handler(self, context):
        if context.get("message", "").startswith("Exception in callback"):
            self.errors.append(context["exception"])

    def get_debug(self):
        return False

    def is_running(self):
        return True

    def is_closed(self):
        return False
