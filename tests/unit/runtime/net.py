"""A router between a scripted shard map and links that keep what they are given; the test answers for the hosts."""

from msgspec import json

from actors.runtime.clock import ManualClock
from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import UPSTREAM_DECODER, Answer, Attached, Call, Push
from actors.runtime.link.router import Router
from actors.runtime.ownership.shards import shard_of
from actors.runtime.payloads import Delivery, ErrorBody
from persistence.entities.ownership import SHARD_COUNT, ShardPlace
from persistence.errors import Unreachable
from tests.unit.runtime.world import Counted, KeptLink

A, B = EntityRef("counter", "a"), EntityRef("counter", "b")
SHARD = shard_of(*A)


class Net:
    """A shard map, hosts that can be dialled, and one router that uses both."""

    def __init__(self):
        self.owner = ("one", 1)
        self.links = {"one": [], "two": []}
        self.reachable = {"one", "two"}
        self.map_error = False
        self.clock = ManualClock()
        self.metrics = Counted()
        self.router = Router(self.shard_map, self.dial, self.clock, self.metrics)
        self.answers = []

    async def shard_map(self):
        if self.map_error:
            raise Unreachable("by script")
        name, epoch = self.owner
        return [ShardPlace(shard, epoch, epoch, name, name) for shard in range(SHARD_COUNT)]

    async def dial(self, address, receive, lost):
        if address not in self.reachable:
            raise OSError("refused")
        link = KeptLink(UPSTREAM_DECODER)
        link.receive, link.lost = receive, lost
        self.links[address].append(link)
        return link

    def link(self, name="one"):
        return self.links[name][-1]

    def calls(self, name="one"):
        """(id, attempt) of what the newest link to a host has got."""
        return [(call.id, call.attempt) for call in self.link(name).of(Call)]

    def call(self, command_id, ref=A, **options):
        self.router.call(
            ref,
            "add",
            b"{}",
            lambda answer: self.answers.append((command_id, answer)),
            command_id=command_id,
            **options,
        )

    def told(self):
        """(id, ok or code) of everything answered."""
        return [(each, answer.ok or json.decode(answer.body, type=ErrorBody).code) for each, answer in self.answers]

    def come(self, *envelopes, link=None):
        link = link or self.link()
        link.receive(link, list(envelopes))

    def answer(self, call, *, epoch=1, ok=True, body=b"{}"):
        return Answer(call.n, call.attempt, call.shard, epoch, ok, body, 1, 0, False)

    def lose(self, link):
        link.abort("cut")
        link.lost(link, "cut")


class Socket:
    """A subscriber that keeps what it gets."""

    def __init__(self):
        self.at = ("", 0)
        self.got = []

    def position(self):
        return self.at

    def attached(self, message):
        self.got.append(message)

    def pushed(self, push):
        self.got.append(push)


def push(seq, epoch=1, sessions=(1,)):
    return Push(SHARD, epoch, *A, list(sessions), seq, seq, "changed", Delivery.STATE, b"{}")


def attached(attach, epoch=1):
    return Attached(attach.n, attach.attempt, SHARD, epoch, attach.session, False, "s", 0, 1, b"{}", [])
