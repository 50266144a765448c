"""Outgoing WebSocket frames and the messages in them, built as bytes (RFC 6455, 5.2).

A server's frames are not masked, so one prebuilt frame can be written to any number of sockets.
"""

import struct

from msgspec import json

from actors.runtime.link.envelope import Push

_TEXT = 0x81
_LENGTH_7_MAX = 125
_LENGTH_16_MAX = 0xFFFF


def text_frame(message: bytes) -> bytes:
    """Return a whole text message in one frame."""
    size = len(message)
    if size <= _LENGTH_7_MAX:
        return bytes((_TEXT, size)) + message
    if size <= _LENGTH_16_MAX:
        return struct.pack(">BBH", _TEXT, 126, size) + message
    return struct.pack(">BBQ", _TEXT, 127, size) + message


def push_message(push: Push, previous: int) -> bytes:
    """`{"type", "seq", "prev", "version", "payload"}`; `previous` is the seq last sent on this socket."""
    return b'{"type":"%b","seq":%d,"prev":%d,"version":%d,"payload":%b}' % (
        push.type.encode(),
        push.seq,
        previous,
        push.version,
        push.body,
    )


def reply_message(command_id: str | None, ok: bool, body: bytes, version: int, seq: int, *, dup: bool) -> bytes:
    """`{"re", "ok", ...}`: `payload` of a success, `error` of a refusal; `command_id` None: none could be read."""
    re = json.encode(command_id)
    again = b',"dup":true' if dup else b""
    if ok:
        return b'{"re":%b,"ok":true,"seq":%d,"version":%d%b,"payload":%b}' % (re, seq, version, again, body)
    if version:
        return b'{"re":%b,"ok":false,"version":%d%b,"error":%b}' % (re, version, again, body)
    return b'{"re":%b,"ok":false%b,"error":%b}' % (re, again, body)


def hello_message(connect_id: str, payload: bytes) -> bytes:
    """Return the answer to `connect`."""
    return b'{"re":%b,"type":"hello","payload":%b}' % (json.encode(connect_id), payload)


def initial_state_message(stream: str, seq: int, version: int, snapshot: bytes) -> bytes:
    """Return the snapshot that opens an epoch."""
    return b'{"type":"initial_state","epoch":"%b","seq":%d,"version":%d,"payload":%b}' % (
        stream.encode(),
        seq,
        version,
        snapshot,
    )


def topic_message(topic: str, message_type: str, n: int, body: bytes) -> bytes:
    """`{"topic", "type", "n", "payload"}`: the same bytes for every socket."""
    return b'{"topic":"%b","type":"%b","n":%d,"payload":%b}' % (topic.encode(), message_type.encode(), n, body)
