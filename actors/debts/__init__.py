"""Debts: what a player owes the house after a refund of contents that were spent already.

Read `messages.py`, `facts.py`, then `debts.py` (the feature).
"""
