"""A child process that takes orders and answers them as JSON lines."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from msgspec import json

from tests.faults.until import until

REPOSITORY = Path(__file__).parents[2]
LINE_BYTES_MAX = 1024 * 1024


class Home(NamedTuple):
    """Where a process runs from: the folder that holds `tests`, and the packages of another release, if it is one."""

    name: str
    folder: Path
    packages: Path | None = None

    def command(self, module: str) -> list[str]:
        """The command that runs a module: packages of another release come before those that are installed."""
        python = [sys.executable, "-m", module]
        return python if self.packages is None else ["env", f"PYTHONPATH={self.packages}", *python]


THIS = Home("this", REPOSITORY)


class Gone(Exception):
    """The process has ended."""


class OrderFailed(Exception):
    """The process could not do what it was told; the message is its exception."""


class Child:
    """One process; made by `start`, over when `ended` is set. `ended_s` is then the loop's time of its end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid
        self.ended = asyncio.Event()
        self.ended_s = 0.0
        self._n = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, module: str, log: Path, home: Home = THIS) -> "Child":
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *home.command(module),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=output,
                cwd=home.folder,
                limit=LINE_BYTES_MAX,
            )
        return cls(process)

    @property
    def status(self) -> int | None:
        """Its exit status: negative for a signal, None while it runs."""
        return self._process.returncode

    async def order(self, operation: str, **arguments: Any) -> Any:
        """What it answers. Raises Gone or OrderFailed."""
        if self.ended.is_set():
            raise Gone(f"process {self.pid} has ended")
        self._n += 1
        future = self._waiting[self._n] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        message: Mapping[str, Any] = {"n": self._n, "op": operation} | arguments
        self._process.stdin.write(json.encode(message) + b"\n")
        return await future

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self._process.returncode is None:
            os.kill(self.pid, number)

    async def frozen(self, within_s: float) -> None:
        """Return when it is stopped by SIGSTOP."""
        process = psutil.Process(self.pid)
        await until(lambda: process.status() == psutil.STATUS_STOPPED, within_s)

    async def end(self) -> None:
        """Kill it, whatever it does, and wait for its end."""
        self.signal(signal.SIGKILL)
        await self._reader

    async def _read(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdin is not None
        async for line in self._process.stdout:
            answer = json.decode(line)
            future = self._waiting.pop(answer["n"])
            if not future.done():
                if "error" in answer:
                    future.set_exception(OrderFailed(answer["error"]))
                else:
                    future.set_result(answer["ok"])
        await self._process.wait()
        self.ended_s = asyncio.get_running_loop().time()
        self._process.stdin.close()
        self.ended.set()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Gone(f"process {self.pid} has ended with status {self.status}"))
        self._waiting.clear()
