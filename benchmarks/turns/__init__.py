"""`make bench-turns`: two checkouts measured by turns on one machine.

Read `command.py`, `worktrees.py` (where the checkouts come from), `alternation.py`, `figures.py` and `table.py`.
"""
