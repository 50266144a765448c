"""A player's side of the protocol. Read protocol.py (no I/O), reconnecting.py, then client.py, the thin shell.

A crash table on top of it: table.py (no I/O), then seat.py; crash_play.py shows one player, crew.py runs many.
"""
