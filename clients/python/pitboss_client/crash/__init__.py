"""A crash table from a player's side. Read proof.py and table.py, both without I/O, then seat.py, on the client."""
