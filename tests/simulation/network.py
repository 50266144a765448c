"""Connections between simulated processes: real links over transports that delay, double and lose what they carry.

Bytes of one connection keep their order; those of different connections overtake each other. A connection that is cut
loses what was on its way.
"""

import asyncio
from collections import deque

from actors.runtime.link.envelope import DOWNSTREAM_DECODER
from actors.runtime.link.stream import Handshake, Link

TOKEN = b"simulated"
SLOWEST_WAY = 10
"""The longest delay of a frame, as a multiple of `Faults.delay_s`."""
END = None
"""What the other side receives last."""


class Faults:
    """How bad connections are: seconds of delay, and the share of frames that come twice."""

    def __init__(self, rng, delay_s, doubled):
        self.rng = rng
        self.delay_s = delay_s
        self.doubled = doubled

    def delay(self):
        """Mostly short, sometimes up to ten times as long."""
        factor = SLOWEST_WAY if self.rng.random() < 0.05 else 1
        return self.rng.random() * self.delay_s * factor

    def heal(self):
        self.doubled = 0.0


class Wire(asyncio.Transport):
    """One end of a connection; `peer` is the other."""

    def __init__(self, network, process):
        super().__init__()
        self.process = process
        self.protocol = None
        self.peer = None
        self._network = network
        self._loop = asyncio.get_running_loop()
        self._on_the_way = deque()
        self._inbox = deque()
        self._last_arrival = 0.0
        self._reading = True
        self._closing = False
        self._lost = False

    # --- from the link ---

    def write(self, data):
        if not self._closing and data:
            frames = isinstance(self.protocol, Link) and self.protocol.ready.done()
            faults = self._network.faults
            for _ in range(2 if frames and faults.rng.random() < faults.doubled else 1):
                self.peer._send_here(bytes(data))

    def abort(self):
        if not self._closing:
            self._closing = True
            self.peer._send_here(END)
            self.process.call_soon(self._lose, None)

    close = abort

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return self._reading

    def pause_reading(self):
        self._reading = False

    def resume_reading(self):
        self._reading = True
        for _ in self._inbox:
            self.process.call_soon(self._deliver)

    def get_write_buffer_size(self):
        return 0

    # --- from the network ---

    def made(self, protocol):
        """The process has accepted, or dialled: `protocol` serves this end."""
        self.protocol = protocol
        protocol.connection_made(self)
        self.resume_reading()

    def cut(self):
        """Both ends break, and what was on its way is lost."""
        for end in (self, self.peer):
            end._closing = True
            end._on_the_way.clear()
            end._inbox.clear()
            end.process.call_soon(end._lose, ConnectionResetError("cut"))

    def _send_here(self, data):
        self._on_the_way.append(data)
        self._last_arrival = max(self._last_arrival, self._loop.time() + self._network.faults.delay())
        self._loop.call_at(self._last_arrival, self._arrive, context=self._network.context)

    def _arrive(self):
        if self._on_the_way:
            self._inbox.append(self._on_the_way.popleft())
            self.process.call_soon(self._deliver)

    def _deliver(self):
        if self.protocol is None or not self._reading or not self._inbox or self._lost:
            return
        data = self._inbox.popleft()
        if data is END:
            self._closing = True
            self._lose(None)
        else:
            self.protocol.data_received(data)

    def _lose(self, error):
        if not self._lost and self.protocol is not None:
            self._lost = True
            self._network.wires.pop(self, None)
            self.protocol.connection_lost(error)


class Network:
    """Who listens where, and every open connection."""

    def __init__(self, loop, faults):
        self.faults = faults
        self.context = loop.process("network").context
        self.wires = {}
        self._listeners = {}

    def listen(self, address, process, make_link):
        self._listeners[address] = (process, make_link)

    def gone(self, process):
        """A process has ended: nobody listens there, and its peers notice."""
        self._listeners = {at: entry for at, entry in self._listeners.items() if entry[0] is not process}
        for wire in [wire for wire in self.wires if wire.process is process]:
            wire._closing = True
            wire.peer._send_here(END)
            del self.wires[wire]

    def cut_some(self, share):
        for wire in list(self.wires):
            if wire in self.wires and self.faults.rng.random() < share:
                wire.cut()

    def dialler(self, process, may_send=lambda: True):
        """The `Dial` of a router of `process`, whose links send while `may_send()`."""

        async def dial(address, receive, lost):
            await asyncio.sleep(self.faults.delay())
            if address not in self._listeners:
                raise ConnectionRefusedError(address)
            listener, make_link = self._listeners[address]
            near, far = Wire(self, process), Wire(self, listener)
            near.peer, far.peer = far, near
            self.wires[near] = self.wires[far] = None
            listener.call_soon(lambda: far.made(make_link()))
            handshake = Handshake(TOKEN, b"d" * 16, dialler=True)
            link = Link(DOWNSTREAM_DECODER, handshake, receive=receive, lost=lost, may_send=may_send)
            near.made(link)
            await link.ready
            return link

        return dial
