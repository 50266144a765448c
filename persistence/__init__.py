"""What survives.

Reading order: `records` (what is stored, as plain rows), `ports` (what the runtime asks of a store), `tables` (the
schema), `postgres` (the stores of production), `memory` (their in-memory twins). Storage knows bytes, keys, versions;
no game.
"""
