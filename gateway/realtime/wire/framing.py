"""From a client's bytes to messages (RFC 6455). Sans-I/O.

Nearly all that clients send are short texts, each whole in one frame: `plain_text` reads these at the cost of two
slices. Everything else (fragments, pings, binary data, closing, errors, frames cut by TCP) goes to the protocol of the
`websockets` library in `Framing`. A socket that has needed it once stays with it, so that the library alone knows
where in the stream it stands.
"""

from collections.abc import Iterator
from typing import NamedTuple

from websockets.exceptions import InvalidState
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, SERVER, Protocol

try:
    from websockets.speedups import apply_mask
except ImportError:  # no wheel for this platform
    from websockets.utils import apply_mask

_WHOLE_TEXT = 0x81
_MASKED = 0x80
_LENGTH_16 = 126
_LENGTH_64 = 127
_HEAD_BYTES = 6
"""First byte, length, masking key: the least that a frame of a client has."""
SLICE_BYTES = 1024
"""Bytes that the library reads at a time: the smallest frames cost it 5 us each, and one read of the transport may hold
more than 40,000 of them. After each slice a socket that has sent too many can stop."""
READ_AFTER_CLOSE_BYTES_MAX = 4 * 1024
"""Bytes that are still read for the answer to our close frame; what comes later is dropped unread."""
ABNORMAL = 1006
"""The close code of a connection that ended without a close frame (RFC 6455, 7.4.1)."""


def plain_text(data: bytes, at: int, bytes_max: int) -> tuple[bytes, int] | None:
    """Return the payload and the end of the frame that starts at `at`; None when it is not a whole text of at most
    `bytes_max` in one whole frame, or when it breaks the protocol."""
    if len(data) - at < _HEAD_BYTES or data[at] != _WHOLE_TEXT:
        return None
    length, start = data[at + 1] - _MASKED, at + _HEAD_BYTES
    if length == _LENGTH_16:
        length, start = data[at + 2] << 8 | data[at + 3], start + 2
    elif not 0 <= length < _LENGTH_64:
        return None
    end = start + length
    if length > bytes_max or end > len(data):
        return None
    return apply_mask(data[start:end], data[start - 4 : start]), end


class Message(NamedTuple):
    """A whole message of the client."""

    data: bytes
    is_text: bool


class Counted(NamedTuple):
    """A frame that is no message by itself: a ping, whose `pong` has to be sent, a pong, a fragment of a message."""

    pong: bytes = b""


class Reply(NamedTuple):
    """A close frame that the protocol itself has to send."""

    data: bytes


class Ended(NamedTuple):
    """The connection is over with this close code; nothing more will be read."""

    code: int


class _ServerSide(Protocol):
    """The library's protocol, except that it takes a close frame between fragments for an error."""

    def recv_frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            self.current_size = None  # RFC 6455, 5.4: control frames may come between fragments
        super().recv_frame(frame)


class Framing:
    """The whole protocol, for one socket."""

    __slots__ = ("_is_text", "_left_bytes", "_parts", "_protocol")

    def __init__(self, bytes_max: int) -> None:
        self._protocol = _ServerSide(SERVER, state=OPEN, max_size=bytes_max)
        self._parts: list[bytes] = []
        self._is_text = True
        self._left_bytes = READ_AFTER_CLOSE_BYTES_MAX

    def feed(self, data: bytes) -> Iterator[Message | Counted | Reply | Ended]:
        """Yield what `data` brings, in the order in which it must be acted upon; parse it only as it is consumed."""
        for at in range(0, len(data), SLICE_BYTES):
            part = data[at : at + SLICE_BYTES]
            if self._over():
                return
            if self._protocol.state is not OPEN:
                self._left_bytes -= len(part)
                if self._left_bytes < 0:
                    return
            yield from self._slice(part)

    def _slice(self, data: bytes) -> Iterator[Message | Counted | Reply | Ended]:
        protocol = self._protocol
        protocol.receive_data(data)
        replies = iter(protocol.data_to_send())
        for frame in protocol.events_received():
            assert isinstance(frame, Frame), "the handshake is over"
            if frame.opcode is Opcode.PING:
                yield Counted(next(replies))
            elif frame.opcode is Opcode.PONG:
                yield Counted()
            elif frame.opcode is not Opcode.CLOSE:
                yield from self._part(frame)
        if last := b"".join(replies):
            yield Reply(last)
        if self._over():
            yield Ended(self._code())

    def close(self, code: int, reason: str) -> bytes:
        """Return the close frame to send; empty when the client was first."""
        try:
            self._protocol.send_close(code, reason)
        except InvalidState:
            return b""
        return b"".join(self._protocol.data_to_send())

    def discard(self) -> None:
        """Let go of the library's generator, which holds the protocol that holds it: the connection is gone."""
        self._protocol.parser.close()

    def _part(self, frame: Frame) -> Iterator[Message | Counted]:
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        if frame.data:  # else a list of nothing could grow for ever
            self._parts.append(bytes(frame.data))
        if not frame.fin or frame.opcode is Opcode.CONT:
            yield Counted()
        if frame.fin:
            data, self._parts = b"".join(self._parts), []
            yield Message(data, self._is_text)

    def _over(self) -> bool:
        return self._protocol.parser_exc is not None or self._protocol.close_rcvd is not None

    def _code(self) -> int:
        """Return the code of the side that closed; an error that we have found counts as ours."""
        protocol = self._protocol
        close = protocol.close_rcvd or protocol.close_sent
        return close.code if close is not None else ABNORMAL
