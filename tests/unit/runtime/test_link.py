"""The link: framing however the bytes are cut, a handshake that lets only this cluster in, bounds, and orderly ends."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack

from actors.runtime.link import stream as links
from actors.runtime.link.envelope import DOWNSTREAM_DECODER, UPSTREAM_DECODER, Detach, Moved
from actors.runtime.link.stream import FRAME_BYTES_MAX, FrameSplitter, Handshake, Link, LinkError

TOKEN = b"the cluster's token"


def framed(body):
    return len(body).to_bytes(4, "big") + body


def pieces(data, cuts):
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(edges)]


@given(st.lists(st.binary(max_size=50), max_size=8), st.lists(st.integers(0, 500)))
def test_frames_come_out_whole_however_the_stream_is_cut(bodies, cuts):
    splitter = FrameSplitter()
    stream = b"".join(framed(body) for body in bodies)
    assert [frame for piece in pieces(stream, cuts) for frame in splitter.feed(piece)] == bodies


def test_a_frame_that_announces_too_much_breaks_the_link():
    with pytest.raises(LinkError, match="16777217"):
        FrameSplitter().feed((FRAME_BYTES_MAX + 1).to_bytes(4, "big"))


def shake(dialler, listener, cuts=()):
    """Carry bytes to and fro until neither side has more to say."""
    to_listener, to_dialler = dialler.greeting(), listener.greeting()
    while to_listener or to_dialler:
        answers = [listener.feed(piece) for piece in pieces(to_listener, cuts)]
        to_dialler, to_listener = to_dialler + b"".join(answers), b""
        to_listener = b"".join(dialler.feed(piece) for piece in pieces(to_dialler, cuts))
        to_dialler = b""


@given(st.lists(st.integers(0, 200)))
def test_both_sides_of_one_cluster_agree_however_the_bytes_are_cut(cuts):
    dialler = Handshake(TOKEN, b"d" * 16, dialler=True)
    listener = Handshake(TOKEN, b"l" * 16, dialler=False)
    shake(dialler, listener, cuts)
    assert dialler.done
    assert listener.done
    assert dialler.rest() == listener.rest() == b""


def test_neither_side_accepts_another_token():
    dialler = Handshake(TOKEN, b"d" * 16, dialler=True)
    stranger = Handshake(b"another token", b"l" * 16, dialler=False)
    with pytest.raises(LinkError, match="token"):
        shake(dialler, stranger)
    proof = Handshake(b"another token", b"d" * 16, dialler=True)
    listener = Handshake(TOKEN, b"l" * 16, dialler=False)
    listener.feed(proof.greeting())
    with pytest.raises(LinkError, match="token"):
        listener.feed(b"x" * 32)


def test_a_listener_does_not_take_its_own_proof_for_the_diallers():
    listener = Handshake(TOKEN, b"n" * 16, dialler=False)
    reflected = listener.feed(Handshake(TOKEN, b"n" * 16, dialler=True).greeting())[16:]
    with pytest.raises(LinkError, match="token"):
        listener.feed(reflected)


@pytest.mark.parametrize("opening", [b"GET / HTTP/1.1\r\n", b"pitboss-link/9\n" + b"n" * 16])
def test_a_stranger_is_told_apart_at_its_first_bytes(opening):
    with pytest.raises(LinkError, match="another protocol"):
        Handshake(TOKEN, b"n" * 16, dialler=False).feed(opening)


class Pipe(asyncio.Transport):
    """A transport into memory; `unread` is what a peer that does not read leaves in the buffer."""

    def __init__(self, protocol):
        super().__init__()
        self.protocol = protocol
        self.written = []
        self.unread = 0
        self.closing = False

    def write(self, data):
        self.written.append(bytes(data))

    def get_write_buffer_size(self):
        return self.unread

    def is_closing(self):
        return self.closing

    def close(self):
        if not self.closing:
            self.closing = True
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    abort = close


class Ends:
    """What one link received and how it ended."""

    def __init__(self, *, dialler, may_send=lambda: True, token=TOKEN):
        self.received = []
        self.ended = []
        self.link = Link(
            DOWNSTREAM_DECODER if dialler else UPSTREAM_DECODER,
            Handshake(token, (b"d" if dialler else b"l") * 16, dialler=dialler),
            receive=lambda _, envelopes: self.received.append(envelopes),
            lost=lambda _, reason: self.ended.append(reason),
            may_send=may_send,
        )
        self.pipe = Pipe(self.link)
        self.link.connection_made(self.pipe)

    def carry(self, other):
        """Bring what this end wrote to `other`."""
        written, self.pipe.written = b"".join(self.pipe.written), []
        if written:
            other.link.data_received(written)


def connected(**options):
    dialler, listener = Ends(dialler=True), Ends(dialler=False, **options)
    for _ in range(3):
        dialler.carry(listener)
        listener.carry(dialler)
    assert dialler.link.ready.done()
    assert listener.link.ready.done()
    return dialler, listener


def detach(session):
    return Detach(1, "counter", "a", session)


async def test_envelopes_of_one_turn_of_the_loop_travel_in_one_frame():
    dialler, listener = connected()
    for session in range(3):
        dialler.link.send(detach(session))
    assert not dialler.pipe.written
    await asyncio.sleep(0)
    assert len(dialler.pipe.written) == 1
    dialler.carry(listener)
    assert listener.received == [[detach(0), detach(1), detach(2)]]


async def test_what_is_sent_before_the_handshake_follows_it():
    dialler, listener = Ends(dialler=True), Ends(dialler=False)
    dialler.link.send(detach(1))
    await asyncio.sleep(0)
    for _ in range(3):
        dialler.carry(listener)
        listener.carry(dialler)
    assert listener.received == [[detach(1)]]


async def test_a_great_many_envelopes_go_into_frames_that_the_peer_accepts(monkeypatch):
    monkeypatch.setattr(links, "FRAME_ENVELOPES_MAX", 100)
    monkeypatch.setattr(links, "FRAME_BYTES_MAX", 1_000)
    dialler, listener = connected()
    sent = [detach(session) for session in range(350)]
    for envelope in sent:
        dialler.link.send(envelope)
    await asyncio.sleep(0)
    dialler.carry(listener)
    assert [envelope for frame in listener.received for envelope in frame] == sent
    assert max(map(len, listener.received)) <= 100
    assert not listener.ended


async def test_what_may_not_be_sent_yet_stays_until_it_may():
    allowed = []
    dialler, listener = connected(may_send=lambda: bool(allowed))
    listener.link.send(Moved(1, 0, 1))
    await asyncio.sleep(0)
    assert not listener.pipe.written
    allowed.append(True)
    listener.link.flush()
    listener.carry(dialler)
    assert dialler.received == [[Moved(1, 0, 1)]]


async def test_a_peer_that_does_not_read_is_dropped():
    dialler, _ = connected()
    dialler.pipe.unread = links.LINK_BUFFER_BYTES_MAX + 1
    dialler.link.send(detach(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert dialler.ended == ["the peer does not read"]


@pytest.mark.parametrize("body", [b"\xc1", msgpack.encode(7), msgpack.encode([[3, "x", "k", "a", 1]])])
async def test_a_peer_that_sends_nonsense_is_dropped(body):
    _, listener = connected()
    listener.link.data_received(framed(body))
    await asyncio.sleep(0)
    assert len(listener.ended) == 1
    assert not listener.received


async def test_envelopes_of_a_later_release_are_left_out_and_all_others_are_taken():
    """A later release may know more kinds of envelopes, and more fields at the end of those that are known."""
    dialler, listener = connected()
    later = [[9, 1, {"what": "ever"}], [3, 1, "counter", "a", 1, "a later field"], [], "a later form", [8]]
    listener.link.data_received(framed(msgpack.encode(later)))
    assert listener.received == [[detach(1)]]
    assert listener.link.unknown == 4
    listener.link.data_received(framed(msgpack.encode([[9, 1]])))
    listener.link.send(Moved(1, 0, 1))
    await asyncio.sleep(0)
    listener.carry(dialler)
    assert not listener.ended
    assert dialler.received == [[Moved(1, 0, 1)]]


async def test_an_envelope_of_an_earlier_release_has_the_defaults_of_what_came_later():
    _, listener = connected()
    listener.link.data_received(framed(msgpack.encode([[1, 1, 0, 1, "k", "a", "user", "id", "t", b"{}", 10, 0]])))
    ((call,),) = listener.received
    assert (call.trace, call.waits) == ("", True)


async def test_a_peer_with_another_token_is_dropped_before_anything_of_it_is_decoded():
    dialler, listener = Ends(dialler=True), Ends(dialler=False, token=b"another")
    dialler.carry(listener)
    listener.carry(dialler)
    await asyncio.sleep(0)
    assert "token" in dialler.ended[0]
    with pytest.raises(LinkError):
        await dialler.link.ready


async def test_a_lost_link_keeps_nothing():
    dialler, _ = connected()
    dialler.link.abort("the end")
    await asyncio.sleep(0)
    for session in range(1000):
        dialler.link.send(detach(session))
    assert dialler.ended == ["the end"]
    assert not dialler.link._outgoing
    assert dialler.link.is_closing()


async def test_closing_sends_what_waits_first():
    dialler, listener = connected()
    dialler.link.send(detach(1))
    dialler.link.close()
    dialler.carry(listener)
    assert listener.received == [[detach(1)]]
