"""The link: one framed msgpack stream between a gateway, or a host that sends tells, and a host.

A frame is a 4-byte big-endian length and a msgpack array; it carries every envelope of one tick of the event loop, so
that a busy link costs one system call for many commands. Before the first frame both sides prove that they know the
cluster's token (`Handshake`): a peer that fails is dropped before anything of it is decoded. A peer may be of the
release before or after: envelopes that this program does not know are left out (decision 0040).
"""

import asyncio
import hmac
import struct
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast, get_args

import structlog
from msgspec import DecodeError, Raw, Struct, ValidationError, msgpack

from actors.runtime.link.envelope import LINK_FORMAT

FRAME_BYTES_MAX = 16 * 1024 * 1024
FRAME_ENVELOPES_MAX = 1024
"""More envelopes of one tick go into several frames: after a break a router sends everything unanswered at once."""
LINK_BUFFER_BYTES_MAX = 64 * 1024 * 1024
"""Unsent bytes above which a peer that does not read is dropped."""
HANDSHAKE_TIMEOUT_S = 5.0
_LENGTH = struct.Struct(">I")
_MAGIC = b"pitboss-link/%d\n" % LINK_FORMAT
_NONCE_BYTES = 16
_PROOF_BYTES = 32

_ENVELOPES = msgpack.Decoder(list[Raw])
_FRAME_OF_ONE = b"\x91"
"""The head of a msgpack array of one element."""

log = structlog.get_logger("link")
Received = TypeVar("Received", bound=Struct)


class LinkError(Exception):
    """The peer broke the protocol of the link."""


class FrameSplitter:
    """Cuts a byte stream into frames. Sans-I/O.

    Raises:
        LinkError: a frame announces more than FRAME_BYTES_MAX.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Return the frames completed by `data`."""
        buffer = self._buffer
        buffer += data
        frames: list[bytes] = []
        start = 0
        while len(buffer) - start >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(buffer, start)
            if size > FRAME_BYTES_MAX:
                raise LinkError(f"a frame of {size} bytes; at most {FRAME_BYTES_MAX} are allowed")
            end = start + _LENGTH.size + size
            if end > len(buffer):
                break
            frames.append(bytes(buffer[start + _LENGTH.size : end]))
            start = end
        if start:
            del buffer[:start]
        return frames


class Handshake:
    """Mutual proof of the cluster's token, by HMAC-SHA256 over both nonces; the token itself never travels. Sans-I/O.

    The dialler sends magic and nonce, the listener nonce and proof, the dialler its proof.
    """

    def __init__(self, token: bytes, nonce: bytes, *, dialler: bool) -> None:
        self._token = token
        self._nonce = nonce
        self._peer_nonce = b""
        self._dialler = dialler
        self._buffer = b""
        self.done = False

    def greeting(self) -> bytes:
        """Return the bytes to send as soon as the connection stands."""
        return _MAGIC + self._nonce if self._dialler else b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes of the peer, return bytes for it; afterwards `done` may be true and `rest()` hold frame bytes.

        Raises:
            LinkError: another protocol or format, or a wrong token.
        """
        self._buffer += data
        return self._feed_dialler() if self._dialler else self._feed_listener()

    def rest(self) -> bytes:
        """Return the bytes that came behind the handshake."""
        return self._buffer

    def _feed_dialler(self) -> bytes:
        if len(self._buffer) < _NONCE_BYTES + _PROOF_BYTES:
            return b""
        self._peer_nonce = self._take(_NONCE_BYTES)
        self._check(self._take(_PROOF_BYTES), b"listener")
        self.done = True
        return self._proof(b"dialler", self._nonce, self._peer_nonce)

    def _feed_listener(self) -> bytes:
        if not self._peer_nonce:
            if not _MAGIC.startswith(self._buffer[: len(_MAGIC)]):
                raise LinkError("the peer speaks another protocol or link format")
            if len(self._buffer) < len(_MAGIC) + _NONCE_BYTES:
                return b""
            self._take(len(_MAGIC))
            self._peer_nonce = self._take(_NONCE_BYTES)
            return self._nonce + self._proof(b"listener", self._peer_nonce, self._nonce)
        if len(self._buffer) >= _PROOF_BYTES:
            self._check(self._take(_PROOF_BYTES), b"dialler")
            self.done = True
        return b""

    def _take(self, count: int) -> bytes:
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _proof(self, role: bytes, dialler_nonce: bytes, listener_nonce: bytes) -> bytes:
        return hmac.digest(self._token, role + dialler_nonce + listener_nonce, "sha256")

    def _check(self, proof: bytes, role: bytes) -> None:
        ours, theirs = self._nonce, self._peer_nonce
        expected = self._proof(role, ours, theirs) if self._dialler else self._proof(role, theirs, ours)
        if not hmac.compare_digest(proof, expected):
            raise LinkError("the peer does not know this cluster's link token")


class Link(asyncio.Protocol, Generic[Received]):
    """One end of a link.

    `receive` is called with each frame's envelopes; `lost` once, when the link has closed. `may_send` is asked at
    every flush: while it says no (a host without a lease) everything stays in the buffer until `flush` is called again.
    """

    def __init__(
        self,
        decoder: msgpack.Decoder[list[Received]],
        handshake: Handshake,
        *,
        receive: Callable[["Link[Received]", list[Received]], None],
        lost: Callable[["Link[Received]", str], None],
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        self._decoder = decoder
        self._tags = {kind.__struct_config__.tag for kind in get_args(get_args(decoder.type)[0])}
        self._encoder = msgpack.Encoder()
        self._handshake = handshake
        self._receive = receive
        self._lost = lost
        self._may_send = may_send
        self._splitter = FrameSplitter()
        self._outgoing: list[Struct] = []
        self._loop = asyncio.get_running_loop()
        self._scheduled = False
        self._closed = False
        self._reason = "the peer closed the link"
        self._timeout: asyncio.TimerHandle | None = None
        self.transport: asyncio.Transport | None = None
        self.unknown = 0
        """Envelopes of another release that were left out."""
        self.ready: asyncio.Future[None] = self._loop.create_future()

    # --- sending ---

    def send(self, envelope: Struct) -> None:
        """Put an envelope into the frame that leaves at the end of this tick; a lost link drops it."""
        if self._closed:
            return
        self._outgoing.append(envelope)
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write everything that waits, if the handshake is done and sending is allowed."""
        self._scheduled = False
        transport = self.transport
        if transport is None or not self._handshake.done or not self._outgoing or not self._may_send():
            return
        envelopes, self._outgoing = self._outgoing, []
        for start in range(0, len(envelopes), FRAME_ENVELOPES_MAX):
            self._write(transport, envelopes[start : start + FRAME_ENVELOPES_MAX])
        if transport.get_write_buffer_size() > LINK_BUFFER_BYTES_MAX:
            self.abort("the peer does not read")

    def _write(self, transport: asyncio.Transport, envelopes: list[Struct]) -> None:
        body = self._encoder.encode(envelopes)
        if len(body) > FRAME_BYTES_MAX and len(envelopes) > 1:
            middle = len(envelopes) // 2
            self._write(transport, envelopes[:middle])
            self._write(transport, envelopes[middle:])
        else:
            transport.write(_LENGTH.pack(len(body)) + body)

    def abort(self, reason: str) -> None:
        """Drop the link at once; `lost` follows."""
        self._reason = reason
        if self.transport is not None:
            self.transport.abort()

    def close(self) -> None:
        """Close once everything that waits is written."""
        self.flush()
        self._reason = "closed"
        if self.transport is not None:
            self.transport.close()

    def is_closing(self) -> bool:
        """Return whether the link is closed, or about to be."""
        return self.transport is None or self.transport.is_closing()

    def pause_reading(self) -> None:
        if self.transport is not None and self.transport.is_reading():
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.resume_reading()

    # --- asyncio.Protocol ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's does not inherit from asyncio's
        self._timeout = self._loop.call_later(HANDSHAKE_TIMEOUT_S, self.abort, "no handshake in time")
        self.transport.write(self._handshake.greeting())

    def data_received(self, data: bytes) -> None:
        try:
            if not self._handshake.done:
                data = self._shake(data)
            if data:
                self._read(data)
        except (LinkError, DecodeError, ValidationError) as error:
            self.abort(str(error))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timeout is not None:
            self._timeout.cancel()
        reason = str(exc) if exc is not None else self._reason
        self.transport = None
        self._closed = True
        self._outgoing.clear()
        if not self.ready.done():
            self.ready.set_exception(LinkError(reason))
            self.ready.exception()
        self._lost(self, reason)

    def _shake(self, data: bytes) -> bytes:
        assert self.transport is not None
        answer = self._handshake.feed(data)
        if answer:
            self.transport.write(answer)
        if not self._handshake.done:
            return b""
        if self._timeout is not None:
            self._timeout.cancel()
        self.ready.set_result(None)
        self.flush()
        return self._handshake.rest()

    def _read(self, data: bytes) -> None:
        for frame in self._splitter.feed(data):
            try:
                envelopes = self._decoder.decode(frame)
            except ValidationError as error:
                envelopes = self._known_envelopes(frame, error)
            if envelopes:
                self._receive(self, envelopes)

    def _known_envelopes(self, frame: bytes, error: ValidationError) -> list[Received]:
        """Return the envelopes of a frame but those whose tags this program does not know; they are counted.

        Raises:
            DecodeError: an envelope that it knows is broken, or this is no frame at all.
        """
        envelopes = _ENVELOPES.decode(frame)
        known = [each for each in envelopes if _tag_of(bytes(each)) in self._tags]
        if self.unknown == 0 and len(known) < len(envelopes):
            log.warning("unknown_envelopes", error=str(error))  # once a link
        self.unknown += len(envelopes) - len(known)
        return [envelope for each in known for envelope in self._decoder.decode(_FRAME_OF_ONE + bytes(each))]


AnyLink = Link[Any]


def _tag_of(envelope: bytes) -> object:
    """Return the tag of an envelope, of whatever release; None if it has none."""
    fields = msgpack.decode(envelope)
    return fields[0] if isinstance(fields, list) and fields else None


async def dial(address: str, make: Callable[[], Link[Received]]) -> Link[Received]:
    """Connect to `unix:PATH` or `tcp:HOST:PORT` and finish the handshake.

    Raises:
        OSError: nobody listens there.
        LinkError: the peer is not of this cluster.
    """
    loop = asyncio.get_running_loop()
    scheme, _, rest = address.partition(":")
    if scheme == "unix":
        _, link = await loop.create_unix_connection(make, rest)
    else:
        host, _, port = rest.rpartition(":")
        _, link = await loop.create_connection(make, host, int(port))
    await link.ready
    return link


async def listen(address: str, make: Callable[[], Link[Received]]) -> asyncio.Server:
    """Accept links on `unix:PATH` or `tcp:HOST:PORT`."""
    loop = asyncio.get_running_loop()
    scheme, _, rest = address.partition(":")
    if scheme == "unix":
        return await loop.create_unix_server(make, rest)
    host, _, port = rest.rpartition(":")
    return await loop.create_server(make, host, int(port))
