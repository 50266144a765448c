"""Reading order: `stage.py`, `player.py`, `books.py`, `wire.py`, then the tests; `outages` has the long ones."""
