"""Sockets of players. Sans-I/O but for `socket` and what is in `server/`.

Reading order: `socket` (bytes of a transport), `wire/` (frames and decoders), `session` (one conversation), `hub` (all
of them), `topics` (tables that many listen to); then `outgoing` and `backlog` (slow readers), `delivered_events`,
`session_host`, `limits`, and `catalog`, the gateway's copy of the shop's.
"""
