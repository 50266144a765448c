"""Links within one process: routers reach hosts by the same envelopes, one a frame, until a wire is cut."""

import asyncio

from msgspec import msgpack

from actors.runtime.link.envelope import DOWNSTREAM_DECODER, UPSTREAM_DECODER
from actors.runtime.link.router import Router
from actors.runtime.link.stream import LinkError
from actors.runtime.turns.tells import RoutedTeller
from tests.unit.runtime.world import Counted, World

_encoder = msgpack.Encoder()


class End:
    """One end of a wire; `take` gets what the other end sends."""

    def __init__(self, decoder, take, lost):
        self.other = None
        self.cut = False
        self._decoder = decoder
        self._take = take
        self._lost = lost

    def send(self, envelope):
        data = _encoder.encode([envelope])
        asyncio.get_running_loop().call_soon(self.other.deliver, data)

    def deliver(self, data):
        if not self.cut:
            self._take(self, self._decoder.decode(data))

    def abort(self, reason):
        if not self.cut:
            self.cut = True
            asyncio.get_running_loop().call_soon(self._lost, self, reason)
            self.other.abort(reason)

    close = abort

    def is_closing(self):
        return self.cut

    def flush(self):
        pass

    pause_reading = resume_reading = flush


class Exchange:
    """Hosts by their addresses."""

    def __init__(self):
        self.worlds = {}
        self.wires = []

    async def dial(self, address, receive, lost):
        world = self.worlds.get(address)
        if world is None or world.host.dead:
            raise OSError(f"nobody listens at {address}")
        near = End(DOWNSTREAM_DECODER, receive, lost)
        far = End(UPSTREAM_DECODER, world.host.receive, world.host.link_lost)
        near.other, far.other = far, near
        world.host.link_made(far)
        self.wires.append(near)
        await asyncio.sleep(0)
        if near.cut:
            raise LinkError("cut while dialling")
        return near

    def cut_all(self):
        wires, self.wires = self.wires, []
        for wire in wires:
            wire.abort("cut")

    def router(self, store, clock):
        """A router that finds hosts here; the caller runs it."""
        return Router(store.shard_map, self.dial, clock, Counted())

    def world(self, store, clock, name, **options):
        """A host that tells through a router of its own; start it, and run `world.router`."""

        def make_teller(host):
            return RoutedTeller(
                world.router,
                lambda shard, tell_id: host.tell_is_done(shard, tell_id),
                lambda shard: shard in host.shards(),
                host.may_send,
                world.metrics,
            )

        world = World(store, clock, name=name, make_teller=make_teller, **options)
        world.router = self.router(store, clock)
        self.worlds[f"at:{name}"] = world
        return world
