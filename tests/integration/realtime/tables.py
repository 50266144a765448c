"""A table for tests of topics: an entity kind whose pushes are ephemeral, and that knows no table called `nowhere`."""

from typing import ClassVar

from msgspec import UNSET, Struct, UnsetType

from actors.runtime.entity import EntityRef, Rejection
from actors.runtime.payloads import Delivery
from cluster.processes.gateway import GatewayProcess
from tests.unit.runtime.kinds import CounterKind

TOPICS = {"crash": "get"}


class Tick(Struct, frozen=True):
    """What a table says after each change."""

    TYPE: ClassVar[str] = "tick"
    DELIVERY: ClassVar[Delivery] = Delivery.EPHEMERAL
    total: int
    pad: str | UnsetType = UNSET


class TableKind(CounterKind):
    """With `pad` its messages are as long as one likes."""

    name = "crash"

    def __init__(self, pad: str | UnsetType = UNSET) -> None:
        super().__init__()
        self._pad = pad

    def answer(self, state, query, now_ms):
        return Rejection("not_found") if state.key == "nowhere" else super().answer(state, query, now_ms)

    def announce(self, state, facts):
        return [Tick(push.total, self._pad) for push in super().announce(state, facts)]


async def tick(gateway: GatewayProcess, command_id: str, table: str = "main") -> int:
    """Change a table; the number of the message that says so."""
    answer = await gateway.entities.command(EntityRef("crash", table), "add", b'{"n":1}', command_id=command_id)
    assert answer.ok, answer.body
    return answer.seq
