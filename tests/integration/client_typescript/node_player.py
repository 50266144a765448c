"""A player in a process of Node: the driver of `clients/typescript/tests/gateway`, which answers each act by a line."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NODE = ("node", "--experimental-websocket", "--no-warnings")
"""Node 20 has a WebSocket behind this flag, later ones without it."""
PATIENCE_S = 60


@dataclass(frozen=True)
class NodePlayer:
    """One player; `user_id` is their id at the server."""

    user_id: str
    process: asyncio.subprocess.Process

    async def act(self, name: str, **details: Any) -> Any:
        """Do something; return what came of it. Raises AssertionError when the driver says that it failed."""
        stdin = self.process.stdin
        assert stdin is not None
        stdin.write(json.dumps({"act": name, **details}).encode() + b"\n")
        answer = await _line(self.process)
        assert "error" not in answer, answer["error"]
        return answer


@asynccontextmanager
async def node_player(driver: Path, url: str, name: str) -> AsyncIterator[NodePlayer]:
    """Start a process in which `name` signs up at the server of `url`; end it."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*NODE, driver, url, name, stdin=pipe, stdout=pipe)
    try:
        yield NodePlayer((await _line(process))["user_id"], process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), PATIENCE_S)
        except TimeoutError:
            process.kill()
            raise


async def _line(process: asyncio.subprocess.Process) -> Any:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
    assert line, "the driver has ended"
    return json.loads(line)
