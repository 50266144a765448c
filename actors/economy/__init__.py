"""The numbers of the economy as a definition: staff change them while players play, in versions.

Read `actors.money.economy` (the numbers), then `area.py` (their definition, and those in force).
"""
