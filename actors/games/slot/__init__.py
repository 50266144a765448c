"""Slot machines.

Read `machine.py` (a machine as data), `slot.py` (the game), `odds.py` (what it returns, by enumeration), `messages.py`
and `area.py` (machines as definitions); `machines/` holds those of the program.
"""
