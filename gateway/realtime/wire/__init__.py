"""Bytes on the wire: `framing` and `incoming` from a client, `frames` and `flush_queue` to it. It knows no session."""
