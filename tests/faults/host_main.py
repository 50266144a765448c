"""One host as a process under test: `python -m tests.faults.host_main`, orders and answers as JSON lines.

An order is `{"n", "op", ...}`, its answer `{"n", "ok"}` or `{"n", "error"}`; the first is `start`. `arm` names a
point of the next commit of a moment (`tests.faults.moments`), at which the process sends itself a signal. A host that
is fenced exits as `cluster.control.ray.process` lets it. Mutants are hosts without one of the mechanisms: tests prove
that their absence is noticed.
"""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import uvloop
from msgspec import json

from actors.areas import GAME_NAMES
from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions
from actors.games.registry import registered_games
from actors.kinds import entity_kinds
from actors.missions.area import missions_area
from actors.money.economy import EconomyConfig
from actors.runtime.clock import SystemClock
from actors.runtime.commit.gate import Gate, Writes
from actors.runtime.config import HostConfig
from actors.runtime.turns.callers import NO_CALLER
from actors.shop.shop import ShopKind
from actors.user.kind import UserKind
from cluster.processes.host import HostProcess
from cluster.processes.logging import configure_logging
from cluster.processes.specs import HostSpec
from persistence.entities.records import CommitRequest
from persistence.errors import StoreError
from persistence.postgres.entities.commits import COMMIT_SQL
from persistence.postgres.entities.store import PostgresStore
from tests.faults.moments import ANY, is_of
from tests.faults.shop_items import ITEMS
from tests.faults.short_tables import ShortTables
from tests.seals import SEALS

EXIT_FENCED = 70
"""As `cluster.control.ray.process.EXIT_STOPPED`, which is not imported: it would import Ray."""
POINTS = ("before_send", "after_send", "after_commit")
LOOP_TURNS_TO_WRITE = 3
"""Turns of the event loop after which what was written has left the process."""
UNFENCED = "unfenced"
UNGATED = "ungated"
PR_SET_PDEATHSIG = 1
Made = TypeVar("Made")


class Points:
    """Where the process does something to itself, once."""

    def __init__(self) -> None:
        self._point = ""
        self._number = signal.SIGKILL
        self._moment = ANY

    def arm(self, point: str, number: int, moment: str) -> None:
        assert point in POINTS
        self._point, self._number, self._moment = point, signal.Signals(number), moment

    def is_armed(self, point: str, request: CommitRequest) -> bool:
        return self._point == point and is_of(self._moment, request)

    def reached(self, point: str, request: CommitRequest) -> None:
        if self.is_armed(point, request):
            self._point = ""
            os.kill(os.getpid(), self._number)


class TurnedClock(SystemClock):
    """The machine's clocks, the wall clock `ahead_ms` ahead."""

    def __init__(self) -> None:
        self.ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms


class ArmedStore(PostgresStore):
    """The store of a host, with points at which it is killed or frozen."""

    points: Points

    async def commit(self, request: CommitRequest) -> None:
        self.points.reached("before_send", request)
        if self.points.is_armed("after_send", request):
            sending = asyncio.ensure_future(super().commit(request))
            for _ in range(LOOP_TURNS_TO_WRITE):
                await asyncio.sleep(0)
            self.points.reached("after_send", request)
            await sending
        else:
            await super().commit(request)
        self.points.reached("after_commit", request)


def remove_fence(store: PostgresStore) -> None:
    """Commit with the function that the test has made without the checks of fence and epochs."""
    store._connection._statement = COMMIT_SQL.replace("commit_batch(", "commit_batch_unfenced(")
    store._connection.terminate()


def remove_gate() -> None:
    """Let outputs leave before their writes are durable."""
    write = Gate._write

    async def release_then_write(gate: Gate, writes: list[Writes]) -> None:
        for entry in writes:
            entry.release()
            for turn in entry.turns:
                turn.pushes, turn.effects, turn.held = [], [], []
                turn.work = replace(turn.work, caller=NO_CALLER)
        for _ in range(LOOP_TURNS_TO_WRITE):
            await asyncio.sleep(0)
        await write(gate, writes)

    Gate._write = release_then_write  # type: ignore[method-assign]


class HostUnderTest:
    """Carries out orders."""

    def __init__(self) -> None:
        self._points = Points()
        self._clock = TurnedClock()

    async def start(self, spec: dict[str, Any], mutants: list[str]) -> dict[str, Any]:
        if UNGATED in mutants:
            remove_gate()

        async def connect(url: str, *, lease_ttl_ms: int) -> PostgresStore:
            store = await ArmedStore.connect(url, lease_ttl_ms=lease_ttl_ms)
            store.points = self._points
            if UNFENCED in mutants:
                remove_fence(store)
            return store

        told = decoded(spec)
        kinds = dict(entity_kinds(EconomyConfig(), tables=told.tables))
        kinds["shop"] = ShopKind(ITEMS)
        missions, economy = Definitions([missions_area(GAME_NAMES)]), EconomyConfig()
        kinds["user"] = UserKind(economy, registered_games(economy), told.tables, missions, seal=SEALS.seeds)
        if told.tables:
            kinds["crash"] = ShortTables(told.tables, told.seal_keys)
        self._process = HostProcess(told, kinds, clock=self._clock, connect=connect, died=exit_fenced)
        try:
            await self._process.start()
        except StoreError as error:
            exit_fenced(str(error))
        return self.status()

    async def adopt(self, shards: list[int]) -> int:
        return await self._process.adopt(shards)

    async def release(self, shards: list[int]) -> None:
        await self._process.release(shards)

    def served(self) -> list[int]:
        return self._process.served()

    def status(self) -> dict[str, Any]:
        return self._process.status().as_dict()

    def turn_clock(self, ahead_ms: int) -> None:
        self._clock.ahead_ms = ahead_ms

    def arm(self, point: str, number: int, moment: str) -> None:
        self._points.arm(point, number, moment)

    async def stop(self) -> None:
        await self._process.stop()


def encoded(spec: HostSpec) -> dict[str, Any]:
    """A spec as it travels in the order `start`."""
    config = {name: getattr(spec.config, name) for name in HostConfig.__dataclass_fields__}
    fields = {name: getattr(spec, name) for name in HostSpec.__dataclass_fields__}
    tables = [{name: getattr(table, name) for name in TableConfig.__dataclass_fields__} for table in spec.tables]
    return fields | {"link_token": spec.link_token.hex(), "config": config, "tables": tables}


def decoded(spec: dict[str, Any]) -> HostSpec:
    token, config = bytes.fromhex(spec["link_token"]), known_fields(HostConfig, spec["config"])
    tables = tuple(known_fields(TableConfig, table) for table in spec["tables"])
    return known_fields(HostSpec, spec | {"link_token": token, "config": config, "tables": tables})


def known_fields(kind: type[Made], fields: dict[str, Any]) -> Made:
    """A dataclass of this release from the fields of another one: what it does not know is left out."""
    known: dict[str, Any] = kind.__dataclass_fields__  # type: ignore[attr-defined] # it is a dataclass
    return kind(**{name: value for name, value in fields.items() if name in known})


def exit_fenced(_reason: str) -> None:
    os._exit(EXIT_FENCED)


async def serve(target: object, answers: int) -> None:
    """Carry out the orders on standard input until it ends."""
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    running: set[asyncio.Task[None]] = set()
    async for line in orders:
        task = asyncio.create_task(_carry_out(target, json.decode(line), answers))
        running.add(task)
        task.add_done_callback(running.discard)
    os._exit(0)


async def _carry_out(target: object, order: dict[str, Any], answers: int) -> None:
    number = order.pop("n")
    operation: Callable[..., Any] = getattr(target, order.pop("op"))
    try:
        result = operation(**order)
        answer = {"n": number, "ok": await result if isinstance(result, Awaitable) else result}
    except Exception as error:  # noqa: BLE001 (whatever it is, the test sees it)
        answer = {"n": number, "error": f"{type(error).__name__}: {error}"}
    os.write(answers, json.encode(answer) + b"\n")


def answers_only_on_standard_output() -> int:
    """Keep standard output for answers, send everything else that is printed to standard error; the kept descriptor."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return kept


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    die_with_parent()
    descriptor = answers_only_on_standard_output()
    configure_logging("info", process=f"host {os.getpid()}")
    uvloop.run(serve(HostUnderTest(), descriptor))
