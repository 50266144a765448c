"""A player's side of the protocol. Read protocol.py (no I/O), reconnecting.py, then client.py, the thin shell."""
