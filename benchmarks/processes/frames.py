"""WebSocket frames of a client, as cheap as they can be made (RFC 6455, 5.2).

The masking key is zero, which leaves the text as it is; the server unmasks all the same.
"""

import struct
from collections.abc import Iterator

HANDSHAKE = (
    "GET /api/realtime/sync HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n"
)
TEXT = 0x81
CLOSE = 0x88
_ZERO_MASK = bytes(4)
_LENGTH_7_MAX = 125
_LENGTH_16 = 126


def text_frame_head(size: int) -> bytes:
    """Return the head of a text frame of `size` bytes."""
    if size <= _LENGTH_7_MAX:
        return bytes((TEXT, 0x80 | size)) + _ZERO_MASK
    return struct.pack(">BBH", TEXT, 0x80 | _LENGTH_16, size) + _ZERO_MASK


def text_frame(text: bytes) -> bytes:
    """Return a whole masked text frame, up to 65,535 bytes."""
    return text_frame_head(len(text)) + text


def frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the whole frames in bytes of a server: (first byte, start of the payload, its end)."""
    at, size = 0, len(data)
    while size - at >= 2:
        length, start = data[at + 1], at + 2
        if length >= _LENGTH_16:
            width = 2 if length == _LENGTH_16 else 8
            if size - start < width:
                return
            length = int.from_bytes(data[start : start + width], "big")
            start += width
        end = start + length
        if end > size:
            return
        yield data[at], start, end
        at = end
