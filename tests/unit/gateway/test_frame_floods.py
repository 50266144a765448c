"""Frames that are no messages: a flood of them is closed before it is parsed, and pongs are bounded."""

import pytest
from websockets.frames import Frame, Opcode

from gateway.realtime.close_codes import CloseCode
from gateway.realtime.socket import RealtimeSocket
from gateway.realtime.wire import framing
from gateway.realtime.wire.flush_queue import FlushQueue
from tests.unit.gateway.sockets import Gateway, say

READ_BYTES = 256 * 1024
"""Most that one read of the event loop brings."""


class KeptTransport:
    """A transport that keeps what is written."""

    def __init__(self):
        self.written = b""

    def set_write_buffer_limits(self, high, low):
        pass

    def is_closing(self):
        return False

    def write(self, data):
        self.written += data

    def close(self):
        pass

    abort = close


class Timers:
    """A loop that calls nothing."""

    def call_soon(self, callback):
        pass

    def call_later(self, delay_s, callback):
        pass


@pytest.fixture
def parsed(monkeypatch):
    """The frames that the library has parsed."""
    frames = []
    original = framing._ServerSide.recv_frame

    def counted(protocol, frame):
        frames.append(frame.opcode)
        original(protocol, frame)

    monkeypatch.setattr(framing._ServerSide, "recv_frame", counted)
    monkeypatch.setattr("asyncio.get_running_loop", Timers)
    return frames


def opened(gateway):
    socket = RealtimeSocket(KeptTransport(), set(), gateway.limits, FlushQueue())
    session = gateway.hub.opened(socket)
    socket.serve(session)
    return socket, session


def client(opcode, data=b"", *, fin=True):
    return Frame(opcode, data, fin).serialize(mask=True)


FLOODS = {
    "pings": client(Opcode.PING),
    "pongs": client(Opcode.PONG),
    "large pings": client(Opcode.PING, b"x" * 125),
    "empty fragments": client(Opcode.CONT, fin=False),
    "small fragments": client(Opcode.CONT, b"x", fin=False),
}


@pytest.mark.parametrize("frame", FLOODS.values(), ids=FLOODS.keys())
def test_a_read_full_of_small_frames_is_parsed_no_further_than_its_bucket(frame, parsed):
    gateway = Gateway()
    socket, _ = opened(gateway)
    first = client(Opcode.TEXT, b"{", fin=False) if frame[0] == Opcode.CONT else b""
    flood = first + frame * (READ_BYTES // len(frame))
    socket.data_received(flood)
    assert gateway.counted("ws_closes_total", code="4006") == 1
    assert gateway.counted("rate_limited_total", rule="frames_per_socket") == 1
    assert len(parsed) <= gateway.limits.frames_burst + framing.SLICE_BYTES
    assert socket._transport.written.endswith(b"\x0f\xa6Too many frames.")
    before = len(parsed)
    for _ in range(10):
        socket.data_received(frame * (READ_BYTES // len(frame)))
    assert len(parsed) - before <= framing.READ_AFTER_CLOSE_BYTES_MAX // len(frame), "only the answer is looked for"


def test_a_read_full_of_empty_messages_is_parsed_no_further_than_its_bucket(parsed, monkeypatch):
    gateway = Gateway()
    socket, session = opened(gateway)
    say_connect = gateway.tokens.issue("u1", "PLAYER", "s")
    session.received(b'{"id":"1","type":"connect","payload":{"token":"%b"}}' % say_connect.encode())
    read = []
    original = framing.apply_mask
    monkeypatch.setattr(framing, "apply_mask", lambda data, mask: (read.append(1), original(data, mask))[1])
    empty = client(Opcode.TEXT)
    socket.data_received(empty * (READ_BYTES // len(empty)))
    assert gateway.counted("ws_closes_total", code="4006") == 1
    assert len(read) + len(parsed) <= gateway.limits.commands_burst + 10 + framing.READ_AFTER_CLOSE_BYTES_MAX // len(
        empty
    )


def test_what_comes_slowly_enough_is_answered_for_ever():
    gateway = Gateway(frames_per_s=10, frames_burst=2)
    wire = gateway.joined()
    for _ in range(100):
        wire.session.received_frame(b"pong")
        gateway.clock.advance(100)
    assert (wire.code, wire.written) == (None, [b"pong"] * 100)


def test_a_message_of_empty_fragments_without_end_keeps_nothing():
    parts = framing.Framing(300)
    list(parts.feed(client(Opcode.TEXT, fin=False) + client(Opcode.CONT, fin=False) * 50))
    assert parts._parts == []


def test_a_reader_that_is_slow_is_answered_its_newest_ping_only():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.paused()
    for n in range(100):
        wire.session.received_frame(b"%d" % n)
    assert wire.session.outgoing.waiting_bytes() == 2
    wire.session.resumed()
    assert wire.written == [b"99"]


def test_pings_win_a_slow_reader_no_time():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.paused()
    for _ in range(gateway.limits.send_queue_ms_max // 100):
        wire.session.received_frame(b"pong")
        gateway.clock.advance(100)
    gateway.hub.check_deadlines()
    assert wire.code is CloseCode.SLOW_READER


def test_a_closed_socket_answers_no_ping():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.close(CloseCode.DRAIN)
    wire.session.received_frame(b"pong")
    say(wire, "state.get")
    assert wire.written == []
