"""A transport that keeps what is written, and the far end of a link over one."""

import struct

from msgspec import Struct, msgpack

from actors.runtime.link.stream import FrameSplitter, Handshake

TOKEN = b"the token of a benchmark's links"
_LENGTH = struct.Struct(">I")


class Pipe:
    """Stands in for a transport: takes everything at once, without a system call."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        data, self.written = b"".join(self.written), []
        return data

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return False

    def is_reading(self) -> bool:
        return True

    def set_write_buffer_limits(self, high: int, low: int) -> None:
        """Do nothing: nothing waits here."""

    def _nothing(self) -> None:
        """Do nothing."""

    pause_reading = resume_reading = close = abort = _nothing


class FarEnd:
    """The other side of a link, which does nothing by itself; `pipe` is the transport of the link that is measured."""

    def __init__(self, pipe: Pipe, decoder: "msgpack.Decoder[list[Struct]]", *, dialler: bool) -> None:
        self._pipe = pipe
        self._decoder = decoder
        self._handshake = Handshake(TOKEN, bytes(16), dialler=dialler)
        self._splitter = FrameSplitter()
        self._encoder = msgpack.Encoder()

    def greeting(self) -> bytes:
        """Return what a dialler says first."""
        return self._handshake.greeting()

    def shake(self) -> bytes:
        """Return the answer to what the link has said."""
        return self._handshake.feed(self._pipe.take())

    def frame(self, envelopes: list[Struct]) -> bytes:
        """Return a frame for the link."""
        body = self._encoder.encode(envelopes)
        return _LENGTH.pack(len(body)) + body

    def envelopes(self) -> list[Struct]:
        """Return what the link has sent since the last time."""
        return [each for frame in self._splitter.feed(self._pipe.take()) for each in self._decoder.decode(frame)]
