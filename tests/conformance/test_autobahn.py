"""The Autobahn cases against our own protocol class, under uvloop and the settings of uvicorn that a gateway has.

What differs from a gateway: the session echoes, also binary messages (ours are text), and a message may have 16 MiB,
which the cases of chapter 9 send. Compression is never agreed, so chapters 12 and 13 do not apply.
"""

import asyncio
import sys
from dataclasses import replace

import kosoku
import pytest
import uvicorn
import uvloop

from cluster.processes.gateway import server_config
from cluster.processes.listening import bound_socket
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from gateway.realtime.server.handshake import PATH, realtime_protocol
from gateway.realtime.wire.flush_queue import FlushQueue
from gateway.realtime.wire.frames import text_frame

CHAPTERS = ("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*")
MESSAGE_BYTES_MAX = 16 * 1024 * 1024
CASES_AT_ONCE = 4
BINARY = b"\x82"


class EchoSession:
    """Says back whatever it is told (`gateway.realtime.session.Session` as a socket knows it)."""

    def __init__(self, wire) -> None:
        self._wire = wire

    def received(self, text: bytes) -> None:
        self._wire.write(text_frame(text))

    def received_binary(self, data: bytes) -> None:
        self._wire.write(BINARY + text_frame(data)[1:])

    def received_frame(self, pong: bytes) -> None:
        if pong:
            self._wire.write(pong)

    def close(self, code: CloseCode, reason: str = "") -> None:
        self._wire.close(code, reason)

    def closed(self, code: int) -> None:
        pass

    def paused(self) -> None:
        pass

    def resumed(self) -> None:
        pass


class EchoHub:
    """A hub whose sessions echo."""

    limits = replace(SocketLimits(), frame_bytes_max=MESSAGE_BYTES_MAX)
    origins = frozenset[str]()
    draining = False

    def __init__(self) -> None:
        self.flush_queue = FlushQueue()

    def makes_room(self, address: str) -> bool:
        return True

    def opened(self, wire, address: str = "") -> EchoSession:
        return EchoSession(wire)


async def no_application(scope, receive, send) -> None:
    """What uvicorn needs beside the socket: a lifespan."""
    assert scope["type"] == "lifespan"
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})


async def failures_of(chapter: str) -> list:
    """The cases of a chapter that fail, also when they are played once more and alone.

    The suite ends a case by a clock of its own, which a machine that is busy with all of them together may miss.
    """
    results = await results_of([chapter], CASES_AT_ONCE)
    assert results
    failed = [each.case_id for each in results if not each.passed]
    return [each for each in await results_of(failed, 1) if not each.passed] if failed else []


async def results_of(cases: list[str], at_once: int) -> list:
    """How each of the cases went."""
    server = uvicorn.Server(server_config(no_application, realtime_protocol(EchoHub())))
    listening = bound_socket("127.0.0.1", 0)
    serving = asyncio.create_task(server._serve([listening]))
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0)
    url = f"ws://127.0.0.1:{listening.getsockname()[1]}{PATH}"
    try:
        return await kosoku.run_fuzzingclient(url, cases, concurrency=at_once)
    except kosoku.FailureError as failure:
        return failure.results
    finally:
        server.should_exit = True
        await serving


@pytest.fixture(autouse=True)
def no_stand_in_is_left():
    """The cases bring a stand-in of `pkg_resources`, which pytest would take for the real one in later tests."""
    yield
    sys.modules.pop("pkg_resources", None)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_protocol_class_conforms(chapter: str):
    failed = uvloop.run(failures_of(chapter))
    assert not [f"{each.case_id}: {each.behavior.value}, close {each.behavior_close.value}" for each in failed]
